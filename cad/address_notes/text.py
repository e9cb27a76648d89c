"""A note in one short line of the page to the unit. What is said of a person does not travel by SMS."""

from collections.abc import Sequence

from cad.address_notes.model import AddressNote

LIMIT = 60  # characters of one note; a page should stay within three SMS parts
MOST = 2
WORDS = {
    "dog": ("Anjing", "Dog"),
    "gate": ("Gerbang", "Gate"),
    "hydrant": ("Hidran", "Hydrant"),
    "violent": ("Orang berbahaya", "Violent person"),
    "hazard": ("Bahaya", "Hazard"),
    "access": ("Akses", "Access"),
    "medical": ("Medis", "Medical"),
    "other": ("Catatan", "Note"),
}
ASK_FIRST = "AWAS: tanya pusat sebelum masuk."


def page_lines(notes: Sequence[AddressNote]) -> list[str]:
    """Sensitive ones first, and without what they say."""
    lines = [ASK_FIRST] if any(note.sensitive for note in notes) else []
    open_ones = [note for note in notes if not note.sensitive][: MOST - len(lines)]
    return lines + [f"{WORDS[note.kind][0]}: {_shortened(note.text)}" for note in open_ones]


def _shortened(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= LIMIT else flat[: LIMIT - 3] + "..."
