"""`report.pdf`: the story for whoever reads paper. Indonesian; times as they were, in the center's own zone and UTC.

PDF's own fonts hold Latin letters only (cp1252), and no font file is carried along. A character outside of them is
written as its code, [U+4E2D], and the last page says so: nothing is dropped or guessed. `incident.json` has it as is.
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from fpdf import FPDF
from fpdf.enums import XPos, YPos

ZONES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
PRIORITIES = {1: "P1 sangat gawat", 2: "P2 gawat", 3: "P3 biasa", 4: "P4 rendah"}
SOURCES = {"user": "orang", "system": "sistem", "ari": "sentral", "cel": "sentral (log)", "twilio": "SMS"}
KINDS = {
    "IncidentOpened": "Kejadian dibuka",
    "IncidentChanged": "Kejadian diubah",
    "IncidentClosed": "Kejadian ditutup",
    "NarrativeAdded": "Catatan",
    "CallReceived": "Panggilan masuk",
    "CallAnswered": "Panggilan diangkat",
    "CallEnded": "Panggilan berakhir",
    "CallAttached": "Panggilan dikaitkan",
    "CallOffered": "Meja berdering",
    "UnitDispatched": "Unit ditugaskan",
    "AssignmentStatusChanged": "Status penugasan",
    "PageQueued": "Pesan ke unit disiapkan",
    "PageSent": "Pesan terkirim",
    "PageDelivered": "Pesan diterima",
    "RecordingStarted": "Rekaman mulai",
    "RecordingFinished": "Rekaman selesai",
    "RecordingPlayed": "Rekaman didengar",
    "EvidenceRequested": "Bukti diminta",
    "EvidenceExported": "Bukti dikeluarkan",
    "EvidenceTaken": "Bukti diunduh",
}
SHOWN_PERSONAL = ("what", "text", "note", "number_raw", "reason")


class Report(FPDF):
    def __init__(self, told: dict[str, Any]) -> None:
        super().__init__(format="A4")
        self.told = told
        self.odd = False
        self.zone = ZoneInfo(told["center"]["timezone"])
        self.zone_name = ZONES.get(told["center"]["timezone"], told["center"]["timezone"])
        self.set_auto_page_break(True, margin=18)
        self.set_title(f"Laporan kejadian {told['incident']['number']}")
        self.set_lang("id")
        self.alias_nb_pages()

    def header(self) -> None:
        self.set_font("Helvetica", "B", 9)
        self.set_text_color(90)
        left = f"{self.told['center']['name']} - Layanan darurat 112"
        self.cell(0, 5, self.plain(f"{left}   |   Kejadian {self.told['incident']['number']}"))
        self.ln(8)
        self.set_text_color(0)

    def footer(self) -> None:
        self.set_y(-14)
        self.set_font("Helvetica", "", 8)
        self.set_text_color(90)
        self.cell(0, 5, self.plain(f"Bukti {self.told['evidence_id']}, kunci {self.told.get('key_id', '-')}"))
        self.set_y(-14)
        self.cell(0, 5, f"Halaman {self.page_no()} dari {{nb}}", align="R")
        self.set_text_color(0)

    def plain(self, text: object) -> str:
        """Only what PDF's own fonts can write; the rest by its code."""
        letters = []
        for letter in str(text):
            try:
                letter.encode("cp1252")
                letters.append(letter if letter.isprintable() or letter == "\n" else " ")
            except UnicodeEncodeError:
                self.odd = True
                letters.append(f"[U+{ord(letter):04X}]")
        return "".join(letters)

    def when(self, iso: str | None) -> str:
        """`21-11-2026 14:32:07.123 WIB (07:32:07Z)`"""
        if not iso:
            return "-"
        moment = datetime.fromisoformat(iso)
        local = moment.astimezone(self.zone)
        return f"{local:%d-%m-%Y %H:%M:%S}.{local.microsecond // 1000:03d} {self.zone_name} ({moment:%H:%M:%S}Z)"

    def heading(self, text: str) -> None:
        self.ln(3)
        self.set_font("Helvetica", "B", 12)
        self.cell(0, 7, self.plain(text), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.set_font("Helvetica", "", 9)

    def fact(self, name: str, value: object) -> None:
        self.set_font("Helvetica", "B", 9)
        self.cell(38, 5, self.plain(name))
        self.set_font("Helvetica", "", 9)
        self.multi_cell(0, 5, self.plain(value or "-"), new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def who(self, user_id: str | None) -> str:
        user = self.told["users"].get(user_id) if user_id else None
        return f"{user['name']} ({user['role']})" if user else (user_id or "")

    def facts(self) -> None:
        incident = self.told["incident"]
        place = incident["place"]
        self.set_font("Helvetica", "B", 16)
        title = f"Kejadian {incident['number']}: {incident['type_name_id']}"
        self.multi_cell(0, 8, self.plain(title), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        if incident["exercise"]:
            self.fact("Latihan", "Kejadian ini latihan, bukan kejadian nyata.")
        self.fact("Prioritas", PRIORITIES.get(incident["priority"], incident["priority"]))
        where = ", ".join(part for part in (place["text"], place["kelurahan_name"]) if part)
        self.fact("Tempat", where)
        if place["lat"] is not None:
            radius = f", radius {place['radius_m']:.0f} m" if place["radius_m"] else ""
            self.fact("Koordinat", f"{place['lat']:.6f}, {place['lon']:.6f} (sumber: {place['source']}{radius})")
        self.fact("Uraian", incident["what"])
        self.fact("Dibuka", f"{self.when(incident['opened_at'])}  {incident['opened_by'] or ''}")
        self.fact("Ditutup", f"{self.when(incident['closed_at'])}  {incident['disposition'] or ''} {incident['note']}")
        self.fact("Dikeluarkan", f"{self.when(self.told['asked_at'])}  {self.who(self.told['asked_by'])}")
        self.fact("Alasan", self.told["reason"])

    def lists(self) -> None:
        self.heading("Panggilan")
        for call in self.told["calls"]:
            ended = f"selesai {self.when(call['ended_at'])}"
            self.fact(call["number"] or "tersembunyi", f"masuk {self.when(call['received_at'])}; {ended}")
        self.heading("Unit")
        for one in self.told["incident"]["assignments"]:
            steps = ("dispatched_at", "ditugaskan"), ("en_route_at", "menuju"), ("on_scene_at", "tiba")
            told = [f"{word} {self.when(one[name])}" for name, word in (*steps, ("cleared_at", "selesai")) if one[name]]
            self.fact(one["call_sign"], "; ".join(told))
        self.heading("Rekaman")
        for recording in self.told["recordings"]:
            file = recording.get("file") or "tidak ada berkas lagi"
            self.fact(f"{recording['duration_s'] or 0:g} detik", f"{file}\nSHA-256 {recording['sha256'] or '-'}")

    def timeline(self) -> None:
        self.heading("Urutan peristiwa (jurnal)")
        for entry in self.told["journal"]:
            self.set_font("Helvetica", "B", 9)
            kind = KINDS.get(entry["kind"], entry["kind"])
            line = f"{self.when(entry['occurred_at'])}   {kind}"
            self.multi_cell(0, 5, self.plain(line), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
            self.set_font("Helvetica", "", 8)
            self.multi_cell(0, 4, self.plain(self._details(entry)), new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def _details(self, entry: dict[str, Any]) -> str:
        who = self.who(entry["actor"]) or SOURCES.get(entry["source"], entry["source"])
        desk = f", {entry['desk_id']}" if entry["desk_id"] else ""
        personal = entry.get("personal") or {}
        said = [str(personal[name]) for name in SHOWN_PERSONAL if personal.get(name)]
        if isinstance(place := personal.get("place"), dict) and place.get("text"):
            said.append(str(place["text"]))
        return f"no. {entry['position']}; {who}{desk}. {' - '.join(said)}".rstrip()

    def closing(self) -> None:
        self.heading("Keaslian")
        self.set_font("Helvetica", "", 9)
        seals = [_seal_line(seal["text"]) for seal in self.told.get("seals", {}).values()]
        text = (
            "Setiap baris jurnal di atas terikat pada baris sebelumnya dengan SHA-256, dan disegel dengan tanda tangan"
            f" Ed25519 (kunci {self.told.get('key_id', '-')}). Segel: {'; '.join(seals) or 'belum ada'}. Cara memeriksa"
            " ada di verify-README.txt."
        )
        self.multi_cell(0, 5, self.plain(text), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        if self.odd:
            odd = (
                "Huruf di luar aksara Latin ditulis sebagai kodenya, misalnya [U+4E2D]; teks aslinya ada di"
                " incident.json."
            )
            self.multi_cell(0, 5, odd, new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _seal_line(text: str) -> str:
    parts = text.split()
    return f"no. {parts[3]} sampai catatan {parts[5]}" if len(parts) > 5 else text


def report(told: dict[str, Any]) -> bytes:
    """The PDF, from what `incident.json` says."""
    made = Report(told)
    made.add_page()
    made.facts()
    made.lists()
    made.timeline()
    made.closing()
    return bytes(made.output())
