"""`python -m api.demo`, which is what `./tanggap demo` runs.

`--auto` plays the whole story by itself and counts it from outside.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from api.demo.evidence import as_dict, passed
from api.demo.place import system_here
from api.operations.refusal import Refusal

HELP = "A small city, and people who dial 112; with --auto the whole story by itself."


def main(arguments: Sequence[str]) -> int:
    options = _options(arguments)
    console = Console()
    try:
        return asyncio.run(_auto(options, console) if options.auto else _with_a_person(options, console))
    except KeyboardInterrupt:
        console.print("The demo has ended.")
        return 1 if options.auto else 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tanggap demo", description=HELP)
    parser.add_argument(
        "--auto", action="store_true", help="a headless browser is the dispatcher; exit 1 when anything is missing"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="with --auto: write what happened to FILE as well")
    parser.add_argument("--fresh", action="store_true", help="start a system of its own even when one runs here")
    parser.add_argument(
        "--every", type=float, default=20.0, metavar="S", help="seconds from one caller to the next (20)"
    )
    parser.add_argument("--calls", type=int, metavar="N", help="end after so many callers (with --auto: 6)")
    lacking = parser.add_argument("--without", choices=("recording", "observer", "sms"), default="")
    lacking.help = "with --auto: a fresh system that lacks this, to see that the demo notices"
    return parser.parse_args(arguments)


async def _with_a_person(options: argparse.Namespace, console: Console) -> int:
    from api.demo.play import play

    async with system_here(options.fresh, console.print) as installation:
        await play(installation, console, options.every, options.calls)
    return 0


async def _auto(options: argparse.Namespace, console: Console) -> int:
    try:
        from api.demo.auto import play
    except ImportError:
        raise Refusal("The demo's dispatcher needs playwright. Run it as ./tanggap demo --auto.") from None
    from api.demo.dispatcher import find_chromium
    from api.demo.report import show

    await asyncio.to_thread(find_chromium)
    async with system_here(options.fresh, console.print, options.without) as installation:
        told = await play(installation, console.print, options.calls or 6)
    show(console, told)
    if options.json is not None:
        options.json.write_text(json.dumps(as_dict(told), indent=1) + "\n")
    return 0 if passed(told) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
