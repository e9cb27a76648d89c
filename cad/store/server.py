"""The database server of an installation: the embedded one, or the one that `database_url` names.

`start` returns when it answers; the embedded one survives whoever started it and is adopted by the next start.
"""

import psycopg
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from cad.errors import Invalid
from cad.installation import Installation
from cad.store import embedded
from cad.store.errors import DatabaseRefused, DatabaseUnreachable

CONNECT_S = 5


def database_url(installation: Installation) -> str:
    """SQLAlchemy's URL (`postgresql+psycopg://`) of the database, whether it runs or not."""
    if installation.settings.database_url:
        return _external(installation.settings.database_url).render_as_string(hide_password=False)
    cluster = embedded.embedded(installation.home)
    url = URL.create(
        "postgresql+psycopg",
        username=embedded.ROLE,
        database=embedded.DATABASE,
        query={"host": str(cluster.socket)},
    )
    return url.render_as_string(hide_password=False)


def start(installation: Installation) -> str:
    """Makes sure that the database answers; returns its URL. Raises Unavailable, which says what to do."""
    if installation.settings.database_url:
        check(database_url(installation))
    else:
        embedded.start(embedded.embedded(installation.home))
    return database_url(installation)


def is_running(installation: Installation) -> bool:
    """True when the server takes a connection and answers a query within 5 s."""
    if installation.settings.database_url:
        try:
            check(database_url(installation))
        except (DatabaseRefused, DatabaseUnreachable):
            return False
        return True
    return embedded.answers(embedded.embedded(installation.home))


def stop(installation: Installation) -> None:
    """Ends the embedded server; somebody else's server is left alone."""
    if not installation.settings.database_url:
        embedded.stop(embedded.embedded(installation.home))


def programs(installation: Installation) -> str:
    """The folder with pg_dump, pg_restore, psql that fit the embedded server."""
    return str(embedded.programs(embedded.embedded(installation.home).account) / "bin")


def check(url: str) -> None:
    """Raises DatabaseRefused or DatabaseUnreachable."""
    told = make_url(url).set(drivername="postgresql")
    try:
        psycopg.connect(told.render_as_string(hide_password=False), connect_timeout=CONNECT_S).close()
    except psycopg.OperationalError as error:
        raise _why(error, told) from None


def _why(error: psycopg.OperationalError, url: URL) -> DatabaseRefused | DatabaseUnreachable:
    said = " ".join(str(error).split())
    if "FATAL" in said:
        reason = said.split("FATAL:", 1)[1].strip()
        return DatabaseRefused(
            f"Basis data menolak sambungan: {reason}. Perbaiki TANGGAP_DATABASE_URL (pengguna, sandi, nama).",
            en=f"The database refused: {reason}. Correct TANGGAP_DATABASE_URL (user, password, database name).",
        )
    where = url.host or str(url.query.get("host", ""))
    return DatabaseUnreachable(
        f"Basis data di {where} tidak menjawab. Periksa bahwa server itu hidup dan TANGGAP_DATABASE_URL benar.",
        en=f"No database answers at {where}. See that the server runs and that TANGGAP_DATABASE_URL is right.",
    )


def _external(told: str) -> URL:
    try:
        url = make_url(told)
    except ArgumentError:
        url = None
    if url is None or url.get_backend_name() not in ("postgresql", "postgres"):
        raise Invalid(
            "TANGGAP_DATABASE_URL harus berbentuk postgresql://pengguna:sandi@server/basisdata.",
            en="TANGGAP_DATABASE_URL must look like postgresql://user:password@server/database.",
        )
    return url.set(drivername="postgresql+psycopg")
