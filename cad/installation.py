"""One installation of Tanggap on one machine: its folder, its settings, its secrets.

Everything lives under one folder, `TANGGAP_HOME` (default `.tanggap` in the checkout). Tools that
several installations may share (virtual environment, unpacked Asterisk, built web page) live under
`TANGGAP_TOOLS` (default `<home>/tools`). A setting comes from the environment (`TANGGAP_HTTP_PORT`),
else from `<home>/settings.toml` (`http_port = 8112`), else from the default here.
"""

import ipaddress
import json
import os
import secrets as random_secrets
import tomllib
from dataclasses import dataclass, fields, replace
from pathlib import Path

from cad.errors import Invalid

CHECKOUT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    """What a city may choose. Ports of 0 are not allowed; a launcher picks free ones and sets them."""

    bind: str = "127.0.0.1"
    http_port: int = 8112
    video_port: int = 8113
    standin_port: int = 8114
    metrics_port: int = 8115
    pbx_http_port: int = 8088
    sip_port: int = 5060
    trunk_addresses: str = "127.0.0.0/8"  # where 112 calls may come from, comma separated
    trunk_host: str = ""  # host:port that calls out go to when no trunk of the page takes them; empty: nowhere
    trunk_calls: int = 0  # of one trunk at a time, more are refused with 503; 0: 45 % of what the RTP ports can carry
    trunk_calls_per_s: int = 100  # of one trunk; more are refused with 503
    trunk_tls_port: int = 0  # where trunks come in by TLS; 0: the port above sip_port
    trunk_ca: str = ""  # PEM file; with it the other side's certificate is checked
    ami_port: int = 5038
    ari_port: int = 0  # where telephony reaches ARI; 0: pbx_http_port itself
    rtp_start: int = 10000
    rtp_end: int = 11999
    database_url: str = ""  # empty: the embedded PostgreSQL
    database_port: int = 0  # reserved; the embedded server listens on a Unix socket only
    public_url: str = ""  # what Twilio and responders reach; empty: http://<bind>:<http_port>
    tls_certificate: str = ""
    tls_key: str = ""
    pbx_id: str = "pbx-1"
    center_id: str = "padang-panjang"
    center_name: str = "Padang Panjang"
    timezone: str = "Asia/Jakarta"
    country_code: str = "62"
    area_code: str = "0752"
    neighbour: str = "Bukittinggi"  # whom the center asks when its own units do not suffice
    desks: int = 8
    desk_transport: str = "webrtc"  # "sip": plain SIP desks at 127.0.0.1:desk_sip_port, for tests and benches
    desk_sip_port: int = 0  # first port; one port serves all desks
    queue_strategy: str = ""  # empty: ringall up to 8 desks, longest idle above
    ring_seconds: int = 8
    callback_keep_free: int = 1  # desks that stay ready for new calls while others call back, where there are more
    lowered_wait_s: int = 60  # a number of lower priority waits so long behind others, then as everybody does
    location_private: bool = False  # an INVITE may name addresses of private networks to ask for the caller's place
    location_ca: str = ""  # PEM file: who may answer there, where that is not the internet's own authorities
    minimum_free_gb: float = 2.0
    twilio_account_sid: str = ""
    partner_keys: str = ""  # who may send EIDO documents: name=key, comma separated; a key is 16 characters or more
    twilio_from: str = ""
    exercise: bool = False
    reconciler: bool = True  # off only to prove what is lost without it
    log_level: str = "INFO"


@dataclass(frozen=True)
class Secrets:
    """Made on the first run, kept in `<home>/secrets.json` (mode 0600), never in a log."""

    ari_password: str
    ami_password: str
    desk_password_seed: str  # desk passwords are derived from it, one each
    twilio_auth_token: str  # the stand-in's own unless TANGGAP_TWILIO_AUTH_TOKEN is set
    service_token: str  # between our own processes on loopback
    personal_data_pepper: str
    aml_key: str = ""  # signs AML by HTTPS; give it to whoever sends, or set TANGGAP_AML_KEY to theirs

    def desk_password(self, desk_id: str) -> str:
        import hashlib
        import hmac

        return hmac.new(self.desk_password_seed.encode(), desk_id.encode(), hashlib.sha256).hexdigest()[:32]


@dataclass(frozen=True)
class Installation:
    home: Path
    tools: Path
    settings: Settings
    secrets: Secrets

    @property
    def pgdata(self) -> Path:
        return self.home / "pg"

    @property
    def pbx(self) -> Path:
        """Asterisk's own folders: etc, var, spool, log, run, cel."""
        return self.home / "pbx"

    @property
    def recordings(self) -> Path:
        return self.home / "recordings"

    @property
    def logs(self) -> Path:
        return self.home / "log"

    @property
    def run(self) -> Path:
        """Pid and heartbeat files of our processes."""
        return self.home / "run"

    @property
    def base_url(self) -> str:
        s = self.settings
        scheme = "https" if s.tls_certificate else "http"
        return s.public_url.rstrip("/") or f"{scheme}://{s.bind}:{s.http_port}"

    @property
    def desk_ids(self) -> list[str]:
        return [f"desk-{n:02d}" for n in range(1, self.settings.desks + 1)]

    @property
    def uses_twilio(self) -> bool:
        """True when real Twilio credentials are set; otherwise the local stand-in is the other end."""
        return bool(self.settings.twilio_account_sid)


def _coerce(name: str, value: object, kind: type) -> object:
    try:
        if kind is bool:
            return value if isinstance(value, bool) else str(value).strip().lower() in {"1", "true", "yes", "on"}
        return kind(value)
    except (TypeError, ValueError):
        raise Invalid(f"Setting {name} is {value!r}; it must be of type {kind.__name__}. Correct it.") from None


def load_settings(home: Path) -> Settings:
    """Raises Invalid when settings.toml cannot be read or a value has the wrong type."""
    file = home / "settings.toml"
    try:
        told = tomllib.loads(file.read_text()) if file.exists() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Invalid(f"{file} is not valid TOML ({error}). Correct it and start again.") from None
    known = {field.name: field for field in fields(Settings)}
    if unknown := sorted(told.keys() - known.keys()):
        raise Invalid(f"{file} has unknown settings: {', '.join(unknown)}. Remove or correct them and start again.")
    chosen: dict[str, object] = {}
    for name, field in known.items():
        value = os.environ.get(f"TANGGAP_{name.upper()}", told.get(name, field.default))
        chosen[name] = _coerce(name, value, type(field.default))
    return Settings(**chosen)  # type: ignore[arg-type]


def load_secrets(home: Path) -> Secrets:
    """Reads the secrets; makes those that are missing, in a file only its owner can read."""
    file = home / "secrets.json"
    kept: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}
    names = [field.name for field in fields(Secrets)]
    if missing := [name for name in names if not kept.get(name)]:
        kept |= {name: random_secrets.token_hex(24) for name in missing}
        draft = file.with_suffix(".new")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
            json.dump(kept, out, indent=1)
        draft.replace(file)
    if told := os.environ.get("TANGGAP_TWILIO_AUTH_TOKEN"):
        kept["twilio_auth_token"] = told
    if told := os.environ.get("TANGGAP_AML_KEY"):
        kept["aml_key"] = told
    return Secrets(**{name: kept[name] for name in names})


def load_installation() -> Installation:
    home = Path(os.environ.get("TANGGAP_HOME") or CHECKOUT / ".tanggap").resolve()
    tools = Path(os.environ.get("TANGGAP_TOOLS") or home / "tools").resolve()
    home.mkdir(parents=True, exist_ok=True)
    for name in ("log", "run", "recordings"):
        (home / name).mkdir(exist_ok=True)
    settings = with_own_certificate(home, load_settings(home))
    return Installation(home=home, tools=tools, settings=settings, secrets=load_secrets(home))


def with_own_certificate(home: Path, settings: Settings) -> Settings:
    """Beyond loopback, without a certificate of the city's own, the one that `tanggap up` made is used."""
    certificate, key = home / "tls" / "server.pem", home / "tls" / "server.key"
    if settings.tls_certificate or is_loopback(settings.bind) or not certificate.exists():
        return settings
    return replace(settings, tls_certificate=str(certificate), tls_key=str(key))


def is_loopback(bind: str) -> bool:
    try:
        return ipaddress.ip_address(bind).is_loopback
    except ValueError:
        return bind == "localhost"
