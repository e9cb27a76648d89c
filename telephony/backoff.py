"""Waiting longer after each failure, and never in step with others who failed at the same moment."""

import random
from collections.abc import Iterator


def delays(first_s: float = 0.1, longest_s: float = 5.0, factor: float = 2.0) -> Iterator[float]:
    """Endless waiting times in seconds: doubling from `first_s` up to `longest_s`, each shortened by up to half."""
    ceiling = first_s
    while True:
        yield ceiling * (0.5 + random.random() / 2)
        ceiling = min(ceiling * factor, longest_s)
