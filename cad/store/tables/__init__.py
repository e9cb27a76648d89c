"""Every table, by noun. Importing this package fills the metadata that migrations are compared with."""

from sqlmodel import SQLModel

from cad.store.tables.alarms import AlarmRow
from cad.store.tables.calls import CallRow, LegRow, PersonKeyRow, PersonRow, RecordingRow
from cad.store.tables.desks import DeskRow, DeskSessionRow
from cad.store.tables.incidents import IncidentRow, NarrativeRow, NumberBlockRow
from cad.store.tables.journal import CursorRow, JournalHeadRow, JournalRow, JournalSealedRow
from cad.store.tables.messages import PageRow
from cad.store.tables.places import AgencyRow, CameraRow, CenterRow, IncidentTypeRow, KelurahanRow, StationRow
from cad.store.tables.units import AssignmentRow, UnitRow
from cad.store.tables.users import SessionRow, UserRow
from cad.store.tables.voices import VoicesRow

METADATA = SQLModel.metadata

__all__ = [
    "METADATA",
    "AgencyRow",
    "AlarmRow",
    "AssignmentRow",
    "CallRow",
    "CameraRow",
    "CenterRow",
    "CursorRow",
    "DeskRow",
    "DeskSessionRow",
    "IncidentRow",
    "IncidentTypeRow",
    "JournalHeadRow",
    "JournalRow",
    "JournalSealedRow",
    "KelurahanRow",
    "LegRow",
    "NarrativeRow",
    "NumberBlockRow",
    "PageRow",
    "PersonKeyRow",
    "PersonRow",
    "RecordingRow",
    "SessionRow",
    "StationRow",
    "UnitRow",
    "UserRow",
    "VoicesRow",
]
