"""What was taken in and back. Never the rows: they may hold names and addresses."""

from dataclasses import dataclass, field
from typing import ClassVar

from cad.events import Event


@dataclass(frozen=True, kw_only=True)
class ImportEvent(Event):
    subject: ClassVar[tuple[str, str]] = ("import", "import_id")

    import_id: str
    import_kind: str
    file_name: str


@dataclass(frozen=True, kw_only=True)
class ImportTaken(ImportEvent):
    """`counts`: by table, how many rows are new, changed, removed, same."""

    sha256: str
    counts: dict[str, dict[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ImportTakenBack(ImportEvent):
    pass
