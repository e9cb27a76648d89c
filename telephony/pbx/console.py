"""Asterisk's command line, over a short-lived AMI connection of its own.

For the launcher and tests, which ask now and then and wait for the answer. Telephony's lasting AMI
connection is in telephony/ami.
"""

import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager

from cad.installation import Installation
from telephony.pbx import addresses
from telephony.pbx.errors import PbxNotRunning

PATIENCE_S = 5.0

Message = dict[str, str]


class Console:
    """One logged-in connection. Use `with console(installation) as c: c.command("core show uptime")`."""

    def __init__(self, link: socket.socket) -> None:
        self._link = link
        self._input = link.makefile("rb")
        self._count = 0

    def close(self) -> None:
        self._input.close()

    def login(self, user: str, secret: str) -> None:
        self._input.readline()  # the banner
        answer = self.action("Login", Username=user, Secret=secret, Events="off")
        if answer.get("Response") != "Success":
            raise PbxNotRunning(
                "Asterisk's manager refused our password. Stop everything with `./tanggap down` and start again."
            )

    def action(self, name: str, **headers: str) -> Message:
        """Sends one action and gives its response; output lines of a command stand in `Output`."""
        self._count += 1
        own = f"console-{self._count}"
        lines = [f"Action: {name}", f"ActionID: {own}", *(f"{key}: {value}" for key, value in headers.items())]
        if any("\r" in line or "\n" in line for line in lines):
            raise ValueError("a line break in an AMI header")
        self._link.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        while (message := self._read()).get("ActionID") != own or "Response" not in message:
            pass
        return message

    def command(self, line: str) -> str:
        """What Asterisk's command line prints for `line`."""
        return self.action("Command", Command=line).get("Output", "")

    def _read(self) -> Message:
        message: Message = {}
        while line := self._input.readline():
            text = line.decode(errors="replace").rstrip("\r\n")
            if not text:
                return message
            key, _, value = text.partition(": ")
            message[key] = f"{message[key]}\n{value}" if key in message else value
        raise PbxNotRunning("Asterisk closed the connection.")


@contextmanager
def console(installation: Installation) -> Iterator[Console]:
    """Raises PbxNotRunning when Asterisk does not answer within PATIENCE_S."""
    settings, secrets = installation.settings, installation.secrets
    try:
        with (
            socket.create_connection((addresses.LOOPBACK, settings.ami_port), timeout=PATIENCE_S) as link,
            closing(Console(link)) as asked,
        ):
            asked.login(addresses.USER, secrets.ami_password)
            yield asked
    except OSError as error:
        raise PbxNotRunning(
            f"Asterisk does not answer on port {settings.ami_port} ({error}). See `./tanggap status`."
        ) from None


def ask(installation: Installation, line: str) -> str:
    """One command, one answer."""
    with console(installation) as asked:
        return asked.command(line)
