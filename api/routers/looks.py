"""Who looked at whose record; for the auditor and the supervisor, and as an answer to the person themself."""

import csv
import io
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.roles import Overseer
from api.runtime import Reading, Runtime, RuntimeOf
from api.schemas.common import Keepable, Limit, Since, Until
from api.schemas.looks import Kind, LooksView, Outcome
from api.visibility import of_role, seen_by
from cad.access.looks import KEPT
from cad.numbers import read_number
from cad.store import views

router = APIRouter(prefix="/api/looks", tags=["looks"])

Number = Annotated[str, Query(max_length=32, description="Whose record: a caller's number."), Keepable]
UserId = Annotated[str | None, Query(max_length=64), Keepable]
MOST = 5000
COLUMNS = ("at", "times", "user_name", "role", "kind", "outcome", "reason")


async def _person(session: Reading, runtime: Runtime, told: str) -> str | None:
    settings = runtime.installation.settings
    number = read_number(told, country_code=settings.country_code, area_code=settings.area_code)
    pepper = runtime.installation.secrets.personal_data_pepper
    return await views.person_with(session, number.e164 or number.raw, pepper)


@router.get("", response_model=LooksView)
async def list_looks(
    user: Overseer,
    session: Reading,
    runtime: RuntimeOf,
    number: Number = "",
    user_id: UserId = None,
    kind: Kind | None = None,
    outcome: Outcome | None = None,
    since: Since = None,
    until: Until = None,
    limit: Limit = 100,
) -> Any:
    """Newest first: who saw (or tried to see) what of whom, when, from where, why. Searching by a number is a look."""
    person = await _person(session, runtime, number) if number else None
    found = []
    if person or not number:
        found = await views.looks(
            session, person=person, user=user_id, kind=kind, outcome=outcome, since=since, until=until, limit=limit
        )
    told = {"known": bool(person) or not number, "refused": await views.looks_refused(session)}
    return seen_by(of_role(user.role), told | {"looks": found, "kept_days": KEPT.days})


@router.get("/export", response_class=Response, responses={200: {"content": {"text/csv": {}}}})
async def export_looks(
    user: Overseer,
    session: Reading,
    runtime: RuntimeOf,
    number: Annotated[str, Query(min_length=4, max_length=32), Keepable],
) -> Response:
    """The answer to "who looked at my data" (UU PDP 27/2022, articles 5 to 7): when, who, in what role, at what."""
    person = await _person(session, runtime, number)
    found = await views.looks(session, person=person, limit=MOST) if person else []
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([_safe(look[name]) for name in COLUMNS] for look in found)
    return Response(
        out.getvalue(),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="looks.csv"'},
    )


def _safe(value: object) -> str:
    """A spreadsheet takes what begins with these for a formula."""
    told = str(value)
    return f"'{told}" if told[:1] in "=+-@" else told
