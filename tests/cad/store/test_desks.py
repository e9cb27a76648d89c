"""Desk, user and desk session are three things."""

import asyncio

import pytest

from cad.calls.commands import AnswerCall, ReceiveCall
from cad.desks.commands import SeeDesk, SetDeskState, SignOffDesk, SignOnDesk
from cad.desks.errors import DeskTaken, NotAtADesk
from cad.store import views
from cad.users.commands import EndSession, StartSession
from tests.cad.store.people import fact, hire
from tests.support.database import Store


async def test_given_eight_sign_on_at_once_then_each_has_a_desk_of_their_own(seeded: Store) -> None:
    users = [await hire(seeded, f"user{n}") for n in range(8)]

    desks = await asyncio.gather(*(seeded.bus.handle(SignOnDesk(user_id=user.id)) for user in users))

    assert len({desk.id for desk in desks}) == 8
    assert {desk.state for desk in desks} == {"paused"}


async def test_given_a_desk_is_taken_when_another_asks_for_it_then_they_are_refused(seeded: Store) -> None:
    dina, budi = await hire(seeded), await hire(seeded, "budi")
    await seeded.bus.handle(SignOnDesk(user_id=dina.id, desk_id="desk-03"))

    with pytest.raises(DeskTaken):
        await seeded.bus.handle(SignOnDesk(user_id=budi.id, desk_id="desk-03"))


async def test_given_somebody_moves_to_another_desk_then_the_first_is_free(seeded: Store) -> None:
    dina = await hire(seeded)
    await seeded.bus.handle(SignOnDesk(user_id=dina.id, desk_id="desk-01"))
    await seeded.bus.handle(SetDeskState(user_id=dina.id, state="ready"))

    moved = await seeded.bus.handle(SignOnDesk(user_id=dina.id, desk_id="desk-02"))

    assert (moved.id, moved.state) == ("desk-02", "paused")
    async with seeded.database.session() as session:
        first = await views.desk(session, "desk-01")
    assert (first["user_id"], first["state"]) == (None, "off")


async def test_given_a_call_was_answered_before_the_shift_changed_when_told_late_then_it_names_who_sat_there(
    seeded: Store,
) -> None:
    dina, budi = await hire(seeded), await hire(seeded, "budi")
    await seeded.bus.handle(SignOnDesk(user_id=dina.id, desk_id="desk-01"))
    seeded.clock.forward(60)
    then = fact(seeded)
    seeded.clock.forward(60)
    await seeded.bus.handle(SignOffDesk(user_id=dina.id))
    await seeded.bus.handle(SignOnDesk(user_id=budi.id, desk_id="desk-01"))
    await seeded.bus.handle(ReceiveCall(**then))

    call = await seeded.bus.handle(AnswerCall(**then, leg_uniqueid="1.2", desk_id="desk-01"))

    assert call.user_id == dina.id
    async with seeded.database.session() as session:
        assert (await views.desk(session, "desk-01"))["call_id"] == call.id


async def test_signing_out_leaves_the_desk(seeded: Store) -> None:
    dina = await hire(seeded)
    expires_at = seeded.clock.forward(3600)
    await seeded.bus.handle(StartSession(user_id=dina.id, token_hash="t", expires_at=expires_at))
    await seeded.bus.handle(SignOnDesk(user_id=dina.id))

    await seeded.bus.handle(EndSession(token_hash="t"))

    with pytest.raises(NotAtADesk):
        await seeded.bus.handle(SetDeskState(user_id=dina.id, state="ready"))
    assert (await seeded.kinds())[-2:] == ["DeskSignedOff", "UserSignedOut"]


async def test_a_phone_seen_twice_is_journalled_once(seeded: Store) -> None:
    for registered in (True, True, False):
        await seeded.bus.handle(SeeDesk(desk_id="desk-01", registered=registered, source="ami"))

    assert (await seeded.kinds()) == ["DeskSeen", "DeskSeen"]
