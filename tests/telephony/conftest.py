"""A real Asterisk and real phones for telephony's tests."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from telephony.callers.desks import Desks
from telephony.callers.phone import Phone
from tests.support.pbx import Pbx, running_pbx


@pytest.fixture
def pbx(tmp_path: Path) -> Iterator[Pbx]:
    """A PBX of this test's own, empty queue, plain SIP desks at `pbx.installation.settings.desk_sip_port`."""
    with running_pbx(tmp_path / "home", desks=4, ring_seconds=3) as running:
        yield running


@pytest.fixture
async def phone() -> AsyncIterator[Phone]:
    """Callers' phone: `Caller(phone, "081234567890").dial(*pbx.sip)`."""
    phone = Phone()
    await phone.open()
    yield phone
    phone.vanish()


@pytest.fixture
async def desks(pbx: Pbx) -> AsyncIterator[Desks]:
    """All desks' phones at one port; they answer after 0.2 s and stay until told otherwise."""
    desks = Desks()
    await desks.open(pbx.installation.settings.desk_sip_port)
    yield desks
    desks.phone.vanish()
