"""How an incident may end: which disposition needs a note, and which does not fit what happened."""

from collections.abc import Mapping

from cad.incidents.errors import DispositionDoesNotFit, NoteMissing
from cad.incidents.model import IncidentType

# (why in Indonesian, why in English): who reads it later has nothing else to go by.
NEEDS_NOTE: Mapping[str, tuple[str, str]] = {
    "cancelled": ("siapa yang membatalkan dan mengapa", "who cancelled it and why"),
    "referred": ("kepada siapa diteruskan", "to whom it was referred"),
}
# Somebody who cannot speak is taken seriously until the opposite is known.
DOUBTFUL = ("silent_call", "domestic_violence", "crime_violent")
UNFOUNDED = ("prank", "no_response_needed", "test")


def check_disposition(kind: IncidentType | None, disposition: str, note: str, *, on_scene: bool) -> None:
    """`on_scene`: a unit was there. Raises NoteMissing or DispositionDoesNotFit."""
    if disposition == "test" and on_scene:
        raise DispositionDoesNotFit(disposition, "unit sudah tiba di lokasi", "a unit was on scene")
    if note.strip():
        return
    if disposition in NEEDS_NOTE:
        raise NoteMissing(disposition, *NEEDS_NOTE[disposition])
    if kind and kind.code in DOUBTFUL and disposition in UNFOUNDED and not on_scene:
        raise NoteMissing(disposition, "bagaimana dipastikan tidak ada bahaya", "how it is certain that all is well")
