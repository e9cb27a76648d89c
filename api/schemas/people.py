"""Users as an administrator manages them."""

from typing import Annotated

from pydantic import Field, SecretStr, StringConstraints

from api.schemas.common import Given, Id, View, Word
from api.schemas.users import Role

Code = Annotated[str, StringConstraints(pattern=r"^[0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?$")]
Username = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{1,31}$"), Field(examples=["rina.damkar"])]
Password = Annotated[SecretStr, StringConstraints(min_length=1, max_length=1024)]


class GivenUser(Given):
    name: Word
    role: Role
    agency_id: Id | None = None
    areas: Annotated[list[Code], Field(max_length=50, default_factory=list)]
    unit_id: Id | None = None


class NewUser(GivenUser):
    username: Username


class GivenPasswords(Given):
    old: Password
    new: Password


class GivenDisabled(Given):
    disabled: bool


class OpenSession(View):
    since: str
    address: str
    agent: str


class ManagedUser(View):
    """`locked_s`: nobody can sign in by this name for so long, because of wrong passwords (in this process)."""

    id: str
    username: str
    name: str
    role: Role
    agency_id: str | None
    agency_name: str | None
    areas: list[str]
    unit_id: str | None
    call_sign: str | None
    active: bool
    must_change: bool
    created_at: str
    last_sign_in_at: str | None
    open_sessions: list[OpenSession]
    refused_today: int
    desk_label: str | None
    locked_s: int


class WithPassword(View):
    """The temporary password, told this once and kept nowhere."""

    user: ManagedUser
    password: str
