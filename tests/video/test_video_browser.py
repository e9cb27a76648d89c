"""A real browser plays the demo camera: H.264 untouched from the drawn clip to the screen."""

import asyncio
import shutil
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import uvicorn
from fastapi.responses import HTMLResponse
from playwright.async_api import async_playwright

from tests.support.waiting import eventually
from tests.video.conftest import TOKEN
from video.app import make_app
from video.camera import Camera
from video.relay.readers import Readers
from video.sources import open_source

CHROMIUM = shutil.which("chromium")
PAGE = """<!doctype html><video autoplay muted playsinline></video><script>
async function watch(token) {
  const peer = new RTCPeerConnection({iceServers: []}), video = document.querySelector('video');
  peer.addTransceiver('video', {direction: 'recvonly'});
  peer.ontrack = event => { video.srcObject = new MediaStream([event.track]); };
  await peer.setLocalDescription(await peer.createOffer());
  const began = performance.now();
  const answer = await fetch('/cameras/cam-1/whep', {method: 'POST', body: peer.localDescription.sdp,
    headers: {'Content-Type': 'application/sdp', 'Authorization': 'Bearer ' + token}});
  await peer.setRemoteDescription({type: 'answer', sdp: await answer.text()});
  await new Promise(resolve => video.requestVideoFrameCallback(resolve));
  return performance.now() - began;
}
const frames = () => document.querySelector('video').getVideoPlaybackQuality().totalVideoFrames;
const size = () => [document.querySelector('video').videoWidth, document.querySelector('video').videoHeight];
</script>"""


@pytest.fixture
async def address(demo_folder: Path) -> AsyncIterator[str]:
    async def cameras() -> list[Camera]:
        return [Camera(id="cam-1", name="Pasar", source="demo:1")]

    readers = Readers(cameras, lambda source: open_source(source, demo_folder))
    app = make_app(readers, TOKEN)
    app.get("/")(lambda: HTMLResponse(PAGE))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, timeout_graceful_shutdown=0))
    serving = asyncio.create_task(server.serve())
    await eventually(lambda: server.started)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    await serving


@pytest.mark.skipif(CHROMIUM is None, reason="no chromium here")
async def test_given_chromium_when_it_watches_the_demo_camera_then_pictures_move(address: str) -> None:
    arguments = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--disable-background-networking"]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        page = await browser.new_page()
        await page.goto(address)
        first_frame_ms = await asyncio.wait_for(page.evaluate(f"watch('{TOKEN}')"), 60)
        print(f"first frame after {first_frame_ms:.0f} ms; threads {threading.active_count()}")
        assert await page.evaluate("size()") == [640, 360]

        async def enough() -> bool:
            return bool(await page.evaluate("frames() > 30"))

        await eventually(enough, within_s=20)
        await browser.close()
