"""The kinds of column our tables share."""

from typing import Any

from sqlalchemy import ARRAY, DateTime, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field


def moment(default: Any = ..., *, index: bool = False) -> Any:
    """A time, always with its zone."""
    return Field(default, sa_type=DateTime(timezone=True), index=index)


def texts(**more: Any) -> Any:
    """`more` goes to the column."""
    return Field(default_factory=list, sa_type=ARRAY(Text), sa_column_kwargs=more)


def json(kind: type = dict) -> Any:
    return Field(default_factory=kind, sa_type=JSONB)
