"""Adding, changing and removing trunks; what the PBX says of them."""

from dataclasses import asdict, replace
from typing import Any

from cad.alarms.commands import ClearAlarm
from cad.alarms.handlers import clear_alarm
from cad.ports import UnitOfWork
from cad.trunks.commands import AddTrunk, ChangeTrunk, NoteRefusals, RemoveTrunk, SeeTrunk, TrunkDetails
from cad.trunks.errors import TrunkExists, UnknownTrunk
from cad.trunks.events import TrunkAdded, TrunkChanged, TrunkRemoved, TrunkSeen
from cad.trunks.model import Trunk, alarm_key, slug
from cad.trunks.rules import check

ASKED_FOR = ("host", "port", "transport", "username", "registers", "enabled")  # what makes its state a new question


async def add_trunk(command: AddTrunk, work: UnitOfWork) -> Trunk:
    details = command.details
    check(details)
    await _check_name(details.name, "", work)
    made = Trunk(id=await _free_id(details.name, work), center_id=work.center.id, **_told(details, ""))
    await work.trunks.put(made)
    about: dict[str, Any] = {"trunk_id": made.id, "name": made.name, "host": made.host, "port": made.port}
    event = TrunkAdded(occurred_at=work.now, actor=command.user_id, transport=made.transport, peers=made.peers, **about)
    work.record(event)
    return made


async def change_trunk(command: ChangeTrunk, work: UnitOfWork) -> Trunk:
    trunk = await _living(command.trunk_id, work)
    check(command.details, trunk.secret)
    await _check_name(command.details.name, trunk.id, work)
    told = _told(command.details, trunk.secret)
    fields = sorted(name for name, value in told.items() if value != getattr(trunk, name))
    if not fields:
        return trunk
    changed = replace(trunk, **told)
    if set(fields) & set(ASKED_FOR):
        changed = replace(changed, state="unknown", latency_ms=None, since=work.now)
    await work.trunks.put(changed)
    if not changed.enabled:
        await _no_alarm(trunk.id, work)
    event = TrunkChanged(
        occurred_at=work.now, actor=command.user_id, trunk_id=trunk.id, name=changed.name, fields=fields
    )
    work.record(event)
    return changed


async def remove_trunk(command: RemoveTrunk, work: UnitOfWork) -> Trunk:
    trunk = await _living(command.trunk_id, work)
    removed = replace(trunk, enabled=False, secret="", state="unknown", removed_at=work.now)
    await work.trunks.put(removed)
    await _no_alarm(trunk.id, work)
    work.record(TrunkRemoved(occurred_at=work.now, actor=command.user_id, trunk_id=trunk.id, name=trunk.name))
    return removed


async def see_trunk(command: SeeTrunk, work: UnitOfWork) -> Trunk | None:
    trunk = await work.trunks.by_id(command.trunk_id)
    if trunk is None or trunk.removed_at:
        return None
    seen = replace(
        trunk,
        state=command.state,
        latency_ms=command.latency_ms,
        since=trunk.since if trunk.state == command.state else work.now,
        calls_in=trunk.calls_in + command.calls_in,
        calls_out=trunk.calls_out + command.calls_out,
        failures=trunk.failures + command.failures,
    )
    await work.trunks.put(seen)
    if trunk.state != seen.state:
        about = {"trunk_id": trunk.id, "name": trunk.name, "state": seen.state, "previous": trunk.state}
        work.record(TrunkSeen(occurred_at=work.now, source="ami", **about))
    return seen


async def note_refusals(command: NoteRefusals, work: UnitOfWork) -> None:
    await work.refusals.note(command.refusals, work.now)


async def _no_alarm(trunk_id: str, work: UnitOfWork) -> None:
    """What is switched off is not down."""
    await clear_alarm(ClearAlarm(key=alarm_key(trunk_id), source="trunks"), work)


def _told(details: TrunkDetails, kept_secret: str) -> dict[str, Any]:
    told = asdict(details) | {"name": details.name.strip(), "peers": list(dict.fromkeys(details.peers))}
    return told | {"secret": kept_secret if details.secret is None else details.secret}


async def _living(trunk_id: str, work: UnitOfWork) -> Trunk:
    trunk = await work.trunks.by_id(trunk_id)
    if trunk is None or trunk.removed_at:
        raise UnknownTrunk
    return trunk


async def _check_name(name: str, own_id: str, work: UnitOfWork) -> None:
    same = await work.trunks.named(name.strip())
    if same and same.id != own_id:
        raise TrunkExists(name.strip())


async def _free_id(name: str, work: UnitOfWork) -> str:
    """An id once used is not used again: calls of then name their trunk by it. `trunk` is the settings' own."""
    wanted = slug(name)
    candidate, nth = wanted, 1
    while candidate == "trunk" or await work.trunks.by_id(candidate):
        nth += 1
        candidate = f"{wanted}-{nth}"
    return candidate


HANDLERS = {
    AddTrunk: add_trunk,
    ChangeTrunk: change_trunk,
    RemoveTrunk: remove_trunk,
    SeeTrunk: see_trunk,
    NoteRefusals: note_refusals,
}
