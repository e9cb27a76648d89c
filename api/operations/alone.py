"""`./tanggap run NAME`: one process in the foreground, where compose or systemd units do the supervising."""

import os
import signal
import sys
import threading

from api.operations.database import prepare
from api.operations.refusal import Refusal
from api.operations.up import MODULES, make_tools
from api.supervisor.child import python_module
from api.supervisor.doors import AsteriskDoor
from cad.installation import CHECKOUT, Installation, load_installation
from cad.store import server

LOOK_EVERY_S = 1.0


def run_alone(name: str) -> int:
    installation = load_installation()
    if name == "tools":
        make_tools(installation)
        return 0
    if name == "prepare":
        server.start(installation)
        prepare(installation)
        return 0
    if name == "asterisk":
        return asterisk_in_front(installation)
    if name not in MODULES:
        raise Refusal(f"There is no process {name}. There are: tools, prepare, asterisk, {', '.join(MODULES)}.")
    os.environ |= {"PYTHONPATH": str(CHECKOUT), "PYTHONUNBUFFERED": "1"}
    return os.execv(sys.executable, list(python_module(MODULES[name])))


def asterisk_in_front(installation: Installation) -> int:
    """Until SIGTERM, or until Asterisk is gone: then whoever supervises starts us again."""
    door, told = AsteriskDoor(installation), threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told.set())
    door.start()
    while not told.wait(LOOK_EVERY_S):
        if not door.is_running():
            return 1
    door.stop()
    return 0
