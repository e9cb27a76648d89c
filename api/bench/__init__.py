"""`./tanggap bench NAME`: each benchmark is a module with `HELP`, `add_arguments(parser)` and `run(options) -> int`.

Each shows progress, prints a table, and writes the same figures as JSON with `--json FILE`.
"""

BENCHES = {"calls": "api.bench.calls"}
