"""Finding incidents of ten years: lines of a list, page by page."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query

from api.roles import Viewer
from api.runtime import Reading
from api.schemas.common import Keepable, Limit, Moment, Search, Since, Until
from api.schemas.search import FoundIncident
from api.visibility import of_role, seen_by
from cad.store import views
from cad.store.views.search import Wanted

router = APIRouter(prefix="/api/search", tags=["search"])


@router.get("/incidents", response_model=list[FoundIncident])
async def search_incidents(
    user: Viewer,
    session: Reading,
    state: Literal["open", "closed"] | None = None,
    q: Search = "",
    place: Search = "",
    type: Annotated[str, Query(max_length=64), Keepable] = "",
    priority: Annotated[int | None, Query(ge=1, le=4)] = None,
    since: Since = None,
    until: Until = None,
    before: Annotated[Moment | None, Query(description="Opened before: `opened_at` of the last row seen.")] = None,
    limit: Limit = 50,
) -> Any:
    """Newest first; `q` is an incident's number, or beginnings of words of what, where, the type and the narrative;
    `place` of where alone; `type` is a type's code. The whole of one: `GET /api/incidents/{id}`."""
    wanted = Wanted(
        state=state,
        q=q,
        place=place,
        type=type,
        priority=priority,
        since=since,
        until=until,
        before=before,
        limit=limit,
    )
    return seen_by(of_role(user.role), await views.search_incidents(session, wanted))
