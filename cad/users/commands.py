"""Signing in and out. Passwords are checked at the edge (api); what arrives here is already true."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class AddUser:
    """`role`: one of `cad.access.scope.ROLES`; agency_dispatcher needs an `agency_id`, responder a `unit_id`.

    `temporary`: whoever adds the user knows the password, so it has to be changed first. Conflict `username_taken`.
    Returns the User.
    """

    username: str
    name: str
    role: str
    password_hash: str
    by: str | None = None
    agency_id: str | None = None
    areas: Sequence[str] = ()
    unit_id: str | None = None
    temporary: bool = False


@dataclass(frozen=True, kw_only=True)
class ChangeUser:
    """All of it at once. Another role, agency, unit or area ends the person's sessions: what is on their screen may no
    longer be theirs to see. Conflict `last_administrator`. Returns the User."""

    by: str
    user_id: str
    name: str
    role: str
    agency_id: str | None = None
    areas: Sequence[str] = ()
    unit_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class DisableUser:
    """Nobody signs in by this name any more, and who is signed in is out at once; what they did stays under their name.
    `disabled` false lets them in again. Conflict `last_administrator`. Twice changes nothing. Returns the User."""

    by: str
    user_id: str
    disabled: bool = True


@dataclass(frozen=True, kw_only=True)
class EndSessions:
    """All sessions of a person, as from a lost phone. Returns how many."""

    by: str
    user_id: str


@dataclass(frozen=True, kw_only=True)
class ResetPassword:
    """A temporary password, which opens nothing but the choice of an own one. Ends the person's sessions."""

    by: str
    user_id: str
    password_hash: str


@dataclass(frozen=True, kw_only=True)
class StartSession:
    """The password was right. `token_hash` is the sha256 of the cookie's value. Returns the Session."""

    user_id: str
    token_hash: str
    expires_at: datetime
    address: str = ""
    agent: str = ""


@dataclass(frozen=True, kw_only=True)
class ExtendSession:
    """A sign of life: the session lives until `expires_at`. Not journalled; an ended one stays ended."""

    token_hash: str
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class EndSession:
    """Signing out: the session ends and the desk is left. Twice changes nothing."""

    token_hash: str


@dataclass(frozen=True, kw_only=True)
class RefuseSignIn:
    """A sign-in failed: journalled, so that guessing is seen. The name given is not kept when nobody has it."""

    username: str
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class SetPassword:
    """The person's own choice; other sessions than `keep` (a token hash) end."""

    user_id: str
    password_hash: str
    by: str
    keep: str = ""
