"""One Asterisk for a module's calls, with a trunk behind which somebody answers."""

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.support.pbx import Pbx, free_port, running_pbx
from tests.telephony.live.conftest import Site
from tests.telephony.live.control.stage import Stage, staged


@pytest.fixture(scope="module")
def pbx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pbx]:
    home = tmp_path_factory.mktemp("control") / "home"
    with running_pbx(home, desks=4, ring_seconds=3, trunk_host=f"127.0.0.1:{free_port()}") as running:
        yield running


@pytest.fixture
async def stage(site: Site) -> AsyncIterator[Stage]:
    """Told by the observer alone: the log holds the calls of all tests before."""
    async with staged(site, reconciles=False) as made:
        yield made
