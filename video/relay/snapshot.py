"""A still picture of a camera, as JPEG: decoded from what the reader has, or after opening it for a moment."""

import asyncio
from collections.abc import Sequence

import av
import cv2

from cad.errors import Unavailable
from video import metrics
from video.packets import Picture
from video.relay.reader import Reader
from video.relay.viewer import Ended

WITHIN_S = 8.0
WIDEST = 960
QUALITY = 80


class NoPicture(Unavailable):
    error_id = "no_picture"


async def snapshot(reader: Reader, within_s: float = WITHIN_S) -> bytes:
    """Raises NoPicture when the camera gives none in time."""
    viewer = reader.join()
    try:
        first = await asyncio.wait_for(viewer.next(), within_s)
        pictures = reader.latest() or [first]
        jpeg = await asyncio.to_thread(_jpeg, pictures)
    except (TimeoutError, Ended):
        raise no_picture(reader) from None
    finally:
        reader.leave(viewer)
    if jpeg is None:
        raise no_picture(reader)
    metrics.SNAPSHOTS.inc()
    return jpeg


def no_picture(reader: Reader) -> NoPicture:
    return NoPicture(
        "Kamera ini sedang tidak memberi gambar.", en="This camera gives no picture now.", detail=reader.detail
    )


def _jpeg(pictures: Sequence[Picture]) -> bytes | None:
    image = _newest_image(pictures)
    if image is None:
        return None
    height, width = image.shape[:2]
    if width > WIDEST:
        image = cv2.resize(image, (WIDEST, height * WIDEST // width), interpolation=cv2.INTER_AREA)
    done, encoded = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    return encoded.tobytes() if done else None


def _newest_image(pictures: Sequence[Picture]):  # type: ignore[no-untyped-def]
    """Decodes from the keyframe on; the last frame that came out, as BGR."""
    decoder = av.CodecContext.create("h264", "r")
    newest = None
    try:
        for picture in pictures:
            newest = next(reversed(decoder.decode(av.Packet(picture.data))), newest)
        newest = next(reversed(decoder.decode(None)), newest)
    except av.FFmpegError:
        pass  # a damaged picture: what came out before it will do
    return None if newest is None else newest.to_ndarray(format="bgr24")
