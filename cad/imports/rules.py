"""What an import changes, and what taking it back puts there again. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cad.imports.model import Row, Sheet

OURS = "import_id"  # who wrote a row last; it is no difference between two rows


@dataclass(frozen=True)
class Difference:
    """`new` with all their columns; `changed` and `removed` by key, with the columns as they were before."""

    new: tuple[Row, ...] = ()
    changed: tuple[tuple[Row, Row], ...] = ()  # (as it is in the file, as it was)
    removed: tuple[Row, ...] = ()
    same: int = 0

    @property
    def counts(self) -> dict[str, int]:
        return {
            "new": len(self.new),
            "changed": len(self.changed),
            "removed": len(self.removed),
            "same": self.same,
        }


def difference(sheet: Sheet, there: Mapping[str, Row]) -> Difference:
    """`there`: the rows that the table has now under the sheet's keys and in its scopes, by key."""
    new: list[Row] = []
    changed: list[tuple[Row, Row]] = []
    same = 0
    for row in sheet.rows:
        before = there.get(row[sheet.key])
        if before is None:
            new.append({**sheet.born, **row})
        elif any(before[name] != value for name, value in row.items()):
            changed.append((row, before))
        else:
            same += 1
    keys = {row[sheet.key] for row in sheet.rows}
    removed = tuple(row for key, row in there.items() if key not in keys and _in_scope(sheet, row))
    return Difference(tuple(new), tuple(changed), removed, same)


def _in_scope(sheet: Sheet, row: Row) -> bool:
    return bool(sheet.scope) and row[sheet.scope] in sheet.scopes


@dataclass(frozen=True)
class Kept:
    """One row as it was before an import; `before` None: there was none."""

    table: str
    key: str
    before: Row | None = field(default=None)


def kept(sheet: Sheet, found: Difference) -> list[Kept]:
    """For taking it back: a new row is deleted, a changed one gets its old columns, a removed one comes again."""
    made: list[Kept] = [Kept(sheet.table, str(row[sheet.key])) for row in found.new]
    for row, before in found.changed:
        columns = {*row, *({OURS} & before.keys())}
        made.append(Kept(sheet.table, str(row[sheet.key]), {name: before[name] for name in columns}))
    made += [Kept(sheet.table, str(row[sheet.key]), dict(row)) for row in found.removed]
    return made


def doubles(rows: tuple[Row, ...], key: str) -> list[Any]:
    """Keys that more than one row has."""
    seen: set[Any] = set()
    return [row[key] for row in rows if row[key] in seen or seen.add(row[key])]  # type: ignore[func-returns-value]
