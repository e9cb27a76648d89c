"""Signing in and out. Passwords are checked at the edge (api); what arrives here is already true."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class AddUser:
    """`role`: dispatcher, supervisor, administrator, auditor. Conflict `username_taken`. Returns the User."""

    username: str
    name: str
    role: str
    password_hash: str
    by: str | None = None


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
    user_id: str
    password_hash: str
    by: str
