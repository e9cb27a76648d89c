"""Raising and clearing are the same done twice: a part may say what it finds at every look."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class RaiseAlarm:
    """`key`: letters, digits, `._-`, at most 64 (it stands in an address). `severity`: warning, critical. The texts are
    one sentence each, without personal data, and say what to do. Returns the Alarm."""

    key: str
    severity: str
    text_id: str
    text_en: str
    source: str


@dataclass(frozen=True, kw_only=True)
class ClearAlarm:
    """It is over. Returns the Alarm; None when there never was one."""

    key: str
    source: str


@dataclass(frozen=True, kw_only=True)
class AcknowledgeAlarm:
    """Somebody has seen it and takes care; it stays open until its cause is gone. Returns the Alarm."""

    user_id: str
    key: str
