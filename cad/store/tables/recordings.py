"""Recordings of calls, the rules they are kept by, and what the last audit found."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from cad.store.tables.columns import json, moment


def _said(default: str) -> Any:
    """A text that rows from before the column have too."""
    return Field(default=default, sa_column_kwargs={"server_default": default})


class RecordingRow(SQLModel, table=True):
    __tablename__ = "recordings"
    __table_args__ = (
        UniqueConstraint("pbx_id", "file"),
        Index("recordings_to_compress", "started_at", postgresql_where=text("format = 'wav' AND away = ''")),
        Index("recordings_here", "started_at", postgresql_where=text("away = '' AND NOT gone")),
    )

    id: str = Field(primary_key=True)
    call_id: str = Field(foreign_key="calls.id", index=True)
    center_id: str
    pbx_id: str
    file: str
    state: str
    started_at: datetime | None = moment(None, index=True)
    finished_at: datetime | None = moment(None)
    bytes: int = Field(sa_type=BigInteger)
    sha256: str
    duration_ms: int
    peaks: list[Any] = json(list)
    note: str
    format: str = _said("wav")
    opus_bytes: int = Field(default=0, sa_type=BigInteger, sa_column_kwargs={"server_default": "0"})
    opus_sha256: str = _said("")
    away: str = _said("")
    away_where: str = _said("")
    away_at: datetime | None = moment(None)
    locked_at: datetime | None = moment(None)
    locked_by: str | None = Field(default=None, foreign_key="users.id")
    lock_reason: str = _said("")
    removed_at: datetime | None = moment(None)
    gone: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})


class RecordingRulesRow(SQLModel, table=True):
    """One a center; without a row the defaults of `cad.recordings.rules` hold. `s3_secret` is sealed."""

    __tablename__ = "recording_rules"

    center_id: str = Field(primary_key=True)
    keep_days: int
    compress_after_h: int
    away_after_d: int
    away_kind: str
    away_folder: str
    s3_endpoint: str
    s3_bucket: str
    s3_region: str
    s3_key: str
    s3_secret: str
    updated_at: datetime | None = moment(None)
    updated_by: str | None = Field(default=None, foreign_key="users.id")


class RecordingAuditRow(SQLModel, table=True):
    __tablename__ = "recording_audits"

    pbx_id: str = Field(primary_key=True)
    state: str
    asked_at: datetime | None = moment(None)
    asked_by: str | None = Field(default=None, foreign_key="users.id")
    checked_at: datetime | None = moment(None)
    done: int
    total: int
    repaired: int
    calls_without: list[Any] = json(list)
    recordings_without: list[Any] = json(list)
