"""Fetching Asterisk: what is there is kept, what is half done never counts, and each refusal says what to do."""

import json
import platform
from dataclasses import replace
from pathlib import Path

import pytest

from telephony.pbx import packages, tree
from telephony.pbx.errors import PbxNotInstalled, ProgramMissing
from tests.support.pbx import new_pbx, tools_folder

pytestmark = pytest.mark.timeout(120)


def test_given_a_whole_tree_when_asked_again_then_nothing_is_fetched(tmp_path: Path) -> None:
    said: list[str] = []
    installation = new_pbx(tmp_path / "home").installation
    packages.ensure_tree(installation, said.append)
    said.clear()
    assert packages.ensure_tree(installation, said.append) == tools_folder() / "pbx"
    assert said == []
    assert tree.asterisk_version(tree.program(installation, "asterisk")) >= tree.OLDEST_ASTERISK


@pytest.mark.parametrize("stamp", ["", "{", "[]", '{"recipe": 0}'])
def test_given_a_torn_or_old_tree_when_looked_at_then_it_does_not_count(tmp_path: Path, stamp: str) -> None:
    (tmp_path / packages.STAMP).write_text(stamp)
    assert not packages.is_complete(tmp_path)
    whole = {"recipe": packages.RECIPE, "machine": platform.machine()}
    (tmp_path / packages.STAMP).write_text(json.dumps(whole))
    assert packages.is_complete(tmp_path)


def test_given_no_apt_when_installing_then_the_sentence_offers_another_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installation = replace(new_pbx(tmp_path / "home").installation, tools=tmp_path / "tools")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PbxNotInstalled, match=r"no apt-get or dpkg-deb to fetch it.*docker compose"):
        packages.ensure_tree(installation, print)
    with pytest.raises(ProgramMissing, match="sipp is not here"):
        tree.program(installation, "sipp")


def test_given_no_network_when_installing_then_the_sentence_says_so_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installation = replace(new_pbx(tmp_path / "home").installation, tools=tmp_path / "tools")
    for name in ("http_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")  # nobody listens there
    with pytest.raises(PbxNotInstalled, match=r"could not be fetched from .*Check the network"):
        packages.ensure_tree(installation, print)
    assert {file.name for file in installation.tools.iterdir()} == {"pbx.lock"}


def test_given_apts_progress_when_read_then_its_percent_is_known() -> None:
    assert packages._percent("dlstatus:1:23.4561:Retrieving file 3 of 160\n") == 23
    assert packages._percent("Get:1 something\n") is None
