"""What video counts, for Prometheus on loopback."""

from prometheus_client import Counter, Gauge

VIEWERS = Gauge("tanggap_video_viewers", "Viewers of all cameras")
SESSIONS = Gauge("tanggap_video_sessions", "WHEP sessions")
OPENED = Counter("tanggap_video_cameras_opened_total", "Times a camera was opened")
BROKEN = Counter("tanggap_video_cameras_broken_total", "Times a camera broke or could not be opened")
PICTURES = Counter("tanggap_video_pictures_total", "Pictures read from cameras")
SNAPSHOTS = Counter("tanggap_video_snapshots_total", "Snapshots made")
