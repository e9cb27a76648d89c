"""The routing plan: who rings when, and what becomes of a caller whom nobody answers. Seconds count from the caller's
first second of waiting; 0 switches a step off."""

from dataclasses import asdict, dataclass, field, fields
from typing import Any
from urllib.parse import quote

from cad.errors import Invalid
from cad.installation import Settings

NIGHT_MODES = ("off", "on", "schedule")
STRATEGIES = ("ringall", "leastrecent", "fewestcalls", "random", "rrmemory", "rrordered", "linear")
# ringall hands out one call at a time, which a small room does not notice; above, the longest idle desk rings.
RINGALL_UP_TO = 8
LONGEST_ROUND_S = 60  # dialplans/queue.conf, tanggap-until, has the same two
COUNTING_ROUND_S = 5


@dataclass(frozen=True, kw_only=True)
class RoutingPlan:
    """`version` 0 is what the settings say, until somebody chooses for themselves.

    `overflow_desks`: the second ring group; they ring only when the first does not answer. `outside`: [{name, number}],
    dialled in turn. `skills`: [{code, name_id, name_en}]. `dialled`: [{number, skill}], what a number called means.
    """

    center_id: str
    version: int = 0
    ring_seconds: int = 8
    ring_all_after_s: int = 1
    ring_all_waiting: int = 0
    wrap_up_s: int = 0
    overflow_after_s: int = 0
    overflow_waiting: int = 0
    overflow_desks: list[str] = field(default_factory=list)
    outside: list[dict[str, str]] = field(default_factory=list)
    outside_after_s: int = 0
    night_mode: str = "off"
    night_from: str = "22:00"
    night_to: str = "06:00"
    skills: list[dict[str, str]] = field(default_factory=list)
    dialled: list[dict[str, str]] = field(default_factory=list)
    announce_every_s: int = 30

    @property
    def rings_all_at_once(self) -> bool:
        """A ring is never cut short, so ringing all before the first one has ended means ringing all from the start."""
        return 0 < self.ring_all_after_s < max(2, self.ring_seconds)

    @property
    def strategy(self) -> str:
        return "ringall" if self.rings_all_at_once else "leastrecent"

    @property
    def skill_codes(self) -> list[str]:
        return [skill["code"] for skill in self.skills]

    def choices(self) -> dict[str, Any]:
        """All that somebody may choose."""
        return {name: value for name, value in asdict(self).items() if name not in ("center_id", "version")}


CHOICES = tuple(one.name for one in fields(RoutingPlan) if one.name not in ("center_id", "version"))


def plan_of_settings(settings: Settings) -> RoutingPlan:
    """What a center begins with. A small room rings all at once: whoever hears it first answers. Elsewhere the longest
    idle desk rings, and after two rings everybody. Raises Invalid when the strategy is none."""
    if settings.queue_strategy and settings.queue_strategy not in STRATEGIES:
        known = ", ".join(STRATEGIES)
        raise Invalid(f"Setting queue_strategy is {settings.queue_strategy!r}; it must be one of {known}.")
    rings_all = settings.queue_strategy == "ringall" or (
        not settings.queue_strategy and settings.desks <= RINGALL_UP_TO
    )
    ring_seconds = settings.ring_seconds
    return RoutingPlan(
        center_id=settings.center_id,
        ring_seconds=ring_seconds,
        ring_all_after_s=1 if rings_all else 2 * ring_seconds,
    )


def second_of_day(clock: str) -> int:
    hours, _, minutes = clock.partition(":")
    return int(hours) * 3600 + int(minutes) * 60


def is_night(plan: RoutingPlan, second: int) -> bool:
    """`second` of the center's own day. A night that ends before it begins goes over midnight."""
    if plan.night_mode != "schedule":
        return plan.night_mode == "on"
    begins, ends = second_of_day(plan.night_from), second_of_day(plan.night_to)
    return begins <= second < ends if begins < ends else second >= begins or second < ends


def route_text(plan: RoutingPlan, utc_offset_s: int) -> str:
    """As the dialplan takes it apart (queue.conf): what the first round needs between colons, then the rest."""
    first = (plan.ring_seconds, plan.wrap_up_s, first_round_s(plan), int(plan.night_mode == "off"))
    parts = (
        ":".join(str(part) for part in first),
        0 if plan.rings_all_at_once else plan.ring_all_after_s,
        0 if plan.rings_all_at_once else plan.ring_all_waiting,
        plan.overflow_after_s,
        plan.overflow_waiting,
        plan.outside_after_s,
        plan.announce_every_s,
        plan.night_mode,
        second_of_day(plan.night_from),
        second_of_day(plan.night_to),
        utc_offset_s,
    )
    return ",".join(str(part) for part in parts)


def first_round_s(plan: RoutingPlan) -> int:
    """How long the first round of waiting may last: until something may be other than at its beginning."""
    counts = plan.overflow_waiting or (plan.ring_all_waiting and not plan.rings_all_at_once)
    steps = (
        plan.announce_every_s,
        0 if plan.rings_all_at_once else plan.ring_all_after_s,
        plan.overflow_after_s,
        plan.outside_after_s if plan.outside else 0,
        COUNTING_ROUND_S if counts else 0,
    )
    return min((step for step in steps if step), default=LONGEST_ROUND_S)


def route_outside(plan: RoutingPlan) -> str:
    """`<number>:<name, percent-encoded>` between &, in the order in which they are dialled."""
    return "&".join(f"{one['number']}:{quote(one['name'], safe='')}" for one in plan.outside)
