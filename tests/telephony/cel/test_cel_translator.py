"""What CEL's rows mean: the same commands as the observer's."""

from pathlib import Path

import pytest

from cad.calls.commands import CallFact, EndCall, ReceiveCall, ReleaseLeg, ReturnCall
from telephony.cel.reader import Place, Reader
from telephony.cel.translator import translate
from tests.telephony.cel.log import CALLER, Log


@pytest.fixture
def log(tmp_path: Path) -> Log:
    return Log(tmp_path / "cel.db")


def told(log: Log, until: int = 10**9) -> list[CallFact]:
    return translate(Reader(log.file).read(Place()).rows, until, "pbx-1")


def names(facts: list[CallFact]) -> list[str]:
    return [type(fact).__name__ for fact in facts]


def test_a_whole_call(log: Log) -> None:
    log.whole_call()
    facts = told(log)
    expected = ["ReceiveCall", "StartRecording", "OfferCall", "AnswerCall", "ReleaseLeg", "ReleaseLeg", "EndCall"]
    assert names(facts) == expected
    assert {(fact.uniqueid, fact.source) for fact in facts} == {(CALLER, "cel")}
    assert isinstance(facts[0], ReceiveCall) and facts[0].number_raw == "081234567890"
    assert facts[0].occurred_at.microsecond == 10_000
    assert isinstance(facts[4], ReleaseLeg) and facts[4].closed
    assert isinstance(facts[6], EndCall) and facts[6].cause == 16


def test_the_number_is_found_ahead_though_its_row_is_not_due_yet(log: Log) -> None:
    log.whole_call()
    facts = told(log, until=1)
    assert names(facts) == ["ReceiveCall"]
    assert isinstance(facts[0], ReceiveCall) and facts[0].queue_priority == 5


def test_a_trunk_channel_without_mark_is_still_a_call(log: Log) -> None:
    log.caller("CHAN_START")
    log.caller("HANGUP", extra="not json")
    facts = told(log)
    assert names(facts) == ["ReceiveCall", "EndCall"]
    assert isinstance(facts[0], ReceiveCall) and facts[0].number_raw == "0811"


def test_a_return_is_told_with_its_number(log: Log) -> None:
    log.mark("returned", n=3)
    assert [fact.n for fact in told(log) if isinstance(fact, ReturnCall)] == [3]


def test_rows_that_make_no_sense_cost_only_themselves(log: Log) -> None:
    strange = {"extra": '{"extra":"recording?file=%ff%zz"}', "userdeftype": "tanggap"}
    log.write("USER_DEFINED", CALLER, "PJSIP/trunk-00000001", **strange)
    log.write("HANGUP", CALLER, "PJSIP/trunk-00000001", extra='{"hangupcause":"x"}', eventtime="yesterday")
    log.whole_call("1000000000.5")
    assert names(told(log)).count("EndCall") == 1


def test_a_desk_that_dials_for_itself_makes_no_call(log: Log) -> None:
    for eventtype in ("CHAN_START", "BRIDGE_ENTER", "HANGUP"):
        log.desk(eventtype, call="1000000000.2")
    log.write("CHAN_START", "7.7", "Local/x@y-00000001;1")
    log.write("USER_DEFINED", "7.7", "Local/x@y-00000001;1", extra='{"extra":5}', userdeftype="other")
    log.write("LINKEDID_END", "7.7", "Local/x@y-00000001;1")
    assert told(log) == []
