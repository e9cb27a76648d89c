"""A dispatcher at the real console, in headless Chromium: what a person reads, presses and hears."""

import base64
import re
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from playwright.async_api import Browser, Locator, Page, Playwright, async_playwright, expect
from playwright.async_api import Error as BrowserError

from api.operations.refusal import Refusal
from api.operations.testing import install_debian_packages
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
ANSWERED = re.compile("answering|talking")
HELD = re.compile(r"\bengaged\b")
NOT_HELD = re.compile(r"^(?!.*\bengaged\b)")


def find_chromium() -> str:
    """Fetched with apt-get where there is none yet. Raises Refusal with what to do."""
    if not (found := _chromium()):
        install_debian_packages(["chromium"])
        found = _chromium()
    if not found:
        raise Refusal("There is no Chromium here. Install it (Debian: apt-get install chromium) and run this again.")
    return found


def _chromium() -> str | None:
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


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
        self.page.on("dialog", lambda dialog: dialog.accept())  # leaving the page in mid-call asks
        self.page.on("pageerror", lambda error: self.errors.append(error.stack or str(error)))
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

    # -- what a person does, in the order of a shift

    async def sign_in(self, username: str, password: str) -> None:
        await self.page.goto(self.base_url)
        await self.see("login-user").fill(username)
        await self.see("login-password").fill(password)
        await self.see("login-submit").click()
        await expect(self.see("phone-bar")).to_be_visible(timeout=PATIENCE_MS)

    async def be_ready(self) -> None:
        """Sits down at a desk when at none, and takes calls from now on. Who sat there before a reload still does."""
        ready = self.see("phone-ready")
        await expect(ready.or_(self.see("phone-pause")).first).to_be_visible(timeout=PATIENCE_MS)
        with suppress(BrowserError):
            if await ready.is_visible():
                await ready.click()
        await self.until_ready()

    async def until_ready(self) -> None:
        bar = self.see("phone-bar")
        await expect(bar).to_have_attribute("data-line", "registered", timeout=PATIENCE_MS)
        await expect(bar).to_have_attribute("data-state", "ready", timeout=PATIENCE_MS)

    async def number_ringing(self) -> str:
        """What stands on the screen while it rings, before anything is pressed."""
        await expect(self.see("phone-answer")).to_be_enabled(timeout=PATIENCE_MS)
        return await self.see("screen-pop").locator(".number").first.inner_text()

    async def answer(self) -> None:
        """Between two rings a press does nothing, and a person presses again."""
        bar = self.see("phone-bar")
        for _ in range(3):
            with suppress(BrowserError):  # a press that took effect late has taken the button away
                await self.see("phone-answer").click(timeout=5000)
            with suppress(AssertionError):
                await expect(bar).to_have_attribute("data-leg", ANSWERED, timeout=2000)
                break
        await expect(bar).to_have_attribute("data-leg", "talking", timeout=PATIENCE_MS)

    async def write_incident(self, kind: str, kelurahan: str, place: str, what: str) -> str:
        """Fills in the form that the call has brought up; the number that the incident gets."""
        await self._choose("incident-type", kind)
        await self._choose("incident-kelurahan", kelurahan)
        await self.see("incident-where").fill(place)
        await self.see("incident-what").fill(what)
        await self.see("incident-open").click()
        return await self.see("incident-number").inner_text()

    async def send_recommended(self) -> None:
        """The first of the recommended units; with a reason when it is busy and the page asks for one."""
        sent, asked = self.page.locator('[data-testid^="assignment-"]').first, self.see("override-reason")
        await self.page.locator('[data-testid^="unit-dispatch-"]:enabled').first.click()
        await expect(sent.or_(asked).first).to_be_visible(timeout=PATIENCE_MS)
        if await asked.is_visible():
            await asked.fill("Tidak ada unit lain")
            await self.see("override-send").click()
        await expect(sent).to_be_visible(timeout=PATIENCE_MS)

    async def hold(self, held: bool = True) -> None:
        await expect(self.see("phone-hold")).to_be_enabled(timeout=PATIENCE_MS)
        await self.see("phone-hold").click()
        await expect(self.see("phone-hold")).to_have_class(HELD if held else NOT_HELD, timeout=PATIENCE_MS)

    async def close_call(self) -> None:
        await self.see("phone-hangup").click()
        await expect(self.see("phone-bar")).to_have_attribute("data-leg", "none", timeout=PATIENCE_MS)

    async def tidy_up(self) -> None:
        """Whatever went wrong before: no dialog open, no call in hand, and ready for the next."""
        await self.page.keyboard.press("Escape")
        bar = self.see("phone-bar")
        if await bar.get_attribute("data-leg") in ("talking", "answering"):
            await self.close_call()
        if await bar.get_attribute("data-state") != "ready":
            await self.be_ready()

    async def leave(self) -> None:
        """The end of the shift: whatever call is in hand is closed, and the desk is free."""
        if await self.see("phone-bar").get_attribute("data-leg") in ("talking", "answering"):
            await self.close_call()
        await self.see("phone-signoff").click()
        await expect(self.see("phone-bar")).to_have_attribute("data-state", "off", timeout=PATIENCE_MS)

    async def picture(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        await self.page.screenshot(path=file)

    async def _choose(self, testid: str, words: str) -> None:
        """Types into a searchable choice and takes the first that is offered."""
        box = self.see(testid)
        await box.fill(words)
        await expect(self.page.get_by_role("option").first).to_be_visible(timeout=PATIENCE_MS)
        await box.press("Enter")
