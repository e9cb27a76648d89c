"""SIP messages and SDP as values (RFC 3261, 4566): enough to call, be called, and answer what Asterisk asks."""

import secrets
from dataclasses import dataclass, field

from telephony.callers.audio import CODECS

COMPACT = {
    "v": "via",
    "f": "from",
    "t": "to",
    "i": "call-id",
    "m": "contact",
    "l": "content-length",
    "c": "content-type",
}


@dataclass
class Message:
    """A request (`method`, `uri`) or a response (`status`, `reason`). Headers are found in any case."""

    method: str = ""
    uri: str = ""
    status: int = 0
    reason: str = ""
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: str = ""

    def all(self, name: str) -> list[str]:
        return [value for header, value in self.headers if header.lower() == name.lower()]

    def get(self, name: str) -> str:
        return next(iter(self.all(name)), "")

    @property
    def cseq(self) -> tuple[int, str]:
        number, _, method = self.get("CSeq").partition(" ")
        return int(number or 0), method.strip()

    @property
    def branch(self) -> str:
        return parameter(self.get("Via"), "branch")

    def encode(self) -> bytes:
        first = f"{self.method} {self.uri} SIP/2.0" if self.method else f"SIP/2.0 {self.status} {self.reason}"
        lines = [
            first,
            *(f"{name}: {value}" for name, value in self.headers),
            f"Content-Length: {len(self.body.encode())}",
        ]
        return ("\r\n".join(lines) + "\r\n\r\n" + self.body).encode()


def parse(data: bytes) -> Message | None:
    """None when it is not SIP (a keep-alive, noise)."""
    head, _, body = data.decode(errors="replace").partition("\r\n\r\n")
    first, *lines = head.split("\r\n")
    words = first.split(" ", 2)
    if len(words) < 3:
        return None
    message = Message(body=body)
    if words[0] == "SIP/2.0" and words[1].isdigit():
        message.status, message.reason = int(words[1]), words[2]
    elif words[2] == "SIP/2.0":
        message.method, message.uri = words[0], words[1]
    else:
        return None
    for line in lines:
        name, colon, value = line.partition(":")
        if colon and name.strip().lower() != "content-length":
            message.headers.append((COMPACT.get(name.strip().lower(), name.strip()), value.strip()))
    return message


def parameter(header: str, name: str) -> str:
    """`;tag=x` after the address of a From, To or Via."""
    outside = header.rpartition(">")[2] if ">" in header else header
    for part in outside.split(";")[1:]:
        key, _, value = part.partition("=")
        if key.strip().lower() == name:
            return value.strip()
    return ""


def address(header: str) -> str:
    """The URI inside `"Name" <uri>;params`."""
    return header.split("<", 1)[1].split(">", 1)[0] if "<" in header else header.split(";", 1)[0].strip()


def reply(
    request: Message, status: int, reason: str, to_tag: str = "", *more: tuple[str, str], body: str = ""
) -> Message:
    to = request.get("To")
    if to_tag and not parameter(to, "tag"):
        to = f"{to};tag={to_tag}"
    kept = [(name, value) for name, value in request.headers if name.lower() in ("via", "record-route")]
    same = [(name, request.get(name)) for name in ("From", "Call-ID", "CSeq")]
    content = [("Content-Type", "application/sdp")] if body else []
    return Message(status=status, reason=reason, headers=[*kept, ("To", to), *same, *more, *content], body=body)


def new_tag() -> str:
    return secrets.token_hex(6)


def new_branch() -> str:
    return "z9hG4bK" + secrets.token_hex(8)


def sdp(host: str, port: int, version: int, payload_types: list[int], direction: str = "sendrecv") -> str:
    lines = ["v=0", f"o=- {port} {version} IN IP4 {host}", "s=call", f"c=IN IP4 {host}", "t=0 0"]
    lines.append(f"m=audio {port} RTP/AVP {' '.join(map(str, payload_types))} 101")
    lines += [f"a=rtpmap:{kind} {CODECS[kind]}/8000" for kind in payload_types]
    lines += ["a=rtpmap:101 telephone-event/8000", "a=fmtp:101 0-16", "a=ptime:20", f"a={direction}"]
    return "\r\n".join(lines) + "\r\n"


@dataclass(frozen=True)
class Offer:
    """What the other side says of its audio."""

    host: str
    port: int
    payload_types: list[int]
    direction: str


def parse_sdp(body: str) -> Offer | None:
    """None when there is no audio in it that we speak."""
    host, port, kinds, direction = "", 0, list[int](), "sendrecv"
    for line in body.splitlines():
        key, _, value = line.strip().partition("=")
        words = value.split()
        if key == "c" and len(words) == 3:
            host = words[2]
        elif key == "m" and words and words[0] == "audio":
            port, kinds = int(words[1]), [int(word) for word in words[3:] if word.isdigit() and int(word) in CODECS]
        elif key == "a" and value in ("sendrecv", "sendonly", "recvonly", "inactive"):
            direction = value
    return Offer(host, port, kinds, direction) if host and port and kinds else None
