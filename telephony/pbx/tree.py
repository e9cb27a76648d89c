"""The unpacked tree of Debian packages, and how a program of it is run.

The tree has a C library of its own, newer than the machine's, so a program is started through the tree's
own dynamic loader with its own library path. Nothing is exported to the environment: what the program
starts in turn (a shell, for example) uses the machine's libraries again.
"""

import re
import shutil
import subprocess
from pathlib import Path

from cad.installation import Installation
from telephony.pbx.errors import ProgramMissing

OLDEST_ASTERISK = 20
HOW_TO_GET_ASTERISK = (
    "Install Asterisk 20 or newer yourself (`apt install asterisk` where the release has it), "
    "or run Tanggap with `docker compose -f docker/compose.yaml up`."
)
_BINARY_FOLDERS = ("usr/sbin", "usr/bin")


def root(installation: Installation) -> Path:
    """Where the packages are unpacked; shared by all installations that share `<tools>`."""
    return installation.tools / "pbx"


def library_folder(tree: Path) -> Path:
    """`usr/lib/<triplet>` of the tree: the folder that holds its C library."""
    for found in sorted(tree.glob("usr/lib/*/libc.so.6")):
        return found.parent
    raise ProgramMissing(f"{tree} has no C library. Delete that folder and start again; it will be made anew.")


def loader(tree: Path) -> list[str]:
    """The argv that runs a binary of the tree with the tree's own libraries."""
    libraries = library_folder(tree)
    linkers = sorted(libraries.glob("ld-linux*.so.*"))
    if not linkers:
        raise ProgramMissing(f"{tree} has no dynamic loader. Delete that folder and start again; it will be made anew.")
    path = ":".join(str(folder) for folder in (libraries, libraries / "pulseaudio"))
    return [str(linkers[0]), "--library-path", path]


def unpacked(tree: Path, name: str) -> list[str] | None:
    """How to run `name` out of the tree, or None when the tree has no such program."""
    for folder in _BINARY_FOLDERS:
        binary = tree / folder / name
        if binary.is_file():
            return [*loader(tree), str(binary), *_arguments(tree, name)]
    return None


def _arguments(tree: Path, name: str) -> list[str]:
    """espeak-ng looks for its voices at a path fixed when it was built; the tree's are elsewhere."""
    return [f"--path={library_folder(tree)}"] if name == "espeak-ng" else []


def program(installation: Installation, name: str) -> list[str]:
    """The argv prefix that runs `name` (`asterisk`, `sipp`, `espeak-ng`, `baresip`): the machine's own when
    it is on the PATH (Asterisk only from 20 on), else the tree's. Raises ProgramMissing."""
    found = on_path(name) or unpacked(root(installation), name)
    if found is None:
        raise ProgramMissing(
            f"{name} is not here. Start `./tanggap up` once with a network, or install {name} yourself."
        )
    return found


def on_path(name: str) -> list[str] | None:
    """The machine's own program, unless it is an Asterisk too old for us."""
    found = shutil.which(name)
    if found is None or (name == "asterisk" and asterisk_version([found]) < OLDEST_ASTERISK):
        return None
    return [found]


def asterisk_version(argv: list[str]) -> int:
    """The major version that this Asterisk states; 0 when it states none."""
    try:
        told = subprocess.run([*argv, "-V"], capture_output=True, text=True, timeout=20, check=False).stdout
    except (OSError, subprocess.TimeoutExpired):
        return 0
    match = re.search(r"Asterisk (\d+)\.", told)
    return int(match.group(1)) if match else 0


def uses_tree(installation: Installation) -> bool:
    """True when Asterisk comes out of the tree, so that its modules and data are there too."""
    return on_path("asterisk") is None


def module_folder(installation: Installation) -> Path:
    """Asterisk's own modules."""
    if uses_tree(installation):
        return library_folder(root(installation)) / "asterisk" / "modules"
    places = [
        *Path("/usr/lib").glob("*/asterisk/modules"),
        Path("/usr/lib/asterisk/modules"),
        Path("/usr/lib64/asterisk/modules"),
    ]
    for place in places:
        if place.is_dir():
            return place
    raise ProgramMissing("Asterisk's modules were not found under /usr/lib. " + HOW_TO_GET_ASTERISK)


def data_folder(installation: Installation) -> Path:
    """Asterisk's shipped data (`rest-api`, documentation); its sounds are ours, made at the first run."""
    return (root(installation) if uses_tree(installation) else Path("/")) / "usr/share/asterisk"
