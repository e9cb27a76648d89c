"""`python -m api.bench NAME ...`, which is what `./tanggap bench NAME ...` runs."""

import argparse
import importlib
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from api.bench import BENCHES
from cad.errors import TanggapError


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="tanggap bench", description="Measure this machine with Tanggap on it.")
    kinds = parser.add_subparsers(dest="name", required=True, metavar="NAME")
    for name, module in BENCHES.items():
        bench = importlib.import_module(module)
        one = kinds.add_parser(name, help=bench.HELP, description=bench.HELP)
        one.add_argument("--json", type=Path, metavar="FILE", help="write the figures to FILE as well")
        bench.add_arguments(one)
        one.set_defaults(run=bench.run)
    options = parser.parse_args(arguments)
    try:
        return int(options.run(options))
    except TanggapError as error:
        Console(stderr=True).print(str(error), style="bold red", markup=False)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
