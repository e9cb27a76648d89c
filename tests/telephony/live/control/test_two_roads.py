"""The log alone, read afterwards, tells of a call what the observer saw: the same picture in the end."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import text

from cad.calls.commands import Target
from tests.support.waiting import eventually
from tests.telephony.live.conftest import Site
from tests.telephony.live.control.stage import AGENCY, Stage, staged

pytestmark = pytest.mark.timeout(180)
COLLEAGUE = Target(kind="desk", id="desk-02")
OWN = {"id", "user_id", "recording_id", "user_name", "caller"}  # another database has other ids


@pytest.fixture
async def seen(site: Site) -> AsyncIterator[Stage]:
    async with staged(site, reconciles=False) as stage:
        yield stage


async def a_long_story(stage: Stage) -> None:
    """Held, three together, the third dropped, parked, taken, heard by the supervisor, given away."""
    await stage.talk()
    await stage.ask("consult", target=AGENCY)
    await stage.hear({"caller": set(), "desk-01": {"outside"}})
    await stage.ask("conference")
    view = await stage.until(lambda call: call["state"] == "talking" and len(call["parties"]) == 2)
    await stage.ask("drop", leg=next(one["leg"] for one in view["parties"] if one["kind"] == "party"))
    await stage.until(lambda call: len(call["parties"]) == 1)
    await stage.ask("park")
    await stage.until(lambda call: call["parked_at"])
    await stage.ask("take", by="desk-02")
    await stage.until(lambda call: call["desk_id"] == "desk-02" and call["state"] == "talking")
    await stage.ask("listen", by="desk-03")
    await stage.hear({"desk-03": {"caller", "desk-02"}})
    await stage.ask("stop", by="desk-03")
    await stage.until(lambda call: len(call["parties"]) == 1)
    await stage.ask("transfer", by="desk-02", target=AGENCY)
    await stage.until(lambda call: [one["kind"] for one in call["parties"]] == ["party"])
    await stage.hear({"caller": {"outside"}})
    await stage.at("caller").hang_up()
    await stage.until(lambda call: call["state"] == "ended")


async def legs(site: Site, uniqueid: str) -> list[dict[str, Any]]:
    return await site.rows(
        "SELECT l.uniqueid, l.desk_id, l.kind, l.role, l.how, l.name, l.closed, l.gave, l.cause,"
        " l.answered_at IS NOT NULL AS answered, l.released_at IS NOT NULL AS released"
        " FROM legs l JOIN calls c ON c.id = l.call_id WHERE c.uniqueid = :one ORDER BY l.uniqueid",
        one=uniqueid,
    )


async def test_the_log_alone_ends_in_the_same_picture(seen: Stage, database_url: str) -> None:
    await a_long_story(seen)
    picture, all_legs = await seen.view(), await legs(seen.site, seen.uniqueid)
    assert picture["outcome"] == "answered" and len(all_legs) >= 5
    await seen.over()
    await forgotten(seen.site)
    async with seen.site.telephony(observes=False):
        await eventually(lambda: ended(seen), 30, "the log is read")
        again = await seen.view()
        await eventually(lambda: same_legs(seen, all_legs), 10, f"the same legs: {all_legs}")
    unlike = {name for name in picture if name not in OWN and not alike(picture[name], again[name])}
    assert not unlike, {name: (picture[name], again[name]) for name in unlike}


async def forgotten(site: Site) -> None:
    """As if we had been dead all the time: nothing of the call is in the database, nor where the log was left."""
    async with site.database.session() as session:
        await session.execute(text("SET session_replication_role = replica"))
        for table in ("recordings", "legs", "dialled_numbers", "calls", "cursors"):
            await session.execute(text(f"DELETE FROM {table}"))
        await session.execute(text("SET session_replication_role = origin"))
        await session.commit()


async def ended(stage: Stage) -> bool:
    rows = await stage.site.rows("SELECT state FROM calls WHERE uniqueid = :one", one=stage.uniqueid)
    return bool(rows) and rows[0]["state"] == "ended"


async def same_legs(stage: Stage, expected: list[dict[str, Any]]) -> bool:
    return await legs(stage.site, stage.uniqueid) == expected


def alike(one: Any, other: Any) -> bool:
    """Times differ by what an event takes to reach us."""
    if isinstance(one, str) and isinstance(other, str) and one.endswith("Z") and other.endswith("Z"):
        apart = datetime.fromisoformat(one) - datetime.fromisoformat(other)
        return abs(apart.total_seconds()) < 0.5
    return bool(one == other)
