"""Asterisk's configuration, written whole from the installation at every start.

The templates stand in `dialplans/` (the dialplan itself) and `dialplans/config/` (everything else); a name
between @ signs is filled in here. Nobody edits what is written; a city's choices are in its settings.
"""

import os
import re
import resource
import shlex
import sys
from collections.abc import Collection
from pathlib import Path

from cad.errors import Invalid
from cad.installation import CHECKOUT, Installation
from telephony.pbx import addresses, certificate, desks, events_database, routing, sounds, tree, trunks

TEMPLATES = CHECKOUT / "dialplans"
LOADED_FOLDERS = ("cache", "cel", "data", "db", "etc", "keys/keys", "log", "spool")


def write(installation: Installation) -> bool:
    """Folders, certificate, sounds, CEL's database and every file in `etc`. True when a file has changed."""
    _check_home(installation)
    _make_folders(installation)
    certificate.make(installation.pbx / "keys" / "dtls.pem")
    events_database.make(addresses.events_file(installation))
    sounds.make(installation)
    _write_desk_check(installation.pbx / "data" / "agi-bin" / "desk-check")
    values = _values(installation)
    sources = [*sorted(TEMPLATES.glob("*.conf")), *sorted((TEMPLATES / "config").glob("*.conf"))]
    changed = [
        _write_one(installation.pbx / "etc" / source.name, fill(source.read_text(), values)) for source in sources
    ]
    return any(changed)


def write_trunks(installation: Installation) -> None:
    """The two files in which trunks stand; Asterisk takes them with a reload."""
    values = _values(installation)
    for source in (TEMPLATES / "config" / "pjsip_trunks.conf", TEMPLATES / "extensions.conf"):
        _write_one(installation.pbx / "etc" / source.name, fill(source.read_text(), values))


def write_some(installation: Installation, names: Collection[str]) -> bool:
    """These files of `etc` anew. True when one has changed; Asterisk has not read it yet."""
    values = _values(installation)
    sources = [file for folder in (TEMPLATES, TEMPLATES / "config") for file in folder.glob("*.conf")]
    changed = [
        _write_one(installation.pbx / "etc" / source.name, fill(source.read_text(), values))
        for source in sources
        if source.name in names
    ]
    return any(changed)


def _check_home(installation: Installation) -> None:
    """The folder's name stands in Asterisk's files, where some characters mean something else."""
    if wrong := re.search(r"[^\w /.+~@-]", str(installation.home)):
        raise Invalid(
            f"{installation.home} has the character {wrong.group()!r} in its name, which Asterisk cannot take. "
            "Set TANGGAP_HOME to another folder.",
        )


def fill(template: str, values: dict[str, str]) -> str:
    """`@name@` becomes its value; an unknown name is our own mistake and raises KeyError."""
    return re.sub(r"@([a-z_]+)@", lambda match: values[match.group(1)], template)


def main_file(installation: Installation) -> Path:
    return installation.pbx / "etc" / "asterisk.conf"


def _write_one(file: Path, text: str) -> bool:
    if file.exists() and file.read_text() == text:
        return False
    draft = file.with_suffix(".new")
    draft.touch(mode=0o600)  # passwords are in some of them
    draft.write_text(text)
    draft.replace(file)
    return True


def _make_folders(installation: Installation) -> None:
    for name in LOADED_FOLDERS:
        (installation.pbx / name).mkdir(parents=True, exist_ok=True)
    addresses.run_folder(installation).mkdir(parents=True, exist_ok=True, mode=0o700)
    addresses.raw_recordings(installation).mkdir(parents=True, exist_ok=True)
    _link(installation.pbx / "log" / "master.db", addresses.events_file(installation))
    for name in ("documentation", "rest-api"):
        _link(installation.pbx / "data" / name, tree.data_folder(installation) / name)


def _link(link: Path, target: Path) -> None:
    if link.is_symlink() and link.readlink() == target:
        return
    link.unlink(missing_ok=True)
    link.symlink_to(target)


def _values(installation: Installation) -> dict[str, str]:
    settings, secrets = installation.settings, installation.secrets
    media_address = _media_address(settings.bind)
    return {
        "pbx": str(installation.pbx),
        "run_folder": str(addresses.run_folder(installation)),
        "modules": str(tree.module_folder(installation)),
        "max_files": str(_max_files()),
        "bind": settings.bind,
        "sip_port": str(settings.sip_port),
        "http_bind": _http_bind(installation),
        "pbx_http_port": str(settings.pbx_http_port),
        "ws_protocol": "wss" if addresses.serves_tls(installation) else "ws",
        "tls": _tls(installation),
        "ami_port": str(settings.ami_port),
        "ari_password": secrets.ari_password,
        "ami_password": secrets.ami_password,
        "rtp_start": str(settings.rtp_start),
        "rtp_end": str(settings.rtp_end),
        "ice_acl": "",
        "media_address": media_address,
        "trunk_matches": "\n".join(f"match = {address}" for address in _trunk_addresses(installation)),
        "plain_domain": addresses.PLAIN_DOMAIN,
        "ari_doors": _ari_doors(installation),
        "trunk_srtp": trunks.srtp("optional"),
        "trunks": trunks.sections(installation, media_address),
        "trunk_order": trunks.order(installation),
        "trunk_last": f"|{trunks.BUILT_IN}" if settings.trunk_host else "",
        "trunk_calls": str(trunks.calls_at_a_time(installation)),
        "trunk_calls_per_s": str(settings.trunk_calls_per_s),
        "desks": desks.sections(installation, media_address),
        **routing.values(installation),
        "cel_columns": ", ".join(events_database.COLUMNS),
        "cel_values": ", ".join(f"'{value}'" for value in events_database.COLUMNS.values()),
        "music_classes": _music_classes(installation),
        "country_code": _digits("country_code", settings.country_code),
        "area_code_bare": _digits("area_code", settings.area_code).lstrip("0"),
        "raw_folder": str(addresses.raw_recordings(installation)),
        "lowered_wait_s": str(settings.lowered_wait_s),
        "minimum_free_kb": str(int(settings.minimum_free_gb * 2**20)),
        "free_kb_command": _free_kb_command(addresses.raw_recordings(installation)),
    }


def _digits(name: str, value: str) -> str:
    if not value.isascii() or (value and not value.isdigit()):
        raise Invalid(f"Setting {name} is {value!r}; it must be digits only. Correct it and start again.")
    return value


def _trunk_addresses(installation: Installation) -> list[str]:
    told = [part.strip() for part in installation.settings.trunk_addresses.split(",")]
    if wrong := [part for part in told if part and not re.fullmatch(r"[0-9A-Za-z.:/_-]+", part)]:
        raise Invalid(f"Setting trunk_addresses has {wrong[0]!r}; give addresses or networks, separated by commas.")
    return [part for part in told if part]


def _media_address(bind: str) -> str:
    """On loopback the media stays there too; bound to the world, Asterisk chooses the interface."""
    return f"media_address = {bind}\nbind_rtp_to_media_address = yes" if addresses.is_loopback(bind) else ""


def _http_bind(installation: Installation) -> str:
    """Plain HTTP carries ARI: beyond loopback it is open only when the browsers have no TLS to come in by."""
    alone = addresses.serves_tls(installation) or addresses.is_loopback(installation.settings.bind)
    return addresses.LOOPBACK if alone else "0.0.0.0"


def _ari_doors(installation: Installation) -> str:
    """ARI for loopback alone: with TLS, browsers come in by the server that ARI answers on, too. An Asterisk before
    22.9 has no such option; there the password alone keeps others out."""
    if b"Access denied by ACL" not in (tree.module_folder(installation) / "res_ari.so").read_bytes():
        return ""
    return "deny = 0.0.0.0/0.0.0.0,::/0\npermit = 127.0.0.1/255.255.255.255"


def _tls(installation: Installation) -> str:
    if not addresses.serves_tls(installation):
        return ""
    settings = installation.settings
    return (
        f"tlsenable = yes\ntlsbindaddr = {settings.bind}:{addresses.websocket_port(installation.settings)}\n"
        f"tlscertfile = {Path(settings.tls_certificate).resolve()}\ntlsprivatekey = {Path(settings.tls_key).resolve()}"
    )


def _music_classes(installation: Installation) -> str:
    folder = installation.pbx / "data" / "music"
    return "\n".join(
        f"\n[tanggap-{name}]\nmode = files\nsort = alpha\ndirectory = {folder / name}" for name in sounds.classes()
    )


def _max_files() -> int:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    return 65536 if hard == resource.RLIM_INFINITY else min(hard, 65536)


def _free_kb_command(folder: Path) -> str:
    """Asked by the dialplan, so no comma or bracket may be in it; a folder with one is reached by a script."""
    script = folder.parent / ".free-kilobytes"
    text = f"#!/bin/sh\nexec df -Pk {shlex.quote(str(folder))} | tail -n 1 | tr -s ' ' | cut -d ' ' -f 4\n"
    if not script.exists() or script.read_text() != text:
        script.write_text(text)
        os.chmod(script, 0o700)
    return f"sh {shlex.quote(str(script))}"


def _write_desk_check(script: Path) -> None:
    """What AGI() runs: our Python, with the machine's libraries and nothing of the caller's environment."""
    start = f"exec {shlex.quote(sys.executable)} -E -s -m telephony.agi"
    text = f'#!/bin/sh\ncd {shlex.quote(str(CHECKOUT))} && {start} "$@"\n'
    script.parent.mkdir(parents=True, exist_ok=True)
    if not script.exists() or script.read_text() != text:
        draft = script.with_suffix(".new")  # a running script is not written over
        draft.write_text(text)
        os.chmod(draft, 0o700)
        draft.replace(script)
