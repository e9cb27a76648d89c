"""Seals of the journal, exports of evidence, and the words by which incidents are found."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Index, String, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlmodel import Field, SQLModel

from cad.store.tables.columns import moment


class JournalSealRow(SQLModel, table=True):
    """A signature over the chain at `position`. Append-only, as the journal is. See cad/evidence/seals.py."""

    __tablename__ = "journal_seals"

    number: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    center_id: str
    first: int = Field(sa_type=BigInteger)
    position: int = Field(sa_type=BigInteger, unique=True)
    hash: bytes
    root: bytes
    sealed_at: datetime = moment()
    key_id: str
    signature: bytes


class EvidenceRow(SQLModel, table=True):
    """One export of an incident: asked, running, ready, failed. The file is `<home>/evidence/<id>.zip`."""

    __tablename__ = "evidence"
    __table_args__ = (Index("evidence_to_make", "asked_at", postgresql_where=text("state IN ('asked', 'running')")),)

    id: str = Field(primary_key=True)
    incident_id: str = Field(foreign_key="incidents.id", index=True)
    asked_by: str = Field(foreign_key="users.id")
    asked_at: datetime = moment()
    reason: str
    numbers: bool
    state: str
    done: int = Field(sa_type=BigInteger)
    total: int = Field(sa_type=BigInteger)
    claimed_until: datetime | None = moment(None)
    finished_at: datetime | None = moment(None)
    bytes: int = Field(sa_type=BigInteger)
    sha256: str
    error: str


class IncidentWordsRow(SQLModel, table=True):
    """What an incident is found by (triggers keep it): A place, B type and kelurahan, C what and note, D narrative."""

    __tablename__ = "incident_words"
    __table_args__ = (Index("incident_words_words", "words", postgresql_using="gin"),)

    incident_id: str = Field(sa_column=Column(String, ForeignKey("incidents.id", ondelete="CASCADE"), primary_key=True))
    opened_at: datetime = moment(index=True)
    words: Any = Field(sa_column=Column(TSVECTOR, nullable=False))
