"""What a center's line says beside the usual announcements."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

# A notice that nobody remembers to switch off must not tell of a fire that was put out in the morning.
NOTICE_FOR = timedelta(hours=4)
# So many calls about one incident within a quarter of an hour: time to think of a notice.
NOTICE_SUGGESTED_FROM, NOTICE_SUGGESTED_WITHIN = 4, timedelta(minutes=15)
LONGEST_NOTICE = 300  # characters; some 20 s of speech
MOST_TEST_NUMBERS = 50


@dataclass(frozen=True, kw_only=True)
class Voices:
    """One for each center (`id`). `test_numbers` are E.164. `notice_text` is what is spoken."""

    id: str
    version: int = 0
    test_numbers: list[str] = field(default_factory=list)
    notice_incident_id: str | None = None
    notice_text: str = ""
    notice_until: datetime | None = None


def notice_text(type_name: str, place: str) -> str:
    """What a waiting caller hears of an incident that is known. In Indonesian, as all that is spoken."""
    where = f" di {place}" if place else ""
    return (
        f"{type_name}{where} sudah kami ketahui, petugas sedang menuju lokasi. "
        "Untuk keadaan darurat lain, mohon tetap di telepon. Petugas akan segera menjawab."
    )
