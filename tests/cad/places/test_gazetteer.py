"""A place is found by what people type and say. The city is made up; the spellings are not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cad.places.distance import mistakes
from cad.places.gazetteer import Entry, Gazetteer


def entry(kind: str, name: str, lat: float = -0.46, lon: float = 100.40, *aliases: str) -> Entry:
    return Entry(id=f"{kind}:{name}:{lat}", kind=kind, name=name, lat=lat, lon=lon, source="made up", aliases=aliases)


ENTRIES = [
    entry("kelurahan", "Silaing Bawah"),
    entry("kelurahan", "Silaing Atas"),
    entry("kelurahan", "Guguk Malintang"),
    entry("kelurahan", "Ekor Lubuk"),
    entry("kelurahan", "Koto Panjang"),
    entry("kelurahan", "Tanah Pak Lambik"),
    entry("kelurahan", "Pasar Usang"),
    entry("street", "Jalan Jenderal Sudirman"),
    entry("street", "Jalan Soekarno Hatta"),
    entry("street", "Jalan Sutan Syahrir"),
    entry("street", "Jalan Merdeka", -0.40, 100.30),
    entry("street", "Jalan Merdeka", -0.47, 100.40),
    entry("street", "Gang Betung"),
    entry("street", "Jalan Kampung Tengah"),
    entry("street", "Jalan Silaing"),
    entry("crossing", "Simpang Silaing"),
    entry("crossing", "Jalan Merdeka + Jalan Jenderal Sudirman", -0.465, 100.41),
    entry("crossing", "Jalan Merdeka + Jalan Soekarno Hatta", -0.466, 100.42),
    entry("landmark", "Rumah Sakit Umum Daerah", -0.4728, 100.4021, "RSUD Padang Panjang", "Rumah Sakit"),
    entry("landmark", "Pasar Padang Panjang", -0.4653, 100.4001, "Pasar Pusat"),
    entry("landmark", "Stasiun Padang Panjang"),
    entry("landmark", "Air Mancur"),
    entry("landmark", "Lapangan Gunung Sejati"),
    entry("landmark", "Masjid Raya Jihad"),
]
CITY = Gazetteer(ENTRIES)


def first(text: str, near: tuple[float, float] | None = None) -> str:
    hits = CITY.search(text, near)
    return hits[0].name if hits else ""


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("silaing bawah", "Silaing Bawah"),
        ("Jl. Jend. Sudirman", "Jalan Jenderal Sudirman"),
        ("Jln Sudirman", "Jalan Jenderal Sudirman"),
        ("sudirman", "Jalan Jenderal Sudirman"),
        ("sudirman jenderal", "Jalan Jenderal Sudirman"),
        ("Jl Soedirman", "Jalan Jenderal Sudirman"),
        ("sukarno", "Jalan Soekarno Hatta"),
        ("Sjahrir", "Jalan Sutan Syahrir"),
        ("gg batuang", "Gang Betung"),
        ("kampuang tangah", "Jalan Kampung Tengah"),
        ("silaiang ateh", "Silaing Atas"),
        ("guguak malintang", "Guguk Malintang"),
        ("ekor lubuak", "Ekor Lubuk"),
        ("kota panjang", "Koto Panjang"),
        ("pasa usang", "Pasar Usang"),
        ("aia mancua", "Air Mancur"),
        ("gunuang sejati", "Lapangan Gunung Sejati"),
        ("mesjid jihad", "Masjid Raya Jihad"),
        ("Padang Panjangg stasiun", "Stasiun Padang Panjang"),
        ("stasiun padangpanjang", "Stasiun Padang Panjang"),
        ("tanahpaklambik", "Tanah Pak Lambik"),
        ("Spg Silaing", "Simpang Silaing"),
        ("jl silaing", "Jalan Silaing"),
        ("rsud", "Rumah Sakit Umum Daerah"),
        ("pasar pusat", "Pasar Padang Panjang"),
    ],
)
def test_every_spelling_finds_it(asked: str, name: str) -> None:
    assert first(asked) == name


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("sudriman", "Jalan Jenderal Sudirman"),
        ("sudirmn", "Jalan Jenderal Sudirman"),
        ("sudirmann", "Jalan Jenderal Sudirman"),
        ("silaimg bawah", "Silaing Bawah"),
        ("gugk malintng", "Guguk Malintang"),
        ("stasium padang", "Stasiun Padang Panjang"),
        ("sta siun", "Stasiun Padang Panjang"),
    ],
)
def test_typing_mistakes_are_forgiven(asked: str, name: str) -> None:
    assert first(asked) == name


@pytest.mark.parametrize(
    "asked",
    ["merdeka + sudirman", "Jl Sudirman x Jl Merdeka", "jalan merdeka dan jalan sudirman", "merdeka & sudriman"],
)
def test_two_streets_are_their_crossing(asked: str) -> None:
    assert first(asked) == "Jalan Merdeka + Jalan Jenderal Sudirman"


def test_exact_comes_before_a_beginning_before_a_mistake() -> None:
    city = Gazetteer([entry("landmark", "Pasir"), entry("landmark", "Pasar Baru"), entry("landmark", "Pasar")])
    hits = city.search("pasar")
    assert [hit.name for hit in hits] == ["Pasar", "Pasar Baru", "Pasir"]
    assert hits[0].score == 1.0 > hits[1].score > hits[2].score


def test_of_two_that_fit_equally_well_the_nearest_is_first() -> None:
    assert CITY.search("merdeka", (-0.40, 100.30))[0].lat == -0.40
    assert CITY.search("merdeka", (-0.47, 100.40))[0].lat == -0.47


def test_every_hit_says_its_source_and_by_which_alias_it_was_found() -> None:
    hit = CITY.search("pasar pusat")[0]
    assert (hit.source, hit.detail, hit.kind) == ("made up", "Pasar Pusat", "landmark")


def test_coordinates_and_plus_codes_are_points() -> None:
    point = CITY.search("-0,4607 100,4177")[0]
    assert (point.kind, point.lat, point.lon) == ("coordinates", -0.4607, 100.4177)
    full = CITY.search("7FG49QCJ+2V")[0]
    assert (full.kind, full.lat, full.lon) == ("plus_code", pytest.approx(20.3700625), pytest.approx(2.7821875))


def test_a_short_plus_code_is_meant_near_the_place_named_the_point_or_the_city() -> None:
    for asked, near in (("CJ+2V stasiun padang panjang", None), ("CJ+2V", (-0.46, 100.40)), ("CJ+2V", None)):
        hit = CITY.search(asked, near)[0]
        assert abs(hit.lat + 0.46) < 0.05
        assert abs(hit.lon - 100.40) < 0.05
    assert Gazetteer().search("CJ+2V") == []


@pytest.mark.parametrize("asked", ["", " ", "?!", "xyzzyplugh", "+", "x", "0"])
def test_nothing_fits(asked: str) -> None:
    assert CITY.search(asked) == []


@given(st.text(max_size=60))
def test_any_text_finds_something_or_nothing(asked: str) -> None:
    assert all(0 < hit.score <= 1 for hit in CITY.search(asked, (-0.4, 100.4), 5))


@given(st.sampled_from(ENTRIES))
def test_every_entry_is_found_by_its_own_name(one: Entry) -> None:
    assert one.name in {hit.name for hit in CITY.search(one.name)[:2]}


LETTERS = "abcdefghijklmnopqrstuvwxyz"


@settings(max_examples=150)
@given(st.sampled_from(ENTRIES), st.data())
def test_one_mistake_in_a_long_word_still_finds_it(one: Entry, data: st.DataObject) -> None:
    told = one.name.lower().split()
    long = [n for n, word in enumerate(told) if len(word) > 6]
    if not long:
        return
    n = data.draw(st.sampled_from(long))
    word, at = told[n], data.draw(st.integers(1, len(told[n]) - 2))
    letter = data.draw(st.sampled_from(LETTERS))
    told[n] = data.draw(
        st.sampled_from(
            [
                word[:at] + word[at + 1 :],
                word[:at] + letter + word[at:],
                word[:at] + letter + word[at + 1 :],
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            ]
        )
    )
    assert one.name in {hit.name for hit in CITY.search(" ".join(told))}


def plainly(a: str, b: str) -> list[int]:
    """Optimal string alignment by its table; the last row, so that its least is the distance to a beginning of b."""
    table = [[i + j if i * j == 0 else 0 for j in range(len(b) + 1)] for i in range(len(a) + 1)]
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            change = table[i - 1][j - 1] + (a[i - 1] != b[j - 1])
            table[i][j] = min(table[i - 1][j] + 1, table[i][j - 1] + 1, change)
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
    return table[-1]


@given(st.text("abc", max_size=9), st.text("abc", max_size=9))
def test_mistakes_are_counted_as_the_plain_table_counts_them(a: str, b: str) -> None:
    assert mistakes(a, b, 20) == plainly(a, b)[-1]
    assert mistakes(a, b, 20, begun=True) == min(plainly(a, b))
    assert mistakes(a, b, 2) == min(3, plainly(a, b)[-1])
