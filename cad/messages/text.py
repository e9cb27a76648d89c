"""The words of a page. A crew reads it once, in a moving vehicle, so: what, how bad, where, then the links."""

from collections.abc import Sequence

from cad.center import Center
from cad.dispatching.model import Assignment
from cad.incidents.model import Incident, IncidentType
from cad.places.model import Kelurahan, Place
from cad.units.model import Unit

WHAT_LIMIT = 90  # characters; the whole page should stay within three SMS parts


def page_text(
    incident: Incident,
    kind: IncidentType | None,
    kelurahan: Kelurahan | None,
    unit: Unit,
    assignment: Assignment,
    center: Center,
    notes: Sequence[str] = (),
) -> str:
    """`notes`: what is known of the place (a dog, a gate's code), one short line each.

    The order's number (`1123-2`: the second unit sent to incident 1123) makes a doubled SMS recognisable."""
    lines = [
        f"{_exercise(incident)}112 {center.name} PERINTAH {incident.number}-{assignment.order}",
        f"{unit.call_sign}: P{incident.priority} {kind.name_id if kind else incident.type_code}",
        _shortened(incident.what),
        _where(incident.place, kelurahan),
        _map(incident.place),
        *notes,
        f"Jawab: {responder_link(assignment, center)}" if center.base_url else "",
    ]
    return "\n".join(line for line in lines if line)


def responder_link(assignment: Assignment, center: Center) -> str:
    return f"{center.base_url}/r/{assignment.token}"


def _shortened(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= WHAT_LIMIT else flat[: WHAT_LIMIT - 3] + "..."


def _where(place: Place, kelurahan: Kelurahan | None) -> str:
    parts = [" ".join(place.text.split()), f"Kel. {kelurahan.name}" if kelurahan else ""]
    return "Lokasi: " + (", ".join(part for part in parts if part) or "belum diketahui")


def _map(place: Place) -> str:
    if place.point is None:
        return ""
    lat, lon = place.point
    return f"Peta: https://maps.google.com/?q={lat:.5f},{lon:.5f}"


def cancel_text(incident: Incident, unit: Unit, assignment: Assignment, reason: str, center: Center) -> str:
    """Carries the number of the order that it takes back."""
    lines = [
        f"{_exercise(incident)}112 {center.name} BATAL {incident.number}-{assignment.order}",
        f"{unit.call_sign}: jangan berangkat, atau kembali.",
        f"Alasan: {_shortened(reason)}" if reason else "",
    ]
    return "\n".join(line for line in lines if line)


def hand_over_text(incident: Incident, kind: IncidentType | None, reason: str, center: Center) -> str:
    lines = [
        f"{_exercise(incident)}112 {center.name} PENYERAHAN {incident.number}",
        f"P{incident.priority} {kind.name_id if kind else incident.type_code}. Diminta memimpin kejadian ini.",
        f"Alasan: {_shortened(reason)}",
        "Jawab ke pusat 112: terima atau tolak.",
    ]
    return "\n".join(lines)


def _exercise(incident: Incident) -> str:
    return "LATIHAN " if incident.exercise else ""
