"""The schema and the first rows, before our processes start."""

import asyncio

import sqlalchemy.exc

from api.operations.refusal import Refusal
from cad.installation import Installation
from cad.store import migrations, seed, server


def prepare(installation: Installation) -> None:
    """Brings the schema to this version and seeds an empty database. Raises Refusal or TanggapError."""
    try:
        migrations.upgrade(server.database_url(installation))
        asyncio.run(seed.seed(installation))
    except sqlalchemy.exc.DBAPIError as error:
        reason = " ".join(str(error.orig).split())
        raise Refusal(
            f"The database refused: {reason}. See that its user may create tables, and start again."
        ) from None
