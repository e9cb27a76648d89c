"""From the dispatch to the responder's phone and back: real PostgreSQL, real Twilio client, stand-in, our API."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from twilio.request_validator import RequestValidator

from api import errors
from api.jobs.pages import LEASE_S, PageWorker
from api.routers import responder, sms
from api.runtime import Runtime
from cad.bus import Bus
from cad.clock import utc_now
from cad.dispatching.commands import DispatchUnit, SetAssignmentStatus
from cad.dispatching.model import Assignment
from cad.incidents.commands import OpenIncident
from cad.installation import Installation
from cad.messages.commands import ClaimPages, MarkPageSent
from cad.messages.model import Page
from cad.places.model import Place
from cad.store.bootstrap import make_bus, open_bus
from cad.store.database import Database
from cad.users.commands import AddUser
from telephony.sms.account import account_of
from telephony.sms.sender import Outgoing
from telephony.sms.twilio_sender import TwilioSender
from tests.support.database import PEPPER, Store, installation_on
from tests.support.waiting import eventually
from tests.telephony.sms.conftest import Standin, free_port

CHECKOUT = Path(__file__).resolve().parents[3]


@dataclass
class City:
    """A running city: its API (the SMS and responder's routes), the stand-in, and nobody sending pages yet."""

    installation: Installation
    store: Store
    bus: Bus
    database: Database
    sender: TwilioSender
    user_id: str
    api: httpx.AsyncClient

    async def dispatch(self, phone: str = "+628117000001") -> tuple[Assignment, Page]:
        rows = await self.store.rows("SELECT id FROM units WHERE status = 'available' ORDER BY id LIMIT 1")
        unit_id = rows[0]["id"]
        async with self.database.engine.begin() as connection:
            await connection.exec_driver_sql("UPDATE units SET phone = %s WHERE id = %s", (phone, unit_id))
        code = await self.store.value("SELECT code FROM incident_types ORDER BY position LIMIT 1")
        place = Place(text="Jl. Sudirman 4", lat=-0.465, lon=100.4)
        opened = OpenIncident(
            user_id=self.user_id, type_code=code, priority=1, what="Rumah terbakar", place=place, call_id=None
        )
        incident = await self.bus.handle(opened)
        command = DispatchUnit(user_id=self.user_id, incident_id=incident.id, unit_id=unit_id)
        assignment = await self.bus.handle(command)
        page_id = await self.store.value("SELECT id FROM pages WHERE assignment_id = :a", a=assignment.id)
        return assignment, await self.page(page_id)

    async def page(self, page_id: str) -> Any:
        row = (await self.store.rows("SELECT * FROM pages WHERE id = :id", id=page_id))[0]
        return Page(**row)

    def worker(self, later: timedelta = timedelta(0)) -> PageWorker:
        """A page worker whose clock is `later`: the leases of the dead have run out by then."""

        def clock() -> Any:
            return utc_now() + later

        bus = make_bus(self.database, self.store.center, PEPPER, clock)
        return PageWorker(bus, self.sender, clock=clock)

    def taken(self) -> list[dict[str, Any]]:
        """What reached the provider, from its own log."""
        log = self.installation.home / "standin" / "requests.jsonl"
        lines = [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []
        return [line for line in lines if line["kind"] == "message"]

    async def told(self, page_id: str) -> list[str]:
        rows = await self.store.rows(
            "SELECT kind FROM journal WHERE subject_type = 'page' AND subject_id = :id ORDER BY position", id=page_id
        )
        return [row["kind"] for row in rows]

    async def report(self, page_id: str, sid: str, status: str, *, token: str = "", code: str = "") -> httpx.Response:
        """A status callback as Twilio would make it."""
        form = {"MessageSid": sid, "MessageStatus": status, **({"ErrorCode": code} if code else {})}
        path = f"/sms/twilio/status?page={page_id}"
        signer = RequestValidator(token or self.installation.secrets.twilio_auth_token)
        signature = signer.compute_signature(f"{self.installation.base_url}{path}", form)
        return await self.api.post(path, data=form, headers={"X-Twilio-Signature": signature})


@pytest.fixture
async def city(seeded: Store, tmp_path: Path) -> AsyncIterator[City]:
    ports = {"http_port": free_port(), "standin_port": free_port()}
    installation = installation_on(seeded.url, tmp_path, **ports)
    (tmp_path / "run").mkdir()
    bus, database = open_bus(installation)
    app = FastAPI()
    app.state.runtime = Runtime(installation, bus, database, hub=cast(Any, None), page=cast(Any, None))
    errors.install(app)
    app.include_router(sms.router)
    app.include_router(responder.router)
    server = uvicorn.Server(
        uvicorn.Config(app, port=ports["http_port"], log_config=None, access_log=False, timeout_graceful_shutdown=0)
    )
    serving = asyncio.create_task(server.serve())
    await eventually(lambda: server.started)
    user = await bus.handle(AddUser(username="dina", name="Dina", role="dispatcher", password_hash="x"))
    sender = TwilioSender(account_of(installation))
    async with httpx.AsyncClient(base_url=installation.base_url) as api:
        yield City(installation, seeded, bus, database, sender, user.id, api)
    server.should_exit = True
    await serving
    await sender.close()
    app.state.runtime.passwords.close()
    await database.dispose()


@pytest.fixture
async def phones(city: City) -> AsyncIterator[Standin]:
    running = Standin(city.installation)
    await asyncio.to_thread(running.start)
    yield running
    await asyncio.to_thread(running.stop)


async def state(city: City, page_id: str) -> str:
    return str((await city.page(page_id)).state)


async def round_of(worker: PageWorker) -> None:
    await worker.start_due()
    assert await worker.finish(15)


async def test_given_a_unit_is_sent_when_the_worker_runs_then_its_page_is_delivered_and_told_once(
    city: City, phones: Standin
) -> None:
    _, page = await city.dispatch()
    await round_of(city.worker())

    async def delivered() -> bool:
        return await state(city, page.id) == "delivered"

    await eventually(delivered)
    assert await city.told(page.id) == ["PageQueued", "PageSent", "PageDelivered"]
    (message,) = city.taken()
    assert (message["To"], message["Body"]) == ("+628117000001", page.body)


@pytest.mark.parametrize(
    ("ending", "end", "told"),
    [
        ("99906", "delivered", ["PageQueued", "PageSent", "PageDelivered"]),
        ("99907", "delivered", ["PageQueued", "PageSent", "PageDelivered"]),
        ("99901", "failed", ["PageQueued", "PageSent", "PageFailed"]),
    ],
)
async def test_given_reports_out_of_order_or_twice_when_they_come_then_each_state_is_told_once(
    city: City, phones: Standin, ending: str, end: str, told: list[str]
) -> None:
    _, page = await city.dispatch("+62811" + ending)
    await round_of(city.worker())

    async def ended() -> bool:
        return await state(city, page.id) == end

    await eventually(ended)
    log = city.installation.home / "standin" / "requests.jsonl"
    reports = 4 if ending == "99907" else 2
    await eventually(lambda: log.read_text().count('"kind": "callback"') == reports)
    assert await city.told(page.id) == told
    if end == "failed":
        assert "30003" in (await city.page(page.id)).error


async def test_given_the_sender_is_killed_between_request_and_commit_when_another_goes_on_then_it_is_sent_once(
    city: City, phones: Standin
) -> None:
    _, page = await city.dispatch("+6281199904")  # taken, and the answer never comes
    environment = {
        **os.environ,
        "TANGGAP_HOME": str(city.installation.home),
        "TANGGAP_DATABASE_URL": city.store.url,
        "TANGGAP_STANDIN_PORT": str(city.installation.settings.standin_port),
        "TANGGAP_PUBLIC_URL": "http://127.0.0.1:9",  # nobody hears the reports: the look-up alone must do it
        "TANGGAP_TWILIO_AUTH_TOKEN": city.installation.secrets.twilio_auth_token,
    }
    jobs = await asyncio.create_subprocess_exec(sys.executable, "-m", "api.jobs", cwd=CHECKOUT, env=environment)
    await eventually(lambda: len(city.taken()) == 1, within_s=20)
    jobs.kill()
    await jobs.wait()
    assert await state(city, page.id) == "queued"
    await round_of(city.worker())
    assert await state(city, page.id) == "queued"  # its claim still holds
    await round_of(city.worker(later=timedelta(seconds=LEASE_S + 1)))
    assert await state(city, page.id) == "sent"
    assert len(city.taken()) == 1
    assert await city.told(page.id) == ["PageQueued", "PageSent"]


async def test_given_a_report_overtakes_the_senders_commit_when_both_are_done_then_it_was_sent_once(city: City) -> None:
    _, page = await city.dispatch()
    await city.bus.handle(ClaimPages())
    assert (await city.report(page.id, "SM1", "delivered")).status_code == 204
    await city.bus.handle(MarkPageSent(page_id=page.id, provider_sid="SM1"))
    assert await state(city, page.id) == "delivered"
    assert await city.told(page.id) == ["PageQueued", "PageSent", "PageDelivered"]


async def test_given_two_workers_when_twelve_pages_wait_then_each_is_sent_once(city: City, phones: Standin) -> None:
    pages = [(await city.dispatch())[1] for _ in range(12)]
    workers = [city.worker(), city.worker()]

    async def all_sent() -> bool:
        await asyncio.gather(*(round_of(worker) for worker in workers))
        return len({message["Body"] for message in city.taken()}) == len(pages)

    await eventually(all_sent)
    assert len(city.taken()) == len(pages)


@pytest.mark.parametrize("token", ["wrong", ""])
async def test_given_a_wrong_signature_when_a_report_comes_then_403_and_nothing_changes(city: City, token: str) -> None:
    _, page = await city.dispatch()
    if token:
        refused = await city.report(page.id, "SM1", "delivered", token=token)
    else:
        refused = await city.api.post("/sms/twilio/status", data={"MessageSid": "SM1", "MessageStatus": "sent"})
    assert (refused.status_code, refused.json()["error_id"]) == (403, "wrong_signature")
    assert await state(city, page.id) == "queued"


async def test_given_a_signed_report_about_nothing_when_it_comes_then_it_is_named(city: City) -> None:
    unknown = await city.report("", "SM404", "sent")
    assert (unknown.status_code, unknown.json()["error_id"]) == (404, "unknown_page")
    empty = await city.report("", "", "")
    assert (empty.status_code, empty.json()["error_id"]) == (422, "invalid")


async def test_given_the_standin_is_away_when_it_comes_back_then_the_page_goes_out(city: City) -> None:
    _, page = await city.dispatch()
    worker = city.worker()
    await round_of(worker)
    put_off = await city.page(page.id)
    assert (put_off.state, worker.trouble) == ("queued", "Penyedia SMS tidak terjangkau")
    running = Standin(city.installation)
    await asyncio.to_thread(running.start)
    await round_of(city.worker(later=timedelta(seconds=5)))
    assert await state(city, page.id) in {"sent", "delivered"}
    await asyncio.to_thread(running.stop)


async def test_given_an_earlier_page_with_the_same_words_failed_when_in_doubt_then_it_is_not_taken_for_the_new_one(
    city: City, phones: Standin
) -> None:
    message = Outgoing(page_id="p", to="+6281199909", body="PERINTAH 1-1")
    await city.sender.send(message)

    async def gone() -> bool:
        return await city.sender.find(message) is None

    await eventually(gone)
    assert await city.sender.find(replace(message, body="PERINTAH 2-1")) is None


# -- the responder's own page -------------------------------------------------------------------------------------


async def test_given_the_link_in_the_sms_when_it_is_opened_then_it_shows_where_to_go_and_nobody_who_called(
    city: City,
) -> None:
    assignment, page = await city.dispatch()
    assert f"/r/{assignment.token}" in page.body
    answer = await city.api.get(f"/api/responder/{assignment.token}")
    shown = answer.json()
    assert answer.status_code == 200
    assert (shown["what"], shown["place"]["text"], shown["status"]) == (
        "Rumah terbakar",
        "Jl. Sudirman 4",
        "dispatched",
    )
    assert [step["status"] for step in shown["steps"] if step["next"]] == ["acknowledged"]
    assert not {"number", "caller", "phone", "call"} & set(shown)


async def test_given_a_token_that_begins_with_a_dash_then_it_is_a_token_like_any_other(city: City) -> None:
    answer = await city.api.get("/api/responder/-_wellMade0000000")
    assert (answer.status_code, answer.json()["error_id"]) == (404, "unknown_link")


async def test_given_steps_taken_without_a_signal_when_they_arrive_then_they_keep_their_true_times(city: City) -> None:
    assignment, _ = await city.dispatch()
    path = f"/api/responder/{assignment.token}"
    times = [assignment.dispatched_at + timedelta(milliseconds=n) for n in (1, 2, 3)]
    for n, (status, at) in enumerate(zip(("acknowledged", "en_route", "on_scene"), times, strict=True)):
        given = {"action_id": f"act-{n}", "status": status, "at": at.isoformat()}
        answer = await city.api.post(path, json=given)
        assert (answer.status_code, answer.json()["outcome"]) == (200, "taken"), answer.text
        again = await city.api.post(path, json=given)
        assert (again.status_code, again.json()["outcome"]) == (200, "already")
    row = (await city.store.rows("SELECT * FROM assignments WHERE id = :id", id=assignment.id))[0]
    assert [row["acknowledged_at"], row["en_route_at"], row["on_scene_at"]] == times
    late = await city.api.post(path, json={"action_id": "act-9", "status": "acknowledged"})
    assert late.json()["outcome"] == "already"
    changes = await city.store.rows("SELECT data FROM journal WHERE kind = 'AssignmentStatusChanged'")
    assert len(changes) == 3


async def test_given_a_phone_whose_clock_is_wrong_when_it_sends_a_step_then_its_time_stays_within_reason(
    city: City,
) -> None:
    assignment, _ = await city.dispatch()
    path = f"/api/responder/{assignment.token}"
    early = {"action_id": "a", "status": "acknowledged", "at": "2001-01-01T00:00:00Z"}
    late = {"action_id": "b", "status": "en_route", "at": "2099-01-01T00:00:00Z"}
    assert (await city.api.post(path, json=early)).status_code == 200
    assert (await city.api.post(path, json=late)).status_code == 200
    row = (await city.store.rows("SELECT * FROM assignments WHERE id = :id", id=assignment.id))[0]
    assert row["acknowledged_at"] == assignment.dispatched_at
    assert row["en_route_at"] <= utc_now()


@pytest.mark.parametrize("token", ["x", "AAAAAAAAAAAAAAAA", "0199f5a2-7f10-7c3e-9b1a-3d5d6a0f2b11"])
async def test_given_an_unknown_link_when_it_is_opened_then_404_says_what_to_do(city: City, token: str) -> None:
    for answer in (
        await city.api.get(f"/api/responder/{token}"),
        await city.api.post(f"/api/responder/{token}", json={"action_id": "a", "status": "en_route"}),
    ):
        assert (answer.status_code, answer.json()["error_id"]) == (404, "unknown_link")


async def test_given_an_assignment_that_ended_long_ago_when_its_link_is_opened_then_it_is_dead(city: City) -> None:
    assignment, _ = await city.dispatch()
    ended = SetAssignmentStatus(by=city.user_id, assignment_id=assignment.id, status="available")
    await city.bus.handle(ended)
    assert (await city.api.get(f"/api/responder/{assignment.token}")).json()["over"] is True
    async with city.database.engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE assignments SET cleared_at = now() - interval '13 hours'")
    assert (await city.api.get(f"/api/responder/{assignment.token}")).status_code == 404


@pytest.mark.parametrize(
    "given",
    [{}, {"action_id": "a"}, {"action_id": "a", "status": "flying"}, {"action_id": "a b", "status": "en_route"}],
)
async def test_given_nonsense_when_it_is_sent_then_it_is_refused_by_field(city: City, given: dict[str, str]) -> None:
    assignment, _ = await city.dispatch()
    answer = await city.api.post(f"/api/responder/{assignment.token}", json=given)
    assert (answer.status_code, answer.json()["error_id"]) == (422, "invalid")
