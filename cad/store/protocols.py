"""The protocols that come with Tanggap, put in at every start.

A type whose current version came with Tanggap follows it, each change as a new version; one that the city published
itself stays as the city has it.
"""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from cad.clock import utc_now
from cad.protocols.handlers import type_of
from cad.protocols.model import Protocol, ProtocolVersion
from cad.protocols.plain import to_plain
from cad.store.rows import table_of
from cad.store.tables import IncidentTypeRow, ProtocolVersionRow

SEED = "seed"
WHY = "Bawaan Tanggap"
TYPES, VERSIONS = table_of(IncidentTypeRow), table_of(ProtocolVersionRow)
CURRENT = text("""
SELECT t.code, v.source, v.protocol, (SELECT max(a.version) FROM incident_type_versions a WHERE a.code = t.code) AS last
FROM incident_types t LEFT JOIN incident_type_versions v ON v.code = t.code AND v.version = t.version
""")
ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtext('incident_type_versions'))")


async def keep_protocols(connection: AsyncConnection, protocols: Sequence[Protocol]) -> None:
    await connection.execute(ONE_AT_A_TIME)
    known = {row.code: row for row in (await connection.execute(CURRENT)).all()}
    types, versions = [], []
    for position, protocol in enumerate(protocols):
        plain, row = to_plain(protocol), known.get(protocol.code)
        if row and row.source and (row.source != SEED or row.protocol == plain):
            continue
        number = (row.last or 0) + 1 if row else 1
        types.append(asdict(type_of(protocol, number)) | {"position": position})
        versions.append(asdict(_version(protocol.code, number, plain)))
    if types:
        put = insert(TYPES)
        chosen = {name: put.excluded[name] for name in types[0] if name != "code"}
        await connection.execute(put.on_conflict_do_update(index_elements=["code"], set_=chosen), types)
        await connection.execute(insert(VERSIONS), versions)


def _version(code: str, number: int, plain: dict[str, Any]) -> ProtocolVersion:
    return ProtocolVersion(
        id=f"{code}.{number}",
        code=code,
        version=number,
        source=SEED,
        protocol=plain,
        published_at=utc_now(),
        reason=WHY,
    )
