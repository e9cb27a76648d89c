"""From desk sessions to the queue: what must change."""

import pytest

from telephony.ami.manager import blocks
from telephony.desks.membership import present_members
from telephony.desks.plan import QUEUE, Change, Member, changes, renewed, wanted_members
from telephony.desks.skipped import Skipped
from telephony.ledger import DeskWish

READY, PAUSED = Member("desk-01", False), Member("desk-01", True, "makan")


@pytest.mark.parametrize(
    ("wanted", "present", "expected"),
    [
        ([], [], []),
        ([READY], [READY], []),
        ([READY], [], [Change("add", READY)]),
        ([], [READY], [Change("remove", READY)]),
        ([READY], [PAUSED], [Change("pause", READY)]),
        ([PAUSED], [READY], [Change("pause", PAUSED)]),
        ([PAUSED], [Member("desk-01", True, "rapat")], [Change("pause", PAUSED)]),
    ],
)
def test_only_the_difference_is_asked_for(wanted: list[Member], present: list[Member], expected: list[Change]) -> None:
    assert changes({one.key: one for one in wanted}, {one.key: one for one in present}) == expected


def test_who_is_needed_is_added_before_anybody_is_removed() -> None:
    needed = Member("desk-02", False)
    asked = changes({needed.key: needed}, {READY.key: READY})
    assert [change.what for change in asked] == ["add", "remove"]


def test_only_the_ready_are_rung_and_a_reason_stays_on_its_line() -> None:
    wishes = [
        DeskWish(desk_id="desk-01", state="ready"),
        DeskWish(desk_id="desk-02", state="paused", reason="makan\r\nAction: Logoff"),
        DeskWish(desk_id="desk-03", state="wrap_up"),
        DeskWish(desk_id="desk-04", state="off"),
    ]
    assert [member for member in wanted_members(wishes).values() if member.queue == QUEUE] == [
        Member("desk-01", False),
        Member("desk-02", True, "makan Action: Logoff"),
        Member("desk-03", True, "wrap_up"),
    ]


def test_the_actions_are_asterisks_own() -> None:
    add = Change("add", PAUSED)
    assert add.action == "QueueAdd"
    assert add.headers == {
        "Queue": "emergency",
        "Interface": "PJSIP/desk-01",
        "MemberName": "desk-01",
        "StateInterface": "PJSIP/desk-01",
        "Penalty": "0",
        "Paused": "true",
        "Reason": "makan",
    }
    assert Change("remove", READY).headers == {"Queue": "emergency", "Interface": "PJSIP/desk-01"}


def test_asterisks_list_is_understood_though_pyst2_lumps_it_together() -> None:
    raw = (
        "Response: Success\r\nActionID: 1\r\n\r\n"
        "Event: QueueParams\r\nQueue: emergency\r\nActionID: 1\r\n\r\n"
        "Event: QueueMember\r\nLocation: PJSIP/desk-01\r\nPaused: 1\r\nPausedReason: makan: nasi\r\nActionID: 1\r\n\r\n"
        "Event: QueueMember\r\nLocation: Local/x@y\r\nPaused: 0\r\nActionID: 1\r\n\r\n"
        "Event: QueueStatusComplete\r\nActionID: 1\r\n"
    )
    member = Member("desk-01", True, "makan: nasi")
    assert present_members(blocks(raw.splitlines(keepends=True))) == {member.key: member}


def test_a_desk_is_in_the_queues_of_its_group_and_of_the_skills_that_the_plan_has() -> None:
    wishes = [
        DeskWish(desk_id="desk-01", state="ready", skills=("minang", "gone")),
        DeskWish(desk_id="desk-02", state="ready", second_group=True, skills=("minang",)),
    ]
    assert list(wanted_members(wishes, ["minang", "medis"])) == [
        ("emergency", "desk-01"),
        ("emergency-all", "desk-01"),
        ("overflow", "desk-01"),
        ("skill-minang", "desk-01"),
        ("overflow", "desk-02"),
    ]


def test_a_pause_is_said_once_for_all_queues_of_a_desk() -> None:
    wishes = [DeskWish(desk_id="desk-01", state="paused", reason="makan")]
    present = wanted_members([DeskWish(desk_id="desk-01", state="ready")])
    (asked,) = changes(wanted_members(wishes), present)
    assert (asked.what, asked.headers) == ("pause", {"Interface": "PJSIP/desk-01", "Paused": "true", "Reason": "makan"})


def test_a_wrap_up_that_is_ended_early_takes_the_desk_out_and_in_again() -> None:
    members = wanted_members([DeskWish(desk_id="desk-01", state="ready"), DeskWish(desk_id="desk-02", state="ready")])
    asked = renewed(members, members, ["desk-01"])
    assert [(change.what, change.member.queue) for change in asked] == [
        (what, queue) for what in ("remove", "add") for queue in ("emergency", "emergency-all", "overflow")
    ]


def test_a_skipped_desk_has_its_turn_again_after_a_minute_of_the_same_penalty() -> None:
    skipped = Skipped()
    assert skipped.over({"desk-01": 1, "desk-02": 0}, 100.0) == []
    assert skipped.over({"desk-01": 2, "desk-02": 0}, 150.0) == []
    assert skipped.over({"desk-01": 2, "desk-02": 0}, 209.0) == []
    assert skipped.over({"desk-01": 2, "desk-02": 0}, 210.0) == ["desk-01"]
    assert skipped.over({"desk-01": 0, "desk-02": 0}, 220.0) == []
