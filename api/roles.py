"""Who may do what, as types of a route's argument: `user: Dispatcher`."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Annotated

from fastapi import Depends, Security
from fastapi.security import APIKeyCookie, APIKeyHeader
from starlette.requests import Request

from api.runtime import Runtime, RuntimeOf
from api.sessions import COOKIE, SignedIn, whose
from cad.errors import Forbidden, NotFound, Unauthenticated
from cad.store import views

# Named for OpenAPI; read by `signed_in` and by the edge.
_cookie = APIKeyCookie(name=COOKIE, scheme_name="session", auto_error=False)
_csrf = APIKeyHeader(name="X-Tanggap", scheme_name="csrf", description="`1` with every change.", auto_error=False)


async def signed_in(
    request: Request,
    runtime: RuntimeOf,
    _told: Annotated[str | None, Security(_cookie)] = None,
    _header: Annotated[str | None, Security(_csrf)] = None,
) -> SignedIn:
    """Raises Unauthenticated without a session that lives."""
    user = await whose(request, runtime)
    if user is None:
        raise Unauthenticated("Masuk dahulu.", en="Sign in first.")
    if user.must_change and not request.url.path.startswith("/api/session"):
        raise PasswordMustChange
    if not user.scope.whole:
        await _may_name(request, runtime)
    return user


class PasswordMustChange(Forbidden):
    error_id = "password_must_change"

    def __init__(self) -> None:
        super().__init__(
            "Sandi ini sementara. Pilih sandi Anda sendiri dahulu.",
            en="This password is temporary. Choose your own first.",
        )


class NotYours(NotFound):
    """As if it were not there: that something exists outside of a scope is part of what the scope hides."""

    error_id = "not_in_scope"

    def __init__(self, what: str) -> None:
        super().__init__(
            "Ini tidak ada, atau di luar wewenang Anda.",
            en="There is no such thing, or it is outside of your scope.",
            what=what,
        )


def _named(told: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """(incident, its id) for `incident_id`, and for each of `incident_ids`."""
    for name, value in told.items():
        if name.endswith("_id") and isinstance(value, str):
            yield name.removesuffix("_id"), value
        elif name.endswith("_ids") and isinstance(value, list):
            yield from ((name.removesuffix("_ids"), one) for one in value if isinstance(one, str))


async def _body(request: Request) -> Mapping[str, object]:
    """The JSON object that was sent; empty when it is none (the route says what it wants)."""
    if request.method in ("GET", "HEAD") or "json" not in request.headers.get("content-type", ""):
        return {}
    try:
        told = await request.json()
    except ValueError:  # no JSON, or no UTF-8
        return {}
    return told if isinstance(told, dict) else {}


async def _may_name(request: Request, runtime: Runtime) -> None:
    """Raises NotYours for a path or body that names what is outside of the scope: before it is changed, too."""
    asked = {*_named(request.path_params), *_named(await _body(request))}
    if not asked:
        return
    async with runtime.database.session() as session:
        for noun, key in sorted(asked):
            if await views.is_seen(session, noun, key) is False:
                raise NotYours(noun)


AnyUser = Annotated[SignedIn, Depends(signed_in)]


def _only(*roles: str) -> Callable[[SignedIn], Awaitable[SignedIn]]:
    async def check(user: AnyUser) -> SignedIn:
        if user.role not in roles:
            names = ", ".join(roles)
            raise Forbidden(f"Ini hanya untuk peran {names}.", en=f"This is for the role {names}.", role=user.role)
        return user

    return check


LIVE = ("dispatcher", "agency_dispatcher", "supervisor", "administrator", "auditor")
READERS = ("dispatcher", "supervisor", "administrator", "auditor")

# Takes calls, makes incidents, sends units.
Dispatcher = Annotated[SignedIn, Depends(_only("dispatcher", "supervisor"))]
# Sees the center at work; numbers are masked by role (api.visibility).
Reader = Annotated[SignedIn, Depends(_only(*READERS))]
# Sees as a reader does, or what its agency may see of it.
Viewer = Annotated[SignedIn, Depends(_only(*LIVE))]
# Says what a unit does, tells more of an incident: the center for all, an agency for its own (`api.own`).
Teller = Annotated[SignedIn, Depends(_only("dispatcher", "supervisor", "agency_dispatcher"))]
# In the field: the own unit's assignment, and no more.
Responder = Annotated[SignedIn, Depends(_only("responder"))]
# Sees who looked at whom.
Overseer = Annotated[SignedIn, Depends(_only("supervisor", "auditor"))]
# Keeps the center running: sees an alarm and takes care of it.
Staff = Annotated[SignedIn, Depends(_only("dispatcher", "supervisor", "administrator"))]
# Hears recordings and sees who else did.
Listener = Annotated[SignedIn, Depends(_only("supervisor", "administrator", "auditor"))]
# Sets how the center works.
Manager = Annotated[SignedIn, Depends(_only("supervisor", "administrator"))]
Supervisor = Annotated[SignedIn, Depends(_only("supervisor"))]
Administrator = Annotated[SignedIn, Depends(_only("administrator"))]
