"""`./tanggap chaos` in small: 60 calls, 5 kills; and it notices when the part that repairs is missing."""

import dataclasses

import pytest
from rich.console import Console

from api.chaos.command import figures
from api.chaos.run import Chaos, Options, Story

SMALL = Options(calls=60, kills=5, seed=112, rate=1.4)
WITHOUT = Options(calls=20, kills=2, seed=112, rate=1.6, without=("reconciler",), rest_s=8.0)

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


async def play(options: Options) -> Story:
    chaos = Chaos(options, Console(width=160))
    try:
        return await chaos.run()
    finally:
        chaos.city.remove()


async def test_given_kills_and_cuts_while_112_is_dialled_then_no_call_is_lost_doubled_or_unrecorded() -> None:
    story = await play(SMALL)
    told = figures(story)
    assert story.account.lines() == []
    assert (told["calls"], told["kills"]) == (60, 5), told
    assert (told["lost"], told["doubled"], told["unrecorded"], told["complaints"]) == (0, 0, 0, []), told


async def test_given_a_build_without_the_reconciler_then_the_account_says_what_is_lost() -> None:
    story = await play(WITHOUT)
    assert len(story.dialled) == WITHOUT.calls
    assert story.account.lost, dataclasses.asdict(story.account)
