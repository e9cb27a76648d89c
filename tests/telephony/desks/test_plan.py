"""From desk sessions to the queue: what must change."""

import pytest

from telephony.ami.manager import blocks
from telephony.desks.membership import present_members
from telephony.desks.plan import Change, Member, changes, wanted_members
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
    assert changes({one.desk_id: one for one in wanted}, {one.desk_id: one for one in present}) == expected


def test_who_is_needed_is_added_before_anybody_is_removed() -> None:
    asked = changes({"desk-02": Member("desk-02", False)}, {"desk-01": READY})
    assert [change.what for change in asked] == ["add", "remove"]


def test_only_the_ready_are_rung_and_a_reason_stays_on_its_line() -> None:
    wishes = [
        DeskWish(desk_id="desk-01", state="ready"),
        DeskWish(desk_id="desk-02", state="paused", reason="makan\r\nAction: Logoff"),
        DeskWish(desk_id="desk-03", state="wrap_up"),
        DeskWish(desk_id="desk-04", state="off"),
    ]
    assert list(wanted_members(wishes).values()) == [
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
    assert present_members(blocks(raw.splitlines(keepends=True))) == {"desk-01": Member("desk-01", True, "makan: nasi")}
