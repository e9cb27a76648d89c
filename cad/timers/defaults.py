"""The thresholds a center begins with, each with its reason. The supervisor changes them."""

from cad.timers.model import Rule


def _rule(kind: str, after_s: int, why_id: str, why_en: str, **more: object) -> Rule:
    return Rule(kind=kind, after_s=after_s, why_id=why_id, why_en=why_en, **more)  # type: ignore[arg-type]


DEFAULT_RULES: tuple[Rule, ...] = (
    _rule(
        "not_acknowledged", 60, "SMS sampai dalam beberapa detik; satu menit tanpa jawaban berarti belum dibaca",
        "an SMS arrives within seconds; a minute without an answer means it was not read",
    ),
    _rule(
        "not_acknowledged", 300, "tidak mendesak", "not urgent", priority=4, supervisor_s=300, sms_s=900,
    ),
    _rule(
        "not_en_route", 180, "bersiap 80 detik (NFPA 1710), ditambah waktu untuk menekan tombol",
        "80 s to turn out (NFPA 1710), and time to press the button",
    ),
    _rule(
        "not_en_route", 120, "P1: bersiap 60 sampai 80 detik (NFPA 1710)", "P1: 60 to 80 s to turn out (NFPA 1710)",
        priority=1,
    ),
    _rule(
        "not_en_route", 300, "relawan dan alat berat perlu dikumpulkan", "volunteers and heavy equipment gather first",
        group="disaster",
    ),
    _rule(
        "not_en_route", 900, "tidak mendesak", "not urgent", priority=4, supervisor_s=300, sms_s=900,
    ),
    _rule(
        "overdue_on_scene", 120, "satu setengah kali perkiraan perjalanan, ditambah dua menit",
        "one and a half times the expected way, and two minutes", eta_share=1.5, supervisor_s=180, sms_s=420,
    ),
    _rule(
        "overdue_on_scene", 60, "P1 medis: setiap menit berarti", "P1 medical: each minute counts",
        group="medical", priority=1, eta_share=1.25, supervisor_s=120, sms_s=300,
    ),
    _rule(
        "crew_check", 600, "laporan waktu setiap 10 menit di lokasi kebakaran (NFPA 1561)",
        "elapsed time every 10 minutes at a fire (NFPA 1561)", agency="fire", supervisor_s=120, sms_s=300,
    ),
    _rule(
        "crew_check", 900, "petugas sering datang berdua atau sendiri", "officers often come in twos or alone",
        agency="police", supervisor_s=120, sms_s=300,
    ),
    _rule(
        "crew_check", 900, "operasi penyelamatan", "rescue operations", agency="bpbd", supervisor_s=120, sms_s=300,
    ),
    _rule("crew_check", 900, "tidak rutin untuk instansi ini", "not routine for this agency", on=False),
    _rule(
        "no_unit", 60, "90 % dalam 60 detik sejak diangkat sampai unit pertama dikirim (NFPA 1225)",
        "90 % within 60 s from the answer to the first unit sent (NFPA 1225)", priority=1,
    ),
    _rule("no_unit", 120, "mendesak", "urgent", priority=2),
    _rule("no_unit", 600, "tidak mendesak", "less urgent", supervisor_s=300, sms_s=0),
    _rule("no_unit", 1800, "layanan umum", "public service", priority=4, supervisor_s=900, sms_s=0),
    _rule(
        "hand_over", 120, "instansi menjawab dalam dua menit; setelah sepuluh menit penyerahan gugur",
        "an agency answers within two minutes; after ten the hand-over lapses", supervisor_s=120, sms_s=300,
    ),
)  # fmt: skip
EXPIRES_S = 600  # an unanswered hand-over lapses: who led goes on leading, and everybody knows
