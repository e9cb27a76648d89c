"""`./tanggap COMMAND`. Only the standard library is loaded here; each command loads what it needs."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

from cad.errors import TanggapError
from cad.installation import CHECKOUT

VERSION = "0.1.0"
#: Commands that speak of the running system take its settings (see api.operations.running).
ABOUT_THE_RUNNING = {"down", "status", "doctor", "demo", "logs", "backup", "import"}
#: Their words are read by their own parsers (`./tanggap demo --help`).
PASSED_ON = {"demo", "bench", "chaos", "test"}

Run = Callable[[argparse.Namespace], int]
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def main(arguments: Sequence[str] | None = None) -> int:
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words:
        parser().print_help()
        return 0
    passed_on = words[1:] if words[0] in PASSED_ON else []
    told = parser().parse_args(words[:1] if passed_on else words)
    told.rest = passed_on
    return guarded(told.run, told)


def guarded(run: Run, told: argparse.Namespace) -> int:
    """Every refusal is one sentence and exit 1, never a traceback."""
    from api.operations.refusal import Refusal
    from api.operations.running import adopt

    try:
        if told.command in ABOUT_THE_RUNNING:
            adopt(home_folder())
        return run(told)
    except Refusal as refusal:
        print(f"tanggap: {refusal}", file=sys.stderr)
    except TanggapError as error:
        print(f"tanggap: {error.sentence_en}", file=sys.stderr)
    except KeyboardInterrupt:
        print("\ntanggap: Interrupted.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        print(f"tanggap: {what_to_do(error)}", file=sys.stderr)
    except Exception:  # noqa: BLE001 a mistake of ours: the person gets a sentence, the log gets all of it
        print(
            f"tanggap: This is a mistake in Tanggap itself. Please report it with {keep_traceback()}", file=sys.stderr
        )
    return 1


def keep_traceback() -> Path:
    import traceback

    log = home_folder() / "log" / "mistakes.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with open(log, "a") as out:
        out.write(f"$ tanggap {' '.join(sys.argv[1:])}\n{traceback.format_exc()}\n")
    return log


def what_to_do(error: OSError) -> str:
    import errno

    where = f" ({error.filename})" if error.filename else ""
    if error.errno == errno.ENOSPC:
        return f"The disk is full{where}. Free some space and run it again."
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return f"This user may not write there{where}. Set TANGGAP_HOME to a folder of yours, or correct its owner."
    return f"{error.strerror or error}{where}. Correct that and run it again."


def home_folder() -> Path:
    return Path(os.environ.get("TANGGAP_HOME") or CHECKOUT / ".tanggap").resolve()


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="tanggap", description="112 emergency call platform. Begin with: ./tanggap up")
    made.add_argument("--version", action="version", version=f"tanggap {VERSION}")
    commands = made.add_subparsers(dest="command", metavar="COMMAND")
    for add in (add_up, add_down, add_status, add_doctor, add_logs, add_demo, add_bench, add_chaos):
        add(commands)
    for add in (add_backup, add_restore, add_verify, add_import, add_test, add_run):
        add(commands)
    return made


def add_up(commands: Commands) -> None:
    made = commands.add_parser("up", help="make what is missing, start everything, keep it alive")
    made.add_argument("--detach", action="store_true", help="go on in the background once it is up")
    made.add_argument(
        "--free-ports", action="store_true", help="replace taken ports by free ones (kept in settings.toml)"
    )
    made.set_defaults(run=run_up)


def run_up(told: argparse.Namespace) -> int:
    from api.operations.up import Options, up

    return up(Options(free_ports=told.free_ports, detach=told.detach))


def add_down(commands: Commands) -> None:
    made = commands.add_parser("down", help="stop everything; asks when calls are up")
    made.add_argument("--force", action="store_true", help="cut off calls without asking")
    made.set_defaults(run=run_down)


def run_down(told: argparse.Namespace) -> int:
    from api.operations.down import down

    return down(force=told.force)


def add_status(commands: Commands) -> None:
    made = commands.add_parser("status", help="what runs, since when, what is wrong (exit 1 unless all is ready)")
    made.add_argument("--json", action="store_true")
    made.set_defaults(run=run_status)


def run_status(told: argparse.Namespace) -> int:
    from api.operations.status import status

    return status(home_folder(), as_json=told.json)


def add_doctor(commands: Commands) -> None:
    made = commands.add_parser("doctor", help="check the machine and the running system; says what to do")
    made.add_argument("--json", action="store_true")
    made.set_defaults(run=run_doctor)


def run_doctor(told: argparse.Namespace) -> int:
    from api.operations.doctor import doctor

    return doctor(as_json=told.json)


def add_logs(commands: Commands) -> None:
    made = commands.add_parser("logs", help="the end of a process's log, or of all")
    made.add_argument("name", nargs="?", help="telephony, api, jobs, standin, video, asterisk, supervisor")
    made.add_argument("-n", "--lines", type=int, default=20)
    made.add_argument("-f", "--follow", action="store_true")
    made.set_defaults(run=run_logs)


def run_logs(told: argparse.Namespace) -> int:
    from api.operations.logs import logs

    return logs(home_folder(), told.name, told.lines, follow=told.follow)


def add_demo(commands: Commands) -> None:
    made = commands.add_parser("demo", help="a demo city and callers; --auto plays the whole story", add_help=False)
    made.set_defaults(run=run_demo)


def run_demo(told: argparse.Namespace) -> int:
    from api.demo.__main__ import main as demo

    return demo(told.rest)


def add_bench(commands: Commands) -> None:
    made = commands.add_parser("bench", help="measure: bench calls [--rate N --seconds N --json FILE]", add_help=False)
    made.set_defaults(run=run_bench)


def run_bench(told: argparse.Namespace) -> int:
    from api.bench.__main__ import main as bench

    return bench(told.rest)


def add_chaos(commands: Commands) -> None:
    made = commands.add_parser(
        "chaos", help="kill everything while 112 is dialled; account for every call", add_help=False
    )
    made.set_defaults(run=run_chaos)


def run_chaos(told: argparse.Namespace) -> int:
    from api.chaos.command import command as chaos

    return chaos(told.rest)


def add_backup(commands: Commands) -> None:
    made = commands.add_parser("backup", help="database, recordings, AstDB, secrets and settings into one file")
    made.add_argument("file", type=Path, help="for example tanggap-2026-11-21.tar.gz; mode 0600, keep it safe")
    made.set_defaults(run=run_backup)


def run_backup(told: argparse.Namespace) -> int:
    from api.operations.backup import backup

    return backup(told.file)


def add_restore(commands: Commands) -> None:
    made = commands.add_parser("restore", help="what `backup` wrote, into an empty home")
    made.add_argument("file", type=Path)
    made.add_argument("--replace", action="store_true", help="put what is there now aside and restore")
    made.set_defaults(run=run_restore)


def run_restore(told: argparse.Namespace) -> int:
    from api.operations.restore import restore

    return restore(told.file, replace=told.replace)


def add_import(commands: Commands) -> None:
    made = commands.add_parser("import", help="a city's data from files: checked, shown, taken all or nothing, undone")
    made.add_argument("words", nargs="*", metavar="KIND FILE | list | undo ID", help="boundaries, places, osm ...")
    made.add_argument("--yes", action="store_true", help="take it without a question")
    made.set_defaults(run=run_import)


def run_import(told: argparse.Namespace) -> int:
    from api.operations.importing import importing

    return importing(told.words, yes=told.yes)


def add_verify(commands: Commands) -> None:
    made = commands.add_parser("verify", help="is the journal what was written? Or an evidence file: verify BUNDLE.zip")
    made.add_argument("bundle", nargs="?", type=Path, help="an evidence file; without one the journal is gone over")
    made.add_argument("--from", dest="start", type=int, default=1, metavar="N", help="begin at this entry")
    made.add_argument("--json", type=Path, metavar="FILE", help="everything that was found")
    made.add_argument("--key", type=Path, metavar="FILE", help="the public key that was kept (seal.pub)")
    made.add_argument("--recordings", action="store_true", help="hash every recording, too")
    made.set_defaults(run=run_verify)


def run_verify(told: argparse.Namespace) -> int:
    from api.operations.refusal import Refusal
    from api.operations.verify import verify, verify_bundle

    if told.bundle is not None:
        return verify_bundle(told.bundle, told.json, told.key)
    if told.start < 1:
        raise Refusal("The first entry is 1. Name one from there on with --from.")
    return verify(told.start, told.json, recordings=told.recordings, key=told.key)


def add_test(commands: Commands) -> None:
    made = commands.add_parser("test", help="linters, types, layers, web and Python tests; what CI runs")
    made.set_defaults(run=run_test)


def run_test(told: argparse.Namespace) -> int:
    from api.operations.testing import test

    return test(told.rest)


def add_run(commands: Commands) -> None:
    made = commands.add_parser("run", help="one process in the foreground, for compose and systemd units")
    made.add_argument("name", help="tools, prepare, asterisk, telephony, api, jobs, standin, video")
    made.set_defaults(run=run_alone)


def run_alone(told: argparse.Namespace) -> int:
    from api.operations.alone import run_alone as alone

    return alone(told.name)


if __name__ == "__main__":
    sys.exit(main())
