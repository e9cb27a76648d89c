"""How long from a commit to the message at a client: a measurement, not a test.

    python -m tests.api.measure_live --consoles 60 --rate 5 --seconds 20

Needs an API that runs for the installation in TANGGAP_HOME, and a user (--user, --password). Each call is told in the
eight facts telephony would tell; the first one's commit (or, with the API's clock, its `recorded_at`) is compared with
the moment the message was read by each console. All on one machine, one clock.
"""

import argparse
import asyncio
import json
import time
from contextlib import AsyncExitStack
from uuid import uuid4

from cad.bus import Bus
from cad.calls.commands import AnswerCall, EndCall, FinishRecording, OfferCall, ReceiveCall, ReleaseLeg, StartRecording
from cad.clock import utc_now
from cad.installation import load_installation
from cad.store.bootstrap import open_bus
from tests.api.client import Live, live, sign_in

Times = dict[str, float]


async def one_call(bus: Bus, started: Times) -> None:
    uniqueid = uuid4().hex
    fact = {"pbx_id": "pbx-1", "uniqueid": uniqueid, "source": "ari"}
    started[uniqueid] = time.time()
    leg = {"leg_uniqueid": f"{uniqueid}.1", "desk_id": "desk-01"}
    await bus.handle(ReceiveCall(**fact, occurred_at=utc_now(), number_raw=f"0812{uniqueid[:7]}"))
    for command in (
        StartRecording(**fact, occurred_at=utc_now(), file=f"{uniqueid}.raw"),
        OfferCall(**fact, **leg, occurred_at=utc_now()),
        AnswerCall(**fact, **leg, occurred_at=utc_now()),
        ReleaseLeg(**fact, **leg, occurred_at=utc_now(), closed=True),
        EndCall(**fact, occurred_at=utc_now(), cause=16),
        FinishRecording(**fact, occurred_at=utc_now(), file=f"{uniqueid}.raw", bytes=1, sha256="0", duration_ms=1),
    ):
        await bus.handle(command)


async def watch(channel: Live, arrived: list[tuple[str, float]]) -> None:
    async for text in channel.socket:
        if '"CallReceived"' in str(text):
            message = json.loads(text)
            arrived.append((message["data"]["uniqueid"], time.time()))


async def measure(told: argparse.Namespace) -> None:
    installation = load_installation()
    bus, database = open_bus(installation)
    started: Times = {}
    arrived: list[tuple[str, float]] = []
    async with sign_in(installation.base_url, told.user, told.password) as client, AsyncExitStack() as stack:
        channels = [await stack.enter_async_context(live(client)) for _ in range(told.consoles)]
        watchers = [asyncio.create_task(watch(channel, arrived)) for channel in channels]
        calls = []
        for _ in range(told.rate * told.seconds):
            calls.append(asyncio.create_task(one_call(bus, started)))
            await asyncio.sleep(1 / told.rate)
        await asyncio.gather(*calls)
        await asyncio.sleep(1)
        for watcher in watchers:
            watcher.cancel()
    await database.dispose()
    report(started, arrived, told.consoles)


def report(started: Times, arrived: list[tuple[str, float]], consoles: int) -> None:
    taken = sorted(1000 * (at - started[uniqueid]) for uniqueid, at in arrived if uniqueid in started)
    print(f"{len(started)} calls, {consoles} consoles, {len(taken)} messages of {len(started) * consoles}")
    for share in (0.5, 0.9, 0.99, 1.0):
        print(f"p{share * 100:g}: {taken[min(int(share * len(taken)), len(taken) - 1)]:.1f} ms")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--consoles", type=int, default=60)
    parser.add_argument("--rate", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--user", default="dina")
    parser.add_argument("--password", required=True)
    asyncio.run(measure(parser.parse_args()))
