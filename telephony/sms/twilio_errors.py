"""What Twilio's refusals mean for a page: never (a person must act) or not now (try again).

Codes: https://www.twilio.com/docs/api/errors. The sentences are shown to a dispatcher, so Indonesian.
"""

import requests
from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException

from telephony.sms.sender import PagePutOff, PageRefused

REFUSED = {
    21211: "Nomor tujuan tidak sah",
    21214: "Nomor tujuan tidak dapat dihubungi",
    21217: "Nomor tujuan tidak sah",
    21219: "Nomor tujuan belum diverifikasi di akun percobaan",
    21408: "Akun belum diizinkan mengirim ke negara tujuan",
    21602: "Isi pesan kosong",
    21604: "Nomor tujuan kosong",
    21608: "Nomor tujuan belum diverifikasi di akun percobaan",
    21610: "Penerima menolak SMS dari nomor ini (STOP)",
    21612: "Nomor tujuan tidak terjangkau dari nomor pengirim",
    21614: "Nomor tujuan bukan nomor seluler",
    21617: "Pesan lebih dari 1600 huruf",
    21635: "Nomor tujuan bukan nomor seluler",
}
"""Wrong whatever we do: sending the same again is refused again."""

MISCONFIGURED = {
    20003: "Kredensial Twilio ditolak",
    20008: "Akun Twilio tidak aktif",
    20404: "Akun Twilio tidak ditemukan",
    21212: "Nomor pengirim tidak sah",
    21603: "Nomor pengirim kosong",
    21606: "Nomor pengirim bukan milik akun ini",
    21609: "Alamat laporan status tidak sah",
    21659: "Nomor pengirim bukan milik akun ini",
    21660: "Nomor pengirim bukan milik akun ini",
    21910: "Nomor pengirim tidak sah",
}
"""Ours to mend: every page waits, none is lost, and goes out once the administrator has mended it."""

BUSY = {
    14107: "Batas kecepatan kirim tercapai",
    20429: "Terlalu banyak permintaan ke Twilio",
    21611: "Antrean nomor pengirim penuh",
    30001: "Antrean Twilio penuh",
    30022: "Batas kecepatan kirim tercapai",
    63038: "Batas pesan harian akun tercapai",
}
MISCONFIGURED_RETRY_S = 30.0
DELIVERY = {
    30001: "Antrean Twilio penuh",
    30002: "Akun Twilio ditangguhkan",
    30003: "Ponsel tujuan tidak aktif atau di luar jangkauan",
    30004: "Pesan diblokir",
    30005: "Nomor tujuan tidak dikenal",
    30006: "Nomor tujuan telepon rumah atau operator tidak terjangkau",
    30007: "Pesan disaring operator",
    30008: "Operator tidak menyebut sebabnya",
    30036: "Masa berlaku pesan habis",
}
"""Error codes of a status callback: accepted, but it did not arrive."""


def delivery_sentence(code: str) -> str:
    """What a dispatcher reads when a message did not arrive."""
    if not code:
        return ""
    known = DELIVERY.get(int(code)) if code.isdigit() else None
    return f"{known or 'Pesan tidak sampai'} ({code})"


def explain(error: Exception) -> PageRefused | PagePutOff:
    """The named fact behind whatever the client raised. Holds no number and no address."""
    if isinstance(error, (TwilioRestException, TwilioServiceException)):
        return _of_code(int(error.status), int(error.code or 0))
    if isinstance(error, TwilioException):  # a list that could not be fetched carries its response
        response = error.args[1] if len(error.args) > 1 else None
        return _of_code(int(getattr(response, "status_code", 0) or 0), 0)
    if isinstance(error, requests.exceptions.ConnectTimeout | requests.exceptions.SSLError):
        return PagePutOff("Penyedia SMS tidak terjangkau")
    if isinstance(error, requests.exceptions.ConnectionError) and _never_connected(error):
        return PagePutOff("Penyedia SMS tidak terjangkau")
    if isinstance(error, requests.exceptions.RequestException):
        return PagePutOff("Penyedia SMS tidak menjawab", doubtful=True)
    return PagePutOff(f"Jawaban penyedia SMS tidak dimengerti ({type(error).__name__})", doubtful=True)


def _of_code(status: int, code: int) -> PageRefused | PagePutOff:
    if sentence := REFUSED.get(code):
        return PageRefused(f"{sentence} ({code})", code=code)
    if sentence := MISCONFIGURED.get(code):
        return PagePutOff(f"{sentence} ({code})", code=code, retry_in_s=MISCONFIGURED_RETRY_S)
    if sentence := BUSY.get(code):
        return PagePutOff(f"{sentence} ({code})", code=code)
    if status in (401, 403, 404):
        return PagePutOff(f"Kredensial Twilio ditolak (HTTP {status})", code=code, retry_in_s=MISCONFIGURED_RETRY_S)
    if status == 429:
        return PagePutOff("Terlalu banyak permintaan ke Twilio", code=code)
    if 400 <= status < 500 and status != 408:
        return PageRefused(f"Twilio menolak pesan ({code or status})", code=code)
    return PagePutOff(f"Twilio sedang bermasalah (HTTP {status})", code=code, doubtful=True)


def _never_connected(error: requests.exceptions.ConnectionError) -> bool:
    """True when the request cannot have arrived: urllib3 names it NewConnectionError (refused, no route, no name)."""
    reason = getattr(error.args[0], "reason", None) if error.args else None
    return type(reason).__name__ in {"NewConnectionError", "NameResolutionError", "ConnectTimeoutError"}
