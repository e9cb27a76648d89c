"""The routing plan, the skills, and what the dialplan made of them with a call."""

from dataclasses import replace

from cad.calls.facts import about
from cad.calls.handlers import keep, known_call
from cad.calls.model import Call
from cad.desks.events import DeskStateChanged
from cad.desks.model import Desk
from cad.ports import UnitOfWork
from cad.queues.commands import ChangeRoutingPlan, EndWrapUp, OverflowCall, SetSkills, SortCall
from cad.queues.errors import PlanChanged, UnknownSkill
from cad.queues.events import CallOverflowed, CallSorted, RoutingPlanChanged, SkillsChanged
from cad.queues.model import RoutingPlan
from cad.queues.rules import changed_plan, changes
from cad.users.errors import UnknownUser
from cad.users.model import User


async def known_plan(work: UnitOfWork) -> RoutingPlan:
    return await work.plans.by_id(work.center.id) or RoutingPlan(center_id=work.center.id)


async def change_routing_plan(command: ChangeRoutingPlan, work: UnitOfWork) -> RoutingPlan:
    plan = await known_plan(work)
    if plan.version != command.version:
        raise PlanChanged(plan.version)
    changed = changed_plan(plan, command.choices, set(await work.desks.ids()))
    if changed == plan:
        return plan
    await work.plans.put(changed)
    work.record(
        RoutingPlanChanged(
            occurred_at=work.now,
            actor=command.user_id,
            center_id=changed.center_id,
            version=changed.version,
            changes=changes(plan, changed),
        )
    )
    return changed


async def set_skills(command: SetSkills, work: UnitOfWork) -> User:
    user = await work.users.by_id(command.user_id)
    if user is None:
        raise UnknownUser
    known = (await known_plan(work)).skill_codes
    if unknown := [code for code in command.skills if code not in known]:
        raise UnknownSkill(unknown[0])
    skills = [code for code in known if code in command.skills]
    if skills == user.skills:
        return user
    changed = replace(user, skills=skills)
    await work.users.put(changed)
    desk = await work.desks.of_user(user.id)
    work.record(
        SkillsChanged(
            occurred_at=work.now,
            actor=command.by,
            user_id=user.id,
            desk_id=desk.id if desk else None,
            skills=skills,
            previous=user.skills,
        )
    )
    return changed


async def end_wrap_up(command: EndWrapUp, work: UnitOfWork) -> Desk | None:
    desk = await work.desks.by_id(command.desk_id)
    if desk is None or desk.wrap_up_until is None or desk.wrap_up_until > work.now:
        return desk
    ready = replace(desk, state="ready", reason="", since=desk.wrap_up_until, wrap_up_until=None)
    await work.desks.put(ready)
    work.record(
        DeskStateChanged(occurred_at=work.now, source="system", desk_id=desk.id, state=ready.state, previous=desk.state)
    )
    return ready


async def sort_call(fact: SortCall, work: UnitOfWork) -> Call:
    call = await known_call(fact, work)
    if call.skill == fact.skill:
        return call
    call = replace(call, skill=fact.skill)
    return await keep((call, [CallSorted(**about(call, fact), skill=fact.skill)]), work)  # type: ignore[arg-type]


async def overflow_call(fact: OverflowCall, work: UnitOfWork) -> Call:
    call = await known_call(fact, work)
    if call.overflow_told and call.overflow_told >= fact.occurred_at:
        return call
    call = replace(call, overflow=fact.to, overflow_told=fact.occurred_at)
    event = CallOverflowed(**about(call, fact), to=fact.to, why=fact.why, name=fact.name)  # type: ignore[arg-type]
    return await keep((call, [event]), work)


HANDLERS = {
    ChangeRoutingPlan: change_routing_plan,
    SetSkills: set_skills,
    EndWrapUp: end_wrap_up,
    SortCall: sort_call,
    OverflowCall: overflow_call,
}
