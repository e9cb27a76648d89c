"""Looks, counted."""

from dataclasses import replace

from cad.access.commands import NoteLook
from cad.access.looks import ONE_LOOK, Look
from cad.ids import new_id
from cad.ports import UnitOfWork


async def note_look(command: NoteLook, work: UnitOfWork) -> Look:
    person_id = await work.looks.person_of(command.kind, command.subject_id, command.number)
    look = Look(
        id=new_id(),
        at=work.now,
        last_at=work.now,
        user_id=command.user_id,
        role=command.role,
        kind=command.kind,
        subject_id=command.subject_id,
        person_id=person_id,
        outcome=command.outcome,
        reason=command.reason.strip(),
        address=command.address,
    )
    known = await work.looks.same_as(look, since=work.now - ONE_LOOK)
    if known:
        look = replace(known, times=known.times + 1, last_at=max(work.now, known.last_at))
    await work.looks.put(look)
    return look


HANDLERS = {NoteLook: note_look}
