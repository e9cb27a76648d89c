"""The trunks' SIP sections, and the file that keeps what the database last said, so that Asterisk needs no database.

A trunk with the id `telkom` has two endpoints: `trunk-telkom`, found by the address that a call comes from, and
`out-telkom`, dialled by dialplans/trunks.conf. The built-in one of the settings is `trunk`, out of it `out-trunk`.
"""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from cad.errors import Invalid
from cad.installation import Installation
from cad.trunks.model import Trunk, is_host
from telephony.pbx import addresses

BUILT_IN = "trunk"  # the id under which the settings' own trunk dials out
QUALIFY_S = 5  # with 2 s to answer, a trunk that died is passed over after 7 s at most
_ENDPOINT = """\
disallow = all
allow = alaw,ulaw,g722,gsm,opus
direct_media = no
rtp_symmetric = yes
force_rport = yes
rewrite_contact = yes
timers = yes
language = id
dtmf_mode = auto
identify_by = ip
transport = transport-{transport}
{srtp}
{media_address}
"""
_IN = (
    """
[trunk-{id}]
type = endpoint
context = emergency-in
trust_id_inbound = yes
geoloc_incoming_call_profile = <prefer_incoming>
"""
    + _ENDPOINT
)
_IDENTIFY = """
[trunk-{id}]
type = identify
endpoint = trunk-{id}
srv_lookups = no
{matches}
"""
_OUT = (
    """
[out-{id}]
type = endpoint
context = tanggap-dialled
aors = out-{id}
from_user = {from_user}
{from_domain}
{auth}
"""
    + _ENDPOINT
    + """
[out-{id}]
type = aor
contact = sip:{address};transport={transport}
qualify_frequency = {qualify_s}
qualify_timeout = 2
"""
)
_AUTH = """
[out-{id}]
type = auth
auth_type = userpass
username = {username}
password = {secret}
"""
# line: what comes in on the registration is this trunk's, whatever address it comes from. contact_user: it dials 112.
_REGISTRATION = """
[out-{id}]
type = registration
transport = transport-{transport}
server_uri = sip:{address};transport={transport}
client_uri = sip:{username}@{host}
contact_user = 112
outbound_auth = out-{id}
endpoint = trunk-{id}
line = yes
expiration = 300
retry_interval = 20
forbidden_retry_interval = 60
fatal_retry_interval = 60
max_retries = 100000
auth_rejection_permanent = no
"""
_TLS = """
[transport-tls]
type = transport
protocol = tls
domain = {domain}
bind = {bind}:{port}
cert_file = {certificate}
priv_key_file = {key}
method = tlsv1_2
{check}
"""


@dataclass(frozen=True, kw_only=True)
class Line:
    """What Asterisk is told of a trunk. `matches`: addresses and networks only, names are resolved before."""

    id: str
    host: str
    port: int
    transport: str = "udp"
    username: str = ""
    secret: str = field(default="", repr=False)
    registers: bool = False
    srtp: str = "optional"
    matches: list[str] = field(default_factory=list)


def line_of(trunk: Trunk, matches: Sequence[str]) -> Line:
    names = ("id", "host", "port", "transport", "username", "secret", "registers", "srtp")
    return Line(**{name: getattr(trunk, name) for name in names}, matches=list(matches))


def kept_file(installation: Installation) -> Path:
    return installation.pbx / "trunks.json"


def keep(installation: Installation, lines: Sequence[Line]) -> bool:
    """Writes what Asterisk shall have, in the order of dialling out; True when that is news."""
    text = json.dumps([asdict(line) for line in lines], indent=1)
    file = kept_file(installation)
    if file.exists() and file.read_text() == text:
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(".new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        out.write(text)
    draft.replace(file)
    return True


def kept(installation: Installation) -> list[Line]:
    """What was last kept; none when it never was."""
    file = kept_file(installation)
    return [Line(**line) for line in json.loads(file.read_text())] if file.exists() else []


def order(installation: Installation) -> str:
    """The ids between |, as the dialplan tries them."""
    ids = [line.id for line in kept(installation)]
    return "|".join([*ids, BUILT_IN] if installation.settings.trunk_host else ids)


def calls_at_a_time(installation: Installation) -> int:
    """45 %: one trunk that floods leaves audio for the calls of another, each with a desk (two ports a leg)."""
    settings = installation.settings
    return settings.trunk_calls or max(1, round((settings.rtp_end - settings.rtp_start + 1) / 2 * 0.45))


def sections(installation: Installation, media_address: str) -> str:
    """The pjsip.conf sections of all trunks but the built-in one's way in, which stands in the template."""
    lines = kept(installation)
    told = [_tls(installation)] if any(line.transport == "tls" for line in lines) else []
    if installation.settings.trunk_host:
        told.append(_out(_built_in(installation.settings.trunk_host), media_address))
    for line in lines:
        told += [_in(line, media_address), _out(line, media_address)]
        told += [_REGISTRATION.format(address=_address(line), **asdict(line))] if line.registers else []
    return "\n".join(told)


def _built_in(told: str) -> Line:
    host, colon, port = told.partition(":")
    if not is_host(host) or (colon and not (port.isascii() and port.isdigit() and 0 < int(port) < 65536)):
        raise Invalid(f"Setting trunk_host is {told!r}; give a name or an address, and a port: 10.1.2.3:5060.")
    return Line(id=BUILT_IN, host=host, port=int(port or 5060))


def srtp(choice: str) -> str:
    """Offered by us only where it is required; taken where the other side offers it, unless it is off."""
    if choice == "off":
        return "media_encryption = no"
    return f"media_encryption = sdes\nmedia_encryption_optimistic = {'no' if choice == 'required' else 'yes'}"


def _in(line: Line, media_address: str) -> str:
    """Without a match (its name could not be resolved) only what comes on its registration is let in."""
    text = _IN.format(id=line.id, transport=line.transport, srtp=srtp(line.srtp), media_address=media_address)
    matches = "\n".join(f"match = {address}" for address in line.matches)
    return text + (_IDENTIFY.format(id=line.id, matches=matches) if matches else "")


def _out(line: Line, media_address: str) -> str:
    with_auth = bool(line.username and line.secret)
    text = _OUT.format(
        id=line.id,
        address=_address(line),
        transport=line.transport,
        from_user=line.username or "112",
        from_domain=f"from_domain = {line.host}" if line.username else "",
        auth=f"outbound_auth = out-{line.id}" if with_auth else "",
        qualify_s=QUALIFY_S,
        srtp=srtp("required" if line.srtp == "required" else "off"),
        media_address=media_address,
    )
    return text + (_AUTH.format(id=line.id, username=line.username, secret=_escaped(line.secret)) if with_auth else "")


def _escaped(secret: str) -> str:
    """A semicolon begins a comment in Asterisk's files."""
    return secret.replace(";", r"\;")


def _address(line: Line) -> str:
    return f"[{line.host}]:{line.port}" if ":" in line.host else f"{line.host}:{line.port}"


def tls_port(installation: Installation) -> int:
    return installation.settings.trunk_tls_port or installation.settings.sip_port + 1


def _tls(installation: Installation) -> str:
    settings, own = installation.settings, installation.pbx / "keys" / "dtls.pem"
    given = addresses.serves_tls(installation)
    check = f"ca_list_file = {Path(settings.trunk_ca).resolve()}\nverify_server = yes" if settings.trunk_ca else ""
    return _TLS.format(
        domain=addresses.PLAIN_DOMAIN,
        bind=settings.bind,
        port=tls_port(installation),
        certificate=Path(settings.tls_certificate).resolve() if given else own,
        key=Path(settings.tls_key).resolve() if given else own,
        check=check,
    )
