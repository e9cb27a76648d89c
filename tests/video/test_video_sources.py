"""Sources, each of the kinds that bite: MP4 without Annex B, B-frames, another codec, nothing there."""

import time
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from video.packets import Picture, SourceBroken
from video.sources import open_source
from video.sources.container import ContainerStream
from video.sources.demo import clip_file

BASELINE = {"profile": "baseline", "preset": "ultrafast", "g": "12"}


def write(file: Path, codec: str = "libx264", options: dict[str, str] | None = None) -> Path:
    with av.open(str(file), "w") as out:
        stream: Any = out.add_stream(codec, rate=25)
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        stream.options = options or {}
        for n in range(24):
            image = np.random.default_rng(n).integers(0, 255, (180, 320, 3), dtype=np.uint8)
            out.mux(stream.encode(av.VideoFrame.from_ndarray(image, format="bgr24")))
        out.mux(stream.encode(None))
    return file


def read(source: str, pictures: int) -> list[Picture]:
    stream = open_source(source, Path())
    try:
        return [stream.read() for _ in range(pictures)]
    finally:
        stream.close()


def decoded(pictures: list[Picture]) -> int:
    decoder = av.CodecContext.create("h264", "r")
    return sum(len(decoder.decode(av.Packet(picture.data))) for picture in pictures) + len(decoder.decode(None))


@pytest.mark.parametrize(
    ("name", "codec", "options", "transcoded"),
    [
        ("a.mp4", "libx264", BASELINE, False),
        ("a.ts", "libx264", BASELINE, False),
        ("a.mkv", "libx264", BASELINE, False),
        ("b.mp4", "libx264", {"preset": "ultrafast", "bf": "2", "g": "12"}, True),
        ("c.mp4", "mpeg4", {}, True),
    ],
)
def test_given_a_file_when_it_is_read_then_every_picture_decodes_and_time_never_runs_back(
    tmp_path: Path, name: str, codec: str, options: dict[str, str], transcoded: bool
) -> None:
    file = write(tmp_path / name, codec, options)
    stream = ContainerStream(str(file))
    assert stream.transcoded is transcoded
    stream.close()
    pictures = read(str(file), 30)  # more than there are: it begins again
    assert pictures[0].keyframe
    assert [p.pts for p in pictures] == sorted(p.pts for p in pictures)
    assert decoded(pictures) >= 28
    assert all(b"\x00\x00\x01\x67" in p.data and b"\x00\x00\x01\x68" in p.data for p in pictures if p.keyframe)


def test_given_the_demo_camera_when_it_is_read_then_it_keeps_the_rooms_seconds(demo_folder: Path) -> None:
    stream = open_source("demo:1", demo_folder)
    assert clip_file(demo_folder, 1).exists()
    pictures = [stream.read() for _ in range(20)]
    now = time.time()
    stream.close()
    assert pictures[0].keyframe
    assert abs(pictures[-1].pts / 90_000 - now) < 1
    assert decoded(pictures) >= 19


@pytest.mark.parametrize("source", ["", "demo:x", "/nowhere.mp4", "rtsp://user:secret@127.0.0.1:9/x"])
def test_given_a_source_that_cannot_work_when_it_is_opened_then_it_says_so_without_its_address(source: str) -> None:
    with pytest.raises(SourceBroken) as broken:
        open_source(source, Path())
    assert "secret" not in str(broken.value)
    assert "nowhere" not in str(broken.value)


def test_given_a_file_that_is_no_video_when_it_is_opened_then_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "x.mp4").write_bytes(b"not a video" * 100)
    with pytest.raises(SourceBroken):
        open_source(str(tmp_path / "x.mp4"), Path())
