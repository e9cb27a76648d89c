"""`python -m api.chaos`, which is what `./tanggap chaos` runs."""

import sys

from api.chaos.command import command

if __name__ == "__main__":
    sys.exit(command(sys.argv[1:]))
