"""Following the journal on real PostgreSQL: at once, once, and from where it stopped."""

import pytest

from cad.bus import Bus
from cad.calls.commands import AnswerCall, ReceiveCall, RequestCallAction
from cad.clock import utc_now
from cad.errors import Unavailable
from cad.store.pbx import PbxQueries
from cad.users.commands import AddUser
from telephony.journal import JournalFollower
from telephony.ledger import Entry
from tests.fakes.ari_server import running
from tests.support.database import Store
from tests.support.waiting import eventually

KIND = "CallActionRequested"


class Ear:
    def __init__(self, seeded: Store) -> None:
        self.store, self.heard = seeded, list[str]()
        self.troubles = list[Exception]()

    def follower(self) -> JournalFollower:
        return JournalFollower(self.store.url, PbxQueries(self.store.database), self.store.bus, {KIND: self.hear})

    async def hear(self, entry: Entry) -> None:
        if self.troubles:
            raise self.troubles.pop()
        self.heard.append(str(entry.data["action"]))


@pytest.fixture
async def ask(seeded: Store) -> "Asker":
    asker = Asker(seeded.bus)
    await asker.prepare()
    return asker


class Asker:
    def __init__(self, bus: Bus) -> None:
        self._bus = bus

    async def prepare(self) -> None:
        user = await self._bus.handle(AddUser(username="dina", name="Dina", role="dispatcher", password_hash="-"))
        about = {"pbx_id": "pbx-1", "uniqueid": "1.1", "occurred_at": utc_now(), "source": "ari"}
        call = await self._bus.handle(ReceiveCall(**about))  # type: ignore[arg-type]
        await self._bus.handle(AnswerCall(**about, leg_uniqueid="1.2", desk_id="desk-01"))  # type: ignore[arg-type]
        self._user, self._call = user.id, call.id

    async def __call__(self, action: str) -> None:
        await self._bus.handle(RequestCallAction(call_id=self._call, action=action, user_id=self._user))


async def test_what_is_committed_is_heard_at_once_and_nothing_from_before(seeded: Store, ask: Asker) -> None:
    await ask("hold")
    ear = Ear(seeded)
    follower = ear.follower()
    async with running(follower.run()):
        await eventually(lambda: not follower.failing)
        await ask("resume")
        await ask("hang_up")
        await eventually(lambda: ear.heard == ["resume", "hang_up"], 1.5)


async def test_after_a_restart_what_came_meanwhile_is_heard_and_nothing_twice(seeded: Store, ask: Asker) -> None:
    ear = Ear(seeded)
    first = ear.follower()
    async with running(first.run()):
        await eventually(lambda: not first.failing)
        await ask("hold")
        await eventually(lambda: ear.heard == ["hold"])
        await eventually(lambda: seeded.value("SELECT count(*) FROM cursors"))
    await ask("resume")
    async with running(ear.follower().run()):
        await eventually(lambda: ear.heard == ["hold", "resume"])


async def test_given_the_database_goes_away_in_between_then_the_entry_is_heard_again(seeded: Store, ask: Asker) -> None:
    ear = Ear(seeded)
    follower = ear.follower()
    async with running(follower.run()):
        await eventually(lambda: not follower.failing)
        ear.troubles = [Unavailable("away")]
        await ask("hold")
        await eventually(lambda: ear.heard == ["hold"])


async def test_a_handler_that_fails_does_not_stop_the_next_entry(seeded: Store, ask: Asker) -> None:
    ear = Ear(seeded)
    follower = ear.follower()
    async with running(follower.run()):
        await eventually(lambda: not follower.failing)
        ear.troubles = [RuntimeError("a mistake of ours")]
        await ask("hold")
        await ask("resume")
        await eventually(lambda: ear.heard == ["resume"])
