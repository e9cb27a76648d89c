"""CEL rows in, the observer's commands out. Pure, and without memory: every row carries its call's
linkedid, and what belongs together is found by looking ahead in the rows that are there."""

from collections.abc import Sequence
from typing import Any

import structlog

from cad.calls.commands import (
    AnswerCall,
    CallFact,
    EndCall,
    OfferCall,
    ReceiveCall,
    ReleaseLeg,
    ReturnCall,
    SkipRecording,
    StartRecording,
)
from telephony.cel.rows import Row
from telephony.channels import FETCHED, is_caller
from telephony.marks import Mark, controlled, located, of_leg, of_release, queued, received, voiced

SOURCE = "cel"
log = structlog.get_logger()


def translate(rows: Sequence[Row], until: int, pbx_id: str, exercise: bool = False) -> list[CallFact]:
    """The commands of the rows up to id `until`; those after it are only looked at."""
    return _Translation(rows, pbx_id, exercise).commands(until)


class _Translation:
    def __init__(self, rows: Sequence[Row], pbx_id: str, exercise: bool) -> None:
        self._rows, self._pbx_id, self._exercise = rows, pbx_id, exercise
        self._by_type = {
            "CHAN_START": self._started,
            "BRIDGE_ENTER": self._entered_bridge,
            "HANGUP": self._hung_up,
            "USER_DEFINED": self._marked,
        }

    def commands(self, until: int) -> list[CallFact]:
        said: list[CallFact] = []
        for place, row in enumerate(self._rows):
            if row.id > until:
                break
            said += self._meaning(row, self._rows[place + 1 :])
        return said

    def _meaning(self, row: Row, later: Sequence[Row]) -> list[CallFact]:
        """A row that surprises us costs itself only, never those after it."""
        translate = self._by_type.get(row.eventtype)
        try:
            return translate(row, later) if translate else []
        except Exception:
            log.exception("cel.row_passed_over", row=row.id, eventtype=row.eventtype)
            return []

    def _started(self, row: Row, later: Sequence[Row]) -> list[CallFact]:
        if row.linkedid.startswith(FETCHED):
            return []
        if row.uniqueid == row.linkedid:
            return [self._received(row, later)] if is_caller(row.channame, row.context) else []
        about = self._about(row)
        return [OfferCall(**about, leg_uniqueid=row.uniqueid, desk_id=row.desk_id)] if row.desk_id else []

    def _received(self, row: Row, later: Sequence[Row]) -> CallFact:
        for other in later:
            mark = other.mark if other.uniqueid == row.uniqueid else None
            if mark and mark.name == "received":
                return received(mark, self._pbx_id, row.uniqueid, row.at, SOURCE, self._exercise)
        return ReceiveCall(**self._about(row), number_raw=row.cidnum, trunk="trunk", exercise=self._exercise)

    def _entered_bridge(self, row: Row, later: Sequence[Row]) -> list[CallFact]:
        if not row.desk_id or row.uniqueid == row.linkedid or row.linkedid.startswith(FETCHED):
            return []
        return [AnswerCall(**self._about(row), leg_uniqueid=row.uniqueid, desk_id=row.desk_id)]

    def _hung_up(self, row: Row, later: Sequence[Row]) -> list[CallFact]:
        if row.of_caller:
            return [EndCall(**self._about(row), cause=row.cause)]
        if not row.desk_id or row.uniqueid == row.linkedid or row.linkedid.startswith(FETCHED):
            return []
        return [self._release(row, row.linkedid, row.uniqueid, row.cause, closed=False)]

    def _marked(self, row: Row, later: Sequence[Row]) -> list[CallFact]:
        mark = row.mark
        if mark is None:
            return []
        caller = mark.get("caller") or row.linkedid
        if mark.name in ("released", "left") and row.uniqueid != caller:
            leg, ended = mark.get("leg") or row.uniqueid, (mark.number("cause"), mark.is_set("closed"))
            return [self._release(row, caller, leg, *ended, gave=mark.is_set("gave"), **of_release(mark))]
        if mark.get("caller"):
            about = self._about(row) | {"uniqueid": caller}
            return of_leg(mark, about, row.uniqueid) or controlled(mark, about)
        return self._caller_marked(row, mark) if row.of_caller else []

    def _caller_marked(self, row: Row, mark: Mark) -> list[CallFact]:
        about = self._about(row)
        match mark.name:
            case "recording":
                return [StartRecording(**about, file=mark.get("file"))]
            case "unrecorded":
                return [SkipRecording(**about, reason=mark.get("reason"))]
            case "returned":
                return [ReturnCall(**about, n=mark.number("n") or 1)]
        return controlled(mark, about) or voiced(mark, about) or queued(mark, about) or located(mark, about)

    def _release(
        self, row: Row, caller: str, leg: str, cause: int, closed: bool, gave: bool = False, **told: Any
    ) -> CallFact:
        about = self._about(row) | {"uniqueid": caller}
        about |= {"leg_uniqueid": leg, "desk_id": row.desk_id}
        return ReleaseLeg(**about, **told, cause=cause, closed=closed, gave=gave)

    def _about(self, row: Row) -> dict[str, Any]:
        return {"pbx_id": self._pbx_id, "uniqueid": row.linkedid, "occurred_at": row.at, "source": SOURCE}
