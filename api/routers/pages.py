"""The messages to the units."""

from typing import Any

from fastapi import APIRouter

from api.roles import Dispatcher, Viewer
from api.runtime import Reading, RuntimeOf
from api.schemas.city import PageView
from api.schemas.common import Limit, PathId
from api.visibility import of_role, seen_by
from cad.messages.commands import ResendPage
from cad.store import views

router = APIRouter(prefix="/api/pages", tags=["pages"])


@router.get("", response_model=list[PageView])
async def list_pages(user: Viewer, session: Reading, limit: Limit = 50) -> Any:
    return seen_by(of_role(user.role), await views.pages(session, limit=limit))


@router.post("/{page_id}/resend", status_code=201, response_model=PageView)
async def resend_page(page_id: PathId, user: Dispatcher, runtime: RuntimeOf) -> Any:
    """A failed page again: a new page of the same assignment."""
    page = await runtime.bus.handle(ResendPage(user_id=user.user_id, page_id=page_id))
    async with runtime.database.session() as session:
        return await views.page(session, page.id)
