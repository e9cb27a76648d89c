"""PostgreSQL's errors in the domain's words."""

import psycopg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from cad.errors import Invalid
from cad.ports import Interrupted

# 40001 serialization_failure, 40P01 deadlock_detected, 55P03 lock_not_available, 57P0x server going down or coming up,
# 57014 query_canceled (statement_timeout), 25P03 idle_in_transaction_session_timeout, 23505 unique_violation (two told
# the same fact at once: the second one finds it when it tries again), 53300 too_many_connections.
PASSING = frozenset({"40001", "40P01", "55P03", "57P01", "57P02", "57P03", "57014", "25P03", "23505", "53300"})


class CannotBeStored(Invalid):
    error_id = "cannot_be_stored"

    def __init__(self) -> None:
        super().__init__(
            "Isian mengandung tanda atau angka yang tidak dapat disimpan.",
            en="The input holds a character or number that cannot be stored.",
        )


def translated(error: BaseException | None, *, in_commit: bool = False) -> Exception | None:
    """What to raise instead of a driver's error; None when it is not one of these."""
    if isinstance(error, PoolTimeout):
        return Interrupted("no connection free")
    cause = error.orig if isinstance(error, DBAPIError) else error
    if not isinstance(cause, psycopg.Error):
        return None
    if isinstance(cause, psycopg.DataError):
        return CannotBeStored()
    state = cause.sqlstate
    if state in PASSING:
        return Interrupted(type(cause).__name__, in_commit=in_commit and state.startswith("57"))
    if isinstance(cause, psycopg.OperationalError | psycopg.InterfaceError) and state is None:
        return Interrupted("connection lost", in_commit=in_commit)
    return None
