"""Where a trunk's calls come from, as addresses: Asterisk is given no name, so that it starts when DNS is away."""

import socket
from collections.abc import Callable, Iterable

from cad.trunks.model import Trunk, is_address

Resolve = Callable[[str], list[str]]


def resolve(name: str) -> list[str]:
    """The addresses of a name; none when DNS has none or does not answer."""
    try:
        found = socket.getaddrinfo(name, None, type=socket.SOCK_DGRAM)
    except OSError:
        return []
    return sorted({str(address[4][0]) for address in found})


def matches(trunk: Trunk, before: Iterable[str], resolver: Resolve = resolve) -> list[str]:
    """Addresses and networks as they stand, names by their addresses. A name that is not found now keeps those that
    were known `before`: a trunk must not go deaf because DNS is away."""
    known: list[str] = []
    for peer in trunk.peers or [trunk.host]:
        if is_address(peer) or "/" in peer:
            known.append(peer)
            continue
        addresses = resolver(peer)
        if not addresses:
            return sorted({*known, *before})
        known += addresses
    return sorted(set(known))
