"""A desk's phone vanishes: what rang there rings no more, what talks is left alone."""

import pytest

from telephony.ari import Client
from telephony.desks.vanished import Vanished
from tests.fakes.ari_server import AriServer, ari_server, running
from tests.support.waiting import eventually


def channel(number: int, name: str, state: str) -> dict[str, str]:
    return {"id": f"1.{number}", "name": name, "state": state}


def prepare(server: AriServer) -> None:
    server.answers["GET channels"] = (
        200,
        [
            channel(1, "PJSIP/trunk-00000001", "Up"),
            channel(2, "PJSIP/desk-01-00000002", "Ringing"),
            channel(3, "PJSIP/desk-01-00000003", "Up"),
            channel(4, "PJSIP/desk-02-00000004", "Ringing"),
        ],
    )
    server.answers["DELETE channels/1.2"] = (204, None)


def changed(desk: str, status: str) -> dict[str, object]:
    return {
        "type": "ContactStatusChange",
        "endpoint": {"technology": "PJSIP", "resource": desk, "channel_ids": []},
        "contact_info": {"uri": "sip:x", "contact_status": status, "aor": desk},
    }


@pytest.mark.parametrize("status", ["Unreachable", "Removed"])
async def test_given_a_desk_that_rings_when_its_phone_vanishes_then_that_ring_alone_is_ended(status: str) -> None:
    async with ari_server(prepare) as server:
        client = Client(server.url, "app", "tanggap", "secret")
        client.on_event("ContactStatusChange", Vanished(client).contact_changed)
        async with running(client.run()):
            await client.connected.wait()
            await server.send(changed("desk-01", "Reachable"))
            await server.send(changed("trunk", status))
            await server.send(changed("desk-01", status))
            await eventually(lambda: "DELETE channels/1.2" in server.asked)
    assert [asked for asked in server.asked if asked.startswith("DELETE")] == ["DELETE channels/1.2"]
    assert server.asked.count("GET channels") == 1
