"""Users and their sessions."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from cad.store.tables.columns import moment, texts


class UserRow(SQLModel, table=True):
    __tablename__ = "users"

    id: str = Field(primary_key=True)
    center_id: str
    username: str = Field(unique=True)
    name: str
    role: str
    password_hash: str
    created_at: datetime = moment()
    active: bool
    skills: list[str] = texts(server_default="{}")
    agency_id: str | None = Field(default=None, foreign_key="agencies.id")
    areas: list[str] = texts(server_default="{}")
    unit_id: str | None = Field(default=None, foreign_key="units.id")
    must_change: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})


class SessionRow(SQLModel, table=True):
    __tablename__ = "sessions"

    id: str = Field(primary_key=True)
    user_id: str = Field(foreign_key="users.id", index=True)
    token_hash: str = Field(unique=True)
    created_at: datetime = moment()
    expires_at: datetime = moment()
    ended_at: datetime | None = moment(None)
    address: str
    agent: str
