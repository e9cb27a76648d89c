"""Users as an administrator manages them, on a real database."""

import asyncio
from datetime import timedelta

import pytest

from cad.users.commands import (
    AddUser,
    ChangeUser,
    DisableUser,
    EndSessions,
    ResetPassword,
    SetPassword,
    StartSession,
)
from cad.users.errors import AgencyMissing, LastAdministrator, UnitMissing, UnknownRole, UnknownUser
from cad.users.model import User
from tests.cad.store.people import hire
from tests.support.database import Store


async def signed_in(store: Store, user: User, token: str = "t1") -> None:
    ends = store.clock.now + timedelta(hours=1)
    await store.bus.handle(StartSession(user_id=user.id, token_hash=token, expires_at=ends))


async def living(store: Store, user: User) -> int:
    count: int = await store.value("SELECT count(*) FROM sessions WHERE user_id = :id AND ended_at IS NULL", id=user.id)
    return count


async def test_an_agency_dispatcher_belongs_to_an_agency_and_a_responder_to_a_unit(seeded: Store) -> None:
    told = {"name": "X", "password_hash": "x"}
    with pytest.raises(AgencyMissing):
        await seeded.bus.handle(AddUser(username="a", role="agency_dispatcher", **told))
    with pytest.raises(AgencyMissing):
        await seeded.bus.handle(AddUser(username="a", role="agency_dispatcher", agency_id="agency-none", **told))
    with pytest.raises(UnitMissing):
        await seeded.bus.handle(AddUser(username="b", role="responder", **told))
    with pytest.raises(UnknownRole):
        await seeded.bus.handle(AddUser(username="c", role="mayor", **told))
    made = await seeded.bus.handle(
        AddUser(
            username="a",
            role="agency_dispatcher",
            agency_id="agency-fire",
            unit_id="unit-damkar-01",
            areas=["13.74.02", "13.74.01", "13.74.02"],
            **told,
        )
    )
    assert (made.agency_id, made.unit_id, made.areas) == ("agency-fire", None, ["13.74.01", "13.74.02"])


async def test_given_another_area_when_changed_then_it_is_journalled_and_the_sessions_end(seeded: Store) -> None:
    boss, dina = await hire(seeded, "boss", "administrator"), await hire(seeded)
    await signed_in(seeded, dina)
    same = {"by": boss.id, "user_id": dina.id, "role": "dispatcher"}
    await seeded.bus.handle(ChangeUser(**same, name="Dina M."))
    assert await living(seeded, dina) == 1  # a name is no permission

    await seeded.bus.handle(ChangeUser(**same, name="Dina M.", areas=["13.74.01"]))
    assert await living(seeded, dina) == 0
    entry = (await seeded.rows("SELECT * FROM journal WHERE kind = 'UserChanged' ORDER BY position DESC"))[0]
    assert entry["actor"] == boss.id
    assert entry["data"]["changed"] == ["areas"]
    assert entry["data"]["before"]["areas"] == []
    assert entry["data"]["after"]["areas"] == ["13.74.01"]
    assert (await seeded.kinds())[-2:] == ["UserChanged", "UserSignedOut"]


async def test_given_a_user_is_disabled_then_every_session_ends_at_once(seeded: Store) -> None:
    boss, dina = await hire(seeded, "boss", "administrator"), await hire(seeded)
    await signed_in(seeded, dina, "t1")
    await signed_in(seeded, dina, "t2")
    for _ in range(2):
        await seeded.bus.handle(DisableUser(by=boss.id, user_id=dina.id))
    assert await living(seeded, dina) == 0
    assert (await seeded.kinds())[-3:] == ["UserDisabled", "UserSignedOut", "UserSignedOut"]
    with pytest.raises(UnknownUser):
        await signed_in(seeded, dina, "t3")
    await seeded.bus.handle(DisableUser(by=boss.id, user_id=dina.id, disabled=False))
    await signed_in(seeded, dina, "t4")


async def test_nobody_removes_the_last_administrator(seeded: Store) -> None:
    boss = await hire(seeded, "boss", "administrator")
    with pytest.raises(LastAdministrator):
        await seeded.bus.handle(DisableUser(by=boss.id, user_id=boss.id))
    with pytest.raises(LastAdministrator):
        await seeded.bus.handle(ChangeUser(by=boss.id, user_id=boss.id, name="Boss", role="dispatcher"))


async def test_given_two_administrators_who_disable_each_other_then_one_stays(seeded: Store) -> None:
    one, two = await hire(seeded, "one", "administrator"), await hire(seeded, "two", "administrator")
    done = await asyncio.gather(
        seeded.bus.handle(DisableUser(by=one.id, user_id=two.id)),
        seeded.bus.handle(DisableUser(by=two.id, user_id=one.id)),
        return_exceptions=True,
    )
    assert sorted(isinstance(result, LastAdministrator) for result in done) == [False, True]
    assert await seeded.value("SELECT count(*) FROM users WHERE active") == 1


async def test_given_a_reset_password_then_it_must_be_changed_and_changing_it_keeps_this_session(seeded: Store) -> None:
    boss, dina = await hire(seeded, "boss", "administrator"), await hire(seeded)
    await signed_in(seeded, dina, "t1")
    reset = await seeded.bus.handle(ResetPassword(by=boss.id, user_id=dina.id, password_hash="temporary"))
    assert reset.must_change
    assert await living(seeded, dina) == 0

    await signed_in(seeded, dina, "t2")
    await signed_in(seeded, dina, "t3")
    own = await seeded.bus.handle(SetPassword(by=dina.id, user_id=dina.id, password_hash="own", keep="t3"))
    assert not own.must_change
    assert await seeded.value("SELECT token_hash FROM sessions WHERE ended_at IS NULL") == "t3"
    assert await seeded.bus.handle(EndSessions(by=boss.id, user_id=dina.id)) == 1
