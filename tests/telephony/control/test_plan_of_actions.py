"""What is asked of Asterisk for each action, and what its refusals mean."""

import pytest

from telephony.ami import AmiRefused, AmiUnavailable
from telephony.ari import AriError, AriUnavailable, NotFound
from telephony.control.actions import reason_of
from telephony.control.plan import Action, hold, resume

ACTION = Action("call", "1.1", "hold", "1.2")


def test_hold_moves_both_in_one_step_so_that_neither_is_hung_up() -> None:
    assert hold(ACTION, desk_is_in_room=False) == {
        "Channel": "1.1",
        "Context": "tanggap-hold",
        "Exten": "s",
        "Priority": "1",
        "ExtraChannel": "1.2",
        "ExtraContext": "tanggap-room",
        "ExtraExten": "1.1",
        "ExtraPriority": "1",
    }


def test_a_desk_that_is_in_the_room_stays_there() -> None:
    assert "ExtraChannel" not in hold(ACTION, desk_is_in_room=True)
    assert resume(ACTION) == {"Channel": "1.1", "Context": "tanggap-room", "Exten": "1.1", "Priority": "1"}


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (NotFound(404, "Channel not found"), "call_gone"),
        (AmiRefused("No such channel"), "call_gone"),
        (AmiRefused("Channel does not exist: 1.1"), "call_gone"),
        (AmiRefused("Permission denied"), "pbx_refused"),
        (AriError(409, "Conflict"), "pbx_refused"),
        (AmiUnavailable("no answer"), "pbx_unavailable"),
        (AriUnavailable("no answer"), "pbx_unavailable"),
    ],
)
def test_each_refusal_has_a_word_for_the_screen(error: AmiRefused, reason: str) -> None:
    assert reason_of(error) == reason
