"""The routing plan on Asterisk's side: what of it stands in configuration files, and the copy that lets Asterisk start
with the chosen plan while the database is away. What dialplan decides call by call is mirrored to AstDB besides."""

import json
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cad.installation import Installation
from cad.queues.model import CHOICES, RoutingPlan, plan_of_settings, route_text

FILE = "routing-plan.json"
SKILL_QUEUE = """
[skill-{code}](desks)
strategy = leastrecent
weight = 2
"""
DIALLED = """
exten => {number},1,Set(DIALLED={number})
 same => n,Set(SKILL={skill})
 same => n,Goto(112,1)
"""


def load(installation: Installation) -> RoutingPlan:
    """The plan last kept here, or what the settings say."""
    usual, file = plan_of_settings(installation.settings), _file(installation)
    if not file.exists():
        return usual
    kept = json.loads(file.read_text())
    if kept["version"] == 0:
        return usual
    chosen = {name: kept[name] for name in CHOICES if name in kept}
    return RoutingPlan(center_id=usual.center_id, version=kept["version"], **chosen)


def keep(installation: Installation, plan: RoutingPlan) -> None:
    text = json.dumps(plan.choices() | {"version": plan.version}, indent=1)
    draft = _file(installation).with_suffix(".new")
    draft.write_text(text)
    draft.replace(_file(installation))


def values(installation: Installation) -> dict[str, str]:
    """What the templates take of the plan."""
    plan = load(installation)
    return {
        "queue_strategy": _strategy(installation, plan),
        "ring_seconds": str(plan.ring_seconds),
        "wrap_up_seconds": str(plan.wrap_up_s),
        "skill_queues": "".join(SKILL_QUEUE.format(code=code) for code in plan.skill_codes),
        "dialled": "".join(DIALLED.format(**one) for one in plan.dialled),
        "route_plan": route_text(plan, utc_offset_s(installation)),
    }


def utc_offset_s(installation: Installation) -> int:
    """Of the center; of this machine when it knows no zones. The database tells the right one later (AstDB)."""
    now = datetime.now(UTC)
    try:
        offset = now.astimezone(ZoneInfo(installation.settings.timezone)).utcoffset()
    except ZoneInfoNotFoundError:
        offset = now.astimezone().utcoffset()
    return int(offset.total_seconds()) if offset else 0


def _strategy(installation: Installation, plan: RoutingPlan) -> str:
    """A city that set another way of taking turns keeps it."""
    chosen = installation.settings.queue_strategy
    return chosen if plan.strategy == "leastrecent" and chosen not in ("", "ringall") else plan.strategy


def _file(installation: Installation) -> Path:
    return installation.pbx / FILE
