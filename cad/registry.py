"""Which handler does which command."""

from collections.abc import Awaitable, Callable
from typing import Any

from cad.abandoned import handlers as abandoned
from cad.access import handlers as access
from cad.address_notes import handlers as address_notes
from cad.alarms import handlers as alarms
from cad.calls import handlers as calls
from cad.closures import handlers as closures
from cad.desks import handlers as desks
from cad.disaster import handlers as disaster
from cad.dispatching import handlers as dispatching
from cad.evidence import handlers as evidence
from cad.hand_overs import handlers as hand_overs
from cad.imports import handlers as imports
from cad.incidents import handlers as incidents
from cad.locations import handlers as locations
from cad.messages import handlers as messages
from cad.nuisance import handlers as nuisance
from cad.persons import handlers as persons
from cad.ports import UnitOfWork
from cad.protocols import handlers as protocols
from cad.queues import handlers as queues
from cad.recordings import handlers as recordings
from cad.reports import handlers as reports
from cad.timers import handlers as timers
from cad.trunks import handlers as trunks
from cad.units import handlers as units
from cad.users import handlers as users
from cad.voices import handlers as voices

Handler = Callable[[Any, UnitOfWork], Awaitable[Any]]

NOUNS = (
    abandoned,
    access,
    address_notes,
    alarms,
    calls,
    closures,
    desks,
    disaster,
    dispatching,
    imports,
    evidence,
    hand_overs,
    incidents,
    locations,
    messages,
    nuisance,
    persons,
    protocols,
    queues,
    recordings,
    reports,
    timers,
    trunks,
    units,
    users,
    voices,
)
HANDLERS: dict[type, Handler] = {command: handler for noun in NOUNS for command, handler in noun.HANDLERS.items()}


async def dispatch(command: object, work: UnitOfWork) -> Any:
    return await HANDLERS[type(command)](command, work)
