"""Users: adding them, what they are and see, their passwords and sessions. For administrators."""

import secrets
from typing import Any

from fastapi import APIRouter

from api.roles import Administrator, AnyUser
from api.runtime import Reading, Runtime, RuntimeOf
from api.schemas.common import PathId
from api.schemas.people import GivenDisabled, GivenPasswords, GivenUser, ManagedUser, NewUser, WithPassword
from api.sessions import own_account
from cad.errors import Invalid
from cad.store import views
from cad.users.commands import AddUser, ChangeUser, DisableUser, EndSessions, ResetPassword, SetPassword
from cad.users.passwords import check_password

router = APIRouter(prefix="/api", tags=["users"])

TEMPORARY_BYTES = 12  # 96 bits: typed once, from a slip of paper


class WrongPassword(Invalid):
    error_id = "wrong_password"

    def __init__(self) -> None:
        super().__init__("Sandi lama salah.", en="The old password is wrong.")


@router.get("/accounts", response_model=list[ManagedUser])
async def list_accounts(user: Administrator, session: Reading, runtime: RuntimeOf) -> Any:
    return [_with_lock(runtime, one) for one in await views.managed_users(session)]


@router.post("/accounts", status_code=201, response_model=WithPassword)
async def add_account(given: NewUser, user: Administrator, runtime: RuntimeOf) -> Any:
    """The password is in the answer, this once; it opens nothing but the choice of an own one."""
    password = secrets.token_urlsafe(TEMPORARY_BYTES)
    made = await runtime.bus.handle(
        AddUser(
            **given.model_dump(),
            by=user.user_id,
            password_hash=await runtime.passwords.hash(password),
            temporary=True,
        )
    )
    return {"user": await _view(runtime, made.id), "password": password}


@router.put("/accounts/{user_id}", response_model=ManagedUser)
async def change_account(user_id: PathId, given: GivenUser, user: Administrator, runtime: RuntimeOf) -> Any:
    """All of it at once. Another role, agency, unit or area ends the person's sessions."""
    await runtime.bus.handle(ChangeUser(by=user.user_id, user_id=user_id, **given.model_dump()))
    return await _view(runtime, user_id)


@router.put("/accounts/{user_id}/disabled", response_model=ManagedUser)
async def disable_account(user_id: PathId, given: GivenDisabled, user: Administrator, runtime: RuntimeOf) -> Any:
    """409 `last_administrator`. Whoever is signed in is out at once."""
    await runtime.bus.handle(DisableUser(by=user.user_id, user_id=user_id, disabled=given.disabled))
    return await _view(runtime, user_id)


@router.post("/accounts/{user_id}/password", status_code=201, response_model=WithPassword)
async def reset_password(user_id: PathId, user: Administrator, runtime: RuntimeOf) -> Any:
    """A temporary password, told this once. The person's sessions end."""
    password = secrets.token_urlsafe(TEMPORARY_BYTES)
    hashed = await runtime.passwords.hash(password)
    await runtime.bus.handle(ResetPassword(by=user.user_id, user_id=user_id, password_hash=hashed))
    return {"user": await _view(runtime, user_id), "password": password}


@router.delete("/accounts/{user_id}/sessions", response_model=ManagedUser)
async def end_sessions(user_id: PathId, user: Administrator, runtime: RuntimeOf) -> Any:
    await runtime.bus.handle(EndSessions(by=user.user_id, user_id=user_id))
    return await _view(runtime, user_id)


@router.put("/session/password", status_code=204)
async def change_own_password(given: GivenPasswords, user: AnyUser, runtime: RuntimeOf) -> None:
    """Your own choice. Other sessions of yours end; 422 `weak_password` names what is missing."""
    account = await own_account(runtime, user)
    if not await runtime.passwords.is_right(given.old.get_secret_value(), account.password_hash if account else None):
        raise WrongPassword
    new = given.new.get_secret_value()
    check_password(new, user.username)
    command = SetPassword(
        user_id=user.user_id,
        by=user.user_id,
        password_hash=await runtime.passwords.hash(new),
        keep=user.token_hash,
    )
    await runtime.bus.handle(command)


async def _view(runtime: Runtime, user_id: str) -> dict[str, Any]:
    async with runtime.database.session() as session:
        return _with_lock(runtime, await views.managed_user(session, user_id))


def _with_lock(runtime: Runtime, view: dict[str, Any]) -> dict[str, Any]:
    return view | {"locked_s": runtime.throttle.locked_s(view["username"])}
