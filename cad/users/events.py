"""Who came and went."""

from dataclasses import dataclass
from typing import ClassVar

from cad.events import Event


@dataclass(frozen=True, kw_only=True)
class UserEvent(Event):
    subject: ClassVar[tuple[str, str]] = ("user", "user_id")

    user_id: str


@dataclass(frozen=True, kw_only=True)
class UserAdded(UserEvent):
    role: str


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
