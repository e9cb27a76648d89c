"""`python -m telephony.pbx start|stop|status|run`: the PBX without the launcher.

`run` stays in the foreground and becomes Asterisk itself, for systemd units and containers.
"""

import os
import sys

from cad.errors import TanggapError
from cad.installation import Installation, load_installation
from telephony.pbx import configuration, process, runtime, tree

USAGE = "Use: python -m telephony.pbx start|stop|status|run"


def main(arguments: list[str]) -> int:
    work = {"start": _start, "stop": _stop, "status": _status, "run": _run}.get(arguments[0] if arguments else "")
    if work is None:
        print(USAGE, file=sys.stderr)
        return 2
    try:
        return work(load_installation())
    except TanggapError as error:
        print(error, file=sys.stderr)
        return 1


def _start(installation: Installation) -> int:
    runtime.ensure_installed(installation, print)
    runtime.start(installation)
    return _status(installation)


def _stop(installation: Installation) -> int:
    runtime.stop(installation)
    return 0


def _status(installation: Installation) -> int:
    if not runtime.is_running(installation):
        print("Asterisk is not running.")
        return 3  # what `systemctl status` answers, too
    print(f"Asterisk is running, {runtime.active_calls(installation)} callers on the line.")
    return 0


def _run(installation: Installation) -> int:
    runtime.ensure_installed(installation, print)
    configuration.write(installation)
    argv = [*tree.program(installation, "asterisk"), "-f", "-C", str(configuration.main_file(installation))]
    os.execve(argv[0], argv, process.environment())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
