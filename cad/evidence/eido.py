"""EIDO, the Emergency Incident Data Object (NENA-STA-021.1b): an incident as one JSON document, out and in.

Covered: the prologue of every component (`$id`, `lastUpdateTimeStamp`), incident, dispositions, calls, locations (as
PIDF-LO by value, geodetic and civic), agencies, agents, emergency resources (units), notes, links; references as
`{"$ref": id}`. Not covered: alarms and sensors, additional data, persons as NIEM types, vehicles, merge, callbacks,
dispatch components, jCards, locations by reference (a URL is told in the notes, never fetched).

Written from the standard's published structure without its official JSON schema or its registries at hand: names of
components and fields were compared with public implementations, nothing was validated against the schema, and the
values below (`INCIDENT_TYPES`, roles, states) are the registries' as far as they could be learnt. Our own codes go
along in the `...Internal...` fields, and are what we read first, so nothing is lost between two of our centers.
"""

import math
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

from cad.errors import Invalid
from cad.locations import civic as civic_words
from cad.locations import pidf_lo
from cad.locations.errors import Refused
from cad.places.model import Place

VERSION = "1.0"
OURS = uuid.UUID("5b0f0a62-8d1c-4f6e-9a53-1f0a1c2d3e4f")  # ids of what came in are made in this space
LONGEST_ID, LONGEST_LINE, LONGEST_TEXT, MOST_NOTES = 200, 200, 4000, 200
# Our groups and types in APCO's common incident types, which the registry took over; the widest that is surely right.
INCIDENT_TYPES = {
    "cardiac_arrest": "MEDICAL",
    "structure_fire": "STRUCTF",
    "vehicle_fire": "VEHF",
    "wildfire": "VEGF",
    "gas_leak": "GASLEAK",
    "hazmat": "HAZMAT",
    "traffic_injury": "MVAINJY",
    "traffic_trapped": "MVAINJY",
    "traffic_damage": "MVA",
    "theft": "THEFT",
    "missing_person": "MISSPER",
    "domestic_violence": "DOMESTIC",
    "flood": "FLOOD",
    "flash_flood": "FLOOD",
    "drowning": "WATRESC",
    "suicide_threat": "SUICIDE",
}
THEIRS = {"MEDICAL": "injury", "MVA": "traffic_damage", "MVAINJY": "traffic_injury", "FLOOD": "flood"} | {
    value: key for key, value in INCIDENT_TYPES.items() if value not in ("MEDICAL", "MVA", "MVAINJY", "FLOOD")
}
OTHER = "other"
# 0 to 10, 10 the highest (STA-021, incidentCommonPriorityNumber); ours 1 to 4, 1 the highest.
PRIORITY_OUT = {1: 10, 2: 7, 3: 4, 4: 1}


class BadEido(Invalid):
    error_id = "bad_eido"

    def __init__(self, what: str, what_en: str) -> None:
        super().__init__(
            f"Dokumen EIDO ini tidak dapat diterima: {what}. Perbaiki di sistem pengirim, lalu kirim lagi.",
            en=f"This EIDO document cannot be taken: {what_en}. Correct it at the sending system and send it again.",
        )


@dataclass(frozen=True, kw_only=True)
class Received:
    """What a document says, in our words. `problems` are what could not be taken over; the rest counts all the same."""

    sender: str
    message_id: str
    their_incident: str
    type_code: str
    type_text: str
    priority: int | None
    place: Place
    notes: tuple[str, ...]
    at: datetime | None
    closed: bool = False
    problems: tuple[str, ...] = field(default=())

    @property
    def incident_id(self) -> str:
        """The same incident of the same sender is always this one."""
        return str(uuid.uuid5(OURS, f"{self.sender}\n{self.their_incident}"))

    @property
    def report_id(self) -> str:
        return str(uuid.uuid5(OURS, f"{self.sender}\n{self.their_incident}\n{self.message_id}"))


Component = dict[str, Any]


def to_eido(
    incident: Mapping[str, Any],
    *,
    calls: Sequence[Mapping[str, Any]],
    units: Sequence[Mapping[str, Any]],
    links: Sequence[str] = (),
    center_id: str,
    center_name: str,
    at: str,
) -> Component:
    """`incident` and `calls` are views as screens see them; `at` is now, ISO 8601. Numbers as they are given."""

    def part(kind: str, key: str, **more: Any) -> Component:
        known = {name: value for name, value in more.items() if value not in (None, "", [])}
        return {
            "$id": f"urn:emergency:uid:{kind}:{key}:{center_id}",
            "lastUpdateTimeStamp": at,
            "updatedByAgencyReference": {"$ref": agency_id},
        } | known

    agency_id = f"urn:emergency:uid:agency:{center_id}:{center_id}"
    agents = {name: f"urn:emergency:uid:agent:{n}:{center_id}" for n, name in enumerate(_people(incident, calls), 1)}
    place = incident["place"]
    located = place["lat"] is not None or place["text"] or place["kelurahan_name"]
    location = part("location", incident["id"])["$id"]
    notes = [
        part(
            "note",
            str(note["id"]),
            lastUpdateTimeStamp=note["at"],
            notesActionComments=escape(note["text"]),
            agentReference=_reference(agents.get(note["user_name"] or "")),
        )
        for note in incident["narrative"]
        if not note["struck"]
    ]
    told = part(
        "incident",
        incident["id"],
        incidentTypeCommonRegistryText=INCIDENT_TYPES.get(incident["type_code"], "OTHER"),
        incidentTypeInternalCode=incident["type_code"],
        incidentTypeInternalText=incident["type_name_id"],
        incidentStatusCommonRegistryText=["Closed" if incident["state"] == "closed" else "Active"],
        incidentStatusInternalText=[incident["state"]],
        internalIncidentId=str(incident["number"]),
        incidentCommonPriorityNumber=PRIORITY_OUT[incident["priority"]],
        incidentPriorityInternalText=str(incident["priority"]),
        documentIdentification=incident["what"],
        locationReference=[{"$ref": location}] if located else [],
        agentReference=[{"$ref": one} for one in agents.values()],
        notesReference=[{"$ref": note["$id"]} for note in notes],
        dispositionComponent=_dispositions(incident, part),
    )
    return {
        "$id": f"urn:emergency:uid:incidentid:{incident['id']}:{center_id}",
        "eidoVersion": VERSION,
        "lastUpdateTimeStamp": at,
        "issuingElementIdentification": center_id,
        "incidentComponent": told,
        "callComponent": [_call(call, part, agents) for call in calls],
        "locationComponent": [_location(place, incident["id"], part)] if located else [],
        "agencyComponent": [
            {
                "$id": agency_id,
                "lastUpdateTimeStamp": at,
                "agencyRoleDescriptionRegistryText": ["CallReceiving", "Dispatch"],
                "agencyType": ["psap"],
                "agencyJcard": ["vcard", [["version", {}, "text", "4.0"], ["fn", {}, "text", center_name]]],
                "incidentOwningAgencyIndicator": True,
            }
        ],
        "agentComponent": [
            part("agent", key.split(":")[4], agentRoleRegistryText=["CallTaking"], agencyReference={"$ref": agency_id})
            | {"agentJcard": ["vcard", [["version", {}, "text", "4.0"], ["fn", {}, "text", name]]]}
            for name, key in agents.items()
        ],
        "emergencyResourceComponent": [_resource(one, units, part) for one in incident["assignments"]],
        "notesComponent": notes,
        "linkComponent": [part("link", str(n), linkedIncidentIdentifier=link) for n, link in enumerate(links, 1)],
    }


def _people(incident: Mapping[str, Any], calls: Sequence[Mapping[str, Any]]) -> list[str]:
    names = [incident["opened_by"], *(note["user_name"] for note in incident["narrative"])]
    return sorted({name for name in [*names, *(call["user_name"] for call in calls)] if name})


def _reference(key: str | None) -> Component | None:
    return {"$ref": key} if key else None


def _dispositions(incident: Mapping[str, Any], part: Any) -> list[Component]:
    if not incident["disposition"]:
        return []
    code = incident["disposition"]
    more = {"dispositionCommonRegistryCode": code, "dispositionPrimaryIndicator": True}
    return [part("disposition", incident["id"], dispositionDescriptionText=incident["note"], **more)]


def _call(call: Mapping[str, Any], part: Any, agents: Mapping[str, str]) -> Component:
    made: Component = part(
        "callid",
        str(call["id"]),
        callStateRegistryText="callEnd" if call["ended_at"] else "callAnswered" if call["answered_at"] else "callBegin",
        standardPrimaryCallType="emergency",
        direction="outgoing" if call["direction"] == "out" else "incoming",
        callStartTimestamp=call["received_at"],
        answerDate=call["answered_at"],
        queueIdentifier=call["skill"],
        agentReference=[{"$ref": agents[call["user_name"]]}] if call["user_name"] in agents else [],
    )
    number = "" if call["withheld"] else call["number"]
    return made | ({"callbackUri": [f"tel:{number}"]} if number else {})


def _location(place: Mapping[str, Any], key: str, part: Any) -> Component:
    words = ", ".join(word for word in (place["text"], place["kelurahan_name"]) if word)
    return dict(
        part(
            "location",
            key,
            locationTypeDescriptionRegistryText="CurrentIncident",
            locationByValue=pidf(place, key),
            locationDescriptionText=words,
        )
    )


def pidf(place: Mapping[str, Any], key: str) -> str:
    """RFC 5491: a Point or a Circle, and the words as a civic address (LOC), as far as either is known."""
    inside = ""
    if place["lat"] is not None and place["lon"] is not None:
        position = f"<gml:pos>{place['lat']:.7f} {place['lon']:.7f}</gml:pos>"
        srs = 'srsName="urn:ogc:def:crs:EPSG::4326"'
        if place["radius_m"]:
            radius = f'<gs:radius uom="urn:ogc:def:uom:EPSG::9001">{place["radius_m"]:.1f}</gs:radius>'
            inside += f"<gs:Circle {srs}>{position}{radius}</gs:Circle>"
        else:
            inside += f"<gml:Point {srs}>{position}</gml:Point>"
    names = {"A6": place["kelurahan_name"], "LOC": place["text"], "ADDCODE": place["kelurahan_code"]}
    told = "".join(f"<ca:{name}>{_xml(value)}</ca:{name}>" for name, value in names.items() if value)
    if told:
        inside += f"<ca:civicAddress><ca:country>ID</ca:country>{told}</ca:civicAddress>"
    return (
        '<presence xmlns="urn:ietf:params:xml:ns:pidf" xmlns:dm="urn:ietf:params:xml:ns:pidf:data-model"'
        ' xmlns:gp="urn:ietf:params:xml:ns:pidf:geopriv10" xmlns:gml="http://www.opengis.net/gml"'
        ' xmlns:gs="http://www.opengis.net/pidflo/1.0" xmlns:ca="urn:ietf:params:xml:ns:pidf:geopriv10:civicAddr"'
        f' entity="pres:{_xml(key)}@tanggap"><dm:device id="incident"><gp:geopriv><gp:location-info>{inside}'
        "</gp:location-info><gp:usage-rules/></gp:geopriv></dm:device></presence>"
    )


def _xml(text: object) -> str:
    return escape("".join(c for c in str(text) if c.isprintable()), {'"': "&quot;"})


def _resource(one: Mapping[str, Any], units: Sequence[Mapping[str, Any]], part: Any) -> Component:
    unit = next((unit for unit in units if unit["id"] == one["unit_id"]), {})
    return dict(
        part(
            "resource",
            str(one["id"]),
            emergencyResourceName=one["call_sign"],
            emergencyResourceTypeInternalText=unit.get("kind"),
            emergencyResourceTypeCommonRegistryText="OTHER",
            primaryUnitStatusRegistryText="Available" if one["status"] == "available" else "Unavailable",
            secondaryUnitStatusRegistryText=[one["status"]],
            resourceAttributeRegistryText=list(unit.get("capabilities") or ["OTHER"]),
        )
    )


def read_eido(document: object, known_types: frozenset[str]) -> Received:
    """What a document says. Raises BadEido for one without a sender or an incident; less is forgiven and told."""
    if not isinstance(document, dict):
        raise BadEido("isinya bukan objek JSON", "it is not a JSON object")
    told = _first(document.get("incidentComponent"))
    if told is None:
        raise BadEido("tidak ada incidentComponent", "there is no incidentComponent")
    sender = _line(document.get("issuingElementIdentification") or document.get("sendingSystemIdentifier"))
    theirs = _line(told.get("$id") or told.get("internalIncidentId") or document.get("$id"), LONGEST_ID)
    if not sender or not theirs:
        raise BadEido(
            "tidak ada issuingElementIdentification atau $id", "there is no issuingElementIdentification or no $id"
        )
    problems: list[str] = []
    code, text = _type(told, known_types, problems)
    place = _place(document, told, problems)
    stamp = _line(told.get("lastUpdateTimeStamp") or document.get("lastUpdateTimeStamp"))
    states = [_line(one).lower() for one in _many(told.get("incidentStatusCommonRegistryText"))]
    return Received(
        sender=sender,
        message_id=f"{_line(document.get('$id'), LONGEST_ID)} {stamp}",
        their_incident=theirs,
        type_code=code,
        type_text=text,
        priority=_priority(told, problems),
        place=place,
        notes=_notes(document, told),
        at=_moment(stamp),
        closed="closed" in states,
        problems=tuple(problems),
    )


def _many(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _first(value: object) -> Component | None:
    return next((one for one in _many(value) if isinstance(one, dict)), None)


def _components(document: Component, name: str) -> list[Component]:
    return [one for one in _many(document.get(name)) if isinstance(one, dict)][:MOST_NOTES]


def _line(value: object, longest: int = LONGEST_LINE) -> str:
    """Text as PostgreSQL can hold it, on one line; empty for what is no text."""
    return " ".join(_words(value).split())[:longest]


def _words(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    try:
        told = str(value)
    except ValueError:  # an integer of more digits than Python writes
        return ""
    kept = told.replace("\0", "").encode("utf-8", "ignore").decode()
    return "".join(c for c in kept if c.isprintable() or c in "\n\t").strip()


def _moment(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
        return at.astimezone(UTC) if at.tzinfo and 1970 < at.year < 2200 else None
    except (ValueError, OverflowError):
        return None


def _type(told: Component, known: frozenset[str], problems: list[str]) -> tuple[str, str]:
    internal, registry = _line(told.get("incidentTypeInternalCode")), _line(told.get("incidentTypeCommonRegistryText"))
    text = _line(told.get("incidentTypeInternalText")) or registry or internal
    for code in (internal, THEIRS.get(registry.upper(), "")):
        if code in known:
            return code, text
    problems.append(f"incident type {registry or internal or '(none)'} is not known here: taken as {OTHER}")
    return OTHER, text


def _priority(told: Component, problems: list[str]) -> int | None:
    internal = _line(told.get("incidentPriorityInternalText"))
    if internal in ("1", "2", "3", "4"):
        return int(internal)
    number = told.get("incidentCommonPriorityNumber")
    if isinstance(number, bool) or not isinstance(number, int | float) or not 0 <= number <= 10:
        if number is not None:
            problems.append("incidentCommonPriorityNumber is not between 0 and 10: the type's own priority is taken")
        return None
    return 1 if number >= 9 else 2 if number >= 6 else 3 if number >= 3 else 4


def _place(document: Component, told: Component, problems: list[str]) -> Place:
    """The first location that the incident refers to; without a reference the first that is there."""
    wanted = [one.get("$ref") for one in _many(told.get("locationReference")) if isinstance(one, dict)]
    locations = _components(document, "locationComponent")
    chosen = next((one for one in locations if one.get("$id") in wanted), locations[0] if locations else None)
    if chosen is None:
        return Place(source="partner")
    words = _line(chosen.get("locationDescriptionText"))
    if chosen.get("locationByReferenceUrl") and not chosen.get("locationByValue"):
        problems.append("the location is given as a URL only; it was not fetched")
    value = chosen.get("locationByValue")
    if not isinstance(value, str) or not value.strip():
        return Place(text=words, source="partner")
    try:
        fix = pidf_lo.read(value.encode("utf-8", "ignore"))[0]
    except Refused as refused:
        problems.append(f"locationByValue cannot be read as PIDF-LO ({refused.reason})")
        return Place(text=words, source="partner")
    said = fix.civic.get("LOC") or words or civic_words.text_of(fix.civic)
    radius = fix.radius_m if fix.radius_m is not None and 0 < fix.radius_m <= 1_000_000 else None
    return Place(text=_line(said), lat=_finite(fix.lat), lon=_finite(fix.lon), source="partner", radius_m=radius)


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def _notes(document: Component, told: Component) -> tuple[str, ...]:
    """What happened, then the notes, each once."""
    texts = [_words(told.get("documentIdentification"))]
    for note in _components(document, "notesComponent"):
        text = note.get("notesActionComments") or note.get("noteText")
        texts.append(_unescaped(_words(text)))
    return tuple(text[:LONGEST_TEXT] for text in dict.fromkeys(texts) if text)


def _unescaped(text: str) -> str:
    """Notes are HTML5 in the standard; what people typed is text, and we keep text."""
    for written, meant in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#39;", "'"), ("&amp;", "&")):
        text = text.replace(written, meant)
    return text
