"""Which calls are told to be broken when Asterisk is killed and back within the second."""

from pathlib import Path

import pytest

from cad.calls.commands import EndCall
from telephony.ari import Client
from telephony.cel.reader import Reader
from telephony.cel.reconciler import Reconciler
from telephony.observer.broken import Broken
from telephony.observer.courier import Courier
from telephony.observer.observer import Observer
from telephony.observer.translator import Translator
from tests.fakes.command_bus import CommandBus
from tests.fakes.ledger import ListLedger
from tests.telephony.cel.log import BEGAN, Log

CALL = f"{int(BEGAN.timestamp())}.1"  # begun in that second, 10 ms after its start


class RestartedPbx(Observer):
    """An Asterisk that began `after_s` into that second and knows no channel."""

    def __init__(self, bus: CommandBus, after_s: float) -> None:
        super().__init__(Client("http://nowhere/ari", "test", "", ""), Translator("pbx-1", False), Courier(bus))
        self._after_s = after_s

    async def pbx_began(self) -> float:
        return BEGAN.timestamp() + self._after_s

    async def living(self) -> set[str]:
        return set()


@pytest.mark.parametrize(("after_s", "broken"), [(0.9, True), (0.005, False)])
async def test_given_a_call_of_the_second_asterisk_came_back_in_then_it_is_broken_only_if_it_is_older(
    tmp_path: Path, after_s: float, broken: bool
) -> None:
    log, bus = Log(tmp_path / "cel.db"), CommandBus()
    log.caller("CHAN_START", CALL)
    log.mark("received", CALL, number="081234567890", withheld=0)
    reader = Reader(log.file)
    reconciler = Reconciler(reader, bus, "pbx-1")
    told = await Broken(
        RestartedPbx(bus, after_s), reconciler, reader, bus, ListLedger(calls=[CALL]), "pbx-1"
    ).end_them(tmp_path)
    assert [(fact.uniqueid, fact.broken) for fact in told if isinstance(fact, EndCall)] == (
        [(CALL, True)] if broken else []
    )
