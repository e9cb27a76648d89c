"""The schema and the first rows, before our processes start."""

from collections.abc import Callable

from cad.installation import Installation
from cad.store import migrations, server

Say = Callable[[str], None]


def prepare(installation: Installation, say: Say) -> None:
    """Brings the schema to this version and seeds an empty database. Raises what says why it cannot."""
    migrations.upgrade(server.database_url(installation))
