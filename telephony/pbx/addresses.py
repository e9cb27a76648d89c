"""Where the PBX is reached: the one place that knows its ports, paths and names."""

import hashlib
from pathlib import Path
from tempfile import gettempdir

from cad.installation import Installation, Settings

LOOPBACK = "127.0.0.1"
REALM = "tanggap"
PLAIN_DOMAIN = "plain.invalid"  # of UDP, TCP and TLS: whom Asterisk finds there is no desk
QUEUE = "emergency"
QUEUES = (QUEUE, "emergency-all", "overflow")  # each desk of the first group is in all of them
USER = "tanggap"  # the user of ARI and AMI
# A Unix socket's path holds 108 bytes, its end included; Asterisk adds "/asterisk.ctl".
LONGEST_RUN_FOLDER = 90


def is_loopback(address: str) -> bool:
    return address.startswith("127.") or address in {"::1", "localhost"}


def serves_tls(installation: Installation) -> bool:
    return bool(installation.settings.tls_certificate and installation.settings.tls_key)


def websocket_port(settings: Settings) -> int:
    """Where browsers come in. With TLS it is the port above; plain HTTP (ARI) stays on loopback below it."""
    secure = bool(settings.tls_certificate and settings.tls_key)
    return settings.pbx_http_port + 1 if secure else settings.pbx_http_port


def websocket_url(installation: Installation, host: str = "") -> str:
    """What a browser registers at; `host` is the name it reached us by (default: the bound address)."""
    scheme = "wss" if serves_tls(installation) else "ws"
    settings = installation.settings
    return f"{scheme}://{host or settings.bind}:{websocket_port(settings)}/ws"


def ari_url(installation: Installation) -> str:
    """Asterisk's own door."""
    return f"http://{LOOPBACK}:{installation.settings.pbx_http_port}/ari"


def watched_ari_url(installation: Installation) -> str:
    """The door that telephony goes in by: something may stand before Asterisk's own, as in the chaos tests."""
    settings = installation.settings
    return f"http://{LOOPBACK}:{settings.ari_port or settings.pbx_http_port}/ari"


def emergency_address(installation: Installation) -> str:
    """The SIP address a trunk or a test phone dials."""
    return f"sip:112@{installation.settings.bind}:{installation.settings.sip_port}"


def run_folder(installation: Installation) -> Path:
    """Asterisk's control socket and pid file; elsewhere when the home's path is too long for a socket."""
    usual = installation.pbx / "run"
    if len(str(usual).encode()) <= LONGEST_RUN_FOLDER:
        return usual
    return Path(gettempdir()) / f"tanggap-{hashlib.sha256(str(usual).encode()).hexdigest()[:16]}"


def raw_recordings(installation: Installation) -> Path:
    """Where MixMonitor writes; wrapped into playable files by telephony.recordings."""
    return installation.recordings / "raw"


def events_file(installation: Installation) -> Path:
    """CEL's database (SQLite, WAL)."""
    return installation.pbx / "cel" / "cel.db"


def astdb_file(installation: Installation) -> Path:
    """AstDB: priorities by number, queue members, registrations. For backup and restore."""
    return installation.pbx / "db" / "astdb.sqlite3"


def message_log(installation: Installation) -> Path:
    """Asterisk's own notices, warnings and errors."""
    return installation.pbx / "log" / "messages.log"
