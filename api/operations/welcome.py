"""What `up` prints when everything runs: where to go, who may log in, what to dial."""

import json
import socket
from pathlib import Path

from api.supervisor.supervisor import Crew
from cad.installation import Installation, is_loopback
from telephony.pbx import addresses


def host(installation: Installation) -> str:
    """A name or address that others reach us by."""
    bind = installation.settings.bind
    if bind not in {"0.0.0.0", "::", ""}:
        return f"[{bind}]" if ":" in bind else bind
    return outward_address() or socket.gethostname()


def outward_address() -> str:
    """The address of the interface towards the network. Connecting a UDP socket sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # RFC 5737: an address for documentation
            return str(probe.getsockname()[0])
        except OSError:
            return ""


def address(installation: Installation) -> str:
    settings = installation.settings
    scheme = "https" if settings.tls_certificate else "http"
    return settings.public_url.rstrip("/") or f"{scheme}://{host(installation)}:{settings.http_port}"


def text(installation: Installation, crew: Crew, took_s: float) -> str:
    settings = installation.settings
    lines = ["", f"Tanggap is up ({took_s:.1f} s).", ""]
    if adopted := [e.condition.name for e in (crew.database, crew.pbx) if e.adopted]:
        lines.append(f"  Adopted  {' and '.join(adopted)}, running from before")
    lines.append(f"  Console  {address(installation)}")
    lines.append(f"  Dial     {addresses.emergency_address(installation).replace(settings.bind, host(installation))}")
    if not installation.uses_twilio:
        lines.append(f"  SMS      http://127.0.0.1:{settings.standin_port} (the stand-in; nothing is really sent)")
    lines += users(installation.home / "demo-users.json")
    if (own := installation.home / "tls" / "ca.pem").exists() and settings.tls_certificate.startswith(str(own.parent)):
        lines.append(f"  CA       {own} (import it into each dispatcher's browser, once)")
    if not is_loopback(settings.bind):
        lines.append("  Open to the network: other machines reach it now.")
    lines += ["", "  Ctrl-C stops it. In another terminal: ./tanggap status, ./tanggap demo, ./tanggap doctor", ""]
    return "\n".join(lines)


def users(file: Path) -> list[str]:
    """name, password and role of the demo users, while the file is there."""
    try:
        told = json.loads(file.read_text())
    except (OSError, ValueError):
        return []
    people = told if isinstance(told, list) else [{"username": k, "password": v} for k, v in told.items()]
    rows = []
    for person in people:
        known = person if isinstance(person.get("password"), str) else {**person, **person["password"]}
        rows.append(f"{known['username']:<8} {known['password']}  {known.get('role', '')}".rstrip())
    return [f"  {'Log in' if n == 0 else '':<8} {row}" for n, row in enumerate(rows)]
