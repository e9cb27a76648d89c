"""What happened: past tense, frozen, one class a kind. The journal keeps them in the order of commit.

The kind of an entry is the class's name. Fields with the metadata SEALED are personal data: they stand
beside the journal under the key of `person_id`, never in it.
"""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, ClassVar

SEALED = {"sealed": True}  # metadata of a field that holds personal data


@dataclass(frozen=True, kw_only=True)
class Event:
    """`source`: ari, cel, user, system, twilio, demo. `actor` is a user's id. `subject` is set by each class."""

    subject: ClassVar[tuple[str, str]]  # (subject_type, name of the field that holds its id)

    occurred_at: datetime
    source: str = "user"
    actor: str | None = None
    desk_id: str | None = None
    person_id: str | None = None

    @property
    def kind(self) -> str:
        return type(self).__name__

    @property
    def subject_type(self) -> str:
        return self.subject[0]

    @property
    def subject_id(self) -> str:
        return str(getattr(self, self.subject[1]))

    @property
    def data(self) -> dict[str, Any]:
        """What the journal shows: no personal data."""
        return {name: value for name, value in self._own().items() if not self._is_sealed(name)}

    @property
    def personal(self) -> dict[str, Any]:
        """What is sealed under the person's key; empty when there is none."""
        return {name: value for name, value in self._own().items() if self._is_sealed(name) and value}

    def _own(self) -> dict[str, Any]:
        return {f.name: plain(getattr(self, f.name)) for f in fields(self) if f.name not in COMMON}

    def _is_sealed(self, name: str) -> bool:
        return bool(type(self).__dataclass_fields__[name].metadata.get("sealed"))


COMMON = frozenset(f.name for f in fields(Event)) - {"person_id"}


def plain(value: Any) -> Any:
    """JSON ready: times as ISO 8601 with Z."""
    return iso(value) if isinstance(value, datetime) else value


def iso(time: datetime) -> str:
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")
