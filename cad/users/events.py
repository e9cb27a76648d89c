"""Who came and went."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from cad.events import Event


@dataclass(frozen=True, kw_only=True)
class UserEvent(Event):
    subject: ClassVar[tuple[str, str]] = ("user", "user_id")

    user_id: str


@dataclass(frozen=True, kw_only=True)
class UserAdded(UserEvent):
    role: str
    agency_id: str | None = None
    areas: list[str] = field(default_factory=list)
    unit_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class UserChanged(UserEvent):
    """`changed` names the parts; what the person may see is told as it was and as it is."""

    changed: list[str]
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class UserDisabled(UserEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class UserEnabled(UserEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class PasswordReset(UserEvent):
    """By somebody else: a temporary one."""


@dataclass(frozen=True, kw_only=True)
class UserSignedIn(UserEvent):
    session_id: str
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class UserSignedOut(UserEvent):
    session_id: str


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(UserEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class SignInRefused(UserEvent):
    """`user_id` is empty when nobody has that name (it may be a password typed in the wrong field)."""

    address: str = ""
