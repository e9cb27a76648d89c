"""Which requests are acted on at all. With neither ARI nor AMI there, acting shows as a failure told."""

from datetime import UTC, datetime, timedelta

import pytest

from telephony.ami import Connection
from telephony.ari import Client
from telephony.control.actions import Control
from telephony.control.plan import Action
from telephony.ledger import Entry

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


class Screen:
    """Hears what did not work."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str]] = []

    async def failed(self, action: Action, reason: str) -> None:
        self.told.append((action.action, reason))


@pytest.fixture
def screen() -> Screen:
    return Screen()


@pytest.fixture
def control(screen: Screen) -> Control:
    ari = Client("http://127.0.0.1:1/ari", "app", "tanggap", "secret")
    ami = Connection("127.0.0.1", 1, "tanggap", "secret")
    return Control(ari, ami, "pbx-1", screen.failed, clock=lambda: NOW)


def asked(action: str, age_s: float = 0, pbx_id: str = "pbx-1") -> Entry:
    data = {"call_id": "c", "pbx_id": pbx_id, "uniqueid": "1.1", "action": action, "desk_leg": "1.2"}
    return Entry(position=1, kind="CallActionRequested", recorded_at=NOW - timedelta(seconds=age_s), data=data)


@pytest.mark.parametrize("action", ["hold", "resume", "hang_up"])
async def test_a_fresh_request_is_acted_on(control: Control, screen: Screen, action: str) -> None:
    await control.act(asked(action, age_s=9))
    assert screen.told == [(action, "pbx_unavailable")]


async def test_a_button_pressed_before_an_outage_has_no_effect_after_it(control: Control, screen: Screen) -> None:
    await control.act(asked("hang_up", age_s=11))
    assert screen.told == []


async def test_another_pbx_is_none_of_ours(control: Control, screen: Screen) -> None:
    await control.act(asked("hang_up", pbx_id="pbx-2"))
    assert screen.told == []


async def test_an_action_nobody_knows_is_told(control: Control, screen: Screen) -> None:
    await control.act(asked("dance"))
    assert screen.told == [("dance", "unknown_action")]
