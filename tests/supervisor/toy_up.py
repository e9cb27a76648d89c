"""A supervisor with toy engines and children, as a program of its own: `toy_up.py HOME NAME[:mode] ...`.

`HOME/calls` holds the number of calls that are up. An engine is a toy in a session of its own.
"""

import asyncio
import os
import subprocess
import sys
import threading
from pathlib import Path

from api.operations.refusal import Refusal
from api.supervisor import pidfile
from api.supervisor.child import Child, Program
from api.supervisor.ending import end_orphan
from api.supervisor.engine import Engine
from api.supervisor.statusfile import StatusFile, supervisor_pidfile
from api.supervisor.supervisor import Crew, Supervisor
from api.supervisor.voice import Voice
from cad.clock import utc_now

TOY = str(Path(__file__).with_name("toy.py"))


class ToyDoor:
    hopeless_after_s: float | None = 7.0

    def __init__(self, run: Path, name: str) -> None:
        self.run, self.name, self.file = run, name, run / f"{name}.pid"

    def is_running(self) -> bool:
        return pidfile.is_held(self.file)

    def start(self) -> None:
        if (self.run / f"{self.name}.refuses").exists():
            raise Refusal(f"{self.name} refuses. Ask it nicely.")
        lock = pidfile.claim(self.file)
        assert lock is not None
        command = [sys.executable, TOY, str(self.run), self.name]
        toy = subprocess.Popen(command, start_new_session=True, pass_fds=(lock,))
        pidfile.record(lock, toy.pid)
        os.close(lock)
        threading.Thread(target=toy.wait, daemon=True).start()  # or it stays as a zombie of ours

    def answers(self) -> bool:
        pid = self.pid()
        return pid is not None and not pidfile.is_stopped(pid)

    def stop(self) -> None:
        end_orphan(self.file)

    def pid(self) -> int | None:
        found = pidfile.owner(self.file)
        return found.pid if found else None


def main() -> None:
    home, names = Path(sys.argv[1]), sys.argv[2:]
    run, log = home / "run", home / "log"
    run.mkdir(parents=True, exist_ok=True)
    log.mkdir(exist_ok=True)
    lock = pidfile.claim(supervisor_pidfile(run))
    if lock is None:
        sys.exit("already running")
    pidfile.record(lock, os.getpid())
    voice = Voice(log / "supervisor.log")
    children = []
    for name, _, mode in (word.partition(":") for word in names):
        command = (sys.executable, TOY, str(run), name, *([mode] if mode else []))
        program = Program(name, command, dict(os.environ), home, run, log / f"{name}.log")
        children.append(Child(program, voice.tell, frozen_after_s=1.5))
    crew = Crew(
        database=Engine(ToyDoor(run, "postgres"), voice.tell, look_every_s=0.1),
        prepare=lambda: None,
        pbx=Engine(ToyDoor(run, "asterisk"), voice.tell, look_every_s=0.1),
        children=children,
        active_calls=lambda: int((home / "calls").read_text()) if (home / "calls").exists() else 0,
    )
    status = StatusFile(run, utc_now(), "http://127.0.0.1")
    try:
        asyncio.run(Supervisor(crew, voice, status, lambda: voice.show("READY")).run())
    except Refusal as refusal:
        sys.exit(f"tanggap: {refusal}")


main()
