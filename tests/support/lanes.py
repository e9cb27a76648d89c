"""Tests run in lanes side by side (pytest-xdist): each keeps to ports and a home of its own."""

import os

# Under Linux's ephemeral range, and apart from each other: single ports, RTP of a test's PBX, blocks of a whole system.
SINGLE, RTP, BLOCKS = (10000, 14000), (14000, 20000), (20000, 31000)


def lane() -> tuple[int, int]:
    """Which lane this is, of how many."""
    worker, count = os.environ.get("PYTEST_XDIST_WORKER", ""), os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")
    return (int(worker.removeprefix("gw")) if worker else 0), int(count)


def mine(ports: tuple[int, int]) -> tuple[int, int]:
    """This lane's part of a range of ports, its end excluded."""
    number, count = lane()
    size = (ports[1] - ports[0]) // count
    return ports[0] + number * size, ports[0] + (number + 1) * size


def keep_to_mine() -> None:
    """For all that is started from here: processes inherit it."""
    lowest, highest = mine(BLOCKS)
    os.environ["TANGGAP_PORT_RANGE"] = f"{lowest}-{highest}"
    if home := os.environ.get("TANGGAP_HOME"):
        os.environ["TANGGAP_HOME"] = f"{home}-{lane()[0]}"
