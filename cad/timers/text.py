"""What the agency's officer on duty reads: who is late, with what, since when, and whom to call."""

from datetime import datetime

from cad.center import Center
from cad.incidents.model import Incident, IncidentType
from cad.timers.model import Timer
from cad.units.model import Unit

LATE = {
    "not_acknowledged": "{unit} belum menjawab perintah",
    "not_en_route": "{unit} belum berangkat",
    "overdue_on_scene": "{unit} belum tiba di lokasi",
    "crew_check": "{unit} di lokasi belum melapor aman",
    "no_unit": "belum ada unit untuk kejadian ini",
    "hand_over": "penyerahan kejadian belum dijawab",
}


def escalation_text(
    timer: Timer, incident: Incident, kind: IncidentType | None, unit: Unit | None, center: Center, now: datetime
) -> str:
    minutes = max(1, round((now - timer.started_at).total_seconds() / 60))
    late = LATE[timer.kind].format(unit=unit.call_sign if unit else "Unit")
    return "\n".join(
        (
            f"{'LATIHAN ' if incident.exercise else ''}112 {center.name} PERLU PERHATIAN {incident.number}",
            f"P{incident.priority} {kind.name_id if kind else incident.type_code}: {late}, sudah {minutes} menit.",
            "Hubungi pusat 112 sekarang.",
        )
    )
