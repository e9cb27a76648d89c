"""One row of Asterisk's CEL, as `cel_sqlite3_custom` writes it: all text but the id."""

import json
from dataclasses import dataclass
from datetime import datetime

from telephony.channels import desk_of, is_caller, is_outbound
from telephony.marks import USER_EVENT, Mark, parse_mark
from telephony.times import from_epoch

COLUMNS = (
    *("id", "eventtype", "eventtime", "cidnum", "context", "channame"),
    *("uniqueid", "linkedid", "userdeftype", "extra"),
)


@dataclass(frozen=True, slots=True)
class Row:
    id: int
    eventtype: str
    eventtime: str
    cidnum: str
    context: str
    channame: str
    uniqueid: str
    linkedid: str
    userdeftype: str
    extra: str

    @property
    def has_time(self) -> bool:
        """False for a row that nobody can place; such a one is passed over."""
        try:
            return bool(self.at)
        except (ValueError, OverflowError, OSError):
            return False

    @property
    def at(self) -> datetime:
        return from_epoch(self.eventtime)

    @property
    def mark(self) -> Mark | None:
        """Our dialplan's mark; None when the row is none."""
        mine = self.eventtype in ("USER_DEFINED", USER_EVENT) and self.userdeftype in (USER_EVENT, "")
        return parse_mark(self.marked_text) if mine and self.extra else None

    @property
    def marked_text(self) -> str:
        """Asterisk 22 puts CELGenUserEvent's second argument into `extra` as JSON, `{"extra": text}`."""
        return str(self._facts().get("extra", "")) if self.extra.startswith("{") else self.extra

    @property
    def cause(self) -> int:
        """The Q.850 cause of a HANGUP; 0 when it says none."""
        cause = str(self._facts().get("hangupcause", ""))
        return int(cause) if cause.isdecimal() else 0

    @property
    def desk_id(self) -> str:
        return desk_of(self.channame)

    @property
    def of_caller(self) -> bool:
        """True on the channel that dialled 112; it was the first of its call, so the call bears its id."""
        return self.uniqueid == self.linkedid and (is_caller(self.channame, "") or is_outbound(self.channame))

    def _facts(self) -> dict[str, object]:
        try:
            facts = json.loads(self.extra) if self.extra else {}
        except json.JSONDecodeError:
            return {}
        return facts if isinstance(facts, dict) else {}
