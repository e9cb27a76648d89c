"""Asterisk and its test phones, fetched as Debian packages and unpacked into a folder of our own.

No root, no chroot, no Docker, and nothing of the machine's own apt or dpkg is touched: apt works in a
private folder with an empty list of installed packages, so that every library comes along. The mirror is
the one the machine itself uses. bookworm and trixie have no Asterisk, hence the later suites.
"""

import fcntl
import json
import os
import platform
import shutil
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from cad.installation import Installation
from telephony.pbx import tree
from telephony.pbx.errors import PbxNotInstalled

Say = Callable[[str], None]

RECIPE = 1  # counts up when the list below changes, so that older trees are made anew
WANTED = ("asterisk", "asterisk-modules", "sip-tester", "espeak-ng", "baresip-core")
SUITES = ("forky", "sid")
# Needed by the packages' scripts and side tools only, which never run here.
UNUSED = (
    "adduser", "asterisk-config", "asterisk-core-sounds", "base-passwd", "debconf", "dirmngr", "freetds-common",
    "gnupg", "gpg", "libicu", "libperl", "libpython3", "login.defs", "passwd", "pci.ids", "perl", "pinentry",
    "python3", "readline-common",
)  # fmt: skip
SPACE_NEEDED = 900 * 2**20  # 90 MB of packages, 270 MB unpacked, apt's lists, and room to breathe
STAMP = ".tanggap.json"


def ensure_tree(installation: Installation, say: Say) -> Path:
    """The unpacked tree, made when it is not there or is older than this recipe. Raises PbxNotInstalled."""
    place = tree.root(installation)
    if is_complete(place):
        return place
    installation.tools.mkdir(parents=True, exist_ok=True)
    with _alone(installation.tools / "pbx.lock"):
        if not is_complete(place):
            _make(place, say)
    return place


def is_complete(place: Path) -> bool:
    """A tree is renamed into place only when it is whole; the stamp says by which recipe."""
    try:
        stamp = json.loads((place / STAMP).read_text())
    except (OSError, json.JSONDecodeError):
        return False
    return isinstance(stamp, dict) and stamp.get("recipe") == RECIPE and stamp.get("machine") == platform.machine()


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _make(place: Path, say: Say) -> None:
    _check_machine(place.parent)
    work = place.with_name("pbx.fetch")
    draft = place.with_name("pbx.new")
    for folder in (work, draft):
        shutil.rmtree(folder, ignore_errors=True)
    try:
        packages = _download(work, say)
        say(f"Unpacking {len(packages)} packages")
        _unpack(packages, draft)
        version = tree.asterisk_version(tree.unpacked(draft, "asterisk") or [""])
        if version < tree.OLDEST_ASTERISK:
            raise PbxNotInstalled(f"The unpacked Asterisk does not run on this machine. {tree.HOW_TO_GET_ASTERISK}")
        stamp = {"recipe": RECIPE, "machine": platform.machine(), "packages": sorted(file.name for file in packages)}
        (draft / STAMP).write_text(json.dumps(stamp, indent=1))
        shutil.rmtree(place, ignore_errors=True)
        draft.rename(place)
    finally:
        shutil.rmtree(work, ignore_errors=True)
        shutil.rmtree(draft, ignore_errors=True)
    say(f"Asterisk {version} is unpacked")


def _check_machine(folder: Path) -> None:
    missing = [name for name in ("apt-get", "dpkg-deb") if shutil.which(name) is None]
    if missing:
        raise PbxNotInstalled(
            f"There is no Asterisk here, and no {' or '.join(missing)} to fetch it. {tree.HOW_TO_GET_ASTERISK}"
        )
    if (free := shutil.disk_usage(folder).free) < SPACE_NEEDED:
        raise PbxNotInstalled(
            f"Asterisk needs {SPACE_NEEDED // 2**20} MB in {folder}, and {free // 2**20} MB are free. "
            "Make room there, or set TANGGAP_TOOLS to a folder on another disk.",
        )


def _download(work: Path, say: Say) -> list[Path]:
    """The packages from the first suite that has an Asterisk we can use."""
    mirror = machine_mirror()
    reason = ""
    for suite in SUITES:
        apt = _private_apt(work, mirror, suite)
        say(f"Reading Debian's package list ({suite})")
        try:
            _run([*apt, "update"])
            _fetch(apt, say)
        except PbxNotInstalled as error:
            reason = str(error.fields.get("told", ""))
            continue
        return sorted((work / "cache" / "archives").glob("*.deb"))
    raise PbxNotInstalled(
        f"Asterisk's packages could not be fetched from {mirror} ({reason or 'no answer'}). "
        f"Check the network and try again. {tree.HOW_TO_GET_ASTERISK}",
    )


def machine_mirror() -> str:
    """The Debian mirror that this machine's own apt uses."""
    told = _run(["apt-get", "indextargets", "--format", "$(REPO_URI) $(COMPONENT) $(RELEASE)", "Created-By: Packages"])
    for line in told.splitlines():
        uri, _, rest = line.partition(" ")
        if rest.startswith("main ") and "security" not in rest and uri.rstrip("/").endswith("debian"):
            return uri
    raise PbxNotInstalled(
        f"This machine's apt knows no Debian mirror to fetch Asterisk from. {tree.HOW_TO_GET_ASTERISK}"
    )


def _private_apt(work: Path, mirror: str, suite: str) -> list[str]:
    """An `apt-get` that keeps its lists, cache and state in `work`; proxies stay those of the machine."""
    shutil.rmtree(work, ignore_errors=True)
    for folder in ("state/lists/partial", "cache/archives/partial"):
        (work / folder).mkdir(parents=True)
    (work / "status").touch()
    (work / "sources.list").write_text(f"deb {mirror} {suite} main\n")
    (work / "apt.conf").write_text(_APT_CONF.format(work=work))
    return ["apt-get", "-c", str(work / "apt.conf")]


_APT_CONF = """\
Dir::State "{work}/state";
Dir::State::status "{work}/status";
Dir::Cache "{work}/cache";
Dir::Etc::sourcelist "{work}/sources.list";
Dir::Etc::sourceparts "-";
Dir::Etc::preferences "-";
Dir::Etc::preferencesparts "-";
Acquire::Check-Valid-Until "false";
Acquire::Languages "none";
Acquire::Retries "3";
Acquire::http::Timeout "20";
Acquire::https::Timeout "20";
APT::Sandbox::User "root";
APT::Install-Recommends "false";
APT::Keep-Downloaded-Packages "true";
Debug::NoLocking "true";
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
#clear DPkg::Pre-Invoke;
#clear DPkg::Post-Invoke;
#clear DPkg::Pre-Install-Pkgs;
"""


def _fetch(apt: list[str], say: Say) -> None:
    """Downloads what WANTED needs, saying how far it is at each quarter."""
    argv = [*apt, "-qq", "-y", "--download-only", "-o", "APT::Status-Fd=1", "install", *WANTED]
    environment = os.environ | {"LC_ALL": "C", "DEBIAN_FRONTEND": "noninteractive"}
    with subprocess.Popen(
        argv, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
    ) as running:
        assert running.stdout is not None
        told, shown = "", 0
        for line in running.stdout:
            percent = _percent(line)
            if percent is None:
                told = line.strip() or told
            elif percent >= shown:
                say(f"Fetching Asterisk and the test phones: {percent} %")
                shown = percent - percent % 25 + 25
    if running.returncode != 0:
        raise PbxNotInstalled("apt-get install failed.", told=told)


def _percent(line: str) -> int | None:
    """`dlstatus:1:23.4561:Retrieving file 3 of 160` -> 23."""
    kind, _, rest = line.partition(":")
    return int(float(rest.split(":")[1])) if kind == "dlstatus" else None


def _run(argv: list[str]) -> str:
    environment = os.environ | {"LC_ALL": "C"}
    try:
        done = subprocess.run(argv, capture_output=True, text=True, timeout=300, check=False, env=environment)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PbxNotInstalled(
            f"{argv[0]} could not run ({error}). {tree.HOW_TO_GET_ASTERISK}", told=str(error)
        ) from None
    if done.returncode != 0 or "\nW: Failed to fetch" in f"\n{done.stderr}":
        raise PbxNotInstalled(
            f"{argv[0]} failed. {tree.HOW_TO_GET_ASTERISK}", told=(done.stderr.strip().splitlines() or ["?"])[-1]
        )
    return done.stdout


def _unpack(packages: list[Path], draft: Path) -> None:
    draft.mkdir()
    needed = [file for file in packages if not file.name.startswith(UNUSED)]
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as workers:
        list(workers.map(lambda file: _run(["dpkg-deb", "-x", str(file), str(draft)]), needed))
