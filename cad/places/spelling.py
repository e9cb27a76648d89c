"""Names as they are written and as they are said: one key for every spelling of a name.

    words("Jl. Jend. Soedirman")  ->  ("jalan", "jenderal", "soedirman")
    folded("gunuang") == folded("gunung");  folded("Soekarno") == folded("Sukarno")

A key is never shown. Each rule has its reason; both sides of a comparison go through the same ones, in this order.
"""

import re
import unicodedata
from functools import lru_cache

ABBREVIATIONS = {
    "jl": "jalan", "jln": "jalan", "jalanan": "jalan",
    "gg": "gang", "lr": "lorong", "lrg": "lorong",
    "spg": "simpang", "sp": "simpang", "simp": "simpang", "simpangan": "simpang", "persimpangan": "simpang",
    "pertigaan": "simpang", "perempatan": "simpang", "prapatan": "simpang",
    "kel": "kelurahan", "kec": "kecamatan", "kp": "kampung", "kamp": "kampung", "tj": "tanjung", "tjg": "tanjung",
    "gn": "gunung", "lb": "lubuk", "ps": "pasar", "psr": "pasar", "perum": "perumahan", "komp": "komplek",
    "kompleks": "komplek", "jend": "jenderal", "jendral": "jenderal", "jen": "jenderal", "ltj": "letjen",
    "prof": "profesor", "moh": "muhammad", "muh": "muhammad", "mhd": "muhammad", "mohammad": "muhammad",
    "rsu": "rsud", "smpn": "smp", "sman": "sma", "sdn": "sd", "stasion": "stasiun", "mesjid": "masjid",
}  # fmt: skip
# What kind of place a name is of: it may be left out when asking ("Sudirman" is Jalan Sudirman).
CLASSES = {"jalan": "street", "gang": "street", "lorong": "street", "simpang": "crossing", "kelurahan": "kelurahan"}

RULES: tuple[tuple[str, str, str], ...] = (
    ("oe", "u", "before 1947 u was written oe: Soedirman"),
    ("dj", "j", "before 1972 j was dj: Djakarta"),
    ("tj", "c", "before 1972 c was tj: Tjokroaminoto"),
    ("nj", "ny", "before 1972 ny was nj: Njak Dien"),
    ("sj", "sy", "before 1972 sy was sj: Sjahrir"),
    ("ch", "kh", "before 1972 kh was ch: Chatib"),
    (r"([a-z])\1+", r"\1", "a letter typed or written twice: Panjangg, Hassan"),
    ("e", "a", "Minang has a where Indonesian has the weak e: Tangah, tengah; Batuang, Betung"),
    ("uang$", "ung", "Minang gunuang, Indonesian gunung"),
    ("iang$", "ing", "Minang Silaiang, Indonesian Silaing"),
    ("uak$", "uk", "Minang Lubuak, Guguak; Indonesian Lubuk, Guguk"),
    ("iak$", "ik", "Minang ciliak, Indonesian cilik"),
    ("uah$", "uh", "Minang tujuah, Indonesian tujuh"),
    ("iah$", "ih", "Minang putiah, Indonesian putih"),
    ("as$", "ah", "Minang ateh, Indonesian atas (the weak e is an a by now)"),
    ("at$", "ak", "Minang barek, ampek; Indonesian barat, empat"),
    ("ar$", "a", "Minang pasa, Indonesian pasar"),
    ("ur$", "ua", "Minang timua, Indonesian timur"),
    ("ir$", "ia", "Minang aia, Indonesian air"),
    ("o$", "a", "Minang Koto, Indonesian Kota"),
)
_RULES = [(re.compile(pattern), put) for pattern, put, _ in RULES]
_WORD = re.compile(r"[a-z0-9]+")
LONGEST = 200


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[str, ...]:
    """Small letters without accents, abbreviations written out."""
    plain = (
        unicodedata.normalize("NFKD", text[:LONGEST])
        .lower()
        .replace("'", "")
        .replace("\N{RIGHT SINGLE QUOTATION MARK}", "")
    )
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return tuple(ABBREVIATIONS.get(word, word) for word in _WORD.findall(plain))


@lru_cache(maxsize=65536)
def folded(word: str) -> str:
    """One word's key."""
    for pattern, put in _RULES:
        word = pattern.sub(put, word)
    return word
