"""The outbox: each page claimed by one worker, a doubtful one known as such, no report taken back."""

import asyncio

import pytest

from cad.messages.commands import ClaimPages, MarkPageFailed, MarkPageSent, RecordPageStatus, ResendPage
from cad.messages.errors import PageNotFailed, UnknownPage
from cad.messages.model import Page
from cad.store import views
from tests.cad.store.people import fire, hire, send
from tests.support.database import Store

UNITS = [f"unit-damkar-0{n}" for n in (1, 2, 3, 4)] + [f"unit-amb-0{n}" for n in (1, 2, 3, 4)]


@pytest.fixture
async def pages(seeded: Store) -> list[str]:
    """Eight pages are queued; their units."""
    user = await hire(seeded)
    incident = await fire(seeded, user)
    for unit in UNITS:
        await send(seeded, user, incident, unit)
    return UNITS


async def claim(store: Store, worker: str = "a", limit: int = 100, lease_s: float = 30) -> list[Page]:
    claimed: list[Page] = await store.bus.handle(ClaimPages(limit=limit, lease_s=lease_s, worker=worker))
    return claimed


async def test_given_two_workers_when_they_claim_at_once_then_each_page_goes_to_one(
    seeded: Store, pages: list[str]
) -> None:
    async def work(worker: str) -> list[Page]:
        mine: list[Page] = []
        while more := await claim(seeded, worker, limit=1):
            mine += more
        return mine

    first, second = await asyncio.gather(work("a"), work("b"))

    assert sorted(page.unit_id for page in first + second) == sorted(pages)
    assert {page.doubtful for page in first + second} == {False}


async def test_given_a_claim_that_is_not_committed_when_another_claims_then_it_takes_the_rest(
    seeded: Store, pages: list[str]
) -> None:
    async with seeded.bus.transaction() as slow:
        held = await slow.handle(ClaimPages(limit=3, worker="slow"))
        rest = await claim(seeded, "quick")

    assert (len(held), len(rest)) == (3, 5)


async def test_given_a_worker_died_with_a_page_when_its_lease_is_over_then_the_next_one_doubts(
    seeded: Store, pages: list[str]
) -> None:
    (lost,) = await claim(seeded, "dies", limit=1, lease_s=30)
    rest = await claim(seeded, "lives")
    assert lost.id not in {page.id for page in rest}

    seeded.clock.forward(31)
    again = await claim(seeded, "lives")

    doubted = next(page for page in again if page.id == lost.id)
    assert (doubted.doubtful, doubted.attempts) == (True, 2)


async def test_given_sending_failed_for_now_when_its_time_comes_then_it_is_claimed_without_doubt(
    seeded: Store, pages: list[str]
) -> None:
    (page,) = await claim(seeded, limit=1)
    await seeded.bus.handle(MarkPageFailed(page_id=page.id, error="timeout", retry_in_s=5))
    assert page.id not in {other.id for other in await claim(seeded)}

    seeded.clock.forward(6)
    again = {other.id: other for other in await claim(seeded)}

    assert (again[page.id].doubtful, again[page.id].error) == (False, "timeout")


async def test_given_it_was_delivered_when_an_older_report_comes_then_it_stays_delivered(
    seeded: Store, pages: list[str]
) -> None:
    (page,) = await claim(seeded, limit=1)
    await seeded.bus.handle(MarkPageSent(page_id=page.id, provider_sid="SM1"))
    for status in ("sending", "delivered", "sent", "queued", "failed", "delivered"):
        told = await seeded.bus.handle(RecordPageStatus(provider_sid="SM1", status=status))

    assert told.state == "delivered"
    kinds = [kind for kind in await seeded.kinds() if kind.startswith("Page")]
    assert kinds[len(UNITS) :] == ["PageSent", "PageDelivered"]


async def test_given_the_report_overtakes_the_answer_when_marked_sent_then_it_stays_delivered(
    seeded: Store, pages: list[str]
) -> None:
    (page,) = await claim(seeded, limit=1)
    await seeded.bus.handle(MarkPageSent(page_id=page.id, provider_sid="SM1"))
    await seeded.bus.handle(RecordPageStatus(provider_sid="SM1", status="delivered"))

    again = await seeded.bus.handle(MarkPageSent(page_id=page.id, provider_sid="SM1"))

    assert again.state == "delivered"


async def test_given_it_failed_for_good_when_sent_again_then_a_new_page_with_the_same_order_is_queued(
    seeded: Store, pages: list[str]
) -> None:
    user = (await seeded.rows("SELECT id FROM users"))[0]["id"]
    (page,) = await claim(seeded, limit=1)
    with pytest.raises(PageNotFailed):
        await seeded.bus.handle(ResendPage(user_id=user, page_id=page.id))
    await seeded.bus.handle(MarkPageFailed(page_id=page.id, error="no such number"))

    again = await seeded.bus.handle(ResendPage(user_id=user, page_id=page.id))

    assert (again.body, again.state, again.assignment_id) == (page.body, "queued", page.assignment_id)
    assert again.id != page.id
    async with seeded.database.session() as session:
        shown = await views.assignment(session, page.assignment_id)
    assert (shown["page_id"], shown["page_state"]) == (again.id, "queued")


async def test_a_report_about_a_page_we_do_not_know_is_refused(store: Store) -> None:
    with pytest.raises(UnknownPage):
        await store.bus.handle(RecordPageStatus(provider_sid="nobody", status="delivered"))
