"""Every table, by noun. Importing this package fills the metadata that migrations are compared with."""

from sqlmodel import SQLModel

from cad.store.tables.abandoned import AbandonedRow, LostCallRow
from cad.store.tables.address_notes import AddressNoteRow
from cad.store.tables.alarms import AlarmRow
from cad.store.tables.calls import CallRow, DialledNumberRow, LegRow, PersonKeyRow, PersonRow
from cad.store.tables.desks import DeskRow, DeskSessionRow
from cad.store.tables.disaster import DisasterRow
from cad.store.tables.evidence import EvidenceRow, IncidentWordsRow, JournalSealRow
from cad.store.tables.imports import AliNumberRow, AreaRow, GazetteerRow, ImportChangeRow, ImportRow
from cad.store.tables.incidents import IncidentRow, NarrativeRow, NumberBlockRow
from cad.store.tables.journal import CursorRow, JournalHeadRow, JournalRow, JournalSealedRow
from cad.store.tables.locations import FixReferenceRow, FixRow
from cad.store.tables.looks import LookRow
from cad.store.tables.messages import PageRow
from cad.store.tables.nuisance import LoweredRow
from cad.store.tables.places import AgencyRow, CameraRow, CenterRow, IncidentTypeRow, KelurahanRow, StationRow
from cad.store.tables.protocols import (
    CardAnswerRow,
    ChecklistTickRow,
    ProtocolDraftRow,
    ProtocolVersionRow,
)
from cad.store.tables.queues import RoutingPlanRow
from cad.store.tables.recordings import RecordingAuditRow, RecordingRow, RecordingRulesRow
from cad.store.tables.reports import MergeRow, ReportRow
from cad.store.tables.roads import ClosureRow, RoadGraphRow
from cad.store.tables.timers import HandOverRow, TimerRow, TimerRulesRow
from cad.store.tables.trunks import RefusalRow, TrunkRow
from cad.store.tables.units import AssignmentRow, UnitRow
from cad.store.tables.users import SessionRow, UserRow
from cad.store.tables.voices import VoicesRow

METADATA = SQLModel.metadata

__all__ = [
    "METADATA",
    "AbandonedRow",
    "AddressNoteRow",
    "AgencyRow",
    "AlarmRow",
    "AliNumberRow",
    "AreaRow",
    "AssignmentRow",
    "CallRow",
    "CameraRow",
    "CardAnswerRow",
    "CenterRow",
    "ChecklistTickRow",
    "ClosureRow",
    "CursorRow",
    "DeskRow",
    "DeskSessionRow",
    "DialledNumberRow",
    "DisasterRow",
    "EvidenceRow",
    "FixReferenceRow",
    "FixRow",
    "GazetteerRow",
    "HandOverRow",
    "ImportChangeRow",
    "ImportRow",
    "IncidentRow",
    "IncidentTypeRow",
    "IncidentWordsRow",
    "JournalHeadRow",
    "JournalRow",
    "JournalSealRow",
    "JournalSealedRow",
    "KelurahanRow",
    "LegRow",
    "LookRow",
    "LostCallRow",
    "LoweredRow",
    "MergeRow",
    "NarrativeRow",
    "NumberBlockRow",
    "PageRow",
    "PersonKeyRow",
    "PersonRow",
    "ProtocolDraftRow",
    "ProtocolVersionRow",
    "RecordingAuditRow",
    "RecordingRow",
    "RecordingRulesRow",
    "RefusalRow",
    "ReportRow",
    "RoadGraphRow",
    "RoutingPlanRow",
    "SessionRow",
    "StationRow",
    "TimerRow",
    "TimerRulesRow",
    "TrunkRow",
    "UnitRow",
    "UserRow",
    "VoicesRow",
]
