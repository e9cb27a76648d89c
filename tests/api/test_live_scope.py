"""The live channel tells each console what its person may see, and takes back what they may not see any more."""

from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import httpx
import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from cad.bus import Bus
from cad.calls.commands import ReceiveCall
from cad.clock import utc_now
from cad.incidents.commands import AddNarrative, AttachCall, ChangeIncident, OpenIncident
from cad.places.model import Place
from cad.users.commands import AddUser
from cad.users.errors import UsernameTaken
from tests.api.client import Live, live, sign_in
from tests.api.conftest import PASSWORD, Server

EAST, WEST = "13.74.01.1001", "13.74.02.1008"


@pytest.fixture
async def fire(server: Server, bus: Bus) -> AsyncIterator[httpx.AsyncClient]:
    """The fire brigade's dispatcher, for the east of the city."""
    told = {"role": "agency_dispatcher", "agency_id": "agency-fire", "areas": ["13.74.01"]}
    password_hash = PasswordHash((Argon2Hasher(),)).hash(PASSWORD)
    with suppress(UsernameTaken):  # by the test before
        await bus.handle(AddUser(username="fire.live", name="Fira", password_hash=password_hash, **told))
    async with sign_in(server.base_url, "fire.live", PASSWORD) as client:
        yield client


async def opened(bus: Bus, kind: str, kelurahan: str) -> Any:
    place = Place(text="Uji", kelurahan_code=kelurahan)
    return await bus.handle(OpenIncident(user_id=None, type_code=kind, what="Uji", place=place))


async def told(console: Live, wanted: str, kind: str = "entry") -> tuple[dict[str, Any], str]:
    """The first message of this type that names `wanted`, and everything that came with or before it."""
    heard = ""
    while True:
        message = await console.next()
        heard += str(message)
        if message["type"] == kind and wanted in str(message):
            return message, heard


async def test_given_an_agencys_console_then_it_hears_of_its_own_and_of_nothing_else(
    fire: httpx.AsyncClient, bus: Bus
) -> None:
    async with live(fire) as console:
        await console.hello()
        foreign = [await opened(bus, "cardiac_arrest", EAST), await opened(bus, "gas_leak", WEST)]
        mine = await opened(bus, "gas_leak", EAST)
        message, heard = await told(console, mine.id)
    assert [one["id"] for one in message["changed"]["incidents"]] == [mine.id]
    assert not [one.id for one in foreign if one.id in heard]


async def test_given_an_incident_moves_out_of_the_scope_then_it_is_gone_with_its_call_and_comes_back_whole(
    fire: httpx.AsyncClient, dina: httpx.AsyncClient, bus: Bus
) -> None:
    mine = await opened(bus, "gas_leak", EAST)
    call = await bus.handle(
        ReceiveCall(
            pbx_id="pbx-1", uniqueid=f"{mine.id}", source="ari", occurred_at=utc_now(), number_raw="081399990007"
        )
    )
    await bus.handle(AttachCall(user_id=None, incident_id=mine.id, call_id=call.id))  # type: ignore[arg-type]
    async with live(fire) as console, live(dina) as center:
        after = await console.hello()
        await center.hello()

        async def move(kelurahan: str, version: int) -> None:
            changes = {"place": Place(text="Uji", kelurahan_code=kelurahan)}
            command = ChangeIncident(user_id=None, incident_id=mine.id, version=version, changes=changes)  # type: ignore[arg-type]
            await bus.handle(command)

        await bus.handle(AddNarrative(user_id=None, incident_id=mine.id, text="Sebelum"))  # type: ignore[arg-type]
        await told(console, mine.id)
        await move(WEST, 1)
        message, heard = await told(console, mine.id, "gone")
        assert message["gone"]["incidents"] == [mine.id]
        assert message["gone"]["calls"] == [call.id]
        assert "081399990007" not in heard  # it is not the agency's own: nobody was sent
        (entry,) = [await center.entry(lambda m: m["kind"] == "IncidentChanged")]
        assert entry["changed"]["incidents"][0]["place"]["kelurahan_code"] == WEST

        await move(EAST, 2)
        message, _ = await told(console, mine.id)
        assert [one["id"] for one in message["changed"]["incidents"]] == [mine.id]
        if not message["changed"]["calls"]:
            message, _ = await told(console, call.id)
        assert message["changed"]["calls"][0]["number"] == "0813-****-007"
        await move(WEST, 3)
        await told(console, mine.id, "gone")

    async with live(fire, after=after) as again:  # it may still have on its screen what has gone meanwhile
        assert (await again.next())["type"] == "reload"


async def test_what_a_scope_hides_is_as_if_it_were_not_there(fire: httpx.AsyncClient, bus: Bus) -> None:
    foreign = await opened(bus, "cardiac_arrest", EAST)
    assert (await fire.get(f"/api/incidents/{foreign.id}")).status_code == 404
    assert foreign.id not in (await fire.get("/api/state")).text
