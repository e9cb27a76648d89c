"""What SIPp itself says was dialled and answered: its message log, read while it grows.

A bench that counted by what we say of ourselves would count what we know; this counts what was on the wire.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

_HEAD = re.compile(
    rb"^-{20,} (\d{4}-\d\d-\d\d)[T \t](\d\d:\d\d:\d\d\.\d+)(Z?)[^\n]*\n\w+ message (sent|received)[^\n]*\n", re.M
)
_CALL_ID = re.compile(rb"^Call-ID:\s*(\S+)", re.M | re.I)
_METHOD = re.compile(rb"^CSeq:\s*\d+ (\w+)", re.M | re.I)
_CALLER = re.compile(rb"^From:[^<\n]*<sips?:([^@>;]+)", re.M | re.I)


@dataclass(frozen=True)
class Message:
    """`what`: a method (`INVITE`), or an answer with its method (`200 INVITE`)."""

    at: float
    sent: bool
    what: str


@dataclass
class Spoken:
    """All messages of one Call-ID, in order. `number` is who called."""

    call_id: str
    number: str
    messages: list[Message] = field(default_factory=list)

    def first(self, what: str, *, sent: bool) -> float | None:
        return next((one.at for one in self.messages if one.what == what and one.sent is sent), None)

    def last(self, what: str, *, sent: bool) -> float | None:
        return next((one.at for one in reversed(self.messages) if one.what == what and one.sent is sent), None)

    @property
    def answers(self) -> list[Message]:
        """To the INVITE, from the other side."""
        return [one for one in self.messages if not one.sent and one.what.endswith(" INVITE")]


class MessageLog:
    """`read()` takes in what was written since; `calls` are by Call-ID, in the order of their first message."""

    def __init__(self, file: Path) -> None:
        self._file, self._place, self._rest = file, 0, b""
        self.calls: dict[str, Spoken] = {}

    def read(self, *, whole: bool = False) -> dict[str, Spoken]:
        """The last message may still be growing: it is taken with the next one, or when `whole`."""
        if self._file.exists():
            with self._file.open("rb") as log:
                log.seek(self._place)
                more = log.read()
            self._place += len(more)
            self._rest += more
        heads = list(_HEAD.finditer(self._rest))
        last = heads[-1].start() if heads else 0
        for head, after in zip(heads, [*heads[1:], None], strict=False):
            if after is None and not whole:
                break
            self._take(head, self._rest[head.end() : after.start() if after else None].lstrip())
        self._rest = b"" if whole else self._rest[last:]
        return self.calls

    def _take(self, head: re.Match[bytes], text: bytes) -> None:
        call_id, method = _CALL_ID.search(text), _METHOD.search(text)
        if call_id is None or method is None:
            return
        name, caller = call_id[1].decode(), _CALLER.search(text)
        if name not in self.calls:
            self.calls[name] = Spoken(name, caller[1].decode() if caller else "")
        status = re.match(rb"SIP/2.0 (\d{3})", text)
        what = method[1].decode() if status is None else f"{status[1].decode()} {method[1].decode()}"
        self.calls[name].messages.append(Message(_moment(head), head[4] == b"sent", what))


def _moment(head: re.Match[bytes]) -> float:
    """Seconds since 1970. Newer SIPp writes UTC, older ones the machine's own time."""
    read = datetime.fromisoformat(f"{head[1].decode()}T{head[2].decode()[:15]}")
    return (read.replace(tzinfo=UTC) if head[3] else read.astimezone()).timestamp()
