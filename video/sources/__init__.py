"""Where pictures come from. `open_source` knows the kinds; each is a `Stream` for a thread of its own."""

from pathlib import Path

from video.packets import SourceBroken, Stream
from video.sources.clock_loop import ClockLoop
from video.sources.container import ContainerStream
from video.sources.demo import demo_clip

DEMO = "demo:"


def open_source(source: str, folder: Path) -> Stream:
    """`demo:<n>`, an rtsp/http address, or a file's path. Blocks; raises SourceBroken."""
    if source.startswith(DEMO):
        return ClockLoop(demo_clip(folder, demo_number(source)))
    if not source:
        raise SourceBroken("no source set")
    return ContainerStream(source)


def demo_number(source: str) -> int:
    number = source.removeprefix(DEMO)
    if not number.isdigit():
        raise SourceBroken("a demo source is demo:<number>")
    return int(number) % 1000
