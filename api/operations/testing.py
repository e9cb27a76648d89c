"""`./tanggap test [fast|all] [pytest's words]`: what CI runs, on a bare machine too.

Quick checks first; pytest last, so that its closing line is the last line. Everything that a test starts and
leaves is found by the one temporary folder they all live in, and ended.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from api.operations.leftovers import end_leftovers
from api.operations.refusal import Refusal
from api.operations.web_page import ensure_web_page, npm
from cad.installation import CHECKOUT, load_installation
from telephony.pbx import runtime

LANES = ("-n", "2", "--dist", "loadfile")  # half of the time is waiting for calls, and two processors are the least
MOST_AGAIN = 15  # more is no matter of neighbours
SOME_FAILED = 1  # pytest's exit status
PYTEST_WITHIN_S = 55 * 60  # a guard against what hangs; everything should take 40 minutes
DEBIAN_PACKAGES = {"chromium": "chromium"}  # program: package
PACKAGES = ("api", "cad", "telephony", "video")


def test(words: list[str]) -> int:
    """`fast`: no slow ones; `all` (default); further words go to pytest, and then only pytest runs."""
    which = words[0] if words and words[0] in {"fast", "all"} else "all"
    further = words[1:] if words[:1] == [which] else words
    began = time.monotonic()
    make_what_tests_need(which)
    if not further:
        run_checks()
    done = run_pytest([*further, *(["-m", "not slow"] if which == "fast" else [])], PYTEST_WITHIN_S, lanes=not further)
    print(f"in all {time.monotonic() - began:.0f} s", file=sys.stderr) if done else None
    return done


def make_what_tests_need(which: str) -> None:
    installation = load_installation()
    missing = [package for program, package in DEBIAN_PACKAGES.items() if shutil.which(program) is None]
    if missing and which == "all":
        install_debian_packages(missing)
    step("Asterisk, SIPp and espeak-ng", install_pbx)
    step("Web page", lambda: ensure_web_page(CHECKOUT, installation.tools))


def install_pbx() -> None:
    installation = load_installation()
    runtime.ensure_installed(installation, lambda text: print(f"  {text}", flush=True))
    runtime.ensure_test_phones(installation, lambda text: print(f"  {text}", flush=True))


def install_debian_packages(packages: list[str]) -> None:
    """Raises Refusal with the command for those who may type it."""
    by_hand = f"apt-get install {' '.join(packages)}"
    if shutil.which("apt-get") is None:
        raise Refusal(f"The tests need {', '.join(packages)}. Install them with your package manager and run it again.")
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"] if may_sudo() else None
    if prefix is None:
        raise Refusal(f"The tests need {', '.join(packages)}. As root: {by_hand}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = [*prefix, "apt-get", "-q", "-y", "--no-install-recommends", "install", *packages]
    print(f"Installing {', '.join(packages)} with apt-get.", flush=True)
    for before in ([], [*prefix, "apt-get", "-q", "update"]):
        if before:
            subprocess.run(before, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env=environment, check=False)
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, env=environment, check=False)
        if done.returncode == 0:
            return
    reason = done.stderr.decode(errors="replace").strip().splitlines()[-1:] or ["no reason given"]
    raise Refusal(f"apt-get could not install {', '.join(packages)} ({reason[0]}). As root: {by_hand}")


def may_sudo() -> bool:
    if shutil.which("sudo") is None:
        return False
    asked = subprocess.run(["sudo", "-n", "true"], stdin=subprocess.DEVNULL, capture_output=True, check=False)
    return asked.returncode == 0


def run_checks() -> None:
    """All of them run; Refusal names those that failed."""
    tools = load_installation().tools
    programs = Path(sys.executable).parent
    failed = []
    for title, command in (
        ("ruff", [str(programs / "ruff"), "check", "--quiet", "."]),
        ("mypy --strict", [str(programs / "mypy"), "--strict", *(f"-p{name}" for name in PACKAGES)]),
        ("import-linter", [str(programs / "lint-imports"), "--no-logo"]),
    ):
        if not step(title, partial(run, command)):
            failed.append(title)
    for title, script in (("svelte-check", "check"), ("vitest", "test")):
        if not step(title, partial(npm, tools / "web", "run", script)):
            failed.append(title)
    if failed:
        raise Refusal(f"Failed: {', '.join(failed)}. See above; pytest was not run.")


def step(title: str, work: Callable[[], object]) -> bool:
    began = time.monotonic()
    print(f"{title} ...", flush=True)
    try:
        work()
    except Refusal as refusal:
        print(f"{title}: FAILED. {refusal}", flush=True)
        return False
    print(f"{title}: ok, {time.monotonic() - began:.0f} s", flush=True)
    return True


def run(command: list[str]) -> None:
    done = subprocess.run(command, cwd=CHECKOUT, stdin=subprocess.DEVNULL, check=False)
    if done.returncode != 0:
        raise Refusal(f"{Path(command[0]).name} found something")


def run_pytest(words: list[str], within_s: float, *, lanes: bool) -> int:
    """In lanes, what failed is run again by itself, and said so: two lanes share two processors, and a test of who
    hears whom within so many seconds may lose to its neighbour. What fails alone too has failed."""
    until = time.monotonic() + within_s
    done, failed = one_run([*words, *(LANES if lanes else ())], until)
    if lanes and done == SOME_FAILED and 0 < len(failed) <= MOST_AGAIN:
        print(f"{len(failed)} failed beside others and are run again alone:", *failed, sep="\n  ", flush=True)
        done, _ = one_run(failed, until)
    return done


def one_run(words: list[str], until: float) -> tuple[int, list[str]]:
    """pytest's exit status, and the tests that failed. They live in one temporary folder of their own, with the tools
    of this installation. Raises Refusal when time is over."""
    scratch = Path(tempfile.mkdtemp(prefix="tg-"))  # short: sockets live in it
    scratch.chmod(0o755)  # PostgreSQL, when we are root, runs as another user
    environment = {name: value for name, value in os.environ.items() if not setting_of_a_person(name)}
    environment |= {
        "TMPDIR": str(scratch),
        "TANGGAP_TOOLS": str(load_installation().tools),
        "TANGGAP_HOME": str(scratch / "home"),
    }
    command = [sys.executable, "-m", "pytest", "-o", f"cache_dir={scratch}/cache", *words]
    try:
        started = subprocess.Popen(command, cwd=CHECKOUT, env=environment, stdin=subprocess.DEVNULL)
        done = started.wait(max(1.0, until - time.monotonic()))
        return done, failed_of(scratch / "cache")
    except subprocess.TimeoutExpired:
        started.kill()
        started.wait()
        raise Refusal(f"The tests took more than {PYTEST_WITHIN_S / 60:.0f} minutes and were ended.") from None
    finally:
        end_leftovers(scratch)


def failed_of(cache: Path) -> list[str]:
    """The tests that pytest remembers as failed."""
    kept = cache / "v" / "cache" / "lastfailed"
    return sorted(json.loads(kept.read_text())) if kept.exists() else []


def setting_of_a_person(name: str) -> bool:
    """Their ports and database must not reach the tests."""
    return name.startswith("TANGGAP_") and name not in {"TANGGAP_SHARED_DATA"}
