"""A location in the INVITE, from the wire to the dispatcher: once, though both roads tell it; an address is asked."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cad.store import views
from tests.cad.locations import made_up as made
from tests.support.waiting import eventually
from tests.support.wire import Invite, Wire
from tests.telephony.live.conftest import Site
from tests.telephony.location.authority import authority_for
from tests.telephony.pbx.malformed import located_by

pytestmark = pytest.mark.timeout(120)
DOCUMENT = made.document(made.in_tuple(made.info(made.CIRCLE)))


@pytest.fixture
async def lis(tmp_path: Path) -> AsyncIterator[tuple[str, str]]:
    """A location server: its address, and who vouches for it."""
    authority, pair = authority_for("localhost", tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pair)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(DOCUMENT)}\r\nConnection: close\r\n\r\n"
        writer.write(head.encode() + DOCUMENT)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    yield f"https://localhost:{server.sockets[0].getsockname()[1]}/a", str(authority)
    server.close()


async def call(site: Site, invite: Invite) -> None:
    """Rings, and hangs up when the dialplan has said where."""
    before = len(site.pbx.marks("located"))
    with Wire(site.pbx.sip) as wire:
        answer = await asyncio.to_thread(wire.ask, invite)
        wire.acknowledge(invite, answer)
        await eventually(lambda: len(site.pbx.marks("located")) > before, 10, "the mark")
        await asyncio.to_thread(wire.hang_up, invite, answer)


async def places(site: Site, invite: Invite) -> list[dict[str, Any]]:
    rows = await site.rows("SELECT id FROM calls WHERE sip_call_id = :id", id=invite.call_id)
    async with site.database.session() as session:
        return [one for row in rows for one in await views.locations_of_call(session, row["id"])]


async def test_what_the_invite_says_is_in_the_calls_view_once(site: Site) -> None:
    invite = located_by(DOCUMENT.decode())
    async with site.telephony():
        await call(site, invite)
        (place,) = await eventually(lambda: places(site, invite), 10, "the place")
        assert (place["source"], place["kind"], place["radius_m"]) == ("pidf_lo", "circle", 30.0)

        async def reconciled() -> bool:
            rows = await site.rows("SELECT ended_at FROM calls WHERE sip_call_id = :id", id=invite.call_id)
            return bool(rows and rows[0]["ended_at"])

        await eventually(reconciled, 10, "the end")
    assert len(await places(site, invite)) == 1


async def test_given_our_process_was_away_then_the_place_is_told_from_the_log(site: Site) -> None:
    invite = located_by(DOCUMENT.decode())
    await call(site, invite)
    async with site.telephony():
        (place,) = await eventually(lambda: places(site, invite), 15, "the place")
    assert place["radius_m"] == 30.0


async def test_an_address_in_the_invite_is_asked_beside_the_call(site: Site, lis: tuple[str, str]) -> None:
    settings = replace(site.installation.settings, location_private=True, location_ca=lis[1])
    open_site = replace(site, installation=replace(site.installation, settings=settings))
    invite = Invite(headers=[("Geolocation", f"<{lis[0]}>")])
    async with open_site.telephony():
        await call(site, invite)
        (place,) = await eventually(lambda: places(site, invite), 10, "the place")
    assert (place["kind"], place["radius_m"]) == ("circle", 30.0)
