"""The cameras as a console sees them: `python -m api` before `python -m video`, both as processes of their own."""

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from cad.heartbeat import read_beat
from cad.installation import CHECKOUT
from cad.users.commands import AddUser
from tests.api.client import CSRF, sign_in
from tests.support.database import Store
from tests.support.waiting import eventually
from tests.telephony.sms.conftest import free_port
from tests.video.conftest import Watching

START_S = 120  # 3 s of a core, on a machine that may have little of one to spare
PASSWORD = "sandi-uji-panjang"


@dataclass
class Center:
    base_url: str
    run: Path
    video: Process
    environment: dict[str, str]


async def start(module: str, environment: dict[str, str], log: Path) -> Process:
    with log.open("ab") as out:
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", module, cwd=CHECKOUT, env=environment, stdout=out, stderr=out
        )


async def is_ready(run: Path, name: str) -> None:
    await eventually(lambda: (read_beat(run, name) or {}).get("state") == "ready", START_S, f"{name} is ready")


@pytest.fixture
async def center(seeded: Store, tmp_path: Path) -> AsyncIterator[Center]:
    password_hash = PasswordHash((Argon2Hasher(),)).hash(PASSWORD)
    await seeded.bus.handle(AddUser(username="dina", name="Dina", role="dispatcher", password_hash=password_hash))
    http_port = free_port()
    environment = {
        **os.environ,
        "TANGGAP_HOME": str(tmp_path),
        "TANGGAP_DATABASE_URL": seeded.url,
        "TANGGAP_HTTP_PORT": str(http_port),
        "TANGGAP_VIDEO_PORT": str(free_port()),
    }
    api = await start("api", environment, tmp_path / "api.log")
    await is_ready(tmp_path / "run", "api")  # it made the secrets that both share
    video = await start("video", environment, tmp_path / "video.log")
    await is_ready(tmp_path / "run", "video")
    made = Center(f"http://127.0.0.1:{http_port}", tmp_path / "run", video, environment)
    yield made
    for process in (api, made.video):
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
            await asyncio.wait_for(process.wait(), 20)


async def test_given_a_signed_in_dispatcher_when_they_watch_a_camera_then_it_plays_until_video_dies_and_comes_back(
    center: Center,
) -> None:
    async with sign_in(center.base_url, "dina", PASSWORD) as console:
        near = (await console.get("/api/cameras", params={"lat": -0.4563, "lon": 100.4012})).json()
        assert (near[0]["id"], near[0]["state"]) == ("cam-02", "closed")

        viewer = await Watching(console, "cam-01", prefix="/api/cameras").start()
        assert viewer.location.startswith("/api/cameras/cam-01/whep/")
        await asyncio.wait_for(viewer.frame(), START_S)
        states = {camera["id"]: camera["state"] for camera in (await console.get("/api/cameras")).json()}
        assert states["cam-01"] == "live"
        still = await console.get("/api/cameras/cam-01/snapshot.jpg", timeout=30)
        assert (still.status_code, still.headers["content-type"]) == (200, "image/jpeg")
        await viewer.stop()

        center.video.kill()
        await center.video.wait()
        refused = await console.post(
            "/api/cameras/cam-01/whep", content="v=0", headers={"Content-Type": "application/sdp"}
        )
        assert (refused.status_code, refused.json()["error_id"]) == (503, "unavailable")
        assert "kamera" in refused.json()["sentence"]
        assert {camera["state"] for camera in (await console.get("/api/cameras")).json()} == {"unknown"}

        (center.run / "video.beat").unlink()
        center.video = await start("video", center.environment, center.run / "video.log")
        await is_ready(center.run, "video")
        again = await Watching(console, "cam-01", prefix="/api/cameras").start()
        await asyncio.wait_for(again.frame(), START_S)
        await again.stop()


async def test_given_nobody_signed_in_when_a_camera_is_asked_for_then_401(center: Center) -> None:
    async with httpx.AsyncClient(base_url=center.base_url, headers=CSRF) as stranger:
        for answer in (
            await stranger.get("/api/cameras"),
            await stranger.get("/api/cameras/cam-01/snapshot.jpg"),
            await stranger.post("/api/cameras/cam-01/whep", content="v=0", headers={"Content-Type": "application/sdp"}),
        ):
            assert (answer.status_code, json.loads(answer.text)["error_id"]) == (401, "unauthenticated")
