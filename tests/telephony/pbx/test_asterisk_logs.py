"""Asterisk starts without a complaint, and its own logs stay small."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from telephony.ami import Connection
from telephony.pbx import addresses
from telephony.pbx.rotation import KEPT, LogRotation
from tests.fakes.ari_server import running
from tests.support.pbx import Pbx, running_pbx


@pytest.fixture(scope="module")
def quiet_pbx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pbx]:
    with running_pbx(tmp_path_factory.mktemp("logs") / "home", desks=2) as pbx:
        yield pbx


def test_it_has_nothing_to_complain_about_at_its_start(quiet_pbx: Pbx) -> None:
    told = addresses.message_log(quiet_pbx.installation).read_text().splitlines()
    assert told
    assert [line for line in told if "WARNING" in line or "ERROR" in line] == []


async def test_logs_that_have_grown_are_rotated_and_the_oldest_go(quiet_pbx: Pbx) -> None:
    installation = quiet_pbx.installation
    folder = addresses.message_log(installation).parent
    secrets = installation.secrets
    ami = Connection(addresses.LOOPBACK, installation.settings.ami_port, addresses.USER, secrets.ami_password)
    async with running(ami.run()):
        await ami.connected.wait()
        assert not await LogRotation(ami, folder).look()
        for _ in range(KEPT + 2):
            assert await LogRotation(ami, folder, most_bytes=1).look()
    assert names(folder, "messages.log") == ["messages.log", *(f"messages.log.{n}" for n in range(KEPT))]
    assert names(folder, "queue_log")[0] == "queue_log"
    quiet_pbx.add_desk("desk-01")
    assert "ADDMEMBER" in (folder / "queue_log").read_text()


def names(folder: Path, prefix: str) -> list[str]:
    return sorted(file.name for file in folder.glob(f"{prefix}*"))
