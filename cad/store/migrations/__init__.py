"""The schema's history. `upgrade(url)` brings a database, empty or old, to what this code needs."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util.exc import CommandError
from sqlalchemy import Connection, create_engine, make_url, text
from sqlalchemy.pool import NullPool

from cad.errors import Unavailable
from cad.store.views import scoped

LOCK = 5_112_001  # any number, the same in every process: only one migrates, the others wait and find it done


class DatabaseTooNew(Unavailable):
    error_id = "database_too_new"

    def __init__(self) -> None:
        super().__init__(
            "Basis data ini dibuat oleh Tanggap yang lebih baru. Perbarui program ini, lalu jalankan lagi.",
            en="This database was made by a newer Tanggap. Update this program, then start again.",
        )


def upgrade(url: str) -> None:
    """Safe to call from several processes at once, and again when there is nothing to do."""
    engine = create_engine(make_url(url), poolclass=NullPool, connect_args={"connect_timeout": 10})
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": LOCK})
        connection.commit()
        try:
            _migrate(connection)
        except CommandError as error:
            if "Can't locate revision" in str(error):
                raise DatabaseTooNew from error
            raise
        finally:
            connection.rollback()
            connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": LOCK})
            connection.commit()
    engine.dispose()


def _migrate(connection: Connection) -> None:
    """The tables, then the views through which people of a smaller scope see them."""
    current = scoped.is_current(connection)
    if not current:
        scoped.remove(connection)
    command.upgrade(config(connection), "head")
    if not current:
        scoped.install(connection)
    connection.commit()


def config(connection: Connection) -> Config:
    told = Config()
    told.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    told.attributes["connection"] = connection
    return told
