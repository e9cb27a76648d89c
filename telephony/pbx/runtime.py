"""The launcher's doors to the PBX: install, start or adopt, look, stop.

Asterisk belongs to nobody who starts it: it lives in a session of its own, and the next `start` finds it and
adopts it. Only `stop` ends it.
"""

import base64
import signal
import socket
import time
import urllib.request
from collections.abc import Callable

from cad.installation import Installation
from telephony.pbx import addresses, configuration, packages, process, tree
from telephony.pbx.console import ask, console
from telephony.pbx.errors import PbxNotRunning, ProgramMissing

START_WITHIN_S = 30.0
STOP_WITHIN_S = 10.0
LOOK_AGAIN_S = 0.05

Say = Callable[[str], None]


def ensure_installed(installation: Installation, say: Say) -> None:
    """Asterisk 20 or newer of the machine's own, else our unpacked one. Raises PbxNotInstalled."""
    if tree.uses_tree(installation):
        packages.ensure_tree(installation, say)


def ensure_test_phones(installation: Installation, say: Say) -> None:
    """SIPp, baresip and espeak-ng too, for the demo, tests and benches."""
    try:
        for name in ("sipp", "espeak-ng"):
            tree.program(installation, name)
    except ProgramMissing:
        packages.ensure_tree(installation, say)


def start(installation: Installation) -> None:
    """Starts Asterisk, or adopts the one that runs, and returns when AMI and ARI answer.

    An adopted one takes the configuration as it is now, without dropping a call. Raises PbxNotRunning.
    """
    running = process.find(installation)
    if running is not None and running.doors != process.doors(installation):
        raise PbxNotRunning(
            f"Asterisk runs with other addresses ({running.doors}) than the settings now say. "
            "End it with `./tanggap down` when no call is up, then start again."
        )
    changed = configuration.write(installation)
    if running is not None and _adopt(installation, running, changed):
        return
    _check_ports(installation)
    running = process.launch(installation)
    if not _is_ready_in_time(installation, running):
        raise PbxNotRunning(f"Asterisk ended right after its start. {_last_words(installation)}")


def _adopt(installation: Installation, running: process.Running, changed: bool) -> bool:
    """False when it was dying when it was found: a killed one takes a moment to let go of all it had."""
    if changed and _answers(installation):
        ask(installation, "core reload")
    return _is_ready_in_time(installation, running)


def is_running(installation: Installation) -> bool:
    """True when the process is there and its manager answers."""
    return process.find(installation) is not None and _answers(installation)


def active_calls(installation: Installation) -> int:
    """How many 112 callers are on the line now; 0 when Asterisk is not running."""
    if process.find(installation) is None:
        return 0
    shown = ask(installation, "core show channels concise")
    return sum(line.startswith("PJSIP/trunk-") for line in shown.splitlines())


def stop(installation: Installation) -> None:
    """Ends Asterisk and with it every call: ask `active_calls` first. Returns when it is gone."""
    running = process.find(installation)
    if running is not None:
        _end(running)
    process.forget(installation)


def reload(installation: Installation) -> None:
    """Writes the configuration anew and has Asterisk read it; no call is dropped."""
    configuration.write(installation)
    ask(installation, "core reload")


def _end(running: process.Running) -> None:
    for number, within in ((signal.SIGTERM, STOP_WITHIN_S), (signal.SIGKILL, STOP_WITHIN_S)):
        running.signal(number)
        limit = time.monotonic() + within
        while time.monotonic() < limit:
            if not running.is_alive():
                return
            time.sleep(LOOK_AGAIN_S)
    raise PbxNotRunning("Asterisk does not end, even when killed. Restart the machine.")


def _is_ready_in_time(installation: Installation, running: process.Running) -> bool:
    """False when it ended instead. Raises PbxNotRunning when it does neither."""
    limit = time.monotonic() + START_WITHIN_S
    while not _answers(installation):
        if not running.is_alive():
            return False
        if time.monotonic() > limit:
            raise PbxNotRunning(f"Asterisk did not answer within {START_WITHIN_S:.0f} s. {_last_words(installation)}")
        time.sleep(LOOK_AGAIN_S)
    return True


def _answers(installation: Installation) -> bool:
    """Both doors open, and everything loaded (`core waitfullybooted` returns at once when it is)."""
    try:
        with console(installation) as asked:
            booted = "fully booted" in asked.command("core waitfullybooted").lower()
        return booted and _ari_answers(installation)
    except (PbxNotRunning, OSError):
        return False


def _ari_answers(installation: Installation) -> bool:
    request = urllib.request.Request(f"{addresses.ari_url(installation)}/asterisk/ping")
    token = base64.b64encode(f"{addresses.USER}:{installation.secrets.ari_password}".encode()).decode()
    request.add_header("Authorization", f"Basic {token}")
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=3) as answer:
        return bool(answer.status == 200)


def _last_words(installation: Installation) -> str:
    log = addresses.message_log(installation)
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    errors = [line for line in lines[-40:] if "ERROR" in line]
    return (
        f"Its log {log} ends with: {errors[-1].strip()}"
        if errors
        else f"See {log} and {installation.logs / 'asterisk.log'}."
    )


def _check_ports(installation: Installation) -> None:
    """Names the port that is taken before Asterisk stumbles over it."""
    settings = installation.settings
    wanted = [
        ("sip_port", socket.SOCK_DGRAM, settings.bind, settings.sip_port),
        ("sip_port", socket.SOCK_STREAM, settings.bind, settings.sip_port),
        ("ami_port", socket.SOCK_STREAM, addresses.LOOPBACK, settings.ami_port),
        ("pbx_http_port", socket.SOCK_STREAM, addresses.LOOPBACK, settings.pbx_http_port),
    ]
    if addresses.serves_tls(installation):
        secure = addresses.websocket_port(installation.settings)
        wanted.append(("pbx_http_port", socket.SOCK_STREAM, settings.bind, secure))
    for name, kind, host, port in wanted:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, kind) as probe:
            if kind == socket.SOCK_STREAM:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                raise PbxNotRunning(
                    f"Port {port} ({name}) on {host} cannot be used ({error.strerror}). End what uses it, "
                    f"or choose another with TANGGAP_{name.upper()}.",
                ) from None
