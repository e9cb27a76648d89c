"""Which answers show a record of a person, and putting each on record before it leaves.

One table by route, so that a reader sees what is watched; a test walks the OpenAPI for routes that show a number and
are neither here nor among those that are the work itself (`tests/api/test_looks.py`).
"""

import re
from collections.abc import Mapping
from urllib.parse import parse_qs, unquote

from starlette.datastructures import Headers
from starlette.types import Scope

from api.runtime import Runtime
from api.sessions import SignedIn
from cad.access.commands import NoteLook
from cad.numbers import read_number

# route -> (kind, the path's parameter that names the record)
LOOKS: Mapping[str, tuple[str, str]] = {
    "/api/calls/{call_id}": ("call", "call_id"),
    "/api/calls/{call_id}/others": ("call", "call_id"),
    "/api/calls/{call_id}/locations": ("call", "call_id"),
    "/api/abandoned/{abandoned_id}": ("call", "abandoned_id"),
    "/api/recordings/{recording_id}": ("recording", "recording_id"),
    "/api/recordings/{recording_id}/audio": ("recording", "recording_id"),
    "/api/incidents/{incident_id}": ("incident", "incident_id"),
    "/api/incidents/{incident_id}/reports": ("incident", "incident_id"),
    "/api/incidents/{incident_id}/eido": ("export", "incident_id"),
    "/api/evidence/{evidence_id}/file": ("export", "evidence_id"),
    "/api/address-notes/at": ("notes", ""),
    "/api/address-notes": ("notes", ""),
    "/api/looks/export": ("export", ""),
}
# A list becomes a look by what is searched for in it.
SEARCHES: Mapping[str, str] = {"/api/calls": "number", "/api/recordings": "q", "/api/looks": "number"}
# What a console shows of calls as they come in is the work itself, and in the journal as such.
THE_WORK = ("/api/state", "/api/abandoned", "/api/pages", "/api/incidents/duplicates", "/api/nuisance", "/api/voices")
OUTCOMES = {403: "refused", 404: "missing"}
REASON_HEADER = "x-tanggap-reason"
LONGEST_REASON = 200
_NUMBER = re.compile(r"^[+0-9 ().-]{4,32}$")


def look_of(scope: Scope, status: int, runtime: Runtime) -> NoteLook | None:
    """The look that this answer is; None when it shows no person's record, or was refused for another reason."""
    user: SignedIn | None = scope.get("state", {}).get("user")
    outcome = "seen" if status < 400 else OUTCOMES.get(status, "")
    if user is None or scope["method"] != "GET" or not outcome:
        return None
    path = getattr(scope.get("route"), "path", "")
    query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
    number = _searched(path, query, runtime)
    if path not in LOOKS and not number:
        return None
    kind, parameter = LOOKS.get(path, ("search", ""))
    headers = Headers(scope=scope)
    if _goes_on(headers):
        return None
    return NoteLook(
        user_id=user.user_id,
        role=user.role,
        kind=kind,
        subject_id=str(scope.get("path_params", {}).get(parameter, ""))[:64],
        number=number,
        outcome=outcome,
        reason=reason_of(headers),
        address=scope["client"][0] if scope.get("client") else "",
    )


def _searched(path: str, query: Mapping[str, list[str]], runtime: Runtime) -> str:
    """The number that was searched for, in E.164 when it has one."""
    name = "number" if path == "/api/looks/export" else SEARCHES.get(path, "")
    told = query.get(name, [""])[0].strip()
    if not _NUMBER.match(told):
        return ""
    settings = runtime.installation.settings
    number = read_number(told, country_code=settings.country_code, area_code=settings.area_code)
    return number.e164 or number.raw


def _goes_on(headers: Headers) -> bool:
    """A player that asks for the next stretch of a recording it is playing."""
    told = headers.get("range", "")
    return bool(told) and not told.startswith("bytes=0-")


def reason_of(headers: Headers) -> str:
    """Why, as the person said: percent-encoded, because a header holds no other letters than English ones."""
    told = unquote(headers.get(REASON_HEADER, "")[: LONGEST_REASON * 9])
    return "".join(char for char in told if char.isprintable())[:LONGEST_REASON]
