"""Signing in and out."""

from typing import NoReturn

from fastapi import APIRouter, Request, Response

from api import metrics
from api.roles import AnyUser
from api.runtime import Runtime, RuntimeOf
from api.schemas.users import Credentials, SessionView
from api.sessions import COOKIE, IDLE, SignedIn, address_of, end_session, find_account, start_session
from cad.errors import Unauthenticated
from cad.users.commands import RefuseSignIn

router = APIRouter(prefix="/api/session", tags=["session"])


@router.post("", status_code=201)
async def sign_in(given: Credentials, request: Request, response: Response, runtime: RuntimeOf) -> SessionView:
    """Sets the cookie. After five wrong passwords for one name from one address: 429 for some minutes."""
    address = address_of(request)
    runtime.throttle.check(given.username, address)
    user = await find_account(runtime, given.username)
    right = await runtime.passwords.is_right(given.password.get_secret_value(), user.password_hash if user else None)
    if user is None or not right:
        await _refuse(runtime, given.username, address)
    runtime.throttle.note_right(given.username, address)
    signed_in, token = await start_session(runtime, user, request)
    metrics.SIGN_INS.labels("accepted").inc()
    response.set_cookie(
        COOKIE,
        token,
        expires=signed_in.expires_at,
        httponly=True,
        samesite="strict",
        secure=runtime.secure or request.url.scheme == "https",
        path="/",
    )
    return _view(signed_in)


@router.get("")
async def see_session(user: AnyUser) -> SessionView:
    return _view(user)


@router.delete("", status_code=204)
async def sign_out(user: AnyUser, response: Response, runtime: RuntimeOf) -> None:
    """Ends the session and leaves the desk; open live channels of it are closed."""
    await end_session(runtime, user)
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict")


async def _refuse(runtime: Runtime, username: str, address: str) -> NoReturn:
    runtime.throttle.note_wrong(username, address)
    metrics.SIGN_INS.labels("refused").inc()
    await runtime.bus.handle(RefuseSignIn(username=username, address=address))
    raise Unauthenticated(
        "Nama atau sandi salah. Periksa keduanya lalu coba lagi.",
        en="Name or password is wrong. Check both and try again.",
    )


def _view(user: SignedIn) -> SessionView:
    return SessionView.model_validate(
        {
            "user": user.view(),
            "expires_at": user.expires_at.isoformat().replace("+00:00", "Z"),
            "idle_s": int(IDLE.total_seconds()),
        }
    )
