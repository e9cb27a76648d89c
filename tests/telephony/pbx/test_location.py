"""A location in the INVITE, over the wire into a real Asterisk: its mark says where, after the caller was answered."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from cad.locations import civic
from cad.locations.asterisk import read_drawn
from cad.locations.commands import LocateCall
from telephony.marks import Mark as Told
from telephony.marks import located
from tests.cad.locations import made_up as made
from tests.cad.locations.test_pidf_lo import SHAPES
from tests.support.pbx import Mark, Pbx, running_pbx
from tests.support.waiting import wait_until
from tests.support.wire import Invite, Wire, status
from tests.telephony.pbx.malformed import located_by

pytestmark = pytest.mark.timeout(90)
ABOUT: dict[str, Any] = {
    "pbx_id": "p",
    "uniqueid": "1",
    "occurred_at": datetime(2026, 3, 1, tzinfo=UTC),
    "source": "ari",
}


@pytest.fixture(scope="module")
def pbx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pbx]:
    with running_pbx(tmp_path_factory.mktemp("location") / "home", desks=1) as running:
        yield running


def say(pbx: Pbx, invite: Invite) -> tuple[Mark, list[str]]:
    """The `located` mark of that call, and the names of the marks before it."""
    with Wire(pbx.sip) as wire:
        answer = wire.ask(invite)
        assert status(answer) == 200
        wire.acknowledge(invite, answer)

        def told() -> list[Mark]:
            calls = [mark.linkedid for mark in pbx.marks("received") if mark.fields["sip_call_id"] == invite.call_id]
            marks = pbx.marks(uniqueid=calls[0]) if calls else []
            return marks if any(mark.name == "located" for mark in marks) else []

        marks = wait_until(told, 10, "the mark that says where")
        wire.hang_up(invite, answer)
    names = [mark.name for mark in marks]
    return marks[names.index("located")], names[: names.index("located")]


def fact_of(mark: Mark) -> LocateCall:
    (fact,) = located(Told(mark.name, mark.fields), ABOUT)
    assert isinstance(fact, LocateCall)
    return fact


@pytest.mark.parametrize(("chunk", "kind", "centre", "radius", "altitude"), SHAPES, ids=[one[1] for one in SHAPES])
def test_every_shape_comes_through(
    pbx: Pbx, chunk: str, kind: str, centre: tuple[float, float], radius: float | None, altitude: float | None
) -> None:
    document = made.document(made.in_tuple(made.info(chunk))).decode()
    mark, before = say(pbx, located_by(document))
    fact = fact_of(mark)
    fix = read_drawn(fact.drawn, method=fact.method, confidence=fact.confidence)
    assert fix.raw_kind == kind
    assert fix.point == pytest.approx(centre, abs=1e-6)
    assert fix.radius_m == (pytest.approx(radius, rel=1e-4) if radius else None)
    assert fix.altitude_m == altitude
    assert fix.method == "gnss"
    assert before == ["received", "recording"]  # answered and recorded before anybody looks at where


def test_an_address_in_words_and_how_sure_it_is_come_through(pbx: Pbx) -> None:
    fact = fact_of(say(pbx, located_by(made.document(made.in_tuple(made.info(made.CIVIC))).decode()))[0])
    fix = read_drawn(fact.drawn)
    assert civic.text_of(fix.civic).startswith("Pasar Pusat, Jalan Soekarno Hatta 12B")
    sure = '<con:confidence pdf="normal">68</con:confidence>'
    mark, _ = say(pbx, located_by(made.document(made.in_device(made.info(made.CIRCLE, sure))).decode()))
    fact = fact_of(mark)
    fix = read_drawn(fact.drawn, method=fact.method, confidence=fact.confidence)
    assert (fix.method, fix.confidence, fix.radius_m) == ("wifi", 68, 30.0)


def test_an_address_to_ask_at_comes_through_and_nobody_in_the_pbx_asks_it(pbx: Pbx) -> None:
    said = '<https://lis.example/a?b=c&d=%28e%29>;inserted-by="proxy.example"'
    mark, _ = say(pbx, Invite(headers=[("Geolocation", said)]))
    assert fact_of(mark).uris == ("https://lis.example/a?b=c&d=%28e%29",)


def test_hostile_words_in_a_location_are_only_words(pbx: Pbx) -> None:
    hostile = "${SHELL(touch pwned)}, x)&amp;y|$[1/0]"
    said = len(pbx.complaints())
    document = made.document(made.in_tuple(made.info(made.CIVIC.replace("Pasar Pusat", hostile)))).decode()
    mark, _ = say(pbx, located_by(document))
    assert "touch pwned" in mark.fields["drawn"]
    assert list(pbx.installation.home.rglob("pwned")) == []
    assert [line for line in pbx.complaints()[said:] if "ast_expr" in line or "func_" in line or "pbx" in line] == []
