"""What the supervisor says: to the terminal for a person, and as an event to `<home>/log/supervisor.log`."""

import os
from pathlib import Path

import structlog

from cad.clock import utc_now


class Voice:
    """A terminal that went away (EIO) or a full disk never stops the supervisor."""

    def __init__(self, log: Path) -> None:
        self._log = log

    def tell(self, text: str) -> None:
        self.show(f"{utc_now().astimezone():%H:%M:%S}  {text}")
        self.note(text)

    def show(self, text: str) -> None:
        try:
            print(text, flush=True)
        except OSError:
            return

    def note(self, text: str) -> None:
        try:
            with open(self._log, "a") as out:
                logger = structlog.wrap_logger(
                    structlog.WriteLogger(out),
                    processors=[structlog.processors.TimeStamper(fmt="iso"), structlog.processors.JSONRenderer()],
                )
                logger.info("supervisor.told", text=text)
        except OSError:
            return

    def lose_terminal(self) -> None:
        """From now on what is shown goes to a file."""
        target = os.open(self._log.with_name("up.log"), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        nowhere = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nowhere, 0)
        os.dup2(target, 1)
        os.dup2(target, 2)
