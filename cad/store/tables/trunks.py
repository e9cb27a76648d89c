"""Trunks, and who was turned away."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from cad.store.tables.columns import moment, texts


class TrunkRow(SQLModel, table=True):
    """`sealed`: the secret, under a key made of the installation's own; empty when there is none."""

    __tablename__ = "trunks"

    id: str = Field(primary_key=True)
    center_id: str
    name: str
    host: str
    port: int
    transport: str
    username: str
    sealed: bytes
    registers: bool
    srtp: str
    priority: int
    enabled: bool
    peers: list[str] = texts()
    state: str
    latency_ms: float | None = None
    since: datetime | None = moment(None)
    calls_in: int
    calls_out: int
    failures: int
    removed_at: datetime | None = moment(None)


class RefusalRow(SQLModel, table=True):
    """`count` calls from one address within one look of some seconds."""

    __tablename__ = "refusals"
    __table_args__ = (Index("refusals_at", "at"),)

    id: str = Field(primary_key=True)
    at: datetime = moment()
    address: str
    reason: str
    count: int
