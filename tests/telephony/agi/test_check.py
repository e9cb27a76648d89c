"""Which sentences *45 chooses, from what Asterisk answers."""

import pytest

from telephony.agi import check, phrases
from telephony.agi.check import Check
from telephony.pbx import addresses


def queue(
    members: str = "", paused: str = "0", waiting: str = "0", exists: str = "1", overflowing: str = "0"
) -> check.Ask:
    answers = {
        "${QUEUE_EXISTS(overflow)}": exists,
        "${QUEUE_MEMBER_LIST(overflow)}": members,
        "${QUEUE_MEMBER(overflow,paused,PJSIP/desk-01)}": paused,
        "${QUEUE_WAITING_COUNT(emergency)}": waiting,
        "${QUEUE_WAITING_COUNT(emergency-all)}": "0",
        "${QUEUE_WAITING_COUNT(overflow)}": overflowing,
    }
    return answers.__getitem__


def test_given_a_member_among_others_when_asked_then_it_is_ready() -> None:
    assert check.look(queue("PJSIP/desk-02,PJSIP/desk-01"), "desk-01") == Check(True, False, 0)


def test_given_a_desk_whose_name_begins_another_when_asked_then_it_is_absent() -> None:
    assert not check.look(queue("PJSIP/desk-011"), "desk-01").member


def test_given_a_paused_member_and_two_callers_when_asked_then_both_are_told() -> None:
    assert check.look(queue("PJSIP/desk-01", paused="1", waiting="2"), "desk-01") == Check(True, True, 2)
    assert check.look(queue("PJSIP/desk-01", waiting="2", overflowing="3"), "desk-01") == Check(True, False, 5)


@pytest.mark.parametrize("answers", [queue(exists="0"), queue(waiting=""), queue(paused="hangup")])
def test_given_no_clear_answer_when_asked_then_nothing_is_claimed(answers: check.Ask) -> None:
    with pytest.raises(ValueError):
        check.look(answers, "desk-01")


@pytest.mark.parametrize(
    ("found", "sentences"),
    [
        (Check(member=True, paused=False, waiting=0), ("desk-ready", "waiting-0")),
        (Check(member=True, paused=True, waiting=2), ("desk-paused", "waiting-2")),
        (Check(member=False, paused=False, waiting=10), ("desk-absent", "waiting-10")),
        (Check(member=False, paused=True, waiting=11), ("desk-absent", "waiting-more")),
    ],
)
def test_given_a_state_when_told_then_these_sentences(found: Check, sentences: tuple[str, str]) -> None:
    assert found.sentences() == sentences


def test_given_any_count_when_told_then_the_sentence_is_there_and_counts_in_tones_too() -> None:
    for count in range(11):
        assert len(phrases.PHRASES[phrases.waiting(count)].tones) == count
    assert phrases.PHRASES[phrases.waiting(2)].text == "dua penelepon menunggu."
    assert phrases.waiting(400) in phrases.PHRASES


def test_given_two_sentences_when_played_then_playback_takes_them_in_order() -> None:
    assert check.playable(("desk-ready", "waiting-0")) == "tanggap/desk-ready&tanggap/waiting-0"


def test_given_the_pbx_when_compared_then_it_is_the_same_queue() -> None:
    assert check.QUEUES == addresses.QUEUES
