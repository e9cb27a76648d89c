"""Is the database away (then we wait), or is this a mistake of ours (then waiting helps nobody)?"""

import psycopg
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from cad.errors import Unavailable

_OF_SQLALCHEMY = (OperationalError, InterfaceError, NoConnectionFree)
_AWAY = (Unavailable, OSError, TimeoutError, psycopg.OperationalError, *_OF_SQLALCHEMY)


def is_away(error: BaseException) -> bool:
    return isinstance(error, _AWAY) or (isinstance(error, DBAPIError) and error.connection_invalidated)
