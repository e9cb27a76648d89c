"""`./tanggap status`: what runs, since when, and what is wrong. Light imports: it must answer at once."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from api.supervisor import pidfile
from api.supervisor.statusfile import read_status, running_supervisor
from cad.clock import utc_now
from cad.heartbeat import read_beat

REPORT_IS_OLD_AFTER_S = 5.0
WELL = {"ready"}


@dataclass(frozen=True)
class Row:
    name: str
    state: str
    pid: int | None = None
    since: str = ""
    restarts: int = 0
    detail: str = ""


def status(home: Path, *, as_json: bool) -> int:
    """Exit status 0 when everything is ready, 1 otherwise."""
    rows, headline = look(home / "run")
    well = bool(rows) and all(row.state in WELL for row in rows)
    if as_json:
        told = read_status(home / "run")
        print(
            json.dumps(
                {"well": well, "address": told.get("address", ""), "processes": [vars(row) for row in rows]}, indent=1
            )
        )
    else:
        show(rows, headline)
    return 0 if well else 1


def look(run: Path) -> tuple[list[Row], str]:
    told, supervisor = read_status(run), running_supervisor(run)
    if supervisor is None:
        rows = without_supervisor(run)
        left = "Nobody supervises them: ./tanggap up takes them over, ./tanggap down ends them." if rows else ""
        return rows, left or "Tanggap is not running. Start it with: ./tanggap up"
    silent_s = age_s(told.get("at"))
    frozen = silent_s > REPORT_IS_OLD_AFTER_S
    state = "frozen" if frozen else "ready" if told.get("state") == "up" else str(told.get("state", "starting"))
    detail = f"silent for {silent_s:.0f} s; what follows is from then" if frozen else str(told.get("address", ""))
    rows = [Row("supervisor", state, supervisor, str(told.get("began", "")), 0, detail)]
    services = told.get("services")
    rows += [Row(**service) for service in services] if isinstance(services, list) else []
    return rows, ""


def without_supervisor(run: Path) -> list[Row]:
    """What a killed supervisor left behind, from pid files and beats."""
    rows = []
    for file in sorted(run.glob("*.pid")):
        if file.stem == "supervisor" or not pidfile.is_held(file):
            continue
        named, beat = pidfile.owner(file), read_beat(run, file.stem) or {}
        state = "silent" if age_s(beat.get("at")) > REPORT_IS_OLD_AFTER_S else str(beat.get("state", "running"))
        rows.append(Row(file.stem, state, named.pid if named else None, detail=str(beat.get("detail", ""))))
    for service in engines_told(run):
        pid = service.get("pid")
        if isinstance(pid, int) and pidfile.start_ticks(pid) is not None:
            rows.append(Row(str(service["name"]), "running", pid, str(service["since"]), detail="not supervised"))
    return rows


def engines_told(run: Path) -> list[dict[str, object]]:
    services = read_status(run).get("services")
    listed = services if isinstance(services, list) else []
    return [service for service in listed if service.get("name") in {"asterisk", "postgres"}]


def age_s(at: object) -> float:
    try:
        return (utc_now() - datetime.fromisoformat(str(at))).total_seconds()
    except ValueError:
        return 0.0


def show(rows: list[Row], headline: str) -> None:
    if rows:
        print(f"{'PROCESS':<12}{'STATE':<12}{'PID':>8}  {'SINCE':<20}{'RESTARTS':>8}  DETAIL")
    for row in rows:
        since = local(row.since)
        print(f"{row.name:<12}{row.state:<12}{row.pid or '-':>8}  {since:<20}{row.restarts:>8}  {row.detail}".rstrip())
    if headline:
        print(headline)


def local(moment: str) -> str:
    try:
        return datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M:%S")
    except ValueError:
        return "-"
