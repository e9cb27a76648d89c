"""A seal: the installation's signature over the head of the chain at one position, and over a tree of its batch.

One line of text, which is what is signed and what can be printed and kept away:

    TANGGAP-SEAL 1 <center> <number> <first> <position> <hash> <root> <sealed_at>

`hash` is the chain's at `position`; `root` is the Merkle tree (RFC 6962, section 2.1) over the hashes of the entries
`first`..`position`, so that one incident's entries can be proved without showing anybody else's.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

NAME = "TANGGAP-SEAL 1"
_LINE = re.compile(
    rf"^{NAME} (?P<center>[^\s]{{1,64}}) (?P<number>\d{{1,18}}) (?P<first>\d{{1,18}}) (?P<position>\d{{1,18}})"
    r" (?P<hash>[0-9a-f]{64}) (?P<root>[0-9a-f]{64}) (?P<at>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)$"
)


@dataclass(frozen=True, kw_only=True)
class Seal:
    """`number` counts seals from 1 without gaps; `signature` is Ed25519 over `text`, by the key `key_id`."""

    center_id: str
    number: int
    first: int
    position: int
    hash: bytes
    root: bytes
    sealed_at: datetime
    key_id: str = ""
    signature: bytes = b""

    @property
    def text(self) -> str:
        at = self.sealed_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        numbers = f"{self.number} {self.first} {self.position}"
        return f"{NAME} {self.center_id} {numbers} {self.hash.hex()} {self.root.hex()} {at}"

    @property
    def line(self) -> str:
        """As it stands in the file of seals: the text, the key's id, the signature in hexadecimal."""
        return f"{self.text} {self.key_id} {self.signature.hex()}"


def read_line(line: str) -> Seal | None:
    """A line of the file of seals; None when it is none."""
    parts = line.strip().rsplit(" ", 2)
    told = _LINE.match(parts[0]) if len(parts) == 3 else None
    if not told or not re.fullmatch(r"[0-9a-f]{128}", parts[2]):
        return None
    try:
        at = datetime.strptime(told["at"], "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    except ValueError:
        return None
    return Seal(
        center_id=told["center"],
        number=int(told["number"]),
        first=int(told["first"]),
        position=int(told["position"]),
        hash=bytes.fromhex(told["hash"]),
        root=bytes.fromhex(told["root"]),
        sealed_at=at,
        key_id=parts[1],
        signature=bytes.fromhex(parts[2]),
    )


def _leaf(hash: bytes) -> bytes:
    return hashlib.sha256(b"\0" + hash).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def merkle_levels(hashes: Sequence[bytes]) -> list[list[bytes]]:
    """Every level of the tree, leaves first; an odd node at the end of a level goes up as it is (RFC 6962)."""
    levels = [[_leaf(one) for one in hashes]]
    while len(levels[-1]) > 1:
        below = levels[-1]
        paired = [_node(below[n], below[n + 1]) for n in range(0, len(below) - 1, 2)]
        levels.append(paired + below[len(paired) * 2 :])
    return levels


def merkle_root(hashes: Sequence[bytes]) -> bytes:
    return merkle_levels(hashes)[-1][0] if hashes else hashlib.sha256(b"").digest()


def merkle_path(levels: list[list[bytes]], index: int) -> list[str]:
    """From the leaf up: `L<hex>` or `R<hex>`, the sibling and on which side it stands."""
    path = []
    for level in levels[:-1]:
        sibling = index ^ 1
        if sibling < len(level):
            path.append(f"{'L' if sibling < index else 'R'}{level[sibling].hex()}")
        index //= 2
    return path


def climb(hash: bytes, path: Sequence[str]) -> bytes:
    """The root that this entry's hash and path lead to. Raises ValueError for a path that is none."""
    node = _leaf(hash)
    for step in path:
        sibling = bytes.fromhex(step[1:])
        if step[:1] not in ("L", "R") or len(sibling) != 32:
            raise ValueError("not a path")
        node = _node(sibling, node) if step[0] == "L" else _node(node, sibling)
    return node
