"""A fix is kept as it came, and changes nothing that a person typed. Its calls are looked for when they are shown."""

import hashlib

from cad.calls.events import PersonSeen
from cad.calls.handlers import stored_call
from cad.calls.model import Call
from cad.locations import rules
from cad.locations.asterisk import read_drawn
from cad.locations.commands import LocateCall, RecordFix
from cad.locations.errors import Refused
from cad.locations.events import FixReceived, LocationReferred
from cad.locations.model import Fix, KeptFix, Reference
from cad.numbers import read_number
from cad.ports import UnitOfWork


async def record_fix(command: RecordFix, work: UnitOfWork) -> KeptFix:
    if known := await work.fixes.by_id(command.fix_id):
        return known
    device = work.fixes.device_of(command.fix.imei)
    if command.call_id and (call := await work.calls.by_id(command.call_id)):
        return await _keep(command.fix_id, command.fix, device, call.person_id, call, work)
    person_id = await _person(command, device, work)
    return await _keep(command.fix_id, command.fix, device, person_id, None, work)


async def _person(command: RecordFix, device: str, work: UnitOfWork) -> str | None:
    """By number; else whoever that telephone was of lately. What came from it without a number becomes theirs too."""
    since = work.now - rules.DEVICE_KNOWN
    for raw in (command.sender, command.fix.number):
        number = read_number(raw, country_code=work.center.country_code, area_code=work.center.area_code)
        if not number.e164:
            continue
        person_id, is_new = await work.persons.of_number(number.e164, work.now)
        if is_new:
            work.record(PersonSeen(occurred_at=work.now, source="system", person_id=person_id))
        if device:
            await work.fixes.adopt(device, person_id, since)
        return person_id
    return await work.fixes.owner_of(device, since) if device else None


async def _keep(
    fix_id: str, fix: Fix, device: str, person_id: str | None, call: Call | None, work: UnitOfWork
) -> KeptFix:
    kept = KeptFix(
        id=fix_id,
        center_id=work.center.id,
        exercise=call.exercise if call else work.center.exercise,
        received_at=work.now,
        person_id=person_id,
        call_id=call.id if call else None,
        device=device,
        **{name: getattr(fix, name) for name in ("lat", "lon", "radius_m", "confidence", "altitude_m", "at")},
        source=fix.source,
        method=fix.method,
        civic=fix.civic,
        raw_kind=fix.raw_kind,
        notes=list(fix.notes),
    )
    await work.fixes.put(kept)
    call_id = kept.call_id
    if call_id is None and person_id:
        call_id = await work.fixes.call_of(person_id, work.now - rules.AFTER)
    work.record(
        FixReceived(
            occurred_at=work.now,
            source=fix.source,
            person_id=person_id,
            fix_id=kept.id,
            call_id=call_id,
            method=fix.method,
            radius_m=fix.radius_m,
            raw_kind=fix.raw_kind,
            has_point=fix.point is not None,
            notes=kept.notes,
            place={"lat": fix.lat, "lon": fix.lon, "altitude_m": fix.altitude_m, "civic": fix.civic},
        )
    )
    return kept


async def locate_call(fact: LocateCall, work: UnitOfWork) -> Call:
    """Both roads tell it; ids that are made of the call let the second change nothing. What cannot be read is passed
    over: the call has been answered long since."""
    call = await stored_call(fact, work)
    if fact.drawn:
        try:
            fix = read_drawn(fact.drawn, method=fact.method, confidence=fact.confidence)
        except Refused:
            fix = None
        fix_id = made_of(call.id, fact.drawn)
        if fix and not await work.fixes.by_id(fix_id):
            await _keep(fix_id, fix, "", call.person_id, call, work)
    for uri in fact.uris:
        await _refer(call, uri, work)
    return call


async def _refer(call: Call, uri: str, work: UnitOfWork) -> None:
    reference_id = made_of(call.id, uri)
    if await work.references.by_id(reference_id):
        return
    await work.references.put(Reference(id=reference_id, call_id=call.id, uri=uri, told_at=work.now))
    work.record(LocationReferred(occurred_at=work.now, source="system", call_id=call.id, reference_id=reference_id))


def made_of(*parts: str | bytes) -> str:
    """An id that the same message has again."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update((part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass")) + b"\0")
    return digest.hexdigest()[:40]


async def forget(person_id: str, work: UnitOfWork) -> None:
    """The person is erased: where they were goes with them."""
    await work.fixes.forget(person_id)


HANDLERS = {RecordFix: record_fix, LocateCall: locate_call}
