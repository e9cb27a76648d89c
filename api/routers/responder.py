"""The responder's own page: one assignment, opened by the link in the SMS, without a login.

The token (96 random bits) is the permission. It shows what, where and who else comes, never who called.
"""

from datetime import datetime, timedelta
from typing import Any

import structlog
from fastapi import APIRouter

from api.runtime import Runtime, RuntimeOf
from api.schemas.responder import GivenStep, ResponderView, Token
from cad.clock import utc_now
from cad.dispatching.commands import SetAssignmentStatus
from cad.dispatching.errors import AssignmentIsOver, IllegalStep
from cad.errors import NotFound
from cad.store.views import responder

log = structlog.get_logger(__name__)

router = APIRouter(prefix="/api/responder", tags=["responder"])

STEPS = (
    ("acknowledged", "acknowledged_at"),
    ("en_route", "en_route_at"),
    ("on_scene", "on_scene_at"),
    ("available", "cleared_at"),
)
AFTER_THE_END = timedelta(hours=12)  # the crew may still look at it in the same shift
AT_MOST = timedelta(hours=72)  # a link that was never pressed dies too


class UnknownLink(NotFound):
    error_id = "unknown_link"

    def __init__(self) -> None:
        super().__init__(
            "Tautan ini tidak dikenal atau sudah tidak berlaku. Hubungi pusat komando.",
            en="This link is unknown or no longer valid. Call the command center.",
        )


@router.get("/{token}", response_model=ResponderView)
async def show_assignment(token: Token, runtime: RuntimeOf) -> Any:
    return await _shown(runtime, await _facts(runtime, token))


@router.post("/{token}", response_model=ResponderView)
async def take_step(token: Token, given: GivenStep, runtime: RuntimeOf) -> Any:
    """Terima, Menuju, Tiba, Selesai. `at` is the true time of a press made without a signal.

    Safe to send again: a step that was taken before, or overtaken by a later one, answers `already`.
    """
    facts = await _facts(runtime, token)
    step = SetAssignmentStatus(by="responder", assignment_id=facts["id"], status=given.status, occurred_at=given.at)
    try:
        changed = await runtime.bus.handle(step)
    except (IllegalStep, AssignmentIsOver):
        return await _shown(runtime, await _facts(runtime, token), "already")
    outcome = "already" if facts["status"] == changed.status else "taken"
    log.info(
        "responder.step", assignment_id=facts["id"], status=given.status, action_id=given.action_id, outcome=outcome
    )
    return await _shown(runtime, await _facts(runtime, token), outcome)


async def _facts(runtime: Runtime, token: str) -> dict[str, Any]:
    """The assignment behind a link. Raises UnknownLink."""
    async with runtime.database.session() as session:
        facts = await responder(session, token)
    if facts is None or is_expired(facts, utc_now()):
        raise UnknownLink
    return facts


def is_expired(facts: dict[str, Any], now: datetime) -> bool:
    ended = facts["cleared_at"]
    return _age(facts["dispatched_at"], now) > AT_MOST or (ended is not None and _age(ended, now) > AFTER_THE_END)


def _age(told: str, now: datetime) -> timedelta:
    return now - datetime.fromisoformat(told)


async def _shown(runtime: Runtime, facts: dict[str, Any], outcome: str = "seen") -> dict[str, Any]:
    over = facts["status"] in {"available", "cancelled"}
    taken = [facts[column] for _, column in STEPS]
    last = max((n for n, at in enumerate(taken) if at is not None), default=-1)
    return {
        **facts,
        "assignment_id": facts["id"],
        "over": over,
        "steps": [
            {"status": status, "at": at, "next": not over and n == last + 1}
            for n, ((status, _), at) in enumerate(zip(STEPS, taken, strict=True))
        ],
        "center_name": runtime.installation.settings.center_name,
        "outcome": outcome,
    }
