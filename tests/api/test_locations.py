"""AML by HTTPS and by SMS comes in, is bound to its call, and senders hear 2xx whatever they say."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from twilio.request_validator import RequestValidator

from api.throttle import STRANGERS_ALLOWED, Strangers
from cad.bus import Bus
from cad.calls.commands import ReceiveCall
from cad.clock import utc_now
from cad.ids import new_id
from telephony.sms.account import INBOUND_PATH
from tests.api.client import live
from tests.api.conftest import Server
from tests.cad.locations import made_up as made

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


async def ring(bus: Bus, number: str) -> Any:
    fact = {"pbx_id": "pbx-1", "uniqueid": new_id(), "occurred_at": utc_now(), "source": "ari"}
    return await bus.handle(ReceiveCall(**fact, number_raw=number))


@pytest.fixture
async def sender(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=server.base_url, headers=FORM, timeout=10) as client:
        yield client


async def test_a_signed_form_is_bound_to_its_call_and_every_console_sees_it(
    server: Server, bus: Bus, dina: httpx.AsyncClient, sender: httpx.AsyncClient
) -> None:
    call = await ring(bus, "081234567801")
    body = made.signed(made.FORM.replace("6281234567890", "6281234567801"), server.installation.secrets.aml_key)
    async with live(dina) as channel:
        await channel.hello()
        for _ in range(2):  # a sender that did not hear us sends again
            answer = await sender.post("/aml", content=body)
            assert (answer.status_code, answer.json()) == (200, {"taken": True})
        told = await channel.entry(lambda message: message["kind"] == "FixReceived")
    (place,) = told["changed"]["calls"][0]["locations"]
    assert (place["lat"], place["lon"], place["radius_m"], place["source"]) == (-0.46425, 100.3992, 20.0, "aml_https")
    listed = (await dina.get(f"/api/calls/{call.id}/locations")).json()
    assert listed == [place]


@pytest.mark.parametrize("body", [b"", b"v=1", made.FORM.encode(), made.signed(made.FORM, "another key"), b"\xff" * 99])
async def test_a_form_that_is_not_ours_is_set_aside_with_2xx(sender: httpx.AsyncClient, body: bytes) -> None:
    answer = await sender.post("/aml", content=body)
    assert (answer.status_code, answer.json()) == (202, {"taken": False})


async def test_a_signed_form_that_names_no_place_is_set_aside(server: Server, sender: httpx.AsyncClient) -> None:
    body = made.signed("v=1&location_latitude=x", server.installation.secrets.aml_key)
    assert (await sender.post("/aml", content=body)).status_code == 202


async def test_an_aml_sms_is_bound_by_the_number_it_came_from(
    server: Server, bus: Bus, dina: httpx.AsyncClient, sender: httpx.AsyncClient
) -> None:
    form = {"MessageSid": "SM1", "From": "+6281234567802", "To": "+62112", "Body": made.V1}
    url = f"{server.installation.base_url}{INBOUND_PATH}"
    signature = RequestValidator(server.installation.secrets.twilio_auth_token).compute_signature(url, form)
    answer = await sender.post(INBOUND_PATH, data=form, headers={"X-Twilio-Signature": signature})
    assert answer.json() == {"taken": True}

    call = await ring(bus, "081234567802")

    (place,) = (await dina.get(f"/api/calls/{call.id}/locations")).json()
    assert (place["source"], place["radius_m"]) == ("aml_sms", 20.0)
    forged = await sender.post(INBOUND_PATH, data=form, headers={"X-Twilio-Signature": "x"})
    assert forged.status_code == 403


async def test_locations_of_no_call_are_not_found(dina: httpx.AsyncClient) -> None:
    assert (await dina.get("/api/calls/nobody/locations")).status_code == 404


def test_an_address_that_goes_on_unsigned_waits_a_minute() -> None:
    now = [0.0]
    strangers = Strangers(clock=lambda: now[0])
    for _ in range(STRANGERS_ALLOWED):
        assert strangers.wait_s("a") == 0
        strangers.note("a")
    assert strangers.wait_s("a") == 60
    assert strangers.wait_s("b") == 0
    now[0] = 60.5
    assert strangers.wait_s("a") == 0
