"""Takes a picture of every screen, in both sizes and themes, into a folder, to be looked at by a person.

    python tests/browser/screenshots.py FOLDER [--only desk] [--url http://127.0.0.1:5273]

It starts the console's development server over its made-up city (`npm run mock`) unless `--url` names one that runs.
"""

import argparse
import json
import os
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

WEB = Path(__file__).resolve().parents[2] / "web"
FLAGS = [
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
]
WIDE, NARROW = (1440, 900), (390, 844)
PATIENCE_MS = 30_000


def mock(url: str, path: str, **body: object) -> None:
    data = json.dumps(body or {"": 0}).encode()
    with urllib.request.urlopen(urllib.request.Request(f"{url}/mock/{path}", data, method="POST"), timeout=10):
        return


@dataclass(frozen=True)
class Screen:
    """One state of one page: the made-up city's scenario, the hash, who looks, and what they did before the picture."""

    name: str
    path: str = "/#/desk"
    user: str = "dina"
    scenario: str = "normal"
    act: Callable[[Page, str], None] | None = None
    zoom: float = 1.0


def first_incident(page: Page, _: str) -> None:
    if not page.get_by_test_id("incident-row").first.is_visible():
        page.locator(".tabs button").first.click()
        page.get_by_test_id("incident-row").first.click()
        page.locator(".tabs button").nth(1).click()
    else:
        page.get_by_test_id("incident-row").first.click()
    expect(page.locator('[data-testid^="unit-dispatch-"]').first).to_be_attached()


def be_ready(page: Page, _: str) -> None:
    page.get_by_test_id("phone-ready").click()
    expect(page.get_by_test_id("phone-bar")).to_have_attribute("data-state", "ready")
    expect(page.get_by_test_id("phone-bar")).to_have_attribute("data-line", "registered")


def ringing(page: Page, url: str) -> None:
    be_ready(page, url)
    mock(url, "ring", number="081374560099")
    expect(page.get_by_test_id("phone-answer")).to_be_enabled()


def talking(page: Page, url: str) -> None:
    ringing(page, url)
    page.keyboard.press("F8")
    expect(page.get_by_test_id("phone-bar")).to_have_attribute("data-leg", "talking")


def transferring(page: Page, url: str) -> None:
    talking(page, url)
    page.keyboard.press("F6")
    expect(page.get_by_test_id("target-row").first).to_be_visible()


def dialling_out(page: Page, url: str) -> None:
    be_ready(page, url)
    page.keyboard.press("F6")
    page.get_by_test_id("target-input").fill("0812 3456 7890")


def consulting(page: Page, url: str) -> None:
    transferring(page, url)
    page.get_by_test_id("mode-consult").click()
    page.get_by_test_id("target-input").fill("budi")
    page.keyboard.press("Enter")
    expect(page.locator('[data-testid="party"][data-role="consult"][data-state="talking"]')).to_be_visible()


def conferring(page: Page, url: str) -> None:
    consulting(page, url)
    page.keyboard.press("Shift+F6")
    expect(page.get_by_test_id("party")).to_have_count(0)
    for whom in ("satuan", "polres", "dinas pem", "0812 7777 1234"):
        page.get_by_test_id("phone-transfer").click()
        page.get_by_test_id("mode-conference").click()
        page.get_by_test_id("target-input").fill(whom.replace("satuan", "satpol"))
        page.keyboard.press("Enter")
        expect(page.get_by_test_id("target-panel")).to_have_count(0)
    expect(page.get_by_test_id("party")).to_have_count(4)


def failing(page: Page, url: str) -> None:
    transferring(page, url)
    page.get_by_test_id("mode-consult").click()
    page.get_by_test_id("target-input").fill("0812 5550 000")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("call-failure")).to_be_visible()


def silent_caller(page: Page, url: str) -> None:
    talking(page, url)
    page.get_by_test_id("phone-ask-silent").click()
    expect(page.get_by_test_id("phone-silent")).to_have_attribute("data-silent", "pressed")


def calling_back(page: Page, url: str) -> None:
    be_ready(page, url)
    page.keyboard.press("Alt+b")
    expect(page.get_by_test_id("phone-bar")).to_have_attribute("data-leg", "talking")


def judged(page: Page, url: str) -> None:
    talking(page, url)
    page.get_by_test_id("call-disposition-prank").click()
    page.get_by_test_id("nuisance-open").click()
    page.get_by_test_id("nuisance-reason").fill("Anak-anak, enam kali malam ini")


def queue(page: Page, _: str) -> None:
    if page.locator(".tabs button").first.is_visible():
        page.locator(".tabs button").first.click()


def dismissing(page: Page, url: str) -> None:
    queue(page, url)
    page.get_by_test_id("abandoned-dismiss").first.click()


def typing(page: Page, url: str) -> None:
    talking(page, url)
    page.get_by_test_id("incident-type").fill("kebakaran")
    page.keyboard.press("Enter")
    page.get_by_test_id("incident-kelurahan").fill("silaing")


def filled(page: Page, url: str) -> None:
    typing(page, url)
    page.keyboard.press("Enter")
    page.get_by_test_id("incident-where").fill("Jl. Anas Karim 12")
    page.get_by_test_id("incident-what").fill("Asap dari atap, dua orang keluar")


def dispatched(page: Page, url: str) -> None:
    filled(page, url)
    page.get_by_test_id("incident-open").click()
    page.locator('[data-testid^="unit-dispatch-"]:enabled').first.click()
    expect(page.locator('[data-testid="page-state"][data-state="delivered"]').first).to_be_attached()


def no_network(page: Page, url: str) -> None:
    first_incident(page, url)
    be_ready(page, url)
    mock(url, "down", down=True)
    expect(page.get_by_test_id("stale-banner")).to_be_visible()


def palette(page: Page, _: str) -> None:
    page.keyboard.press("F2")
    page.get_by_test_id("palette-input").fill("a")


def keys(page: Page, _: str) -> None:
    page.keyboard.press("F1")


def menu(page: Page, _: str) -> None:
    page.get_by_test_id("user-menu").click()


def devices(page: Page, url: str) -> None:
    be_ready(page, url)
    page.get_by_test_id("phone-devices").click()


def conflict(page: Page, url: str) -> None:
    first_incident(page, url)
    page.get_by_test_id("incident-edit").click()
    page.get_by_test_id("incident-what").fill("Api dari dapur, dua orang di dalam")
    number = page.get_by_test_id("incident-number").inner_text()
    mock(url, "others", number=number, change={"what": "Api sudah sampai atap, semua keluar"})
    page.get_by_test_id("incident-save").click()
    expect(page.locator(".conflict")).to_be_visible()


def busy_unit(page: Page, url: str) -> None:
    first_incident(page, url)
    page.get_by_test_id("incident-row").nth(1).click()
    page.get_by_test_id("unit-other-open").click()
    page.get_by_test_id("unit-other").fill("DAMKAR-01")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("override-reason")).to_be_visible()


def closing(page: Page, url: str) -> None:
    first_incident(page, url)
    page.get_by_test_id("incident-close").click()


def recording(page: Page, _: str) -> None:
    page.get_by_test_id("recording-row").first.click()
    expect(page.get_by_test_id("waveform")).to_be_visible()


def wrong_password(page: Page, _: str) -> None:
    page.get_by_test_id("login-user").fill("dina")
    page.get_by_test_id("login-password").fill("salah")
    page.get_by_test_id("login-submit").click()
    expect(page.get_by_test_id("login-problem")).to_be_visible()


def english(page: Page, _: str) -> None:
    page.get_by_test_id("user-menu").click()
    page.get_by_test_id("toggle-lang").click()


SCREENS = (
    Screen("login", "/", user=""),
    Screen("login-wrong", "/", user="", act=wrong_password),
    Screen("desk"),
    Screen("desk-empty", scenario="empty"),
    Screen("desk-incident", act=first_incident),
    Screen("desk-long-names", scenario="long", act=first_incident),
    Screen("desk-300", scenario="full", act=first_incident),
    Screen("desk-ringing", act=ringing),
    Screen("desk-queue", act=queue),
    Screen("desk-queue-300", act=queue, scenario="full"),
    Screen("desk-queue-long-names", act=queue, scenario="long"),
    Screen("desk-queue-empty", act=queue, scenario="empty"),
    Screen("desk-dismissing", act=dismissing),
    Screen("desk-talking", act=talking),
    Screen("desk-transfer", act=transferring),
    Screen("desk-transfer-long-names", act=transferring, scenario="long"),
    Screen("desk-dial", act=dialling_out),
    Screen("desk-consult", act=consulting),
    Screen("desk-conference", act=conferring),
    Screen("desk-failed", act=failing),
    Screen("desk-silent", act=silent_caller),
    Screen("desk-callback", act=calling_back),
    Screen("desk-judged", act=judged),
    Screen("desk-notice", act=first_incident, user="sari"),
    Screen("desk-typing", act=typing),
    Screen("desk-filled", act=filled),
    Screen("desk-dispatched", act=dispatched),
    Screen("desk-conflict", act=conflict),
    Screen("desk-busy-unit", act=busy_unit),
    Screen("desk-closing", act=closing),
    Screen("desk-no-network", act=no_network),
    Screen("desk-palette", act=palette),
    Screen("desk-keys", act=keys),
    Screen("desk-menu", act=menu),
    Screen("desk-devices", act=devices),
    Screen("desk-english", act=english),
    Screen("desk-zoom-200", act=first_incident, zoom=2.0),
    Screen("board", "/#/board"),
    Screen("board-empty", "/#/board", scenario="empty"),
    Screen("board-300", "/#/board", scenario="full"),
    Screen("supervisor", "/#/supervisor", user="sari"),
    Screen("supervisor-empty", "/#/supervisor", user="sari", scenario="empty"),
    Screen("supervisor-300", "/#/supervisor", user="sari", scenario="full"),
    Screen("supervisor-recording", "/#/supervisor", user="sari", act=recording),
    Screen("supervisor-long-names", "/#/supervisor", user="sari", scenario="long", act=recording),
    Screen("messages", "/#/messages"),
    Screen("messages-empty", "/#/messages", scenario="empty"),
    Screen("messages-300", "/#/messages", scenario="full"),
    Screen("responder", "/r/demo", user=""),
)


def take(browser: Browser, url: str, screen: Screen, size: tuple[int, int], theme: str, folder: Path) -> Path:
    mock(url, "down", down=False)
    mock(url, "scenario", name=screen.scenario)
    width, height = int(size[0] / screen.zoom), int(size[1] / screen.zoom)
    context = browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=screen.zoom,
        permissions=["microphone"],
        locale="id-ID",
    )
    context.set_default_timeout(PATIENCE_MS)
    kept = {"tanggap.prefs": json.dumps({"theme": theme}), "tanggap.responder.theme": json.dumps(theme)}
    script = ";".join(f"localStorage.setItem({json.dumps(k)},{json.dumps(v)})" for k, v in kept.items())
    context.add_init_script(f"if(!localStorage.getItem('tanggap.prefs')){{{script}}}")
    if screen.user:
        context.add_cookies([{"name": "mock", "value": screen.user, "url": url}])
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(url + screen.path, wait_until="networkidle" if not screen.user else "load")
    if screen.user:
        expect(page.get_by_test_id("live-state")).to_have_attribute("data-state", "live", timeout=PATIENCE_MS)
    if screen.act:
        screen.act(page, url)
    page.wait_for_timeout(1200)  # the map settles; a picture is no test
    file = folder / f"{screen.name}-{size[0]}-{theme}.png"
    page.screenshot(path=file)
    context.close()
    for complaint in complaints:
        print(f"  {file.name}: {complaint}")
    return file


@contextmanager
def console(url: str | None) -> Iterator[str]:
    if url:
        yield url
        return
    port = os.environ.get("TANGGAP_WEB_PORT", "5299")
    npx = shutil.which("npx") or "npx"
    environment = {**os.environ, "TANGGAP_WEB_MOCK": "1", "TANGGAP_WEB_PORT": port}
    server = subprocess.Popen(
        [npx, "vite"], cwd=WEB, env=environment, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        yield _answering(f"http://127.0.0.1:{port}")
    finally:
        os.killpg(server.pid, 15)
        server.wait()


def _answering(url: str, patience_s: float = 60) -> str:
    until = time.monotonic() + patience_s
    while time.monotonic() < until:
        try:
            mock(url, "scenario", name="normal")
            return url
        except (URLError, ConnectionError):
            time.sleep(0.3)
    raise TimeoutError(f"{url} does not answer")


def main(screens: Sequence[Screen] = SCREENS) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", help="names that begin so, separated by commas")
    parser.add_argument("--sizes", default="1440,390")
    parser.add_argument("--themes", default="dark,light")
    parser.add_argument("--url")
    told = parser.parse_args()
    told.folder.mkdir(parents=True, exist_ok=True)
    names = tuple(told.only.split(","))
    sizes = [size for size in (WIDE, NARROW) if str(size[0]) in told.sizes.split(",")]
    expect.set_options(timeout=PATIENCE_MS)
    with console(told.url) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        for screen in screens:
            if not screen.name.startswith(names):
                continue
            for size in sizes:
                for theme in told.themes.split(","):
                    try:
                        print(take(browser, url, screen, size, theme, told.folder).name)
                    except (Error, AssertionError, URLError, TimeoutError) as error:  # the others go on
                        print(f"  {screen.name} {size[0]} {theme}: {str(error).splitlines()[0]}")
        browser.close()


if __name__ == "__main__":
    main()
