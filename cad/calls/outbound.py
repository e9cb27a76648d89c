"""Calls that start here: the desk's own phone first, then the number."""

import random

from cad.calls.commands import RequestOutboundCall
from cad.calls.errors import NumberNotDialable
from cad.calls.events import OutboundCallRequested
from cad.calls.model import Call
from cad.calls.numbers_dialled import dialable
from cad.desks.errors import NotAtADesk
from cad.ids import new_id
from cad.incidents.errors import UnknownIncident
from cad.numbers import read_number
from cad.ports import UnitOfWork


async def request_outbound_call(command: RequestOutboundCall, work: UnitOfWork) -> Call:
    """The call is there at once, waiting for the desk; telephony dials, and ends it if it cannot."""
    desk = await work.desks.of_user(command.user_id)
    if desk is None:
        raise NotAtADesk
    if not dialable(command.number):
        raise NumberNotDialable
    if command.incident_id and await work.incidents.by_id(command.incident_id) is None:
        raise UnknownIncident
    call = await _new_call(command, work)
    await work.calls.put(call)
    work.record(
        OutboundCallRequested(
            occurred_at=work.now,
            actor=command.user_id,
            desk_id=desk.id,
            by_desk=desk.id,
            person_id=call.person_id,
            call_id=call.id,
            pbx_id=call.pbx_id,
            uniqueid=call.uniqueid,
            incident_id=call.incident_id,
            callback_of=call.callback_of,
            exercise=call.exercise,
            number_raw=call.number_raw,
        )
    )
    return call


async def _new_call(command: RequestOutboundCall, work: UnitOfWork) -> Call:
    center = work.center
    number = read_number(command.number, country_code=center.country_code, area_code=center.area_code)
    person_id, _ = await work.persons.of_number(number.e164 or number.raw, work.now)
    return Call(
        id=new_id(),
        center_id=center.id,
        exercise=center.exercise,
        pbx_id=center.pbx_id,
        uniqueid=channel_id(work.now.timestamp()),
        first_seen_at=work.now,
        received_at=work.now,
        number_raw=number.raw,
        number_e164=number.e164,
        person_id=person_id,
        dialled="",
        direction="out",
        callback_of=command.callback_of,
        incident_id=command.incident_id,
    )


def channel_id(now: float) -> str:
    """Chosen here, so that the call is known before its channel is. Asterisk's own count never gets that far."""
    return f"{int(now)}.{random.randrange(10**8, 10**9)}"
