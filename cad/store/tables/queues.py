"""The routing plan of each center."""

from typing import Any

from sqlmodel import Field, SQLModel

from cad.store.tables.columns import json, texts


class RoutingPlanRow(SQLModel, table=True):
    """`version` 0 follows the settings at every start; later ones are somebody's choice."""

    __tablename__ = "routing_plans"

    center_id: str = Field(primary_key=True)
    version: int
    ring_seconds: int
    ring_all_after_s: int
    ring_all_waiting: int
    wrap_up_s: int
    overflow_after_s: int
    overflow_waiting: int
    overflow_desks: list[str] = texts()
    outside: list[Any] = json(list)
    outside_after_s: int
    night_mode: str
    night_from: str
    night_to: str
    skills: list[Any] = json(list)
    dialled: list[Any] = json(list)
    announce_every_s: int
