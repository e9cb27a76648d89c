"""An incident's whole story as plain data: what goes into `incident.json` and what the report is written from."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from api.evidence.keys import PublicKey
from api.visibility import Visibility, seen_by
from cad.evidence.model import Evidence
from cad.evidence.seals import Seal, merkle_levels, merkle_path
from cad.installation import Installation
from cad.store import journal, seals, views
from cad.store.seals import Connection

FORMAT = "tanggap-evidence 1"
NAMES = text("SELECT id, name, role FROM users WHERE id = ANY(:ids)")
RECORDINGS = text("SELECT id FROM recordings WHERE call_id = ANY(:calls) ORDER BY started_at, id")
PAGES = text("SELECT id FROM pages WHERE incident_id = :id")
CENTER = text("SELECT id, name, timezone FROM centers WHERE id = (SELECT center_id FROM incidents WHERE id = :id)")
CLIPS = "clips"  # `<home>/clips/<incident id>/*`: whatever the cameras' side keeps there goes along


@dataclass
class Story:
    """`files`: recording id -> where it lies, None while it has no audio any more."""

    told: dict[str, Any]
    files: dict[str, views.KeptFile | None] = field(default_factory=dict)
    clips: list[Path] = field(default_factory=list)


async def gather(session: AsyncSession, evidence: Evidence, installation: Installation) -> Story:
    """Everything but the proofs, numbers masked unless whoever asked may see them. Raises NotFound."""
    visibility = Visibility(numbers=evidence.numbers, recordings=True)
    incident = await views.incident(session, evidence.incident_id)
    story = await views.incident_story(session, evidence.incident_id)
    ids = (await session.execute(RECORDINGS, {"calls": incident["call_ids"]})).scalars().all()
    recordings = await views.recording_views(session, ids)
    for recording in recordings:
        recording["plays"] = await views.recording_plays(session, recording["id"])
    pages = (await session.execute(PAGES, {"id": evidence.incident_id})).scalars().all()
    for entry in story:
        entry["personal"] = await journal.personal_data(session, entry["position"])
    told = {
        "format": FORMAT,
        "evidence_id": evidence.id,
        "center": dict((await session.execute(CENTER, {"id": evidence.incident_id})).mappings().one()),
        "asked_at": evidence.asked_at.isoformat(),
        "asked_by": evidence.asked_by,
        "reason": evidence.reason,
        "incident": incident,
        "calls": await views.call_views(session, incident["call_ids"]),
        "pages": await views.page_views(session, pages),
        "recordings": recordings,
        "journal": story,
    }
    told["users"] = await _names(session, told)
    files = {id: await views.recording_file(session, id) for id in ids}
    masked: dict[str, Any] = seen_by(visibility, told)
    folder = installation.home / CLIPS / evidence.incident_id
    return Story(masked, files, sorted(one for one in folder.glob("*") if one.is_file()))


async def _names(session: AsyncSession, told: dict[str, Any]) -> dict[str, Any]:
    ids = {told["asked_by"], *(entry["actor"] for entry in told["journal"] if entry["actor"])}
    rows = (await session.execute(NAMES, {"ids": sorted(ids)})).mappings()
    return {row["id"]: {"name": row["name"], "role": row["role"]} for row in rows}


def prove(connection: Connection, story: Story, public: PublicKey) -> None:
    """Adds to each journal entry the text that is hashed, and its path up to a signed seal. Blocking."""
    made: dict[int, tuple[Seal, list[list[bytes]]]] = {}
    for entry in story.told["journal"]:
        position = entry["position"]
        (link,) = seals.links(connection, position - 1, position)
        before = seals.hash_at(connection, position - 1) or b""
        entry["proof"] = {
            "canonical": link.canonical(),
            "previous_hash": before.hex(),
            "hash": link.hash.hex(),
            "seal": None,
            "path": [],
        }
        seal = _covering(made, position) or seals.seal_over(connection, position)
        if seal is None:
            continue
        if seal.number not in made:
            made[seal.number] = (seal, merkle_levels(seals.hashes(connection, seal.first, seal.position)))
        levels = made[seal.number][1]
        entry["proof"] |= {"seal": seal.number, "path": merkle_path(levels, position - seal.first)}
    told = {str(number): {"text": seal.text, "signature": seal.signature.hex()} for number, (seal, _) in made.items()}
    story.told |= {"seals": told, "key_id": public.id}


def _covering(made: dict[int, tuple[Seal, list[list[bytes]]]], position: int) -> Seal | None:
    return next((seal for seal, _ in made.values() if seal.first <= position <= seal.position), None)


def as_json(told: dict[str, Any]) -> bytes:
    return (json.dumps(told, indent=1, ensure_ascii=False) + "\n").encode()
