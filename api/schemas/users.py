"""Who signs in, and as what."""

from typing import Annotated, Literal

from pydantic import SecretStr, StringConstraints

from api.schemas.common import Given, View, Word

Role = Literal["dispatcher", "agency_dispatcher", "responder", "supervisor", "administrator", "auditor"]


class Credentials(Given):
    username: Word
    # 1,024: nobody types more, and argon2 need not chew on a megabyte
    password: Annotated[SecretStr, StringConstraints(min_length=1, max_length=1024)]


class UserView(View):
    id: str
    username: str
    name: str
    role: Role


class OwnView(UserView):
    """Who is signed in, with what limits what they see: an agency, areas, a unit."""

    agency_id: str | None
    areas: list[str]
    unit_id: str | None
    must_change_password: bool


class SessionView(View):
    """`expires_at`: the session ends then whatever is done; it ends sooner after `idle_s` without a sign of life."""

    user: OwnView
    expires_at: str
    idle_s: int


class OwnAssignment(View):
    call_sign: str
    link: str | None
