"""What is tried again, and what must not be."""

import pytest

from cad.bus import Bus, StoreUnavailable
from cad.desks.commands import SignOffDesk
from cad.ports import Interrupted
from cad.users.commands import EndSession
from tests.fakes.flaky_store import FlakyStore

SAME_TWICE = SignOffDesk(user_id="dina")
NOT_THE_SAME_TWICE = EndSession(token_hash="t")  # stands for any command that the bus does not know to be so
LOST_IN_COMMIT = Interrupted("connection lost", in_commit=True)
RACE = Interrupted("UniqueViolation")


def bus_on(*interruptions: Interrupted | None) -> tuple[Bus, FlakyStore]:
    store = FlakyStore(list(interruptions))
    return Bus(store, pauses_s=(0.0, 0.0, 0.0)), store


@pytest.mark.parametrize("command", [SAME_TWICE, NOT_THE_SAME_TWICE])
async def test_what_certainly_did_not_commit_is_tried_again(command: object) -> None:
    bus, store = bus_on(RACE, RACE)

    await bus.handle(command)

    assert (store.begun, store.committed, store.rolled_back) == (3, 1, 2)


async def test_given_it_may_have_committed_then_what_is_the_same_done_twice_is_tried_again() -> None:
    bus, store = bus_on(LOST_IN_COMMIT)

    await bus.handle(SAME_TWICE)

    assert store.committed == 1


async def test_given_it_may_have_committed_then_nothing_else_is_done_twice() -> None:
    bus, store = bus_on(LOST_IN_COMMIT)

    with pytest.raises(StoreUnavailable) as refused:
        await bus.handle(NOT_THE_SAME_TWICE)

    assert store.begun == 1
    assert refused.value.sentence_en.startswith("The database does not answer")


async def test_given_it_does_not_pass_then_the_bus_gives_up_in_words() -> None:
    bus, store = bus_on(RACE, RACE, RACE, RACE)

    with pytest.raises(StoreUnavailable):
        await bus.handle(SAME_TWICE)

    assert store.begun == 3


async def test_a_transaction_of_several_is_the_callers_to_repeat() -> None:
    bus, store = bus_on(RACE)

    with pytest.raises(StoreUnavailable):
        async with bus.transaction() as transaction:
            await transaction.handle(SAME_TWICE)
            await transaction.save_cursor("cel", "1")

    assert (store.begun, store.committed) == (1, 0)
