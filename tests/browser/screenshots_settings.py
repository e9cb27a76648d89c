"""Takes pictures of the supervisor's and the settings screens, in both sizes and themes, to be looked at by a person.

python -m tests.browser.screenshots_settings FOLDER [--only settings-queue]
"""

from playwright.sync_api import Page, expect

from tests.browser import screenshots
from tests.browser.screenshots import Screen, mock


def bottom(page: Page, _: str) -> None:
    page.locator(".pane").evaluate("pane => pane.scrollTo(0, pane.scrollHeight)")


def typed(page: Page, _: str) -> None:
    page.get_by_test_id("plan-ring_seconds").fill("25")
    page.get_by_test_id("plan-overflow_after_s").fill("x")
    page.get_by_test_id("outside-add").click()


def plan_conflict(page: Page, url: str) -> None:
    page.get_by_test_id("plan-ring_seconds").fill("25")
    mock(url, "plan", ring_seconds=15, wrap_up_s=45)
    page.get_by_test_id("settings-save").click()
    expect(page.get_by_test_id("settings-clash")).to_be_visible()


def plan_refused(page: Page, _: str) -> None:
    page.get_by_test_id("plan-ring_seconds").fill("99")
    page.get_by_test_id("settings-save").click()
    expect(page.get_by_role("alert").first).to_be_visible()


def trunk_dialog(page: Page, _: str) -> None:
    page.get_by_test_id("trunk-row").nth(1).click()
    expect(page.get_by_test_id("trunk-form")).to_be_visible()


def trunk_wrong(page: Page, _: str) -> None:
    page.get_by_test_id("trunk-add").click()
    page.get_by_test_id("trunk-name").fill("Telkom")
    page.get_by_test_id("trunk-host").fill("sip:salah")
    page.get_by_test_id("trunk-registers").check()
    page.get_by_test_id("trunk-peers").fill("10.0.0.0/99")
    page.get_by_test_id("trunk-save").click()


def trunk_delete(page: Page, url: str) -> None:
    trunk_dialog(page, url)
    page.get_by_test_id("trunk-delete").click()
    page.get_by_test_id("trunk-delete-yes").scroll_into_view_if_needed()


def fewer_days(page: Page, _: str) -> None:
    page.get_by_test_id("rule-keep_days").fill("90")
    page.get_by_test_id("away-kind-s3").check()


def notice_on(page: Page, _: str) -> None:
    page.get_by_test_id("notice-incident").fill("kebakaran")
    page.keyboard.press("Enter")
    page.get_by_test_id("notice-start").click()
    expect(page.get_by_test_id("notice-on")).to_be_visible()


def notice_text(page: Page, _: str) -> None:
    page.get_by_test_id("notice-incident").fill("kebakaran")
    page.keyboard.press("Enter")
    page.get_by_test_id("test-number-add").click()


def need_desk(page: Page, _: str) -> None:
    page.get_by_test_id("watch-listen").first.click()
    expect(page.get_by_test_id("watch-take")).to_be_visible()


def listening(page: Page, url: str) -> None:
    need_desk(page, url)
    page.get_by_test_id("watch-take").click()
    expect(page.get_by_test_id("watch-stop")).to_be_visible()


def audit(page: Page, _: str) -> None:
    page.get_by_test_id("recordings-audit").click()
    expect(page.get_by_test_id("recording-audit")).to_be_visible()


def locking(page: Page, _: str) -> None:
    page.get_by_test_id("recording-row").nth(1).click()
    page.get_by_test_id("recording-lock-open").click()


def english(page: Page, _: str) -> None:
    page.get_by_test_id("user-menu").click()
    page.get_by_test_id("toggle-lang").click()


QUEUE, TRUNKS, RULES = "/#/settings/queue", "/#/settings/trunks", "/#/settings/recordings"
VOICES, NUISANCE, WATCH = "/#/settings/voices", "/#/settings/nuisance", "/#/supervisor"
SCREENS = (
    Screen("settings-queue", QUEUE, user="sari"),
    Screen("settings-queue-bottom", QUEUE, user="sari", act=bottom),
    Screen("settings-queue-empty", QUEUE, user="sari", scenario="empty"),
    Screen("settings-queue-long", QUEUE, user="sari", scenario="long"),
    Screen("settings-queue-300", QUEUE, user="sari", scenario="full", act=bottom),
    Screen("settings-queue-typed", QUEUE, user="sari", act=typed),
    Screen("settings-queue-conflict", QUEUE, user="sari", act=plan_conflict),
    Screen("settings-queue-refused", QUEUE, user="sari", act=plan_refused),
    Screen("settings-queue-english", QUEUE, user="sari", act=english),
    Screen("settings-trunks", TRUNKS, user="admin"),
    Screen("settings-trunks-empty", TRUNKS, user="admin", scenario="empty"),
    Screen("settings-trunks-long", TRUNKS, user="admin", scenario="long"),
    Screen("settings-trunks-300", TRUNKS, user="admin", scenario="full"),
    Screen("settings-trunk-dialog", TRUNKS, user="admin", act=trunk_dialog),
    Screen("settings-trunk-wrong", TRUNKS, user="admin", act=trunk_wrong),
    Screen("settings-trunk-delete", TRUNKS, user="admin", act=trunk_delete),
    Screen("settings-recordings", RULES, user="admin"),
    Screen("settings-recordings-fewer", RULES, user="admin", act=fewer_days),
    Screen("settings-voices", VOICES, user="sari"),
    Screen("settings-voices-empty", VOICES, user="sari", scenario="empty"),
    Screen("settings-voices-text", VOICES, user="sari", act=notice_text),
    Screen("settings-voices-on", VOICES, user="sari", act=notice_on),
    Screen("settings-nuisance", NUISANCE, user="sari"),
    Screen("settings-nuisance-empty", NUISANCE, user="sari", scenario="empty"),
    Screen("settings-nuisance-300", NUISANCE, user="sari", scenario="full"),
    Screen("watch", WATCH, user="sari"),
    Screen("watch-empty", WATCH, user="sari", scenario="empty"),
    Screen("watch-300", WATCH, user="sari", scenario="full"),
    Screen("watch-long", WATCH, user="sari", scenario="long", act=locking),
    Screen("watch-need-desk", WATCH, user="sari", act=need_desk),
    Screen("watch-listening", WATCH, user="sari", act=listening),
    Screen("watch-audit", WATCH, user="sari", scenario="long", act=audit),
)

if __name__ == "__main__":
    screenshots.main(SCREENS)
