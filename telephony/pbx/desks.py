"""The desks' SIP accounts: one endpoint, account and place of registration each.

A desk is a browser (`webrtc`), or for tests and benches a plain SIP phone at a fixed address (`sip`).
"""

from cad.installation import Installation
from telephony.pbx.addresses import LOOPBACK, PLAIN_DOMAIN, REALM

_COMMON = """\
[{desk}]
type = endpoint
context = desk-out
identify_by = username
aors = {desk}
disallow = all
allow = alaw,ulaw,opus
direct_media = no
timers = no
language = id
callerid = {desk} <{desk}>
rtp_timeout = 4
rtp_timeout_hold = 30
dtmf_mode = auto
trust_id_outbound = yes
send_pai = yes
{media_address}
"""

_WEBRTC = (
    _COMMON
    + """\
webrtc = yes
transport = transport-ws
auth = {desk}
dtls_auto_generate_cert = no
dtls_cert_file = {certificate}
dtls_rekey = 0
rewrite_contact = yes

[{desk}]
type = auth
auth_type = userpass
username = {desk}
password = {password}
realm = {realm}

[{desk}]
type = aor
max_contacts = 1
remove_existing = yes
qualify_frequency = 3
qualify_timeout = 1.5
minimum_expiration = 30
default_expiration = 120
maximum_expiration = 600
"""
)

# Found instead of the desk by whoever gives its name over UDP, TCP or TLS: Asterisk looks for name@domain of the
# transport first (see `domain` in pjsip.conf), and a WebSocket has none. Nobody knows its password, it has no place
# of registration and its context leads nowhere.
_DECOY = """
[{desk}@{domain}]
type = endpoint
context = tanggap-dialled
identify_by = username
auth = {desk}-decoy
disallow = all
allow = alaw

[{desk}-decoy]
type = auth
auth_type = userpass
username = {desk}
password = {secret}
realm = {realm}
"""

_SIP = (
    _COMMON
    + """\
transport = transport-udp
auth = {desk}

[{desk}]
type = auth
auth_type = userpass
username = {desk}
password = {password}
realm = {realm}

[{desk}]
type = aor
max_contacts = 1
contact = sip:{desk}@{loopback}:{port}
qualify_frequency = 0
"""
)


def sections(installation: Installation, media_address: str) -> str:
    """The pjsip.conf sections of all desks."""
    settings = installation.settings
    template = _SIP if settings.desk_transport == "sip" else _WEBRTC + _DECOY
    return "\n".join(
        template.format(
            desk=desk,
            password=installation.secrets.desk_password(desk),
            realm=REALM,
            certificate=installation.pbx / "keys" / "dtls.pem",
            loopback=LOOPBACK,
            port=settings.desk_sip_port,
            media_address=media_address,
            domain=PLAIN_DOMAIN,
            secret=installation.secrets.desk_password(f"decoy of {desk}"),
        )
        for desk in installation.desk_ids
    )
