"""Lost callers and lowered numbers with everything real: phones, Asterisk, telephony, PostgreSQL."""

import signal
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from cad.abandoned.commands import CallBack
from cad.calls.model import Call
from cad.nuisance.commands import LiftNumber, LowerNumber
from cad.persons.commands import ErasePerson
from cad.store import views
from telephony.callers.caller import Caller
from telephony.callers.phone import Phone
from telephony.pbx import process
from tests.support.pbx import Pbx, free_port, running_pbx
from tests.support.waiting import eventually
from tests.telephony.live.conftest import Site
from tests.telephony.live.control.stage import Stage, staged

pytestmark = pytest.mark.timeout(120)


@pytest.fixture(scope="module")
def pbx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pbx]:
    home = tmp_path_factory.mktemp("lost") / "home"
    with running_pbx(home, desks=4, ring_seconds=3, trunk_host=f"127.0.0.1:{free_port()}") as running:
        yield running


@pytest.fixture
async def stage(site: Site) -> AsyncIterator[Stage]:
    async with staged(site, reconciles=False) as made:
        yield made


async def entry(site: Site, number: str, state: str = "open", calls: int = 1) -> dict[str, Any]:
    """The only entry of the number, once it is so."""

    async def found() -> dict[str, Any] | None:
        async with site.database.session() as session:
            listed = [one for one in await views.abandoned(session) if one["number"] == number]
        so = [(one["state"], one["calls"]) for one in listed] == [(state, calls)]
        return listed[0] if so else None

    shown: dict[str, Any] = await eventually(found, 20, f"an entry {state} of {calls} calls")
    return shown


async def gives_up(stage: Stage, number: str) -> dict[str, Any]:
    """Nobody is ready; the caller waits a little, and goes."""
    dialog = await Caller(stage.phone, number).dial(*stage.site.pbx.sip)
    await stage.site.until_journal("RecordingStarted")
    await dialog.hang_up()
    return await entry(stage.site, number)


async def calls_back(stage: Stage, shown: dict[str, Any]) -> Call:
    command = CallBack(user_id=stage.users["desk-01"], abandoned_id=shown["id"])
    call: Call = await stage.site.bus.handle(command)
    stage.uniqueid = call.uniqueid
    return call


async def test_given_a_caller_gave_up_when_they_are_called_back_then_both_hear_each_other_and_the_entry_is_reached(
    stage: Stage,
) -> None:
    shown = await gives_up(stage, "081300000001")
    assert shown["kind"] == "before_answer"

    call = await calls_back(stage, shown)
    await stage.hear({"desk-01": {"outside"}, "outside": {"desk-01"}})
    assert (await entry(stage.site, "081300000001", "calling"))["callback_call_id"] == call.id
    await stage.at("desk-01").hang_up(closed=True)

    assert (await entry(stage.site, "081300000001", "reached"))["attempts"] == 1
    await stage.over()


async def test_given_they_do_not_answer_then_the_entry_is_open_again_with_its_attempt(stage: Stage) -> None:
    stage.outside.answer_after_s = None
    shown = await gives_up(stage, "081300000002")

    await calls_back(stage, shown)
    await eventually(lambda: stage.outside.calls, 20, "their phone rings")
    await eventually(lambda: stage.is_up("desk-01"), 20, "the desk waits")
    await stage.at("desk-01").hang_up(closed=True)

    await stage.site.until_journal("CallbackEnded")
    shown = await entry(stage.site, "081300000002")
    assert (shown["attempts"], shown["claimed_by"]) == (1, None)
    await stage.over()


async def test_given_a_number_is_lowered_then_asterisk_knows_until_it_is_lifted_or_erased(stage: Stage) -> None:
    number, e164 = "081300000003", "+6281300000003"
    shown = await gives_up(stage, number)
    (call_id,) = shown["call_ids"]
    lower = LowerNumber(user_id=stage.users["desk-01"], call_id=call_id, days=7, reason="iseng")

    def kept() -> bool:
        return "-10|" in stage.site.pbx.ask(f"database get priority {e164}")

    await stage.site.bus.handle(lower)
    await eventually(kept, what="the number is lowered in AstDB")
    caller = Caller(stage.phone, number)
    dialog = await caller.dial(*stage.site.pbx.sip)
    received = await eventually(lambda: [m for m in stage.site.pbx.marks("received") if m.fields["prio"] == "-10"])
    assert received[0].fields["e164"] == e164
    await dialog.hang_up()
    await stage.site.bus.handle(LiftNumber(user_id=stage.users["desk-01"], call_id=call_id))
    await eventually(lambda: not kept(), what="the number is lifted in AstDB")

    await stage.site.bus.handle(lower)
    await eventually(kept, what="the number is lowered again")
    (row,) = await stage.site.rows("SELECT person_id FROM calls WHERE id = :id", id=call_id)
    await stage.site.bus.handle(ErasePerson(user_id=stage.users["desk-01"], person_id=row["person_id"]))
    await eventually(lambda: not kept(), what="an erased number is gone from AstDB")


async def test_given_telephony_was_dead_when_a_caller_gave_up_twice_then_the_reconciler_lists_them_the_same(
    site: Site, phone: Phone
) -> None:
    for _ in range(2):
        queued = len(site.pbx.marks("queued"))
        dialog = await Caller(phone, "081300000004").dial(*site.pbx.sip)
        await site.pbx.mark("queued", queued + 1)
        await dialog.hang_up()
        await site.pbx.quiet(20)

    async with site.telephony(observes=False):
        shown = await entry(site, "081300000004", calls=2)

    assert shown["kind"] == "before_answer"
    assert len(shown["call_ids"]) == 2


async def test_given_asterisk_dies_under_a_waiting_caller_then_they_are_offered_for_a_callback(
    site: Site, phone: Phone
) -> None:
    async with site.telephony() as telephony:
        queued = len(site.pbx.marks("queued"))
        await Caller(phone, "081300000005").dial(*site.pbx.sip)
        await site.pbx.mark("queued", queued + 1)
        asterisk(site).signal(signal.SIGKILL)
        await eventually(lambda: not telephony.ari.connected.is_set())
        site.pbx.start()
        shown = await entry(site, "081300000005")

    (row,) = await site.rows("SELECT outcome FROM calls WHERE id = :id", id=shown["call_ids"][0])
    assert (shown["kind"], row["outcome"]) == ("before_answer", "broken")


def asterisk(site: Site) -> process.Running:
    running = process.find(site.installation)
    assert running is not None
    return running
