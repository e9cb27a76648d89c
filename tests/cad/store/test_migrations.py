"""From an empty database to what the code needs, by several at once, and no further than it knows."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from cad.store.migrations import DatabaseTooNew, upgrade
from cad.store.tables import METADATA


def test_given_four_start_on_an_empty_database_then_one_migrates_and_all_go_on(empty_database_url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(upgrade, [empty_database_url] * 4))

    engine = create_engine(empty_database_url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
        assert connection.execute(text("SELECT position FROM journal_head")).scalar_one() == 0
    engine.dispose()


def test_given_a_newer_tanggap_made_the_database_then_it_is_left_alone(empty_database_url: str) -> None:
    upgrade(empty_database_url)
    engine = create_engine(empty_database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()

    with pytest.raises(DatabaseTooNew):
        upgrade(empty_database_url)
