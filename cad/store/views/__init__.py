"""What screens read, by noun: plain dicts, JSON ready, a fixed number of queries however many rows."""

from cad.store.views.abandoned import abandoned, abandoned_entry, abandoned_views, open_abandoned
from cad.store.views.address_notes import address_note, address_notes, address_notes_at
from cad.store.views.alarms import alarm, alarm_views, alarms
from cad.store.views.calls import call, call_story, call_views, calls, live_calls
from cad.store.views.changed import changed, of_incidents, touched
from cad.store.views.city import agency_phone, cameras, city
from cad.store.views.desks import desk, desk_views, desks
from cad.store.views.disaster import disaster, number_blocks, printed
from cad.store.views.evidence import evidence, evidence_of, journal_checked_at, journal_state
from cad.store.views.figures import figures
from cad.store.views.imports import imports, known_city
from cad.store.views.imports import preview as import_preview
from cad.store.views.incidents import (
    assignment,
    incident,
    incident_story,
    incident_views,
    incidents,
    live_incidents,
)
from cad.store.views.journal import entry_view, journal_after, journal_head
from cad.store.views.locations import locations_of_call
from cad.store.views.looks import looks, looks_refused, person_with
from cad.store.views.nuisance import lowered
from cad.store.views.people import managed_user, managed_users, own_assignment
from cad.store.views.places import drawn_areas, gazetteer_entries, kelurahan_points
from cad.store.views.protocols import (
    protocol,
    protocol_draft,
    protocol_versions,
    type_codes,
    types,
    types_edited,
)
from cad.store.views.queues import plan_view, queue_plan, queue_status, users
from cad.store.views.recommendations import recommendations, recommendations_for_incident
from cad.store.views.recording_rules import recording_audit, recording_rules
from cad.store.views.recordings import (
    KeptFile,
    last_listened,
    recording,
    recording_file,
    recording_peaks,
    recording_plays,
    recording_views,
    recordings,
)
from cad.store.views.reports import duplicates, other_calls, reports
from cad.store.views.responders import responder
from cad.store.views.roads import closure, closures, holding_closures, newest_roads, road_arrays, station_points
from cad.store.views.scoped import is_seen
from cad.store.views.search import search_incidents
from cad.store.views.snapshot import snapshot
from cad.store.views.timers import hand_over, timer, timer_rules, timers
from cad.store.views.trunks import trunk, trunks, trunks_refused
from cad.store.views.units import page, page_views, pages, unit, unit_views, units
from cad.store.views.voices import voices

__all__ = [
    "KeptFile",
    "abandoned",
    "abandoned_entry",
    "abandoned_views",
    "address_note",
    "address_notes",
    "address_notes_at",
    "agency_phone",
    "alarm",
    "alarm_views",
    "alarms",
    "assignment",
    "call",
    "call_story",
    "call_views",
    "calls",
    "cameras",
    "changed",
    "city",
    "closure",
    "closures",
    "desk",
    "desk_views",
    "desks",
    "disaster",
    "drawn_areas",
    "duplicates",
    "entry_view",
    "evidence",
    "evidence_of",
    "figures",
    "gazetteer_entries",
    "hand_over",
    "holding_closures",
    "import_preview",
    "imports",
    "incident",
    "incident_story",
    "incident_views",
    "incidents",
    "is_seen",
    "journal_after",
    "journal_checked_at",
    "journal_head",
    "journal_state",
    "kelurahan_points",
    "known_city",
    "last_listened",
    "live_calls",
    "live_incidents",
    "locations_of_call",
    "looks",
    "looks_refused",
    "lowered",
    "managed_user",
    "managed_users",
    "newest_roads",
    "number_blocks",
    "of_incidents",
    "open_abandoned",
    "other_calls",
    "own_assignment",
    "page",
    "page_views",
    "pages",
    "person_with",
    "plan_view",
    "printed",
    "protocol",
    "protocol_draft",
    "protocol_versions",
    "queue_plan",
    "queue_status",
    "recommendations",
    "recommendations_for_incident",
    "recording",
    "recording_audit",
    "recording_file",
    "recording_peaks",
    "recording_plays",
    "recording_rules",
    "recording_views",
    "recordings",
    "reports",
    "responder",
    "road_arrays",
    "search_incidents",
    "snapshot",
    "station_points",
    "timer",
    "timer_rules",
    "timers",
    "touched",
    "trunk",
    "trunks",
    "trunks_refused",
    "type_codes",
    "types",
    "types_edited",
    "unit",
    "unit_views",
    "units",
    "users",
    "voices",
]
