"""What a crew reads."""

from dataclasses import replace
from datetime import UTC, datetime

from cad.center import Center
from cad.dispatching.model import Assignment
from cad.incidents.model import Incident
from cad.incidents.types import INCIDENT_TYPES
from cad.messages.text import page_text
from cad.places.model import Kelurahan, Place
from cad.units.model import Unit

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
CENTER = Center(id="c", name="Padang Panjang", base_url="https://112.example")
FIRE = next(kind for kind in INCIDENT_TYPES if kind.code == "structure_fire")
PASAR = Kelurahan(code="1", name="Pasar Baru", kecamatan="Barat", lat=0, lon=0)
UNIT = Unit(id="u", center_id="c", agency_id="a", call_sign="DAMKAR-01", kind="pump", status_since=NOW)
ASSIGNMENT = Assignment(
    id="a", incident_id="i", unit_id="u", order=2, token="tok", dispatched_at=NOW, dispatched_by=None
)
INCIDENT = Incident(
    id="i", center_id="c", exercise=False, number=1123, type_code=FIRE.code, priority=1, what="Warung terbakar",
    place=Place(text="Jl. Sudirman 12", kelurahan_code="1", lat=-0.4653, lon=100.4001), opened_at=NOW, opened_by=None,
)  # fmt: skip


def test_a_page_says_what_where_and_how_to_answer() -> None:
    assert page_text(INCIDENT, FIRE, PASAR, UNIT, ASSIGNMENT, CENTER).splitlines() == [
        "112 Padang Panjang PERINTAH 1123-2",
        "DAMKAR-01: P1 Kebakaran bangunan",
        "Warung terbakar",
        "Lokasi: Jl. Sudirman 12, Kel. Pasar Baru",
        "Peta: https://maps.google.com/?q=-0.46530,100.40010",
        "Jawab: https://112.example/r/tok",
    ]


def test_an_exercise_says_so_first() -> None:
    assert page_text(replace(INCIDENT, exercise=True), FIRE, PASAR, UNIT, ASSIGNMENT, CENTER).startswith("LATIHAN 112")


def test_without_a_place_it_says_that_it_is_not_known() -> None:
    text = page_text(replace(INCIDENT, place=Place()), FIRE, None, UNIT, ASSIGNMENT, CENTER)

    assert "Lokasi: belum diketahui" in text
    assert "Peta:" not in text


def test_a_long_account_leaves_room_for_the_links() -> None:
    text = page_text(replace(INCIDENT, what="panjang " * 100), FIRE, PASAR, UNIT, ASSIGNMENT, CENTER)

    assert len(text) < 3 * 153  # three SMS parts
    assert text.endswith("/r/tok")
