"""Who may do what, as types of a route's argument: `user: Dispatcher`."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends, Security
from fastapi.security import APIKeyCookie, APIKeyHeader
from starlette.requests import Request

from api.runtime import RuntimeOf
from api.sessions import COOKIE, SignedIn, find_session
from cad.errors import Forbidden, Unauthenticated

# Named for OpenAPI; read by `signed_in` and by the edge.
_cookie = APIKeyCookie(name=COOKIE, scheme_name="session", auto_error=False)
_csrf = APIKeyHeader(name="X-Tanggap", scheme_name="csrf", description="`1` with every change.", auto_error=False)


async def signed_in(
    request: Request,
    runtime: RuntimeOf,
    cookie: Annotated[str | None, Security(_cookie)] = None,
    _header: Annotated[str | None, Security(_csrf)] = None,
) -> SignedIn:
    """Raises Unauthenticated without a session that lives."""
    user = await find_session(runtime, cookie) if cookie else None
    if user is None:
        raise Unauthenticated("Masuk dahulu.", en="Sign in first.")
    request.state.user = user
    return user


AnyUser = Annotated[SignedIn, Depends(signed_in)]


def _only(*roles: str) -> Callable[[SignedIn], Awaitable[SignedIn]]:
    async def check(user: AnyUser) -> SignedIn:
        if user.role not in roles:
            names = ", ".join(roles)
            raise Forbidden(f"Ini hanya untuk peran {names}.", en=f"This is for the role {names}.", role=user.role)
        return user

    return check


READERS = ("dispatcher", "supervisor", "administrator", "auditor")

# Takes calls, makes incidents, sends units.
Dispatcher = Annotated[SignedIn, Depends(_only("dispatcher", "supervisor"))]
# Sees the center at work; numbers are masked by role (api.visibility).
Reader = Annotated[SignedIn, Depends(_only(*READERS))]
# Keeps the center running: sees an alarm and takes care of it.
Staff = Annotated[SignedIn, Depends(_only("dispatcher", "supervisor", "administrator"))]
# Hears recordings and sees who else did.
Listener = Annotated[SignedIn, Depends(_only("supervisor", "administrator", "auditor"))]
# Sets how the center works.
Manager = Annotated[SignedIn, Depends(_only("supervisor", "administrator"))]
Supervisor = Annotated[SignedIn, Depends(_only("supervisor"))]
Administrator = Annotated[SignedIn, Depends(_only("administrator"))]
