"""A person who signs in, and one session of theirs."""

from dataclasses import dataclass, field
from datetime import datetime

MAY_HEAR_RECORDINGS = frozenset({"supervisor", "administrator", "auditor"})


@dataclass(frozen=True, kw_only=True)
class User:
    """`agency_id` of an agency dispatcher, `unit_id` of a responder, `areas` (codes, see cad.access.scope) of anybody.
    `must_change`: the password was given by somebody else, so it opens nothing but the choice of an own one."""

    id: str
    center_id: str
    username: str
    name: str
    role: str
    password_hash: str
    created_at: datetime
    active: bool = True
    skills: list[str] = field(default_factory=list)
    agency_id: str | None = None
    areas: list[str] = field(default_factory=list)
    unit_id: str | None = None
    must_change: bool = False


@dataclass(frozen=True, kw_only=True)
class Session:
    """`token_hash` is the sha256 of the cookie's value: who reads the database cannot use it."""

    id: str
    user_id: str
    token_hash: str
    created_at: datetime
    expires_at: datetime
    ended_at: datetime | None = None
    address: str = ""
    agent: str = ""
