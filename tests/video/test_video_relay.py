"""Viewers over WHEP: a real aiortc peer receives what the camera sends."""

import asyncio

import httpx
import pytest

from cad.errors import Unavailable
from tests.support.waiting import eventually
from tests.video.conftest import FakeCamera, Register, Watching
from video.camera import Camera
from video.relay.readers import Readers


async def test_given_a_camera_when_a_viewer_comes_then_frames_arrive_and_h264_was_agreed(
    http: httpx.AsyncClient, fake: FakeCamera
) -> None:
    viewer = await Watching(http).start()
    frame = await asyncio.wait_for(viewer.frame(), 10)
    assert (frame.width, frame.height) == (320, 180)
    assert "H264/90000" in viewer.answer
    assert "VP8" not in viewer.answer
    await viewer.stop()


async def test_given_two_viewers_when_both_watch_then_one_reader_serves_them_and_stops_after_the_last(
    http: httpx.AsyncClient, fake: FakeCamera
) -> None:
    first, second = await Watching(http).start(), await Watching(http).start()
    await asyncio.wait_for(asyncio.gather(first.frame(), second.frame()), 10)
    assert (fake.opened, fake.open_now) == (1, 1)
    await first.stop()
    await asyncio.wait_for(second.frame(), 10)
    assert fake.open_now == 1
    await second.stop()
    await eventually(lambda: fake.open_now == 0)
    assert fake.opened == 1


async def test_given_a_viewer_who_vanishes_when_its_connection_is_gone_then_the_camera_is_closed(
    http: httpx.AsyncClient, fake: FakeCamera
) -> None:
    viewer = await Watching(http).start()
    await asyncio.wait_for(viewer.frame(), 10)
    await viewer.vanish()
    await eventually(lambda: fake.open_now == 0, within_s=20)


async def test_given_a_broken_camera_when_it_is_asked_for_then_it_says_so_and_recovers(
    http: httpx.AsyncClient, fake: FakeCamera
) -> None:
    fake.broken.set()
    viewer = await Watching(http).start()

    async def state() -> dict[str, object]:
        states: list[dict[str, object]] = (await http.get("/cameras")).json()
        return states[0]

    async def is_broken() -> bool:
        return (await state())["state"] == "broken"

    await eventually(is_broken)
    assert (await state())["detail"] == "it cannot be opened"
    fake.broken.clear()
    await asyncio.wait_for(viewer.frame(), 10)
    assert (await state())["state"] == "live"
    await viewer.stop()


async def test_given_a_live_camera_when_it_stops_then_it_is_opened_again_and_time_goes_on(
    readers: Readers, fake: FakeCamera
) -> None:
    reader = await readers.of("cam-1")
    viewer = reader.join()
    before = await asyncio.wait_for(viewer.next(), 5)
    fake.broken.set()
    await eventually(lambda: reader.state == "broken")
    fake.broken.clear()
    await eventually(lambda: fake.opened == 2)
    picture = before
    while not (picture.keyframe and picture.pts > before.pts):
        picture = await asyncio.wait_for(viewer.next(), 5)
    assert reader.opened == 2
    reader.leave(viewer)


async def test_given_a_reader_is_live_when_somebody_joins_then_the_first_picture_is_a_keyframe_at_once(
    readers: Readers, fake: FakeCamera
) -> None:
    reader = await readers.of("cam-1")
    first = reader.join()
    for _ in range(5):
        await asyncio.wait_for(first.next(), 5)
    late = reader.join()
    picture = await asyncio.wait_for(late.next(), 0.01)  # from the cache: there is nothing to wait for
    assert picture.keyframe
    reader.leave(first)
    reader.leave(late)


async def test_given_a_camera_when_a_snapshot_is_asked_for_then_it_is_a_jpeg_and_the_camera_is_closed_again(
    http: httpx.AsyncClient, fake: FakeCamera
) -> None:
    response = await http.get("/cameras/cam-1/snapshot.jpg")
    assert response.status_code == 200
    assert response.content[:3] == b"\xff\xd8\xff"
    await eventually(lambda: fake.open_now == 0)


@pytest.mark.parametrize(
    ("method", "path", "status", "error_id"),
    [
        ("POST", "/cameras/none/whep", 404, "unknown_camera"),
        ("DELETE", "/cameras/cam-1/whep/none", 404, "unknown_session"),
        ("PATCH", "/cameras/cam-1/whep/none", 404, "unknown_session"),
        ("POST", "/cameras/cam-1/whep", 422, "offer_refused"),
        ("GET", "/cameras/none/snapshot.jpg", 404, "unknown_camera"),
    ],
)
async def test_given_nonsense_when_it_is_asked_then_it_is_refused_by_name(
    http: httpx.AsyncClient, method: str, path: str, status: int, error_id: str
) -> None:
    kind = "application/trickle-ice-sdpfrag" if method == "PATCH" else "application/sdp"
    response = await http.request(method, path, content="v=0", headers={"Content-Type": kind})
    assert (response.status_code, response.json()["error_id"]) == (status, error_id)


async def test_given_an_offer_without_h264_when_it_comes_then_it_is_refused_and_nobody_is_left_watching(
    http: httpx.AsyncClient, readers: Readers, fake: FakeCamera
) -> None:
    watching = Watching(http)
    await watching._peer.setLocalDescription(await watching._peer.createOffer())
    only_vp8 = watching._peer.localDescription.sdp.replace("H264", "H265")
    response = await http.post("/cameras/cam-1/whep", content=only_vp8, headers={"Content-Type": "application/sdp"})
    assert (response.status_code, response.json()["error_id"]) == (422, "offer_refused")
    assert (await readers.of("cam-1")).viewers == 0
    await watching.vanish()


async def test_given_no_service_token_when_it_is_asked_then_401(http: httpx.AsyncClient) -> None:
    assert (await http.get("/cameras", headers={"Authorization": "Bearer wrong"})).status_code == 401
    assert (await http.get("/cameras", headers={"Authorization": ""})).status_code == 401


async def test_given_the_database_is_away_when_a_known_camera_is_asked_for_then_it_goes_on(
    register: Register, fake: FakeCamera
) -> None:
    readers = Readers(register.read, fake.open, known_for_s=0)
    reader = await readers.of("cam-1")
    register.away = True
    assert await readers.of("cam-1") is reader
    assert await readers.all() == [reader]
    with pytest.raises(Unavailable):
        await readers.of("cam-2")


async def test_given_a_camera_whose_source_changed_when_it_is_asked_for_then_its_old_reader_is_closed(
    register: Register, fake: FakeCamera
) -> None:
    readers = Readers(register.read, fake.open, known_for_s=0)
    old = await readers.of("cam-1")
    old.join()
    await eventually(lambda: old.state == "live")
    register.cameras = [Camera(id="cam-1", name="Pasar", source="other")]
    assert await readers.of("cam-1") is not old
    assert (old.state, old.viewers) == ("closed", 0)
    readers.close()
    await eventually(lambda: fake.open_now == 0)
