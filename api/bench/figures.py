"""Percentiles, processor time by process, and the table and JSON that every bench ends with."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table


def percentile(values: Sequence[float], share: float) -> float | None:
    """The nearest-rank percentile; None without values."""
    if not values:
        return None
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 1)


def spread(values: Sequence[float]) -> dict[str, float | None]:
    most = round(max(values), 1) if values else None
    return {"p50": percentile(values, 0.50), "p99": percentile(values, 0.99), "max": most}


@dataclass
class ProcessorTime:
    """Cores used by each named process and its children between `begin` and `end`."""

    pids: Mapping[str, int]
    _at_begin: dict[str, float] = field(default_factory=dict)

    def begin(self) -> None:
        self._at_begin = self._seconds()

    def end(self, elapsed_s: float) -> dict[str, float]:
        now = self._seconds()
        return {
            name: round((now[name] - before) / elapsed_s, 3) for name, before in self._at_begin.items() if name in now
        }

    def _seconds(self) -> dict[str, float]:
        told = dict[str, float]()
        for name, pid in self.pids.items():
            try:
                process = psutil.Process(pid)
                family = [process, *process.children(recursive=True)]
                told[name] = sum(
                    sum(one.cpu_times()[:4]) if one is process else sum(one.cpu_times()[:2]) for one in family
                )
            except psutil.NoSuchProcess:
                continue
        return told


def show(title: str, figures: Mapping[str, object], file: Path | None, *, quietly: bool = False) -> None:
    """A table on the terminal unless `quietly`, and JSON in the file."""
    table = Table(title=title, show_header=False)
    for name, value in _flat(figures).items():
        table.add_row(name, "-" if value is None else str(value))
    if not quietly:
        Console().print(table)
    if file is not None:
        file.write_text(json.dumps(figures, indent=1) + "\n")


def _flat(figures: Mapping[str, object], before: str = "") -> dict[str, object]:
    flat = dict[str, object]()
    for name, value in figures.items():
        flat |= _flat(value, f"{before}{name} ") if isinstance(value, Mapping) else {before + name: value}
    return flat
