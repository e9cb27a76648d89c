"""The page worker's decisions, without a database and without a network."""

from typing import Any, cast

import pytest

from api.jobs.pages import GIVE_UP_AFTER, LEASE_S, PageWorker
from cad.bus import Bus
from cad.messages.commands import ClaimPages
from telephony.sms.sender import Outgoing, PagePutOff, PageRefused
from tests.telephony.sms.fakes import Clock, FakeOutbox, FakeSender, page


class World:
    def __init__(self) -> None:
        self.clock, self.sender = Clock(), FakeSender()
        self.outbox = FakeOutbox(self.clock, {"page-1": page()})
        self.worker = PageWorker(cast(Bus, self.outbox), self.sender, clock=self.clock)

    async def round(self) -> Any:
        await self.worker.start_due()
        assert await self.worker.finish(5)
        return self.outbox.pages["page-1"]


@pytest.fixture
def world() -> World:
    return World()


async def test_given_a_queued_page_when_a_round_is_made_then_it_is_sent_once(world: World) -> None:
    assert (await world.round()).state == "sent"
    await world.round()
    assert len(world.sender.taken) == 1
    assert world.sender.looked_up == 0


async def test_given_a_sender_died_after_its_request_when_the_lease_ends_then_the_page_is_found_and_not_sent_again(
    world: World,
) -> None:
    (claimed,) = await world.outbox.handle(ClaimPages())
    await world.sender.send(Outgoing(page_id=claimed.id, to=claimed.to, body=claimed.body))
    assert (await world.round()).state == "queued"  # still its own
    world.clock.pass_(LEASE_S + 10)
    done = await world.round()
    assert (done.state, done.provider_sid, len(world.sender.taken)) == ("sent", "SM1", 1)


async def test_given_a_sender_died_before_its_request_when_the_lease_ends_then_the_page_is_sent(world: World) -> None:
    await world.outbox.handle(ClaimPages())
    world.clock.pass_(60)
    assert (await world.round()).state == "sent"
    assert (len(world.sender.taken), world.sender.looked_up) == (1, 1)


async def test_given_a_number_refused_when_it_is_sent_then_it_failed_for_good_and_says_why(world: World) -> None:
    world.sender.failures = [PageRefused("Nomor tujuan tidak sah (21211)", code=21211)]
    failed = await world.round()
    assert (failed.state, failed.error) == ("failed", "Nomor tujuan tidak sah (21211)")


async def test_given_the_provider_is_away_when_time_passes_then_it_is_tried_again_later_and_later(world: World) -> None:
    world.sender.failures = [PagePutOff("tidak menjawab", doubtful=True)] * 3
    waits = []
    for _ in range(3):
        put_off = await world.round()
        waits.append((put_off.due_at - world.clock()).total_seconds())
        assert world.worker.trouble == "tidak menjawab"
        world.clock.now = put_off.due_at
    assert waits == [1.0, 2.0, 4.0]
    assert (await world.round()).state == "sent"
    assert world.worker.trouble == ""
    assert world.sender.looked_up == 3  # each time but the first


async def test_given_wrong_credentials_when_it_is_sent_then_it_waits_for_the_administrator(world: World) -> None:
    world.sender.failures = [PagePutOff("Kredensial ditolak", code=20003, retry_in_s=30)]
    put_off = await world.round()
    assert (put_off.due_at - world.clock()).total_seconds() == 30


async def test_given_a_quarter_of_an_hour_without_success_when_it_is_tried_again_then_it_is_given_up(
    world: World,
) -> None:
    world.clock.pass_(GIVE_UP_AFTER.total_seconds() + 1)
    world.sender.failures = [PagePutOff("tidak menjawab")]
    assert (await world.round()).state == "failed"


async def test_given_the_look_up_never_answers_when_it_was_tried_often_then_twice_is_better_than_never(
    world: World,
) -> None:
    world.sender.find_failure = PagePutOff("tidak menjawab", doubtful=True)
    world.sender.failures = [PagePutOff("tidak menjawab", doubtful=True)]
    for _ in range(3):
        put_off = await world.round()
        assert put_off.state == "queued"
        world.clock.now = put_off.due_at
    assert (await world.round()).state == "sent"


async def test_given_a_process_frozen_after_its_claim_when_it_goes_on_then_it_leaves_the_page_to_the_next(
    world: World,
) -> None:
    (claimed,) = await world.outbox.handle(ClaimPages())
    await world.worker._deliver(claimed, claimed_at=float("-inf"))
    assert world.sender.taken == []
