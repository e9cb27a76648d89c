"""Who would ring now: read off Asterisk's own queue, not off what we believe of it."""

import socket
from contextlib import closing

from cad.installation import Installation
from telephony.pbx import addresses

TIMEOUT_S = 5.0


def ready_desks(installation: Installation) -> list[str]:
    """The desks that are in the queue and not paused (AMI QueueStatus)."""
    port, password = installation.settings.ami_port, installation.secrets.ami_password
    with closing(socket.create_connection(("127.0.0.1", port), TIMEOUT_S)) as connection:
        ask = f"Action: Login\r\nUsername: {addresses.USER}\r\nSecret: {password}\r\nEvents: off\r\n\r\n"
        ask += f"Action: QueueStatus\r\nQueue: {addresses.QUEUE}\r\n\r\n"
        connection.sendall(ask.encode())
        told = b""
        while b"QueueStatusComplete" not in told and b"Response: Error" not in told:
            if not (more := connection.recv(65536)):
                break
            told += more
    members = [
        _fields(block) for block in told.decode(errors="replace").split("\r\n\r\n") if "Event: QueueMember" in block
    ]
    return sorted(member["Name"].removeprefix("PJSIP/") for member in members if member.get("Paused") == "0")


def _fields(block: str) -> dict[str, str]:
    lines = (line.partition(": ") for line in block.split("\r\n"))
    return {name: value for name, _, value in lines}
