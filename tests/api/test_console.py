"""The built page beside the API."""

import base64
import hashlib
from pathlib import Path

import pytest
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse

from api.pages import YEAR, BuiltPage
from cad.installation import Installation, Secrets, Settings

THEME = "document.documentElement.dataset.theme='dark'"


def built(tmp_path: Path, settings: Settings) -> BuiltPage:
    dist = tmp_path / "web" / "dist"
    (dist / "assets").mkdir(parents=True)
    (dist / "index.html").write_text(f"<html><script>{THEME}</script><script src=/assets/a.js></script></html>")
    (dist / "assets" / "a-1234.js").write_text("1")
    (tmp_path / "secret.json").write_text("{}")
    secrets = Secrets("", "", "", "", "", "")
    return BuiltPage(Installation(home=tmp_path, tools=tmp_path, settings=settings, secrets=secrets))


@pytest.fixture
def page(tmp_path: Path) -> BuiltPage:
    return built(tmp_path, Settings())


@pytest.mark.parametrize("path", ["", "papan", "kejadian/1123", "r/s3cret-token", "index.html"])
def test_given_an_address_of_the_console_then_the_page_asked_for_anew_each_time(page: BuiltPage, path: str) -> None:
    answer = page.answer(path)
    assert isinstance(answer, FileResponse)
    assert Path(answer.path) == page.index
    assert answer.headers["cache-control"] == "no-cache"


def test_given_a_hashed_asset_then_it_may_be_kept_for_a_year(page: BuiltPage) -> None:
    assert page.answer("assets/a-1234.js").headers["cache-control"] == YEAR


@pytest.mark.parametrize("path", ["assets/none.js", "favicon.ico", "assets/" + "x" * 5000])
def test_given_a_file_that_is_not_there_then_404_and_not_the_page(page: BuiltPage, path: str) -> None:
    with pytest.raises(HTTPException):
        page.answer(path)


@pytest.mark.parametrize("path", ["../../secret.json", "assets/../../../secret.json", "/etc/passwd"])
def test_nothing_outside_of_the_build_is_served(page: BuiltPage, path: str) -> None:
    try:
        answer = page.answer(path)
    except HTTPException:
        return
    assert isinstance(answer, FileResponse)
    assert Path(answer.path) == page.index


def test_given_no_build_then_the_page_says_how_to_make_one(page: BuiltPage) -> None:
    page.index.unlink()
    answer = page.answer("")
    assert answer.status_code == 503
    assert b"./tanggap up" in bytes(answer.body)


def test_the_policy_lets_the_themes_own_script_run_and_no_other(page: BuiltPage) -> None:
    digest = base64.b64encode(hashlib.sha256(THEME.encode()).digest()).decode()
    policy = page.policy("10.0.0.5")
    assert f"script-src 'self' 'sha256-{digest}';" in policy
    assert "connect-src 'self' ws://10.0.0.5:8088;" in policy


def test_under_tls_the_phone_speaks_wss(tmp_path: Path) -> None:
    page = built(tmp_path, Settings(tls_certificate="cert.pem", tls_key="key.pem"))
    assert "wss://10.0.0.5:8089" in page.policy("10.0.0.5")  # plain HTTP keeps 8088, on loopback
