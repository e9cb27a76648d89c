"""The sentences of *45, and the tones that stand in for each where nothing can speak.

Pure data: the process that chooses among them imports it at every call, so it must not cost anything.
"""

from dataclasses import dataclass

FOLDER = "tanggap"  # under Asterisk's sounds
READY, PAUSED, ABSENT = "desk-ready", "desk-paused", "desk-absent"
UNAVAILABLE = "check-unavailable"  # the dialplan plays it when no answer came
MORE = "waiting-more"
COUNTED = ("tidak ada", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh")


@dataclass(frozen=True)
class Phrase:
    text: str
    tones: tuple[tuple[float, float], ...]  # hertz, seconds


def waiting(count: int) -> str:
    """The name of the sentence that says how many wait."""
    return f"waiting-{count}" if count < len(COUNTED) else MORE


PHRASES = {
    READY: Phrase("Meja ini siap.", ((660, 0.2), (880, 0.2))),
    PAUSED: Phrase("Meja ini sedang jeda.", ((660, 0.2), (660, 0.2))),
    ABSENT: Phrase("Meja ini belum masuk antrean.", ((880, 0.2), (660, 0.2))),
    UNAVAILABLE: Phrase("Maaf, keadaan meja ini tidak dapat diperiksa sekarang.", ((330, 1.0),)),
    MORE: Phrase("lebih dari sepuluh penelepon menunggu.", ((520, 3.0),)),
} | {
    waiting(count): Phrase(f"{word} penelepon menunggu.", ((520, 0.15),) * count) for count, word in enumerate(COUNTED)
}
