"""EIDO: what goes out comes in the same; whatever comes in is read, or refused with a sentence."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cad.evidence.eido import BadEido, read_eido, to_eido

TYPES = frozenset({"structure_fire", "traffic_injury", "other"})
INCIDENT: dict[str, Any] = {
    "id": "0199f5a2-7f10-7c3e-9b1a-3d5d6a0f2b11",
    "number": 1123,
    "type_code": "structure_fire",
    "type_name_id": "Kebakaran bangunan",
    "priority": 1,
    "state": "closed",
    "what": "Toko terbakar <di> pasar & sekitarnya",
    "place": {
        "text": "Jl. Sudirman 12",
        "kelurahan_code": "13.74.01.1001",
        "kelurahan_name": "Silaing Bawah",
        "lat": -0.4636,
        "lon": 100.4016,
        "source": "map",
        "radius_m": 20.0,
    },
    "opened_by": "Dina",
    "disposition": "handled",
    "note": "padam",
    "assignments": [{"id": "a-1", "unit_id": "u-1", "call_sign": "DAMKAR-2", "status": "available"}],
    "narrative": [
        {"id": "n-1", "at": "2026-11-21T07:33:00.000Z", "user_name": "Dina", "text": "Api > atap", "struck": False},
        {"id": "n-2", "at": "2026-11-21T07:34:00.000Z", "user_name": "Dina", "text": "salah", "struck": True},
    ],
}
CALL = {
    "id": "c-1",
    "number": "08123456789",
    "withheld": False,
    "direction": "in",
    "received_at": "2026-11-21T07:32:07.000Z",
    "answered_at": "2026-11-21T07:32:09.000Z",
    "ended_at": None,
    "skill": "",
    "user_name": "Dina",
}
UNIT = {"id": "u-1", "kind": "pump", "capabilities": ["water"]}


def document(**changes: Any) -> dict[str, Any]:
    return to_eido(
        INCIDENT | changes,
        calls=[CALL],
        units=[UNIT],
        center_id="padang-panjang",
        center_name="Padang Panjang",
        at="2026-11-21T08:00:00.000Z",
    )


def test_there_and_back_it_is_the_same() -> None:
    received = read_eido(json.loads(json.dumps(document())), TYPES)
    assert (received.type_code, received.priority, received.closed, received.problems) == (
        "structure_fire",
        1,
        True,
        (),
    )
    assert (received.place.text, received.place.lat, received.place.lon) == ("Jl. Sudirman 12", -0.4636, 100.4016)
    assert received.place.radius_m == 20.0
    assert received.notes == ("Toko terbakar <di> pasar & sekitarnya", "Api > atap")
    assert received.sender == "padang-panjang"
    assert received.incident_id == read_eido(document(), TYPES).incident_id


def test_every_reference_names_a_component_and_every_component_has_its_prologue() -> None:
    made = document()
    parts = [one for name, value in made.items() if name.endswith("Component") for one in _list(value)]
    ids = {one["$id"] for one in parts}
    assert len(ids) == len(parts)
    assert all(one["lastUpdateTimeStamp"] for one in parts)
    references = json.dumps(made).split('"$ref": "')[1:]
    assert {one.split('"')[0] for one in references} <= ids
    # STA-021.1b: what is required of each
    assert {"incidentTypeCommonRegistryText"} <= made["incidentComponent"].keys()
    required = {"callStateRegistryText", "standardPrimaryCallType", "direction", "callStartTimestamp"}
    assert required <= made["callComponent"][0].keys()
    assert {"agencyRoleDescriptionRegistryText", "agencyType"} <= made["agencyComponent"][0].keys()
    assert "locationTypeDescriptionRegistryText" in made["locationComponent"][0]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def test_a_foreign_document_with_a_registry_type_is_understood() -> None:
    received = read_eido(
        {
            "$id": "urn:emergency:uid:incidentid:a56e556d871:bcf.example",
            "issuingElementIdentification": "idx.example",
            "incidentComponent": {
                "$id": "inc-123",
                "lastUpdateTimeStamp": "2021-04-30T14:42:00.0-04:00",
                "incidentTypeCommonRegistryText": "MVAINJY",
                "incidentCommonPriorityNumber": 7,
            },
            "locationComponent": [{"$id": "loc", "locationDescriptionText": "KM 105"}],
            "notesComponent": [{"$id": "note", "notesActionComments": "Vehicle rollover"}],
        },
        TYPES,
    )
    assert (received.type_code, received.priority, received.place.text) == ("traffic_injury", 2, "KM 105")
    assert received.notes == ("Vehicle rollover",)


def test_a_type_nobody_knows_and_a_place_by_url_are_taken_and_said() -> None:
    made = document(type_code="strange")
    made["locationComponent"][0] |= {"locationByReferenceUrl": "https://x.example", "locationByValue": ""}
    received = read_eido(made, TYPES)
    assert received.type_code == "other"
    assert len(received.problems) == 2


@pytest.mark.parametrize("bad", [None, [], {}, "x", {"incidentComponent": {}}, {"incidentComponent": [{"$id": "x"}]}])
def test_without_a_sender_or_an_incident_it_is_refused_with_a_sentence(bad: object) -> None:
    with pytest.raises(BadEido, match="EIDO"):
        read_eido(bad, TYPES)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=150)
@given(st.data())
def test_mutated_documents_are_read_or_refused_never_worse(data: st.DataObject) -> None:
    made = json.loads(json.dumps(document()))
    for _ in range(data.draw(st.integers(1, 4))):
        _mutate(made, data)
    try:
        received = read_eido(made, TYPES)
    except BadEido:
        return
    for text in (received.sender, received.their_incident, received.place.text, *received.notes):
        assert "\0" not in text
        text.encode()
    assert received.type_code in TYPES
    assert received.priority in (None, 1, 2, 3, 4)
    assert received.place.lat is None or -90 <= received.place.lat <= 90


def _mutate(made: Any, data: st.DataObject) -> None:
    """Somewhere inside, one value becomes anything."""
    here = made
    while True:
        keys = list(here) if isinstance(here, dict) else list(range(len(here)))
        if not keys:
            return
        key = data.draw(st.sampled_from(keys))
        if not isinstance(here[key], dict | list) or not here[key] or data.draw(st.integers(0, 3)) == 0:
            here[key] = data.draw(JSON | st.text(alphabet="\0\ud800<&x", max_size=5))
            return
        here = here[key]
