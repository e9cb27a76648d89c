"""A dispatcher at the real console, in headless Chromium: what a person reads, presses and hears."""

import base64
import shutil
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from playwright.async_api import Browser, Locator, Page, Playwright, async_playwright

from cad.errors import Unavailable
from telephony.callers.audio import Sound, join, tone, write_wav

HZ = 1300.0  # the dispatcher's own tone: higher than any caller's
EAR = Path(__file__).with_name("ear.js")
MICROPHONE_RATE = 48000
FLAGS = (
    "--no-sandbox",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--ignore-certificate-errors",  # our own local authority's; on loopback there is nobody else
)
PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE_MS = 15000


def find_chromium() -> str:
    for name in PROGRAMS:
        if found := shutil.which(name):
            return found
    raise Unavailable("There is no Chromium here. Install it (Debian: apt-get install chromium) and run this again.")


class Dispatcher:
    """`async with Dispatcher(base_url) as dina:`; each method does one thing that a person does."""

    def __init__(self, base_url: str, hz: float = HZ) -> None:
        self.base_url = base_url
        self.hz = hz
        self.errors: list[str] = []  # what the page's own console complained of
        self.page: Page
        self._heard: list[Sound] = []
        self._playwright: Playwright
        self._browser: Browser
        self._folder = tempfile.TemporaryDirectory(prefix="tanggap-microphone-")

    async def __aenter__(self) -> Self:
        microphone = Path(self._folder.name) / "microphone.wav"
        voice = tone(self.hz * 8000 / MICROPHONE_RATE, 7.0 * MICROPHONE_RATE / 8000)  # 7 s when played at 48 kHz
        voice[np.arange(len(voice)) % 33600 > 24000] = 0  # 0.5 s on, 0.2 s off: a noise filter takes a steady tone away
        write_wav(microphone, voice, MICROPHONE_RATE)
        self._playwright = await async_playwright().start()
        flags = [*FLAGS, f"--use-file-for-fake-audio-capture={microphone}"]
        self._browser = await self._playwright.chromium.launch(executable_path=find_chromium(), args=flags)
        context = await self._browser.new_context(
            viewport={"width": 1440, "height": 900},
            ignore_https_errors=True,
            permissions=["microphone"],
            locale="id-ID",
        )
        context.set_default_timeout(PATIENCE_MS)
        await context.add_init_script(path=EAR)
        self.page = await context.new_page()
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._browser.close()
        await self._playwright.stop()
        self._folder.cleanup()

    def see(self, testid: str) -> Locator:
        return self.page.get_by_test_id(testid)

    async def hears(self) -> Sound:
        """All that came through the headset until now. What came before a reload is kept as well."""
        new = base64.b64decode(await self.page.evaluate("window.tanggapEar.take()"))
        self._heard.append(np.frombuffer(new, dtype="<i2").astype(np.int16))
        self._heard = [join(self._heard)]
        return self._heard[0]
