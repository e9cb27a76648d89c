"""Puts telephony together: who knows whom, and what runs side by side."""

import asyncio
import hashlib
import time
from collections.abc import Callable, Coroutine
from typing import Any

import structlog

from cad.bus import Bus
from cad.calls.commands import CallFact
from cad.heartbeat import Heartbeat
from cad.installation import Installation
from cad.store.kept import KeptQueries
from telephony.ami import Connection
from telephony.ari import AriError, Client
from telephony.astdb.mirror import CHANGES, Mirror
from telephony.away import is_away
from telephony.backoff import delays
from telephony.cel.reader import CelMissing, Reader
from telephony.cel.reconciler import Reconciler
from telephony.control.actions import KIND as ACTION_REQUESTED
from telephony.control.actions import Control
from telephony.control.outbound import KIND as OUTBOUND_REQUESTED
from telephony.control.outbound import Outbound
from telephony.control.report import ActionReporter
from telephony.desks.membership import Membership
from telephony.desks.presence import Presence
from telephony.desks.routing import KINDS as ROUTING_KINDS
from telephony.desks.routing import Routing
from telephony.desks.vanished import Vanished
from telephony.desks.wrap_up import WrapUps
from telephony.health import Complaint, Health
from telephony.housekeeping import KINDS as HOUSEKEEPING_KINDS
from telephony.housekeeping import Housekeeping
from telephony.journal import Handler, JournalFollower
from telephony.ledger import Entry, Ledger
from telephony.location.dereference import KIND as LOCATION_REFERRED
from telephony.location.dereference import Dereference
from telephony.observer.broken import Broken
from telephony.observer.courier import Courier
from telephony.observer.observer import Observer
from telephony.observer.translator import Translator
from telephony.pbx import addresses
from telephony.recordings.keeper import Keeper
from telephony.told import Told
from telephony.trunks.keeper import CHANGES as TRUNK_CHANGES
from telephony.trunks.keeper import Trunks
from telephony.voices.notice import KINDS as NOTICE_KINDS
from telephony.voices.notice import Notice

log = structlog.get_logger()
Part = Callable[[], Coroutine[Any, Any, None]]

DESK_CHANGES = ("DeskSignedOn", "DeskStateChanged", "DeskSignedOff", "SkillsChanged")
STALLED_S = 1.0  # a database that answers later than this is away, as far as a screen is concerned


def app_name(installation: Installation) -> str:
    """Ours alone on that Asterisk: two installations, or a bench, may watch the same one."""
    home = hashlib.sha256(str(installation.home).encode()).hexdigest()[:8]
    return f"{addresses.USER}-{installation.settings.pbx_id}-{home}"


class Telephony:
    """`observes` and `reconciles` switch one of the two off: tests and benches compare them so."""

    def __init__(
        self,
        installation: Installation,
        bus: Bus,
        ledger: Ledger,
        database_url: str,
        *,
        observes: bool = True,
        reconciles: bool = True,
        kept: KeptQueries | None = None,
    ) -> None:
        settings, secrets = installation.settings, installation.secrets
        self._installation, self._observes, self._reconciles = installation, observes, reconciles
        pbx_id, self._told = settings.pbx_id, Told()
        ari = (addresses.watched_ari_url(installation), app_name(installation), addresses.USER, secrets.ari_password)
        self.ari = Client(*ari)
        self.ami = Connection(addresses.LOOPBACK, settings.ami_port, addresses.USER, secrets.ami_password)
        self.courier = Courier(bus, self._committed)
        self.observer = Observer(self.ari, Translator(pbx_id, settings.exercise), self.courier)
        reader = Reader(addresses.events_file(installation))
        self.reconciler = Reconciler(
            reader,
            bus,
            pbx_id,
            exercise=settings.exercise,
            told=self._told,
            delivered=self._committed,
            busy=lambda: self.courier.is_busy,
        )
        self._broken = Broken(self.observer, self.reconciler, reader, bus, ledger, pbx_id)
        self.keeper = Keeper(installation.recordings, bus, ledger, pbx_id, self.observer.living)
        self.membership = Membership(self.ami, ledger)
        self.wrap_ups = WrapUps(bus)
        self.membership.on_wishes(self.wrap_ups.look)
        self.routing = Routing(installation, self.ami, ledger)
        self.routing.on_reloaded(self.membership.look_again)
        self.mirror = Mirror(self.ami, ledger)
        self.notice = Notice(installation, ledger)
        self.vanished = Vanished(self.ari)
        self.presence = Presence(self.ari, bus, installation.desk_ids)
        failed, numbers = ActionReporter(bus).failed, ledger.dialled_number
        self.control = Control(self.ari, self.ami, pbx_id, failed, number_of=numbers)
        self.outbound = Outbound(self.ami, bus, pbx_id, ledger.number_of_call)
        self.trunks = Trunks(installation, bus, ledger)
        self.dereference = Dereference(installation, bus, ledger.location_uri)
        self.housekeeping = Housekeeping(
            installation,
            bus,
            ledger,
            kept,
            self.ami,
            self.observer,
            self.reconciler,
            self.keeper,
            reader,
            self._committed,
            reconciles,
        )
        handlers: dict[str, Handler] = dict.fromkeys(CHANGES, self.mirror.changed)
        handlers |= dict.fromkeys(TRUNK_CHANGES, self._trunks_changed)
        handlers |= dict.fromkeys(NOTICE_KINDS, self._notice_changed)
        handlers |= dict.fromkeys(ROUTING_KINDS, self._plan_changed)
        handlers |= dict.fromkeys(DESK_CHANGES, self.membership.changed) | {ACTION_REQUESTED: self.control.act}
        handlers |= dict.fromkeys(HOUSEKEEPING_KINDS, self.housekeeping.asked)
        handlers |= {OUTBOUND_REQUESTED: self.outbound.begin, LOCATION_REFERRED: self.dereference.referred}
        self.journal = JournalFollower(database_url, ledger, bus, handlers)
        self.ami.on_connected(self.membership.reconnected)
        self.ami.on_connected(self.mirror.reconnected)
        self.ari.on_connected(self._announce)
        self.ari.on_event("ContactStatusChange", self.presence.contact_changed)
        self.ari.on_event("ContactStatusChange", self.vanished.contact_changed)
        if observes:
            self.observer.listen()

    async def run(self, heartbeat: Heartbeat) -> None:
        """Until cancelled. A part that fails is started again; the others go on."""
        parts: dict[str, Part] = {
            "ari": self.ari.run,
            "ami": self.ami.run,
            "courier": self.courier.run,
            "keeper": self.keeper.run,
            "membership": self.membership.run,
            "mirror": self.mirror.run,
            "routing": self.routing.run,
            "wrap_ups": self.wrap_ups.run,
            "notice": self.notice.run,
            "presence": self.presence.run,
            "journal": self.journal.run,
            "trunks": self.trunks.run,
            "dereference": self.dereference.run,
            "health": Health(heartbeat, self.complaints()).run,
        }
        if self._reconciles:
            parts["reconciler"] = self.reconciler.run
        parts |= self.housekeeping.parts()
        async with asyncio.TaskGroup() as group:
            for name, part in parts.items():
                group.create_task(_kept_up(name, part), name=name)

    def complaints(self) -> list[Complaint]:
        return [
            lambda: "" if self.ari.connected.is_set() else "ARI away",
            lambda: "" if self.ami.connected.is_set() else "AMI away",
            lambda: "database away" if self._is_stalled() else "",
            lambda: self.reconciler.failing if self._reconciles else "",
            lambda: self.membership.failing,
            lambda: self.mirror.failing,
            lambda: self.routing.failing,
            lambda: self.notice.failing,
            lambda: self.journal.failing,
            lambda: self.trunks.failing,
        ]

    def _is_stalled(self) -> bool:
        since = self.courier.stalled_since
        return since is not None and time.monotonic() - since > STALLED_S

    def _committed(self, fact: CallFact) -> None:
        self._told.remember(fact)
        self.keeper.note(fact)

    async def _notice_changed(self, entry: Entry) -> None:
        await self.notice.changed(entry)
        await self.mirror.changed(entry)

    async def _trunks_changed(self, entry: Entry) -> None:
        """Their order is the dialplan's to read, the rest Asterisk's files."""
        await self.mirror.changed(entry)
        await self.trunks.changed(entry)

    async def _plan_changed(self, entry: Entry) -> None:
        await self.routing.changed(entry)
        await self.mirror.changed(entry)
        self.membership.look_again()

    async def _announce(self) -> None:
        """On every (re)connect, until it went through: what lives now, what happened meanwhile, what was lost."""
        for delay in delays(longest_s=5.0):
            try:
                await self._announce_once()
                break
            except (AriError, CelMissing) as error:
                log.warning("telephony.announce_again", error=type(error).__name__)
            except Exception as error:
                if not is_away(error):
                    raise
                log.warning("telephony.announce_again", error=type(error).__name__)
            await asyncio.sleep(delay)

    async def _announce_once(self) -> None:
        living = await self.observer.look_around()
        if self._reconciles:
            told = await self.reconciler.catch_up()
            for fact in await self._broken.end_them(self._installation.recordings):
                self._committed(fact)
            log.info("telephony.announced", channels=len(living), facts=told)
        await self.presence.look_again()


async def _kept_up(name: str, part: Part) -> None:
    waiting = delays(first_s=0.5, longest_s=10.0)
    while True:
        try:
            await part()
        except Exception:
            log.exception("telephony.part_failed", part=name)
        await asyncio.sleep(next(waiting))
