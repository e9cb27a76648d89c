"""What telephony counts, for Prometheus on loopback. Names are stable: dashboards and alarms use them."""

from prometheus_client import Counter, Gauge, Histogram

_SOON = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

ari_connected = Gauge("tanggap_ari_connected", "1 while ARI's WebSocket is open")
ari_connects = Counter("tanggap_ari_connects_total", "ARI connections made")
ari_failures = Counter("tanggap_ari_connect_failures_total", "Attempts to reach ARI that failed")
ari_events = Counter("tanggap_ari_events_total", "Events received from ARI")
ari_garbage = Counter("tanggap_ari_garbage_total", "Frames from ARI that made no sense")
ari_passed_over = Counter("tanggap_ari_passed_over_total", "Events of a type nobody here asked for")
handler_failures = Counter("tanggap_ari_handler_failures_total", "Event handlers that raised")

courier_waiting = Gauge("tanggap_courier_waiting", "Commands waiting for the database")
courier_dropped = Counter("tanggap_courier_dropped_total", "Commands left to CEL because the queue was full")
courier_retries = Counter("tanggap_courier_retries_total", "Attempts repeated because the database was away")
commands = Counter("tanggap_commands_total", "Commands handled", ["name", "source"])
commands_refused = Counter("tanggap_commands_refused_total", "Commands the domain refused", ["error_id"])
receive_seconds = Histogram(
    "tanggap_receive_seconds", "From Asterisk's ChannelCreated to the commit of ReceiveCall", buckets=_SOON
)

cel_rows = Counter("tanggap_cel_rows_total", "CEL rows read")
cel_behind = Gauge("tanggap_cel_behind_seconds", "Age of the oldest CEL row not yet reconciled")
cel_failures = Counter("tanggap_cel_failures_total", "Rounds of the CEL reconciler that failed")
cel_pruned = Counter("tanggap_cel_pruned_rows_total", "Old CEL rows removed")
cel_broken = Counter("tanggap_cel_broken_calls_total", "Calls ended as broken because Asterisk died under them")

ami_connected = Gauge("tanggap_ami_connected", "1 while AMI is logged in")
ami_connects = Counter("tanggap_ami_connects_total", "AMI connections made")
ami_failures = Counter("tanggap_ami_connect_failures_total", "Attempts to reach AMI that failed")
desk_changes = Counter("tanggap_desk_changes_total", "Corrections of queue membership", ["what"])
desk_sync_failures = Counter("tanggap_desk_sync_failures_total", "Rounds of desk synchronisation that failed")

astdb_writes = Counter("tanggap_astdb_writes_total", "Keys written to or deleted from Asterisk's database", ["family"])
astdb_failures = Counter("tanggap_astdb_failures_total", "Rounds of mirroring to Asterisk's database that failed")

notice_failures = Counter("tanggap_notice_failures_total", "Rounds in which the known-incident notice was not spoken")

dereferences = Counter("tanggap_location_references_total", "Addresses out of INVITEs that were asked", ["outcome"])

actions = Counter("tanggap_call_actions_total", "Call actions asked of Asterisk", ["action", "result"])

recordings = Counter("tanggap_recordings_total", "Recordings wrapped", ["note"])
recordings_waiting = Gauge("tanggap_recordings_waiting", "Recordings waiting to be wrapped")
recording_failures = Counter("tanggap_recording_failures_total", "Recordings whose wrapping failed and is tried again")
calls_without_recording = Gauge("tanggap_calls_without_recording", "Ended calls whose recording is missing")
recordings_without_call = Gauge("tanggap_recordings_without_call", "Audio files that belong to no call")
disk_free = Gauge("tanggap_disk_free_bytes", "Free space where recordings go")
upkeep = Counter("tanggap_recording_upkeep_total", "Recordings compressed, put away, removed", ["what"])
upkeep_failures = Counter("tanggap_recording_upkeep_failures_total", "Recordings whose upkeep is tried again")
trunk_up = Gauge("tanggap_trunk_up", "1 while the trunk answers and is registered where it should be", ["trunk"])
calls_refused = Counter("tanggap_calls_refused_total", "Requests of strangers, calls beyond a limit", ["reason"])

recording_seconds = Histogram("tanggap_recording_seconds", "Time to wrap one recording", buckets=_SOON)
