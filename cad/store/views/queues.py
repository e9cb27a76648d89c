"""The routing plan, who can do what, and the queues as they stand."""

from collections.abc import Iterable

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from cad.queues.model import RoutingPlan, is_night, route_outside, route_text
from cad.store.views.desks import desks
from cad.store.views.reading import View, views_of

PLAN = text("SELECT * FROM routing_plans")
# The center's own clock, by PostgreSQL's knowledge of time zones.
CLOCK = text("""
SELECT extract(epoch FROM (now() AT TIME ZONE c.timezone) - (now() AT TIME ZONE 'UTC'))::int AS utc_offset_s,
    extract(epoch FROM (now() AT TIME ZONE c.timezone)::time)::int AS second
FROM centers c ORDER BY c.id LIMIT 1
""")
WAITING = text("""
SELECT c.skill, c.overflow, coalesce(c.received_at, c.first_seen_at) AS since,
    round(extract(epoch FROM now() - coalesce(c.received_at, c.first_seen_at)), 1) AS waited_s
FROM calls c WHERE c.state = 'waiting' AND c.ended_at IS NULL AND c.direction = 'in'
""")
PEOPLE = text("""
SELECT u.id, u.username, u.name, u.role, u.skills, d.id AS desk_id
FROM users u LEFT JOIN desks d ON d.user_id = u.id WHERE u.active ORDER BY u.name, u.id
""")


async def routing_plan(session: AsyncSession) -> RoutingPlan:
    found = (await session.execute(PLAN)).mappings().first()
    return RoutingPlan(**found) if found else RoutingPlan(center_id="")


async def route_keys(session: AsyncSession) -> dict[str, str]:
    """The AstDB family `route`."""
    found = (await session.execute(PLAN)).mappings().first()
    clock = (await session.execute(CLOCK)).one_or_none()
    if found is None or clock is None:
        return {}
    plan = RoutingPlan(**found)
    keys = {"plan": route_text(plan, clock.utc_offset_s)}
    return keys | ({"outside": route_outside(plan)} if plan.outside else {})


def plan_view(plan: RoutingPlan) -> View:
    night = {"mode": plan.night_mode, "from": plan.night_from, "to": plan.night_to}
    chosen = {name: value for name, value in plan.choices().items() if not name.startswith("night_")}
    return chosen | {"version": plan.version, "night": night}


async def queue_plan(session: AsyncSession) -> View:
    return plan_view(await routing_plan(session))


async def users(session: AsyncSession) -> list[View]:
    return await views_of(session, PEOPLE)


async def queue_status(session: AsyncSession) -> View:
    """Each queue with those who wait in it and the desks that ring for it, as the CAD knows them."""
    plan = await routing_plan(session)
    clock = (await session.execute(CLOCK)).one_or_none()
    waiting, seats = await views_of(session, WAITING), [desk for desk in await desks(session) if desk["state"] != "off"]
    second = set(plan.overflow_desks)
    first = [desk for desk in seats if desk["id"] not in second]
    usual = [call for call in waiting if not call["overflow"] and not call["skill"]]
    queues = [_queue("emergency", usual, first)]
    for code in plan.skill_codes:
        wanting = [call for call in waiting if not call["overflow"] and call["skill"] == code]
        queues.append(_queue(f"skill-{code}", wanting, [desk for desk in first if code in desk["skills"]]))
    over = [call for call in waiting if call["overflow"]]
    queues.append(_queue("overflow", over, [desk for desk in seats if desk["id"] in second]))
    return {
        "queues": queues,
        "night": is_night(plan, clock.second) if clock else False,
        "overflow": bool(over),
        "waiting": len(waiting),
    }


def _queue(name: str, waiting: list[View], seats: Iterable[View]) -> View:
    return {
        "name": name,
        "waiting": len(waiting),
        "longest_s": max((call["waited_s"] for call in waiting), default=None),
        "members": [
            {
                "desk_id": desk["id"],
                "state": desk["state"],
                "registered": desk["registered"],
                "skipped": desk["skipped"],
                "paused_reason": desk["reason"] if desk["state"] == "paused" else "",
            }
            for desk in seats
        ],
    }
