"""Taking an import and taking it back: rows and one journal entry, in one transaction."""

from dataclasses import replace

from cad.imports.commands import TakeBackImport, TakeImport
from cad.imports.errors import AlreadyTakenBack, ImportEmpty, ImportHasProblems, NotTheLast, UnknownImport
from cad.imports.events import ImportTaken, ImportTakenBack
from cad.imports.model import Import
from cad.ports import UnitOfWork


async def take_import(command: TakeImport, work: UnitOfWork) -> Import:
    if known := await work.imports.by_id(command.import_id):
        return known
    draft = command.draft
    if draft.problems:
        first = draft.problems[0]
        raise ImportHasProblems(len(draft.problems), first.sentence, first.en)
    if not any(sheet.rows for sheet in draft.sheets):
        raise ImportEmpty
    made = Import(
        id=command.import_id,
        center_id=work.center.id,
        kind=draft.kind,
        file_name=command.file_name,
        sha256=command.sha256,
        taken_at=work.now,
        taken_by=command.user_id,
    )
    await work.imports.put(made)
    counts = await work.imports.take(made.id, draft.sheets)
    made = replace(made, summary={**draft.summary, "counts": counts})
    await work.imports.put(made)
    work.record(
        ImportTaken(
            occurred_at=work.now,
            actor=command.user_id,
            import_id=made.id,
            import_kind=made.kind,
            file_name=made.file_name,
            sha256=made.sha256,
            counts=counts,
        )
    )
    return made


async def take_back_import(command: TakeBackImport, work: UnitOfWork) -> Import:
    found = await work.imports.by_id(command.import_id)
    if found is None:
        raise UnknownImport
    if found.taken_back_at is not None:
        raise AlreadyTakenBack
    last = await work.imports.last_of_kind(found.kind)
    if last is not None and last.id != found.id:
        raise NotTheLast(last.file_name)
    await work.imports.take_back(found.id)
    found = replace(found, taken_back_at=work.now, taken_back_by=command.user_id)
    await work.imports.put(found)
    work.record(
        ImportTakenBack(
            occurred_at=work.now,
            actor=command.user_id,
            import_id=found.id,
            import_kind=found.kind,
            file_name=found.file_name,
        )
    )
    return found


HANDLERS = {TakeImport: take_import, TakeBackImport: take_back_import}
