"""What can be wrong with the database, each in one sentence that says what to do."""

from cad.errors import Unavailable


class DatabaseRefused(Unavailable):
    """The server answered, and said no (password, database, right)."""

    error_id = "database_refused"


class DatabaseUnreachable(Unavailable):
    """Nobody answered at that address."""

    error_id = "database_unreachable"


class DatabaseDidNotStart(Unavailable):
    """The embedded PostgreSQL could not be started."""

    error_id = "database_did_not_start"
