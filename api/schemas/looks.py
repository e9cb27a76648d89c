"""Looks at records of persons."""

from typing import Literal

from api.schemas.common import View

Kind = Literal["call", "search", "recording", "incident", "export", "notes", "looks"]
Outcome = Literal["seen", "refused", "missing"]


class LookView(View):
    """`times`: how often within ten minutes of `at`. `number`: the person's, masked for those who ring nobody back."""

    id: str
    at: str
    last_at: str
    times: int
    user_id: str
    user_name: str
    role: str
    kind: Kind
    subject_id: str
    person_id: str | None
    number: str
    outcome: Outcome
    reason: str
    address: str


class RefusedView(View):
    user_id: str
    user_name: str
    times: int
    last_at: str


class LooksView(View):
    """`known`: somebody with the number that was asked for has called. `kept_days`: how long a look is kept."""

    known: bool
    looks: list[LookView]
    refused: list[RefusedView]
    kept_days: int
