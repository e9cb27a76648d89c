"""`python -m api.bench NAME ...`, which is what `./tanggap bench NAME ...` runs."""

import importlib
import pkgutil
import sys
from collections.abc import Sequence

import api.bench
from api.operations.refusal import Refusal


def main(arguments: Sequence[str]) -> int:
    names = [found.name for found in pkgutil.iter_modules(api.bench.__path__) if _is_bench(found.name)]
    if not arguments or arguments[0] in {"-h", "--help"}:
        print("tanggap bench NAME [--json FILE] ... One of: " + ", ".join(names))
        return 0
    if arguments[0] not in names:
        raise Refusal(f"There is no bench {arguments[0]}. There are: {', '.join(names)}.")
    return int(importlib.import_module(f"api.bench.{arguments[0]}").command(arguments[1:]))


def _is_bench(name: str) -> bool:
    return not name.startswith("_") and hasattr(importlib.import_module(f"api.bench.{name}"), "command")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
