"""The plan from the database to Asterisk while telephony runs, and what the queue did from Asterisk to the database."""

import pytest

from cad.desks.commands import SetDeskState
from cad.queues.commands import ChangeRoutingPlan, SetSkills
from cad.store import views
from cad.store.views.reading import View
from telephony.callers.caller import Caller
from telephony.callers.desks import Desks
from telephony.callers.phone import Phone
from tests.support.waiting import eventually
from tests.telephony.live.conftest import Site

pytestmark = pytest.mark.timeout(90)

MINANG = {"code": "minang", "name_id": "Bahasa Minang", "name_en": "Minang"}


def members(site: Site, queue: str) -> list[str]:
    lines = site.pbx.ask(f"queue show {queue}").splitlines()
    return [line.split()[0] for line in lines if "PJSIP/desk-" in line]


async def desk(site: Site, desk_id: str = "desk-01") -> View:
    async with site.database.session() as session:
        return await views.desk(session, desk_id)


async def test_given_a_plan_with_a_skill_and_a_second_group_when_it_is_saved_then_asterisk_has_both_at_once(
    site: Site, phone: Phone, desks: Desks
) -> None:
    async with site.telephony():
        dina = await site.sit_down("dina")
        await site.sit_down("budi")
        await eventually(lambda: members(site, "emergency") == ["desk-01", "desk-02"], 5)
        choices = {
            "skills": [MINANG],
            "dialled": [{"number": "119", "skill": "minang"}],
            "overflow_desks": ["desk-02"],
            "outside": [{"name": "Padang", "number": "0751112"}],
        }
        await site.bus.handle(ChangeRoutingPlan(user_id=dina, version=0, choices=choices))
        await site.bus.handle(SetSkills(by=dina, user_id=dina, skills=["minang"]))
        await eventually(lambda: members(site, "skill-minang") == ["desk-01"], 5)
        await eventually(lambda: members(site, "emergency") == ["desk-01"], 5)
        assert members(site, "overflow") == ["desk-01", "desk-02"]
        await eventually(lambda: "0751112:Padang" in site.pbx.ask("database get route outside"), 5)
        caller = Caller(phone, "081234567890", dialled="119")
        await caller.dial(*site.pbx.sip)
        assert await caller.hears(desks.hz, 0.5)

        async def sorted_out() -> bool:
            return bool((await site.call())["skill"] == "minang")

        await eventually(sorted_out)
    site.pbx.stop()  # and it starts again with the plan, though nobody can be asked
    site.pbx.start()
    assert "skill-minang" in site.pbx.ask("queue show skill-minang")
    assert "0751112:Padang" in site.pbx.ask("database get route outside")


async def test_given_a_wrap_up_when_a_call_was_closed_then_the_desk_shows_it_and_may_end_it_early(
    site: Site, phone: Phone, desks: Desks
) -> None:
    async with site.telephony():
        dina = await site.sit_down("dina")
        await site.bus.handle(ChangeRoutingPlan(user_id=dina, version=0, choices={"wrap_up_s": 60}))
        await eventually(lambda: ":60:" in site.pbx.ask("database get route plan"), 5)
        await eventually(lambda: "wrapuptime = 60" in queues_conf(site), 5)
        desks.talk_s = 0.5
        await Caller(phone, "081234567890").dial(*site.pbx.sip)

        async def wraps_up() -> bool:
            shown = await desk(site)
            return shown["state"] == "wrap_up" and shown["wrap_up_until"] is not None

        await eventually(wraps_up, 15)
        await Caller(phone, "081234567891").dial(*site.pbx.sip)
        await site.pbx.mark("queued", 2)
        assert len(desks.calls) == 1
        await site.bus.handle(SetDeskState(user_id=dina, state="ready"))
        await eventually(lambda: len(desks.calls) == 2, 5)


def queues_conf(site: Site) -> str:
    return (site.installation.pbx / "etc" / "queues.conf").read_text()


async def test_given_a_short_wrap_up_when_its_time_is_over_then_the_desk_is_ready_by_itself(
    site: Site, phone: Phone, desks: Desks
) -> None:
    async with site.telephony():
        dina = await site.sit_down("dina")
        await site.bus.handle(ChangeRoutingPlan(user_id=dina, version=0, choices={"wrap_up_s": 2}))
        await eventually(lambda: "wrapuptime = 2" in queues_conf(site), 5)
        await eventually(lambda: ":2:" in site.pbx.ask("database get route plan"), 5)
        desks.talk_s = 0.5
        await Caller(phone, "081234567890").dial(*site.pbx.sip)
        await site.until_journal_of_desks("DeskStateChanged", 3)  # ready, wrap_up, ready
        assert (await desk(site))["state"] == "ready"


async def test_given_a_desk_that_does_not_answer_when_it_rang_to_the_end_then_it_is_shown_and_ready_ends_it(
    site: Site, phone: Phone, desks: Desks
) -> None:
    desks.answer_after_s = None
    async with site.telephony():
        dina = await site.sit_down("dina")
        await Caller(phone, "081234567890").dial(*site.pbx.sip)

        async def skipped() -> bool:
            return bool((await desk(site))["skipped"])

        await eventually(skipped, 15)
        desks.answer_after_s = 0.2
        await site.bus.handle(SetDeskState(user_id=dina, state="paused"))
        await site.bus.handle(SetDeskState(user_id=dina, state="ready"))
        assert (await desk(site))["skipped"] == 0
        await eventually(lambda: desks.talking(), 10)
