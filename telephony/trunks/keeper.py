"""Keeps Asterisk's trunks as the database says, and the database informed of how they are.

What Asterisk needs stands in its own files before it is asked to read them: it starts and goes on without us, without
PostgreSQL and without DNS.
"""

import asyncio
import time

import structlog

from cad.bus import Bus
from cad.installation import Installation
from cad.trunks.commands import NoteRefusals, Refusal, SeeTrunk
from cad.trunks.model import Trunk
from telephony import metrics
from telephony.away import is_away
from telephony.ledger import Ledger
from telephony.pbx import configuration, trunks
from telephony.pbx.console import console
from telephony.pbx.errors import PbxNotRunning
from telephony.rounds import Rounds
from telephony.trunks.alarms import Alarms
from telephony.trunks.names import Resolve, matches, resolve
from telephony.trunks.reading import CONTACTS, GLOBALS, REGISTRATIONS, STRANGERS, Look, grown, read

log = structlog.get_logger()

CHANGES = ("TrunkAdded", "TrunkChanged", "TrunkRemoved")
PERIOD_S = 5.0
NAMES_S = 60.0  # so often names are looked up again
MOST_ADDRESSES = 20  # of one look; the rest is counted together, so that a flood fills no table
# res_pjsip keeps every endpoint, address and registration; calls that are up stay (proved in tests/telephony/trunks).
RELOAD = ("module reload res_pjsip.so", "module reload res_pjsip_outbound_registration.so", "dialplan reload")


class Trunks(Rounds):
    """`failing` says why trunks may not be as the database says; empty when they are."""

    def __init__(
        self,
        installation: Installation,
        bus: Bus,
        ledger: Ledger,
        resolver: Resolve = resolve,
        period_s: float = PERIOD_S,
    ) -> None:
        super().__init__()
        self._installation, self._bus, self._ledger = installation, bus, ledger
        self._resolver = resolver
        self.period_s = self.again_s = period_s
        self._alarms = Alarms(bus)
        self._reload_due = False
        self._names_at = -NAMES_S
        self._known_names: dict[str, tuple[str, ...]] = {}
        self._wanted: list[Trunk] = []
        self._seen: dict[str, tuple[str, float | None]] = {}
        self._last: Look | None = None

    async def _round(self) -> None:
        try:
            await self.apply()
            await self.look()
            self.failing = ""
        except PbxNotRunning:
            self.failing = "trunks not looked at"  # that Asterisk is away is said by others, and loudly
        except Exception as error:
            known = None if is_away(error) else error
            log.warning("trunks.not_kept", error=type(error).__name__, exc_info=known)
            self.failing = "trunks not kept"

    async def apply(self) -> bool:
        """Writes what the database says, and has Asterisk read it when it is news; True then."""
        self._wanted = await self._ledger.trunks_in_use(self._installation.secrets.personal_data_pepper)
        lines = [trunks.line_of(trunk, found) for trunk, found in await self._matched()]
        if await asyncio.to_thread(trunks.keep, self._installation, lines):
            self._reload_due = True
        if not self._reload_due:
            return False
        await asyncio.to_thread(configuration.write_trunks, self._installation)
        await asyncio.to_thread(self._ask, RELOAD)
        self._reload_due = False
        log.info("trunks.applied", trunks=len(lines))
        return True

    async def _matched(self) -> list[tuple[Trunk, list[str]]]:
        """Names are looked up when new and once a minute; in threads, as a DNS that is away takes its time."""
        kept = {line.id: line.matches for line in trunks.kept(self._installation)}
        if time.monotonic() - self._names_at > NAMES_S:
            self._known_names, self._names_at = {}, time.monotonic()

        async def found(trunk: Trunk) -> list[str]:
            names = (trunk.host, *trunk.peers)
            if self._known_names.get(trunk.id) == names and trunk.id in kept:
                return kept[trunk.id]
            self._known_names[trunk.id] = names
            return await asyncio.to_thread(matches, trunk, kept.get(trunk.id, []), self._resolver)

        return [(trunk, await found(trunk)) for trunk in self._wanted]

    async def look(self) -> None:
        told = await asyncio.to_thread(self._ask, (CONTACTS, REGISTRATIONS, GLOBALS, STRANGERS))
        look = read(*told)
        before, self._last = self._last, look
        risen = grown(before.counts, look.counts) if before else {}
        states = {trunk.id: look.state(trunk.id, trunk.registers) for trunk in self._wanted}
        for trunk in self._wanted:
            await self._tell(trunk, states[trunk.id], look, risen)
        await self._alarms.look({trunk.id: (trunk.name, states[trunk.id]) for trunk in self._wanted})
        await self._note_refusals(risen, grown(before.strangers, look.strangers) if before else look.strangers)

    async def _tell(self, trunk: Trunk, state: str, look: Look, risen: dict[str, int]) -> None:
        latency = look.contacts.get(trunk.id, ("", None))[1] if state == "up" else None
        counts = {
            "calls_in": risen.get(f"IN_trunk-{trunk.id}", 0),
            "calls_out": risen.get(f"OUT_{trunk.id}", 0),
            "failures": risen.get(f"FAILED_{trunk.id}", 0),
        }
        metrics.trunk_up.labels(trunk.id).set(state == "up")
        if self._seen.get(trunk.id) == (state, latency) and not any(counts.values()):
            return
        await self._bus.handle(SeeTrunk(trunk_id=trunk.id, state=state, latency_ms=latency, **counts))
        self._seen[trunk.id] = (state, latency)

    async def _note_refusals(self, risen: dict[str, int], strangers: dict[str, int]) -> None:
        refusals = _refusals(risen, strangers)
        if not refusals:
            return
        for one in refusals:
            metrics.calls_refused.labels(one.reason).inc(one.count)
        log.warning("trunks.refused", requests=sum(one.count for one in refusals), addresses=len(strangers))
        await self._bus.handle(NoteRefusals(refusals=refusals))

    def _ask(self, lines: tuple[str, ...]) -> list[str]:
        with console(self._installation) as asked:
            return [asked.command(line) for line in lines]


def _refusals(risen: dict[str, int], strangers: dict[str, int]) -> list[Refusal]:
    loudest = sorted(strangers.items(), key=lambda one: -one[1])
    found = [Refusal(address=address, reason="unknown_address", count=n) for address, n in loudest[:MOST_ADDRESSES]]
    if rest := sum(n for _, n in loudest[MOST_ADDRESSES:]):
        found.append(Refusal(address="", reason="unknown_address", count=rest))
    for reason in ("too_many", "too_fast"):
        start = f"REFUSED_{reason}_"
        found += [
            Refusal(address=name.removeprefix(start), reason=reason, count=n)
            for name, n in sorted(risen.items())
            if name.startswith(start)
        ]
    return found
