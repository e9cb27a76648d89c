"""What ARI's events mean, told without a socket."""

from typing import Any

import pytest

from cad.calls.commands import (
    AnswerCall,
    CallFact,
    EndCall,
    HoldCall,
    OfferCall,
    ReceiveCall,
    ReleaseLeg,
    ResumeCall,
    ReturnCall,
    SkipRecording,
    StartRecording,
)
from telephony.observer.translator import Translator
from tests.telephony.observer.facts import (
    CALLER,
    DESK,
    OTHER,
    channel,
    created,
    destroyed,
    dialled,
    entered,
    event,
    marked,
)

RECEIVED: dict[str, Any] = {"number": "081234567890", "withheld": 0, "dialled": "112", "prio": 5}


@pytest.fixture
def translator() -> Translator:
    return Translator("pbx-1")


def told(translator: Translator, *events: Any) -> list[CallFact]:
    return [fact for one in events for fact in translator.translate(one)]


def kinds(facts: list[CallFact]) -> list[type[CallFact]]:
    return [type(fact) for fact in facts]


def test_a_whole_call_is_told_once_and_in_order(translator: Translator) -> None:
    facts = told(
        translator,
        created(CALLER, 0),
        marked(CALLER, "received", 1, **RECEIVED),
        marked(CALLER, "recording", 2, file="1000000000.1.raw"),
        marked(CALLER, "queued", 3, n=1),
        created(DESK, 10),
        dialled(DESK, 11),
        dialled(DESK, 12, "RINGING"),
        dialled(DESK, 500, "ANSWER"),
        entered(DESK, 510),
        entered(CALLER, 511),
        marked(DESK, "released", 900, leg=DESK["id"], desk="desk-01", cause=16, closed=1),
        destroyed(DESK, 901),
        destroyed(CALLER, 902),
    )
    assert kinds(facts) == [ReceiveCall, StartRecording, OfferCall, AnswerCall, ReleaseLeg, EndCall]
    assert {fact.uniqueid for fact in facts} == {CALLER["id"]}
    assert {fact.source for fact in facts} == {"ari"}
    received = facts[0]
    assert isinstance(received, ReceiveCall)
    assert (received.number_raw, received.queue_priority, received.occurred_at.microsecond) == ("081234567890", 5, 0)
    release = facts[4]
    assert isinstance(release, ReleaseLeg)
    assert release.closed and release.desk_id == "desk-01"


def test_a_withheld_number_stays_unsaid(translator: Translator) -> None:
    facts = told(translator, created(CALLER), marked(CALLER, "received", **{**RECEIVED, "withheld": 1}))
    assert isinstance(facts[0], ReceiveCall)
    assert facts[0].number_raw == ""


def test_a_caller_without_mark_is_a_call_all_the_same(translator: Translator) -> None:
    facts = told(translator, created(CALLER), destroyed(CALLER, 5, cause=127))
    assert kinds(facts) == [ReceiveCall, EndCall]
    assert isinstance(facts[0], ReceiveCall) and facts[0].number_raw == "081234567890"
    assert isinstance(facts[1], EndCall) and facts[1].cause == 127


def test_several_desks_ring_and_one_answers(translator: Translator) -> None:
    facts = told(
        translator,
        created(CALLER),
        marked(CALLER, "received", **RECEIVED),
        dialled(DESK),
        dialled(OTHER),
        entered(OTHER, 50),
        dialled(DESK, 51, "CANCEL"),
        destroyed(DESK, 52, cause=26),
    )
    assert kinds(facts[1:]) == [OfferCall, OfferCall, AnswerCall, ReleaseLeg]
    assert isinstance(facts[3], AnswerCall) and facts[3].desk_id == "desk-02"
    assert isinstance(facts[4], ReleaseLeg) and not facts[4].closed


def test_hold_resume_return_and_no_recording_are_told_by_marks(translator: Translator) -> None:
    facts = told(
        translator,
        created(CALLER),
        marked(CALLER, "received", **RECEIVED),
        marked(CALLER, "unrecorded", reason="disk_full"),
        marked(CALLER, "held", 5),
        marked(CALLER, "resumed", 6),
        marked(CALLER, "returned", 7, n=2),
    )
    assert kinds(facts[1:]) == [SkipRecording, HoldCall, ResumeCall, ReturnCall]
    assert isinstance(facts[4], ReturnCall) and facts[4].n == 2


def test_a_desk_in_the_room_after_a_hold_did_not_answer_again(translator: Translator) -> None:
    facts = told(translator, created(CALLER), marked(CALLER, "received"), dialled(DESK), entered(DESK), entered(DESK))
    assert kinds(facts).count(AnswerCall) == 1


@pytest.mark.parametrize(
    "strange",
    [
        event("ChannelUserevent", eventname="tanggap", userevent={"mark": "x"}),
        event("ChannelUserevent", channel=CALLER, eventname="tanggap", userevent={}),
        event("ChannelUserevent", channel=CALLER, eventname="other", userevent={"mark": "received?number=1"}),
        event("Dial", peer=DESK),
        event("Dial", peer=DESK, caller=channel("9.9", "PJSIP/desk-09-00000001")),
        event("ChannelEnteredBridge", bridge={}),
        event("BrandNewInAsterisk23", what=1),
        entered(DESK),
        destroyed(DESK),
        marked(DESK, "released", leg="unknown", closed=1),
        created(channel("8.8", "Local/112@tests-00000001;1")),
    ],
)
def test_what_is_no_emergency_call_is_passed_over(translator: Translator, strange: Any) -> None:
    assert told(translator, strange) == []


def test_given_we_come_back_in_mid_call_when_the_desk_closes_then_it_is_told(translator: Translator) -> None:
    translator.adopt([CALLER, DESK], {DESK["id"]: CALLER["id"]}, before=set())  # type: ignore[list-item]
    closed = marked(DESK, "released", 5, leg=DESK["id"], closed=1)
    facts = told(translator, entered(DESK), closed, destroyed(DESK, 6), destroyed(CALLER, 7))
    assert kinds(facts) == [AnswerCall, ReleaseLeg, EndCall]


def test_given_channels_vanished_while_we_were_away_then_they_are_forgotten_but_newer_ones_kept(
    translator: Translator,
) -> None:
    told(translator, created(CALLER))
    before = translator.known()
    told(translator, created(OTHER))
    translator.adopt([], {}, before)
    assert translator.known() == {OTHER["id"]}


def test_a_leg_of_the_desks_own_is_no_leg_of_a_call(translator: Translator) -> None:
    translator.adopt([DESK], {DESK["id"]: DESK["id"]}, before=set())  # type: ignore[list-item]
    assert told(translator, entered(DESK), destroyed(DESK)) == []
