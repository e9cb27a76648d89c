"""Forgetting a person."""

from cad.abandoned.follow import forget as forget_lost_calls
from cad.calls.events import PersonErased
from cad.errors import NotFound
from cad.locations.handlers import forget as forget_fixes
from cad.nuisance.handlers import forget as forget_lowered
from cad.persons.commands import ErasePerson
from cad.ports import UnitOfWork


class UnknownPerson(NotFound):
    error_id = "unknown_person"

    def __init__(self) -> None:
        super().__init__("Orang ini tidak ditemukan.", en="There is no such person.")


async def erase_person(command: ErasePerson, work: UnitOfWork) -> int:
    """How many calls were cleared."""
    calls = await work.persons.erase(command.person_id, work.now)
    if calls is None:
        raise UnknownPerson
    if calls >= 0:
        await forget_lost_calls(command.person_id, work)
        await forget_lowered(command.person_id, work)
        await forget_fixes(command.person_id, work)
        work.record(
            PersonErased(
                occurred_at=work.now,
                actor=command.user_id,
                person_id=command.person_id,
                calls=calls,
                reason=command.reason,
            )
        )
    return max(calls, 0)


HANDLERS = {ErasePerson: erase_person}
