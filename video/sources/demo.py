"""A demo camera's clip: drawn once by a process of its own at a low priority, kept in `<home>/video`."""

import subprocess
import sys
import threading
from pathlib import Path

from video.packets import SourceBroken

VERSION = 1  # of the drawing: another number, another file
DRAW_WITHIN_S = 120.0  # 3 s on an idle machine
_one_at_a_time = threading.Lock()


def clip_file(folder: Path, number: int) -> Path:
    return folder / f"demo-{VERSION}-{number}.ts"


def demo_clip(folder: Path, number: int) -> Path:
    """The clip's file; draws it when it is not there. Blocks; raises SourceBroken."""
    file = clip_file(folder, number)
    if file.exists():
        return file
    with _one_at_a_time:  # two cores are for the calls
        if not file.exists():
            _draw(file, number)
    return file


def _draw(file: Path, number: int) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "video.sources.draw", str(file), str(number)]
    root = Path(__file__).resolve().parent.parent.parent
    try:
        subprocess.run(command, cwd=root, check=True, timeout=DRAW_WITHIN_S, stdout=subprocess.DEVNULL)
    except (subprocess.SubprocessError, OSError) as error:
        raise SourceBroken(f"the demo clip could not be drawn ({type(error).__name__})") from None
