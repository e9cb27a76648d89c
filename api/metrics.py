"""What Prometheus may ask of this process."""

from prometheus_client import Counter, Gauge, Histogram

LIVE_CLIENTS = Gauge("tanggap_live_clients", "Consoles on the live channel of this process.")
LIVE_ENTRIES = Counter("tanggap_live_entries_total", "Journal entries offered to the consoles.")
LIVE_SLOW = Counter("tanggap_live_slow_clients_total", "Consoles closed because they did not keep up.")
LIVE_RECONNECTS = Counter("tanggap_live_reconnects_total", "Times the journal had to be listened to anew.")
LIVE_READ_SECONDS = Histogram(
    "tanggap_live_read_seconds",
    "Reading, rendering and offering one batch of entries.",
    buckets=(0.001, 0.002, 0.004, 0.008, 0.015, 0.03, 0.06, 0.15, 0.5, 2),
)
LIVE_DELAY_SECONDS = Histogram(
    "tanggap_live_delay_seconds",
    "From the commit of a batch's first entry to its offer to the consoles.",
    buckets=(0.005, 0.01, 0.02, 0.03, 0.06, 0.15, 0.5, 2, 10),
)
SIGN_INS = Counter("tanggap_sign_ins_total", "Sign-ins by what became of them.", ["outcome"])
LOCATIONS = Counter("tanggap_locations_total", "Location messages by what became of them.", ["road", "outcome"])
PLAYBACKS = Counter("tanggap_playbacks_total", "Recordings listened to or downloaded.", ["kind"])
