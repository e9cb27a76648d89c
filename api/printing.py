"""Sheets for paper: a snapshot of what is going on, and empty forms with numbers set aside. Plain HTML without scripts,
so that it opens from a disk as well as from here, and prints as it stands."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

GOOD_FOR = timedelta(minutes=10)  # afterwards a sheet misleads more than it helps
POLICY = "default-src 'none'; style-src 'unsafe-inline'"  # the only CSP such a page needs
STYLE = """
body{font:12px/1.35 system-ui,sans-serif;margin:12mm;color:#000;background:#fff}h1{font-size:18px;margin:0}
h2{font-size:14px;margin:14px 0 4px;border-bottom:1px solid #000}table{border-collapse:collapse;width:100%}
td,th{border:1px solid #888;padding:2px 5px;text-align:left;vertical-align:top}th{background:#eee}
.loud{border:3px solid #000;padding:6px;font-size:16px;font-weight:700;margin:6px 0}
.sheet{page-break-after:always;min-height:250mm}.line{border-bottom:1px solid #888;height:8mm}
.no{font-size:26px;font-weight:700}tr,li{page-break-inside:avoid}
"""
OUT = ("out_of_service",)


def page(title: str, body: str) -> str:
    return (
        f"<!doctype html><html lang=id><meta charset=utf-8><title>{escape(title)}</title>"
        f"<style>{STYLE}</style><body>{body}</body></html>"
    )


def clock(moment: str | datetime | None, zone: str) -> str:
    if moment is None:
        return ""
    told = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return told.astimezone(ZoneInfo(zone)).strftime("%d/%m %H:%M")


def table(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    told = "".join(
        "<tr>" + "".join(f"<td>{escape(str(cell if cell is not None else ''))}</td>" for cell in row) + "</tr>"
        for row in rows
    )
    top = "".join(f"<th>{escape(head)}</th>" for head in heads)
    return f"<table><tr>{top}</tr>{told}</table>" if told else "<p>Tidak ada.</p>"


def snapshot_page(told: Mapping[str, Any], center: str, zone: str, now: datetime) -> str:
    """`told` is `views.printed`. Says loudly of which moment it is and until when it may be trusted."""
    disaster = told["disaster"]
    mode = f"<p class=loud>MODE BENCANA: {escape(disaster['reason'])}</p>" if disaster["on"] else ""
    body = (
        f"<h1>{escape(center)} · keadaan {clock(now, zone)}</h1>"
        f"<p class=loud>Berlaku sampai {clock(now + GOOD_FOR, zone)}. Sesudah itu USANG: minta cetakan baru.</p>{mode}"
        f"<h2>Kejadian terbuka ({len(told['incidents'])})</h2>{_incidents(told['incidents'], zone)}"
        f"<h2>Panggilan ({len(told['calls'])})</h2>{_calls(told['calls'], zone)}"
        f"<h2>Unit</h2>{_units(told['units'])}"
    )
    return page(f"Keadaan {clock(now, zone)}", body)


def _incidents(incidents: Sequence[Mapping[str, Any]], zone: str) -> str:
    ordered = sorted(incidents, key=lambda one: (one["priority"], one["opened_at"]))
    return table(
        ("No", "P", "Jenis", "Tempat", "Apa", "Dibuka", "Unit", "Induk"),
        (
            (
                one["number"],
                one["priority"],
                one["type_name_id"],
                ", ".join(filter(None, (one["place"]["text"], one["place"]["kelurahan_name"]))),
                one["what"][:160],
                clock(one["opened_at"], zone),
                " ".join(a["call_sign"] for a in one["assignments"] if a["status"] not in ("available", "cancelled")),
                one["major_number"],
            )
            for one in ordered
        ),
    )


def _calls(calls: Sequence[Mapping[str, Any]], zone: str) -> str:
    words = {"waiting": "MENUNGGU", "talking": "bicara", "held": "ditahan"}
    return table(
        ("Sejak", "Nomor", "Keadaan", "Meja"),
        (
            (clock(one["received_at"], zone), one["number"], words.get(one["state"], one["state"]), one["desk_id"])
            for one in sorted(calls, key=lambda call: str(call["received_at"]))
        ),
    )


def _units(units: Sequence[Mapping[str, Any]]) -> str:
    by_agency: dict[str, list[Mapping[str, Any]]] = {}
    for unit in units:
        by_agency.setdefault(unit["agency_name"], []).append(unit)
    rows = []
    for agency, own in sorted(by_agency.items()):
        kinds = Counter(_state(unit) for unit in own)
        free = " ".join(unit["call_sign"] for unit in own if _state(unit) == "free")
        busy = " ".join(f"{unit['call_sign']} ({unit['status']})" for unit in own if _state(unit) == "busy")
        rows.append((agency, f"{kinds['free']} / {len(own)}", free, busy, kinds["out"]))
    return table(("Instansi", "Bebas", "Unit bebas", "Bertugas", "Tidak dinas"), rows)


def _state(unit: Mapping[str, Any]) -> str:
    if unit["status"] in OUT:
        return "out"
    return "free" if unit["status"] == "available" else "busy"


FORM = ("Waktu panggilan", "Nomor penelepon", "Jenis", "Prioritas (1-4)", "Tempat", "Kelurahan", "Apa yang terjadi")
UNIT_HEADS = ("Unit", "Dikirim", "Menuju", "Tiba", "Selesai")


def sheets(first: int, last: int, holder: str, center: str) -> str:
    """An empty form for each number."""
    return page(f"Formulir {first}-{last}", "".join(_sheet(n, holder, center) for n in range(first, last + 1)))


def _sheet(number: int, holder: str, center: str) -> str:
    lines = "".join(f"<p><b>{name}</b></p><div class=line></div>" for name in FORM)
    units = table(UNIT_HEADS, [("\u00a0",) * len(UNIT_HEADS)] * 5)
    story = "<div class=line></div>" * 6
    return (
        f"<section class=sheet><h1>112 {escape(center)} · formulir kejadian</h1><p class=no>{number}</p>"
        f"<p>Dipegang: {escape(holder)}. Tulis jam pada setiap baris; dimasukkan ke sistem sesudah pulih.</p>"
        f"{lines}<h2>Unit</h2>{units}<h2>Cerita (jam, apa)</h2>{story}"
        "<h2>Ditutup jam / hasil / diisi oleh</h2><div class=line></div></section>"
    )
