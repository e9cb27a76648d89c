"""The little emergencies of the demo: who calls, what they say, and what a dispatcher makes of it.

Numbers are from ranges that no operator in Indonesia gives out to subscribers (0800-0 and area code 0752 with 000).
Each caller has a tone under the voice that nobody else has: by it a recording is known without listening.
"""

from dataclasses import dataclass

FIRST_HZ, STEP_HZ = 620.0, 60.0


@dataclass(frozen=True)
class Emergency:
    number: str
    kind: str  # a word of the incident type's name, as a dispatcher types it
    kelurahan: str
    place: str
    what: str
    says: tuple[str, ...]
    hz: float = 0.0


_TOLD = (
    Emergency(
        "08005550112",
        "Kebakaran bangunan",
        "Pasar Usang",
        "belakang Pasar Usang, dekat masjid",
        "Rumah terbakar, api dari dapur",
        (
            "Tolong! Rumah tetangga saya terbakar.",
            "Di belakang Pasar Usang, dekat masjid.",
            "Api dari dapur, masih ada orang di dalam.",
        ),
    ),
    Emergency(
        "08005550236",
        "Kecelakaan, ada korban",
        "Silaing Bawah",
        "tikungan Silaing, jalan ke Padang",
        "Bus dan sepeda motor, dua orang luka",
        ("Ada kecelakaan di tikungan Silaing.", "Bus dengan sepeda motor.", "Dua orang luka, satu tidak sadar."),
    ),
    Emergency(
        "07520001873",
        "Sesak napas",
        "Guguk Malintang",
        "Jalan Sutan Syahrir nomor dua belas",
        "Ayah sesak napas, nyeri dada",
        ("Ayah saya sesak napas dan nyeri dada.", "Umurnya enam puluh tahun.", "Jalan Sutan Syahrir, Guguk Malintang."),
    ),
    Emergency(
        "08005550419",
        "Tanah longsor",
        "Bukit Surungan",
        "jalan di bawah bukit, dekat sekolah",
        "Tanah longsor menutup jalan",
        (
            "Pak, tanah longsor di Bukit Surungan.",
            "Jalan tertutup, dekat sekolah.",
            "Belum tahu ada korban atau tidak.",
        ),
    ),
    Emergency(
        "07520002560",
        "Kekerasan / ancaman",
        "Pasar Baru",
        "toko emas di Pasar Baru",
        "Toko emas dirampok, pelaku lari naik motor",
        (
            "Tolong, toko emas di Pasar Baru dirampok!",
            "Pelakunya dua orang, lari naik motor hitam.",
            "Ke arah Balai-Balai.",
        ),
    ),
    Emergency(
        "08005550731",
        "Pohon tumbang",
        "Kampung Manggis",
        "Jalan Kampung Manggis, depan puskesmas",
        "Pohon tumbang menimpa mobil",
        ("Pohon besar tumbang di Kampung Manggis.", "Menimpa mobil di depan puskesmas.", "Orangnya masih terjepit."),
    ),
)


def emergencies() -> list[Emergency]:
    """All of them, each with its own tone."""
    return [
        Emergency(told.number, told.kind, told.kelurahan, told.place, told.what, told.says, FIRST_HZ + n * STEP_HZ)
        for n, told in enumerate(_TOLD)
    ]
