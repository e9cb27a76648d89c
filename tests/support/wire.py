"""SIP as bytes, so that it can be wrong: what `telephony.callers` never sends.

wire = Wire(pbx.sip)
answer = wire.dial(invite(body=b"garbage"))        # the final status; an answered call is hung up again
"""

import re
import secrets
import socket
import time
from dataclasses import dataclass, field

SDP = (
    "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=call\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
    "m=audio 40000 RTP/AVP 8 0 101\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:0 PCMU/8000\r\n"
    "a=rtpmap:101 telephone-event/8000\r\na=sendrecv\r\n"
)
SDP_TYPE = "application/sdp"
PATIENCE_S = 20.0  # a busy machine is no fault of a call; what is lost on loopback is lost for good


@dataclass
class Invite:
    """An INVITE for 112 whose parts may be replaced. `headers` come on top; `without` names headers left out;
    `length` is what Content-Length says when that is not true."""

    body: bytes = SDP.encode()
    content_type: str = SDP_TYPE
    headers: list[tuple[str, str | bytes]] = field(default_factory=list)
    without: tuple[str, ...] = ()
    sender: str | bytes = "<sip:081234567890@127.0.0.1>"
    length: str | None = None
    method: str = "INVITE"
    uri: str = "sip:112@127.0.0.1"
    cseq: str = "1"
    to_tag: str = ""
    call_id: str = field(default_factory=lambda: secrets.token_hex(8))
    tag: str = field(default_factory=lambda: secrets.token_hex(4))
    branch: str = field(default_factory=lambda: "z9hG4bK" + secrets.token_hex(6))

    def encode(self, host: str, port: int, transport: str = "UDP") -> bytes:
        sender = self.sender if isinstance(self.sender, bytes) else self.sender.encode()
        told: list[tuple[str, str | bytes]] = [
            ("Via", f"SIP/2.0/{transport} {host}:{port};rport;branch={self.branch}"),
            ("Max-Forwards", "70"),
            ("From", sender + f";tag={self.tag}".encode()),
            ("To", f"<{self.uri}>" + (f";tag={self.to_tag}" if self.to_tag else "")),
            ("Call-ID", self.call_id),
            ("CSeq", f"{self.cseq} {self.method}"),
            ("Contact", f"<sip:caller@{host}:{port};transport={transport.lower()}>"),
        ]
        told += [("Content-Type", self.content_type)] if self.body else []
        told += [*self.headers, ("Content-Length", self.length or str(len(self.body)))]
        lines = [f"{self.method} {self.uri} SIP/2.0".encode()]
        for name, value in told:
            if name not in self.without:
                lines.append(name.encode() + b": " + (value if isinstance(value, bytes) else value.encode()))
        return b"\r\n".join(lines) + b"\r\n\r\n" + self.body


class Wire:
    """One UDP port of a caller. Nothing is repeated and nothing acknowledged unless it is asked for."""

    def __init__(self, remote: tuple[str, int], host: str = "127.0.0.1") -> None:
        self.remote = remote
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((host, 0))
        self.host, self.port = self.socket.getsockname()

    def __enter__(self) -> "Wire":
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def send(self, data: bytes) -> None:
        self.socket.sendto(data, self.remote)

    def receive(self, within_s: float = 1.0) -> str:
        """The next message; empty when there is none."""
        self.socket.settimeout(within_s)
        try:
            return self.socket.recv(65535).decode(errors="replace")
        except TimeoutError:
            return ""

    def final(self, call_id: str, method: str = "INVITE", within_s: float = PATIENCE_S) -> str:
        """The final response to that request; empty when there is none."""
        limit = time.monotonic() + within_s
        while time.monotonic() < limit:
            answer = self.receive(max(0.01, limit - time.monotonic()))
            right = call_id in answer and re.search(rf"^CSeq:\s*\d+ {method}", answer, re.MULTILINE | re.IGNORECASE)
            if answer.startswith("SIP/2.0 ") and right and status(answer) >= 200:
                return answer
        return ""

    def ask(self, invite: Invite, within_s: float = PATIENCE_S) -> str:
        self.send(invite.encode(self.host, self.port))
        return self.final(invite.call_id, invite.method, within_s)

    def acknowledge(self, invite: Invite, answer: str, body: bytes = b"") -> None:
        again = Invite(method="ACK", call_id=invite.call_id, tag=invite.tag, sender=invite.sender, cseq=invite.cseq)
        again.to_tag, again.body = to_tag(answer), body
        if status(answer) >= 300:
            again.branch = invite.branch
        self.send(again.encode(self.host, self.port))

    def hang_up(self, invite: Invite, answer: str, cseq: str = "9") -> str:
        bye = Invite(method="BYE", call_id=invite.call_id, tag=invite.tag, sender=invite.sender, cseq=cseq, body=b"")
        bye.to_tag = to_tag(answer)
        return self.ask(bye)

    def dial(self, invite: Invite, ack_body: bytes = b"", within_s: float = PATIENCE_S) -> int:
        """The final status, 0 when there is none; an answered call is hung up at once."""
        answer = self.ask(invite, within_s)
        if not answer:
            return 0
        self.acknowledge(invite, answer, ack_body)
        if status(answer) < 300:
            self.hang_up(invite, answer)
        return status(answer)


def status(answer: str) -> int:
    words = answer.split(" ", 2)
    return int(words[1]) if len(words) > 1 and words[1].isdigit() else 0


def to_tag(answer: str) -> str:
    found = re.search(r"^To:.*;tag=([^;\r\n]+)", answer, re.MULTILINE | re.IGNORECASE)
    return found.group(1) if found else ""
