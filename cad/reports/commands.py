"""What a dispatcher does when two incidents are one, or one is two; and what others report."""

from dataclasses import dataclass, field
from datetime import datetime

from cad.places.model import Place


@dataclass(frozen=True, kw_only=True)
class AddReport:
    """A camera's detection, a partner's message, a citizen's text about an incident. Returns the Report.

    `report_id` chosen by whoever tells makes telling it twice one report. A report on an incident that was merged goes
    to where that went. Calls are not added here: they become reports when they are attached (AttachCall).
    """

    incident_id: str
    kind: str
    user_id: str | None = None
    report_id: str | None = None
    at: datetime | None = None
    type_code: str = ""
    text: str = ""
    source: str = ""
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, kw_only=True)
class MergeIncidents:
    """`source_id` is the same as `into_id`: its calls, reports and units go there and it is closed as a duplicate.

    Versions are those that were read: Conflict `incident_changed` when somebody was faster. Returns the Incident that
    all is at now. The same again changes nothing.
    """

    user_id: str
    into_id: str
    source_id: str
    into_version: int | None = None
    source_version: int | None = None


@dataclass(frozen=True, kw_only=True)
class SplitIncident:
    """The chosen reports (calls) are about something else: a new incident, or the one named. Returns that Incident.

    With `to_incident_id` one that was merged into this, the merge is taken back: it is open again, and what came with
    it goes back (`report_ids` may then be empty). `assignment_ids` are units that go along. A new one is of `type_code`
    (or this one's), at `place` (or this one's); `new_incident_id` chosen by the client makes it one when sent twice.
    """

    user_id: str
    incident_id: str
    report_ids: tuple[str, ...] = ()
    assignment_ids: tuple[str, ...] = ()
    to_incident_id: str | None = None
    version: int | None = None
    type_code: str = ""
    priority: int | None = None
    what: str = ""
    place: Place | None = None
    new_incident_id: str | None = None
