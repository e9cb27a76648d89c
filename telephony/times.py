"""Asterisk's two ways to write a time, as aware UTC."""

from datetime import UTC, datetime


def from_ari(text: str | None) -> datetime | None:
    """`2026-11-21T12:00:00.123+0000`, in milliseconds; None when it is missing or is no time."""
    try:
        return datetime.fromisoformat(text).astimezone(UTC) if text else None
    except ValueError:
        return None


def from_epoch(text: str) -> datetime:
    """`1763726400.123456`, exact to the microsecond. Raises ValueError when it is no time."""
    seconds, _, fraction = text.partition(".")
    return datetime.fromtimestamp(int(seconds), UTC).replace(microsecond=int(fraction[:6].ljust(6, "0") or 0))
