"""`./tanggap chaos --calls N --seed S`: the words, the table, the JSON, the exit code."""

import argparse
import asyncio
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from api.chaos.run import Chaos, Options, Story
from api.operations.refusal import Refusal
from api.operations.web_page import ensure_web_page
from cad.installation import CHECKOUT, load_installation
from telephony.pbx import runtime

HELP = "callers keep dialling while everything is killed, frozen and cut off; then every call is accounted for"
CALLS_PER_KILL = 25
RATE = 1.4
PARTS = ("reconciler",)


def command(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="tanggap chaos", description=HELP)
    parser.add_argument("--calls", type=int, default=500, help="how many dial 112 (500: some 8 minutes)")
    parser.add_argument("--kills", type=int, help="kills, freezes and cuts (one for 25 calls)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed, the same plan (1)")
    parser.add_argument("--rate", type=float, default=RATE, help=f"calls a second ({RATE:g})")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to FILE as well")
    parser.add_argument("--without", choices=PARTS, action="append", default=[], help="switch a part of ours off")
    parser.add_argument("--keep", action="store_true", help="leave the system's folder, with its logs, in place")
    told = parser.parse_args(arguments)
    if told.calls < 1 or told.rate <= 0 or (told.kills or 0) < 0:
        raise Refusal("--calls and --rate must be more than 0, and --kills not less.")
    kills = max(1, told.calls // CALLS_PER_KILL) if told.kills is None else told.kills
    return run(Options(told.calls, kills, told.seed, told.rate, tuple(told.without)), told.json, keep=told.keep)


def run(options: Options, file: Path | None, *, keep: bool) -> int:
    console = Console()
    make_what_it_needs(console)
    chaos = Chaos(options, console)
    try:
        story = asyncio.run(chaos.run())
    finally:
        if keep:
            console.print(f"Folder: {chaos.city.installation.home}")
        else:
            chaos.city.remove()
    show(console, story)
    if file is not None:
        file.write_text(json.dumps(figures(story), indent=1) + "\n")
    return 0 if story.account.is_clean and len(story.dialled) == options.calls else 1


def make_what_it_needs(console: Console) -> None:
    installation = load_installation()

    def say(text: str) -> None:
        console.print(f"  {text}")

    runtime.ensure_installed(installation, say)
    runtime.ensure_test_phones(installation, say)
    ensure_web_page(CHECKOUT, installation.tools)


def figures(story: Story) -> dict[str, object]:
    account = story.account
    return {
        "calls": len(story.dialled),
        "kills": sum(bool(harm.began) for harm in story.harms),
        "lost": len(account.lost),
        "doubled": len(account.doubled),
        "unrecorded": len(account.unrecorded),
        "broken_by_asterisk": len(account.broken_by_asterisk),
        "answered": account.answered,
        "abandoned": account.abandoned,
        "voiceless": len(account.voiceless),
        "not_offered_for_callback": len(account.not_offered),
        "died_in_the_invite": len(account.died_in_the_invite),
        "unheard_while_asterisk_was_away": len(account.unheard),
        "unrecorded_while_the_disk_was_full": len(account.disk_full),
        "seed": story.options.seed,
        "rate": story.options.rate,
        "without": list(story.options.without),
        "seconds": round(story.seconds, 1),
        "harms": [
            {"kind": harm.kind, "after_s": round(harm.after_s, 1), "lasted_s": round(harm.ended - harm.began, 1)}
            for harm in story.harms
        ],
        "faults": account.lines(),
        "complaints": story.complaints,
    }


def show(console: Console, story: Story) -> None:
    told = figures(story)
    table = Table(title=f"Chaos, seed {story.options.seed}", show_header=False)
    for name, value in told.items():
        if not isinstance(value, list):
            table.add_row(name.replace("_", " "), str(value))
    kinds = Counter(harm.kind for harm in story.harms if harm.began)
    table.add_row("harm", ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items())))
    console.print(table)
    for line in story.account.lines():
        console.print(line, highlight=False)
