"""`./tanggap up`: checks, makes what is missing, then supervises until it is told to stop."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

from api.operations import ports, running, welcome
from api.operations.database import prepare
from api.operations.environment import refuse_without_space
from api.operations.refusal import Refusal
from api.operations.web_page import ensure_web_page
from api.supervisor import pidfile
from api.supervisor.child import Child, Program, python_module
from api.supervisor.doors import AsteriskDoor, ExternalPostgresDoor, PostgresDoor, active_calls
from api.supervisor.ending import end_orphan
from api.supervisor.engine import Door, Engine
from api.supervisor.statusfile import StatusFile, read_status, running_supervisor, supervisor_pidfile
from api.supervisor.supervisor import Crew, Supervisor
from api.supervisor.voice import Voice
from cad.clock import utc_now
from cad.installation import CHECKOUT, Installation, is_loopback, load_installation, with_own_certificate
from telephony.pbx import runtime

TREE_NEEDS_GB = 1.0  # Asterisk's packages 80 MB and 270 MB unpacked, npm's packages 250 MB
RUNNING_NEEDS_GB = 0.3
TAKE_OVER_WITHIN_S = 10.0

MODULES = {
    "telephony": "telephony",
    "api": "api",
    "jobs": "api.jobs",
    "standin": "telephony.sms.standin",
    "video": "video",
}


@dataclass(frozen=True)
class Options:
    free_ports: bool = False
    detach: bool = False
    wait_for_database: bool = False


def up(options: Options) -> int:
    if options.detach and "TANGGAP_DETACHED" not in os.environ:
        return up_detached()
    installation = load_installation()
    lock = claim_or_take_over(installation)
    pidfile.record(lock, os.getpid())
    installation = make_ready(installation, options)
    running.remember(installation.home)
    return supervise(installation)


def claim_or_take_over(installation: Installation) -> int:
    """The supervisor's lock. One whose terminal was closed hands over; one that runs in a terminal does not."""
    file = supervisor_pidfile(installation.run)
    if (lock := pidfile.claim(file)) is not None:
        return lock
    other, told = running_supervisor(installation.run), read_status(installation.run)
    if other and told.get("detached") and told.get("state") == "up":
        print(f"Taking over from the supervisor whose terminal was closed (pid {other}).", flush=True)
        os.kill(other, signal.SIGUSR2)
        if (lock := pidfile.claim(file, TAKE_OVER_WITHIN_S)) is not None:
            return lock
    address = told.get("address") or "its address follows in a moment"
    raise Refusal(f"Tanggap runs already (pid {other}): {address}. See ./tanggap status; stop it with ./tanggap down.")


def make_ready(installation: Installation, options: Options) -> Installation:
    """Everything that can be checked or made before anything is started. Raises Refusal."""
    refuse_without_space(installation.home, RUNNING_NEEDS_GB)
    ports.refuse_bad_bind(installation.settings)
    if not left_over(installation):
        with_ports(installation, options)  # early: what is wrong is said before anything long is made
    make_tools(installation)
    close_to_others(installation)
    end_orphans(installation)
    installation = with_ports(installation, options)
    if not is_loopback(installation.settings.bind) and not installation.settings.tls_certificate:
        from api.operations.certificates import ensure_certificate  # cryptography loads in 0.1 s, and only here

        ensure_certificate(installation.home / "tls", installation.settings)
    return replace(installation, settings=with_own_certificate(installation.home, installation.settings))


def close_to_others(installation: Installation) -> None:
    """Voices and callers' numbers are not for other users of this machine."""
    for folder in (installation.recordings, installation.pbx, installation.logs):
        folder.mkdir(mode=0o700, exist_ok=True)
        folder.chmod(0o700)


def make_tools(installation: Installation) -> None:
    """Asterisk and the web page, unless they are there."""
    if not (installation.tools / "web" / "dist").exists():
        refuse_without_space(installation.tools, TREE_NEEDS_GB)
    runtime.ensure_installed(installation, say)
    ensure_web_page(CHECKOUT, installation.tools)


def say(text: str) -> None:
    print(f"  {text}", flush=True)


def end_orphans(installation: Installation) -> None:
    """Ours that outlived a killed supervisor are replaced: new code, new settings, and never two of one kind."""
    for file in left_over(installation):
        print(f"Ending {file.stem}, left over from before.", flush=True)
        if not end_orphan(file):
            raise Refusal(
                f"A left-over {file.stem} does not end. See ./tanggap status, end it by its pid, and start again."
            )


def left_over(installation: Installation) -> list[Path]:
    """The pid files of ours that still run; they have ports of ours."""
    files = sorted(installation.run.glob("*.pid"))
    return [file for file in files if file != supervisor_pidfile(installation.run) and pidfile.is_held(file)]


def with_ports(installation: Installation, options: Options) -> Installation:
    """Checks the ports; those of an Asterisk that still runs are its own. Raises Refusal."""
    adopting = AsteriskDoor(installation).is_running()
    if options.free_ports or os.environ.get("TANGGAP_PORTS") == "free":
        installation = replace(installation, settings=ports.choose_free_ports(installation, keep_pbx=adopting))
    elif adopting:
        refuse_other_pbx_ports(installation)
    names = ports.OUR_PORTS if adopting else ports.OUR_PORTS + ports.PBX_PORTS
    ports.refuse_taken_ports(installation.settings, names)
    if not adopting and not is_loopback(installation.settings.bind):
        ports.refuse_taken_secure_port(installation.settings)
    return installation


def refuse_other_pbx_ports(installation: Installation) -> None:
    before = running.remembered(installation.home)
    for name in (*ports.PBX_PORTS, "bind"):
        wanted = str(getattr(installation.settings, name))
        told = before.get(f"TANGGAP_{name.upper()}", wanted)
        if told != wanted:
            raise Refusal(
                f"Asterisk still runs with {name} {told} and now {name} is to be {wanted}. End it with ./tanggap down"
                " (its calls end too), or start with the old value."
            )


def supervise(installation: Installation) -> int:
    voice = Voice(installation.logs / "supervisor.log")
    status = StatusFile(installation.run, utc_now(), welcome.address(installation))
    crew = build_crew(installation, voice)
    before = time.monotonic()

    def on_ready() -> None:
        voice.show(welcome.text(installation, crew, time.monotonic() - before))
        voice.note("up")
        notify_service_manager()

    asyncio.run(Supervisor(crew, voice, status, on_ready).run())
    left = crew.pbx.condition.state == "left"
    voice.show("Stopped." if not left else "Stopped, but for Asterisk.")
    return 0


def build_crew(installation: Installation, voice: Voice) -> Crew:
    url = installation.settings.database_url
    door: Door = ExternalPostgresDoor(installation) if url else PostgresDoor(installation)
    names = [name for name in MODULES if name != "standin" or not installation.uses_twilio]
    return Crew(
        database=Engine(door, voice.tell),
        prepare=lambda: prepare(installation),
        pbx=Engine(AsteriskDoor(installation), voice.tell),
        children=[Child(program(installation, name), voice.tell) for name in names],
        active_calls=lambda: active_calls(installation),
    )


def program(installation: Installation, name: str) -> Program:
    environment = {
        **os.environ,
        "TANGGAP_HOME": str(installation.home),
        "TANGGAP_TOOLS": str(installation.tools),
        "PYTHONPATH": str(CHECKOUT),
        "PYTHONSAFEPATH": "1",
        "PYTHONUNBUFFERED": "1",
    }
    log = installation.logs / f"{name}.log"
    return Program(name, python_module(MODULES[name]), environment, CHECKOUT, installation.run, log)


def notify_service_manager() -> None:
    """systemd's Type=notify, when it started us."""
    import socket

    if address := os.environ.get("NOTIFY_SOCKET"):
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sock:
            sock.connect(address.replace("@", "\0", 1) if address.startswith("@") else address)
            sock.send(b"READY=1")


def up_detached() -> int:
    """The same in a session of its own; shows what it says until it is up."""
    installation = load_installation()
    log = installation.logs / "up.log"
    with open(log, "w") as out:
        arguments = [sys.executable, "-m", "api.cli", *[word for word in sys.argv[1:] if word != "--detach"]]
        child = subprocess.Popen(
            arguments, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True,
            env={**os.environ, "TANGGAP_DETACHED": "1"},
        )  # fmt: skip
    shown = 0
    while True:
        ended = child.poll()
        text = log.read_text()
        print(text[shown:], end="", flush=True)
        shown = len(text)
        if ended is not None:
            return ended
        if read_status(installation.run).get("pid") == child.pid and read_status(installation.run).get("state") == "up":
            print("It runs in the background. Stop it with: ./tanggap down")
            child.returncode = 0  # ours no longer
            return 0
        time.sleep(0.1)
