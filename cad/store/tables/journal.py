"""The journal: append-only, positions without gaps in the order of commit. See cad/store/journal.py."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index
from sqlmodel import Field, SQLModel

from cad.store.tables.columns import json, moment


class JournalRow(SQLModel, table=True):
    """`hash` chains each entry to the one before it: a changed past shows."""

    __tablename__ = "journal"
    __table_args__ = (Index("journal_of_subject", "subject_type", "subject_id", "position"),)

    position: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    occurred_at: datetime = moment()
    recorded_at: datetime = moment()
    source: str
    kind: str
    actor: str | None = None
    desk_id: str | None = None
    subject_type: str
    subject_id: str
    data: dict[str, Any] = json()
    hash: bytes


class JournalHeadRow(SQLModel, table=True):
    """One row: the last position and hash. Locked only inside a commit."""

    __tablename__ = "journal_head"

    id: int = Field(primary_key=True)
    position: int = Field(sa_type=BigInteger)
    hash: bytes


class JournalSealedRow(SQLModel, table=True):
    """Personal data of an entry, under the person's own key (AES-GCM). The entry's data holds its sha256."""

    __tablename__ = "journal_sealed"

    position: int = Field(primary_key=True, sa_type=BigInteger, foreign_key="journal.position")
    person_id: str = Field(foreign_key="persons.id", index=True)
    ciphertext: bytes


class CursorRow(SQLModel, table=True):
    """Where a reader has got to."""

    __tablename__ = "cursors"

    name: str = Field(primary_key=True)
    value: str
