"""Free ports for a system that must not meet another one on the same machine."""

import random
import socket

LOWEST, HIGHEST = 20000, 31999  # under Linux's ephemeral range, so that no outgoing connection takes one meanwhile


def is_free(port: int) -> bool:
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        with socket.socket(socket.AF_INET, kind) as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                return False
    return True


def free_block(size: int) -> int:
    """The first of `size` ports in a row that nobody uses; even, as RTP wants it."""
    for _ in range(200):
        first = random.randrange(LOWEST, HIGHEST - size, 2)
        if all(is_free(port) for port in range(first, first + size)):
            return first
    raise OSError(f"No {size} free ports in a row between {LOWEST} and {HIGHEST}. Stop what uses them and try again.")
