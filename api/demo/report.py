"""The demo's last page: what happened to each caller, and what is missing."""

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from api.demo.evidence import WANTED, Evidence, passed, totals


def show(console: Console, all_evidence: list[Evidence]) -> None:
    table = Table(title="What happened, counted from outside", box=SIMPLE, pad_edge=False, padding=(0, 1, 0, 0))
    for heading in ("caller", "wait s", "heard s", "incident", "unit", "SMS", "recorded s"):
        table.add_column(heading, no_wrap=True)
    for one in all_evidence:
        table.add_row(*_row(one))
    console.print(table)
    for one in all_evidence:
        for trouble in one.troubles:
            console.print(f"  {one.number}: {trouble}", style="red", markup=False)
    _verdict(console, all_evidence)


def _row(one: Evidence) -> list[str]:
    """Seconds of tone: the caller's at the dispatcher, the dispatcher's at the caller; in the recording likewise."""
    heard = f"{one.dispatcher_heard_s:.1f}/{one.caller_heard_s:.1f}"
    recording = f"{one.recorded_caller_s:.1f}/{one.recorded_dispatcher_s:.1f}" if one.recording else "-"
    message = "delivered" if one.message else "sent" if one.message_sid else "-"
    incident = str(one.incident_number) if one.incident else "-"
    caller = f"{one.number} {'shown' if one.shown else '-'}"
    return [caller, f"{one.wait_s:.1f}", heard, incident, one.call_sign or "-", message, recording]


def _verdict(console: Console, all_evidence: list[Evidence]) -> None:
    counted = totals(all_evidence)
    console.print(", ".join(f"{count} {kind}" for kind, count in counted.items()))
    if passed(all_evidence):
        console.print("The whole story works.", style="green")
        return
    missing = ", ".join(f"{WANTED - count} {kind}" for kind, count in counted.items() if count < WANTED)
    console.print(f"Missing: {missing}.", style="bold red")
