"""The chain and the seals, without a database: whatever is done to a journal, the place is named."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cad.evidence.chain import Chain, Link
from cad.evidence.seals import Seal, climb, merkle_levels, merkle_path, merkle_root, read_line

BEGAN = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)


def journal(count: int) -> list[Link]:
    links: list[Link] = []
    previous = b""
    for position in range(1, count + 1):
        at = BEGAN + timedelta(seconds=position)
        data = f'{{"n": {position}}}'
        link = Link(position, at, at, "user", "IncidentOpened", "u-1", None, "incident", f"i-{position}", data, b"")
        link = replace(link, hash=link.hash_after(previous))
        links.append(link)
        previous = link.hash
    return links


def told(links: list[Link], head: int | None = None) -> list[tuple[str, int | None, int | None]]:
    chain = Chain()
    chain.feed(links)
    return [(problem.what, problem.position, problem.until) for problem in chain.problems(head)]


def test_what_is_hashed_is_jsonb_as_postgresql_writes_it() -> None:
    link = replace(journal(1)[0], actor=None, source='a"\\\n\x01é', data='{"a": [1, 2]}')
    assert link.canonical() == (
        '[1, 1767323046678901, 1767323046678901, "a\\"\\\\\\n\\u0001é", "IncidentOpened", null, null, '
        '"incident", "i-1", {"a": [1, 2]}]'
    )
    assert link.hash_after(b"x") == hashlib.sha256(b"x" + link.canonical().encode()).digest()


def test_a_whole_chain_has_no_problems() -> None:
    assert told(journal(50), head=50) == []


@pytest.mark.parametrize(
    "change", [{"data": '{"n": 999}'}, {"occurred_at": BEGAN}, {"actor": None}, {"hash": b"\0" * 32}]
)
def test_a_changed_entry_is_named(change: dict[str, object]) -> None:
    links = journal(9)
    links[4] = replace(links[4], **change)  # type: ignore[arg-type]
    assert ("changed", 5, None) in told(links)


def test_deleted_truncated_and_added_entries_are_named() -> None:
    links = journal(9)
    assert told(links[:3] + links[5:]) == [("missing", 4, 5)]
    assert told(links[:6], head=9) == [("missing", 7, 9)]
    assert told(links, head=7) == [("inserted", 8, 9)]


def test_deleted_with_the_later_ones_renumbered_is_missing_where_it_was() -> None:
    links = journal(9)
    moved = [replace(link, position=link.position - 1) for link in links[4:]]
    assert told(links[:3] + moved) == [("missing", 4, 4)]


def test_inserted_with_the_later_ones_renumbered_is_found_where_it_is() -> None:
    links = journal(9)
    extra = replace(links[0], position=4)
    moved = [replace(link, position=link.position + 1) for link in links[3:]]
    assert told([*links[:3], extra, *moved]) == [("inserted", 4, 4)]


@pytest.mark.parametrize("with_hashes", [False, True])
@pytest.mark.parametrize("other", [4, 8])
def test_two_that_were_swapped_are_named_together(other: int, with_hashes: bool) -> None:
    links = journal(9)
    mine, theirs = links[2], links[other - 1]
    links[2] = replace(theirs, position=3, hash=theirs.hash if with_hashes else mine.hash)
    links[other - 1] = replace(mine, position=other, hash=mine.hash if with_hashes else theirs.hash)
    assert told(links) == [("swapped", 3, other)]


@given(st.integers(2, 30), st.data())
def test_no_single_change_passes_unseen(count: int, data: st.DataObject) -> None:
    links = journal(count)
    place = data.draw(st.integers(0, count - 1))
    name = data.draw(st.sampled_from(["source", "kind", "subject_id", "data"]))
    other: dict[str, Any] = {name: data.draw(st.text(max_size=5).filter(lambda told: told != "user"))}
    links[place] = replace(links[place], **other)
    assert [one[1] for one in told(links, head=count)] == [place + 1]


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=70), st.data())
def test_every_entry_of_a_batch_has_a_path_to_its_root(hashes: list[bytes], data: st.DataObject) -> None:
    levels = merkle_levels(hashes)
    index = data.draw(st.integers(0, len(hashes) - 1))
    path = merkle_path(levels, index)
    assert climb(hashes[index], path) == merkle_root(hashes)
    assert climb(b"\1" * 32, path) != merkle_root(hashes) or hashes[index] == b"\1" * 32


def test_the_tree_is_that_of_rfc_6962() -> None:
    def sha(data: bytes) -> bytes:
        return hashlib.sha256(data).digest()

    one, two, three = (bytes([n]) * 32 for n in (1, 2, 3))
    pair = sha(b"\1" + sha(b"\0" + one) + sha(b"\0" + two))
    assert merkle_root([one, two, three]) == sha(b"\1" + pair + sha(b"\0" + three))


def test_a_seal_is_a_line_that_reads_back() -> None:
    seal = Seal(
        center_id="padang-panjang",
        number=7,
        first=601,
        position=700,
        hash=b"\x0f" * 32,
        root=b"\xf0" * 32,
        sealed_at=BEGAN,
        key_id="0123456789abcdef",
        signature=b"\x5a" * 64,
    )
    assert read_line(seal.line + "\n") == seal
    assert seal.text.startswith("TANGGAP-SEAL 1 padang-panjang 7 601 700 0f0f")


@given(st.text(max_size=200))
def test_whatever_stands_in_the_file_of_seals_is_read_or_passed_over(line: str) -> None:
    read_line(line)
    read_line(f"TANGGAP-SEAL 1 {line}")
