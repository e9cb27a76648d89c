"""How calls are counted when all is over: each thing that may go wrong has its line, and nothing else has."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from api.chaos.account import Account, Accountant, Conversation, InCad
from api.chaos.harms import KINDS, Harm, plan
from api.chaos.people import Dialled

NUMBER = "081200000001"
BEGAN = 1_800_000_000.0
CALL = Dialled(NUMBER, BEGAN, BEGAN, BEGAN + 0.01, BEGAN + 0.02, BEGAN + 9.0)
TALK = Conversation(NUMBER, "desk-01", BEGAN + 2, BEGAN + 9)
READY: dict[str, Any] = {"state": "ready", "note": "", "duration_s": 9.0}


def view(outcome: str = "answered", state: str = "ended", ended_s: float = 9.0, call: str = "c1") -> dict[str, Any]:
    ended = datetime.fromtimestamp(BEGAN + ended_s, UTC).isoformat()
    return {"id": call, "state": state, "outcome": outcome, "ended_at": ended, "received_at": ended}


def killed(after_s: float) -> Harm:
    return Harm("asterisk killed", after_s, 0.5, BEGAN + after_s, BEGAN + after_s + 2)


def account(
    call: Dialled, views: list[dict[str, Any]], recording: dict[str, Any] | None = READY,
    harms: tuple[Harm, ...] = (), talks: tuple[Conversation, ...] = (TALK,), offered: bool | None = True,
) -> Account:  # fmt: skip
    accountant = Accountant(harms, talks)
    accountant.add(call, InCad(views, {one["id"]: recording for one in views} if recording else {}, offered))
    return accountant.account


def test_a_call_that_was_answered_kept_once_and_recorded_has_no_line() -> None:
    assert account(CALL, [view()]).is_clean


@pytest.mark.parametrize(
    ("views", "line"),
    [
        ([], "LOST"),
        ([view(state="waiting")], "LOST"),
        ([view("abandoned")], "LOST"),
        ([view("broken")], "LOST"),
        ([view(call="c1"), view(call="c2")], "DOUBLED"),
    ],
)
def test_a_call_that_is_missing_unended_misjudged_or_doubled_has_its_line(
    views: list[dict[str, Any]], line: str
) -> None:
    (told,) = account(CALL, views).lines()
    assert told.startswith(f"{line} {NUMBER}")


@pytest.mark.parametrize("recording", [None, {**READY, "note": "damaged"}, {**READY, "duration_s": 2.0}])
def test_a_call_whose_recording_is_missing_damaged_or_much_too_short_is_unrecorded(
    recording: dict[str, Any] | None,
) -> None:
    assert len(account(CALL, [view()], recording).unrecorded) == 1


def test_who_hangs_up_in_the_moment_of_the_answer_may_be_abandoned_and_nobody_else() -> None:
    gave_up = replace(CALL, ended_at=BEGAN + 2.1, hung_up=True)
    short, seen = (Conversation(NUMBER, "desk-01", BEGAN + 2, BEGAN + 2.1),), [view("abandoned", ended_s=2.1)]
    assert account(gave_up, seen, talks=short).is_clean
    assert account(gave_up, [view(ended_s=2.1)], talks=short).is_clean
    assert account(replace(gave_up, hung_up=False), seen, talks=short).lost
    assert account(replace(CALL, hung_up=True), [view("abandoned")]).lost


def test_what_is_not_recorded_on_a_full_disk_is_told_and_is_no_fault() -> None:
    full = Harm("disk full", 0, 0.5, BEGAN - 1, BEGAN + 1)
    told = account(CALL, [view()], None, (full,))
    assert told.is_clean and told.disk_full == [NUMBER]


def test_a_call_up_when_asterisk_was_killed_must_be_broken_in_the_cad_and_offered_for_callback() -> None:
    up = replace(CALL, ended_at=0.0)
    assert account(up, [view("broken", ended_s=5)], harms=(killed(5),)).broken_by_asterisk == [NUMBER]
    assert account(up, [view("broken", ended_s=5)], harms=(killed(5),), offered=False).not_offered
    assert account(up, [view("answered", ended_s=7)], harms=(killed(5),)).lost


def test_who_was_told_the_end_while_asterisk_died_was_not_cut_off_and_must_have_been_answered() -> None:
    told = account(CALL, [view("answered")], harms=(killed(8.99),), offered=False)
    assert told.is_clean and not told.broken_by_asterisk
    assert account(CALL, [view("abandoned")], harms=(killed(8.99),)).lost


def test_an_invite_nobody_answered_is_lost_unless_asterisk_was_away() -> None:
    silent = Dialled(NUMBER, BEGAN, BEGAN + 3, ended_at=BEGAN + 4)
    assert account(silent, [], None, talks=()).lost
    assert account(silent, [], None, (killed(1),), talks=()).unheard == [NUMBER]


def test_an_invite_repeated_after_a_kill_may_have_a_broken_start_in_the_cad_but_no_second_whole_call() -> None:
    again = replace(CALL, heard_at=BEGAN + 3)
    both = [view("broken", ended_s=1, call="c1"), view(call="c2")]
    assert account(again, both, harms=(killed(1),)).is_clean
    assert account(again, [view(call="c1"), view(call="c2")], harms=(killed(1),)).doubled


def test_the_plan_is_the_seeds_and_has_each_kind_before_any_comes_twice() -> None:
    one, same, other = plan(1, 20, 300), plan(1, 20, 300), plan(2, 20, 300)
    assert one == same != other
    assert {harm.kind for harm in one} == set(KINDS)
    assert [harm.after_s for harm in one] == sorted(harm.after_s for harm in one)
    assert {"telephony killed", "asterisk killed"} <= {harm.kind for harm in plan(3, 5, 60)}
