"""Each table and each view as people of a smaller scope see it, on a real database."""

import inspect
import json
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from cad.access.scope import Scope
from cad.store import views
from cad.store.database import READER
from cad.store.tables import METADATA
from cad.store.views import scoped
from cad.store.views.scoped import ROWS, statements
from tests.cad.store.people import hire
from tests.support.database import Store
from tests.support.two_agencies import Side, TwoSides, fill


@pytest.fixture
async def two(seeded: Store) -> TwoSides:
    dina = await hire(seeded)
    return await fill(seeded.bus, dina.id)


def scopes_of(side: Side) -> list[Scope]:
    """Everybody who may see this side and not the other."""
    area = frozenset({side.area})
    center = [Scope(role, areas=area) for role in ("dispatcher", "supervisor", "administrator", "auditor")]
    kelurahan = Scope("dispatcher", areas=frozenset({side.kelurahan}))
    agency = Scope("agency_dispatcher", agency_id=side.agency_id)
    both = Scope("agency_dispatcher", agency_id=side.agency_id, areas=area)
    return [*center, kelurahan, agency, both, Scope("responder", unit_id=side.unit_id)]


async def everything(session: AsyncSession) -> dict[str, list[dict[str, Any]]]:
    """Each table of the schema, under its own name."""
    found = {}
    for name in METADATA.tables:
        rows = (await session.execute(text(f'SELECT * FROM "{name}"'))).mappings()
        found[name] = [dict(row) for row in rows]
    return found


def foreign_in(answer: Any, other: Side) -> set[str]:
    told = json.dumps(answer, default=str, ensure_ascii=False)
    return {secret for secret in other.secrets if secret in told}


async def test_nothing_of_the_other_side_is_in_any_table(seeded: Store, two: TwoSides) -> None:
    for mine, other in ((two.fire, two.health), (two.health, two.fire)):
        for scope in scopes_of(mine):
            async with seeded.database.session(scope) as session:
                found = await everything(session)
            for name, rows in found.items():
                if name in ("assignments", "pages", "timers") and scope.role != "responder":
                    assert rows or name == "timers", (scope, name)
                assert [row for row in rows if foreign_in(row, other)] == [], (scope, name)
            assert foreign_in(found["incidents"], mine), scope  # and its own is there


async def test_given_the_whole_city_then_nothing_is_missing(seeded: Store, two: TwoSides) -> None:
    async with seeded.database.session(Scope("dispatcher")) as session:
        whole = await everything(session)
    assert foreign_in(whole, two.fire) and foreign_in(whole, two.health)
    assert {table: len(rows) for table, rows in whole.items()} == {
        table: await seeded.value(f'SELECT count(*) FROM "{table}"') for table in METADATA.tables
    }


async def test_given_an_unknown_role_then_there_is_no_incident_no_call_no_journal(seeded: Store, two: TwoSides) -> None:
    async with seeded.database.session(Scope("guest")) as session:
        found = await everything(session)
    open_to_all = {name for name, rows in found.items() if rows}
    assert open_to_all <= {name for name, told in ROWS.items() if told == "true"}


async def test_given_a_reader_of_this_task_then_no_query_can_forget_the_scope(seeded: Store, two: TwoSides) -> None:
    told = READER.set(Scope("agency_dispatcher", agency_id="agency-fire"))
    try:
        async with seeded.database.session() as session:
            found = {incident["id"] for incident in await views.incidents(session)}
    finally:
        READER.reset(told)
    assert found == {two.fire.incident_id, two.shared_incident_id}


async def test_an_agencys_board(seeded: Store, two: TwoSides) -> None:
    async with seeded.database.session(Scope("agency_dispatcher", agency_id="agency-health")) as session:
        snapshot = await views.snapshot(session)
    assert {one["id"] for one in snapshot["incidents"]} == {two.health.incident_id, two.shared_incident_id}
    # Its own, and who is beside them on the shared incident, without the names of that crew.
    units = {one["id"]: one for one in snapshot["units"]}
    assert {one["agency_id"] for one in units.values()} == {"agency-health", "agency-fire"}
    assert [one["id"] for one in units.values() if one["agency_id"] == "agency-fire"] == ["unit-damkar-01"]
    assert units["unit-damkar-01"]["crew"] == ""
    assert units["unit-amb-01"]["crew"]
    # A number in full, because the incident is its own; nothing of what the caller did before.
    (call,) = (one for one in snapshot["calls"] if one["id"] == two.health.call_id)
    assert call["number"] == two.health.number
    assert call["caller"] is None
    assert {page["unit_id"] for page in snapshot["pages"]} == {"unit-amb-04", "unit-amb-01"}
    assert (snapshot["desks"], snapshot["alarms"], snapshot["abandoned"]) == ([], [], [])


async def test_given_an_incident_of_its_kind_that_nobody_asked_it_for_then_the_number_is_masked(
    seeded: Store, two: TwoSides
) -> None:
    """Another agency of that kind sees that something happens; ringing the caller is not its business."""
    await seeded.rows("SELECT 1")
    async with seeded.database.engine.begin() as connection:
        await connection.execute(
            text(
                "INSERT INTO agencies SELECT 'agency-other', center_id, 'Lain', kind, '' FROM agencies WHERE id = :id"
            ),
            {"id": "agency-health"},
        )
    async with seeded.database.session(Scope("agency_dispatcher", agency_id="agency-other")) as session:
        call = await views.call(session, two.health.call_id)
    assert call["number"] == "0813-****-002"
    assert call["number_e164"] == "+6281-****-002"


async def test_a_responder_sees_the_own_assignment_while_it_runs(seeded: Store, two: TwoSides) -> None:
    scope = Scope("responder", unit_id=two.fire.unit_id)
    async with seeded.database.session(scope) as session:
        assert [one["id"] for one in await views.incidents(session)] == [two.fire.incident_id]
        assert [one["id"] for one in await views.units(session)] == [two.fire.unit_id]
        assert await views.calls(session) == []
    async with seeded.database.engine.begin() as connection:
        await connection.execute(text("UPDATE assignments SET status = 'available'"))
    async with seeded.database.session(scope) as session:
        assert await views.incidents(session) == []


def test_every_table_has_its_view_and_every_rule_its_table() -> None:
    made = list(statements())
    assert len(made) == len(METADATA.tables) + 1
    assert set(ROWS) <= set(METADATA.tables)


def test_views_name_their_tables_without_a_schema() -> None:
    """What says `public.` walks past the scope."""
    for name, module in vars(views).items():
        if inspect.isfunction(module) and module.__module__ != scoped.__name__:
            source = inspect.getsource(inspect.getmodule(module))  # type: ignore[arg-type]
            assert "public." not in source, name
