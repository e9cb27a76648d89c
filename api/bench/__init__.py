"""`./tanggap bench NAME`: each benchmark is a module here with `command(arguments) -> int`.

Each shows progress, prints a table, and writes the same figures as JSON with `--json FILE`. `system.py` is a whole
Tanggap in a folder of its own, which the demo and the tests use as well.
"""
