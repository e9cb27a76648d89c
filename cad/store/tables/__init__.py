"""Every table, by noun. Importing this package fills the metadata that migrations are compared with."""

from sqlmodel import SQLModel

from cad.store.tables.abandoned import AbandonedRow, LostCallRow
from cad.store.tables.alarms import AlarmRow
from cad.store.tables.calls import CallRow, DialledNumberRow, LegRow, PersonKeyRow, PersonRow
from cad.store.tables.desks import DeskRow, DeskSessionRow
from cad.store.tables.imports import AliNumberRow, AreaRow, GazetteerRow, ImportChangeRow, ImportRow
from cad.store.tables.incidents import IncidentRow, NarrativeRow, NumberBlockRow
from cad.store.tables.journal import CursorRow, JournalHeadRow, JournalRow, JournalSealedRow
from cad.store.tables.messages import PageRow
from cad.store.tables.nuisance import LoweredRow
from cad.store.tables.places import AgencyRow, CameraRow, CenterRow, IncidentTypeRow, KelurahanRow, StationRow
from cad.store.tables.queues import RoutingPlanRow
from cad.store.tables.recordings import RecordingAuditRow, RecordingRow, RecordingRulesRow
from cad.store.tables.trunks import RefusalRow, TrunkRow
from cad.store.tables.units import AssignmentRow, UnitRow
from cad.store.tables.users import SessionRow, UserRow
from cad.store.tables.voices import VoicesRow

METADATA = SQLModel.metadata

__all__ = [
    "METADATA",
    "AbandonedRow",
    "AgencyRow",
    "AlarmRow",
    "AliNumberRow",
    "AreaRow",
    "AssignmentRow",
    "CallRow",
    "CameraRow",
    "CenterRow",
    "CursorRow",
    "DeskRow",
    "DeskSessionRow",
    "DialledNumberRow",
    "GazetteerRow",
    "ImportChangeRow",
    "ImportRow",
    "IncidentRow",
    "IncidentTypeRow",
    "JournalHeadRow",
    "JournalRow",
    "JournalSealedRow",
    "KelurahanRow",
    "LegRow",
    "LostCallRow",
    "LoweredRow",
    "NarrativeRow",
    "NumberBlockRow",
    "PageRow",
    "PersonKeyRow",
    "PersonRow",
    "RecordingAuditRow",
    "RecordingRow",
    "RecordingRulesRow",
    "RefusalRow",
    "RoutingPlanRow",
    "SessionRow",
    "StationRow",
    "TrunkRow",
    "UnitRow",
    "UserRow",
    "VoicesRow",
]
