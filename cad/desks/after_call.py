"""What a leg that ended means for its desk: time to finish, or a ring that nobody answered."""

from dataclasses import replace
from datetime import timedelta

from cad.calls.commands import ReleaseLeg
from cad.calls.model import Leg
from cad.desks.events import DeskSkipped, DeskStateChanged
from cad.ports import UnitOfWork


async def desk_released(fact: ReleaseLeg, leg: Leg, work: UnitOfWork) -> None:
    """`leg` as it was before. A fact told late (all of ours were dead) changes nothing that is over by now."""
    if leg.released_at or not fact.desk_id or (fact.skipped is None and not fact.wrap_up_s):
        return
    desk = await work.desks.by_id(fact.desk_id)
    if desk is None:
        return
    if fact.skipped is not None and fact.skipped != desk.skipped:
        desk = replace(desk, skipped=fact.skipped)
        work.record(DeskSkipped(occurred_at=fact.occurred_at, source=fact.source, desk_id=desk.id, times=desk.skipped))
    until = fact.occurred_at + timedelta(seconds=fact.wrap_up_s)
    if leg.answered_at and desk.state == "ready" and desk.user_id == leg.user_id and until > work.now:
        desk = replace(desk, state="wrap_up", reason="", since=fact.occurred_at, wrap_up_until=until)
        work.record(
            DeskStateChanged(
                occurred_at=fact.occurred_at, source=fact.source, desk_id=desk.id, state="wrap_up", previous="ready"
            )
        )
    await work.desks.put(desk)
