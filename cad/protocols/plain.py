"""Protocols as plain JSON and back: how they are stored, sent and edited.

`to_plain` leaves out what is at its default. `from_plain` takes what `problems` (check.py) found no fault with; it
raises KeyError, TypeError or ValueError on anything else.
"""

from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any

from cad.protocols.model import Answer, ChecklistItem, Instruction, Protocol, Question


def to_plain(part: Any) -> Any:
    """Any part of a protocol, or the whole."""
    if isinstance(part, tuple | list):
        return [to_plain(one) for one in part]
    if not hasattr(part, "__dataclass_fields__"):
        return dict(part) if isinstance(part, Mapping) else part
    values = ((one, getattr(part, one.name)) for one in fields(part))
    return {one.name: to_plain(value) for one, value in values if one.default is MISSING or value != one.default}


def from_plain(plain: Mapping[str, Any]) -> Protocol:
    told = dict(plain)
    told["questions"] = tuple(map(_question, told.get("questions") or ()))
    told["instructions"] = tuple(map(_instruction, told.get("instructions") or ()))
    told["checklist"] = tuple(ChecklistItem(**one) for one in told.get("checklist") or ())
    for name in ("agencies", "capabilities"):
        told[name] = tuple(told.get(name) or ())
    told["run_card"] = dict(told.get("run_card") or {})
    return Protocol(**told)


def _question(plain: Mapping[str, Any]) -> Question:
    return Question(**{**plain, "answers": tuple(Answer(**one) for one in plain.get("answers") or ())})


def _instruction(plain: Mapping[str, Any]) -> Instruction:
    return Instruction(**{**plain, "values": tuple(plain.get("values") or ())})
