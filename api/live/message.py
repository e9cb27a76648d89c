"""One journal entry as it goes out: serialised once for each class of people who see the same."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from api.visibility import Visibility, seen_by

Views = Mapping[str, Sequence[Mapping[str, Any]]]
LISTS = ("abandoned", "alarms", "calls", "incidents", "units", "desks", "pages", "recordings", "types")


@dataclass
class Message:
    """`body` is the entry as the contract writes it, `changed` the views it touched, before masking."""

    position: int
    kind: str
    body: Mapping[str, Any]
    changed: Views
    recorded_at: datetime
    _texts: dict[Visibility, str] = field(default_factory=dict)

    def text(self, visibility: Visibility) -> str:
        if visibility not in self._texts:
            self._texts[visibility] = json.dumps(self._payload(visibility), separators=(",", ":"), ensure_ascii=False)
        return self._texts[visibility]

    def _payload(self, visibility: Visibility) -> dict[str, Any]:
        changed = {name: list(self.changed.get(name, ())) for name in LISTS}
        if not visibility.recordings:
            changed["recordings"] = []
        body = {**self.body, "data": seen_by(visibility, self.body["data"])}
        return {"type": "entry", **body, "changed": seen_by(visibility, changed)}


def messages_of(entries: Sequence[Mapping[str, Any]], changed: Views) -> list[Message]:
    """Shares out the views of a batch among its entries: each goes with the entries that name it, a view that
    none names with the first. So whoever has seen entry n has seen every view entries up to n changed."""
    named = [_ids(entry) for entry in entries]
    shares: list[dict[str, list[Mapping[str, Any]]]] = [{} for _ in entries]
    for name, views in changed.items():
        for view in views:
            takers = [i for i, ids in enumerate(named) if view["id"] in ids] or [0]
            for taker in takers:
                shares[taker].setdefault(name, []).append(view)
    return [
        Message(
            position=entry["position"],
            kind=entry["kind"],
            body=entry,
            changed=share,
            recorded_at=datetime.fromisoformat(entry["recorded_at"]),
        )
        for entry, share in zip(entries, shares, strict=True)
    ]


def _ids(entry: Mapping[str, Any]) -> set[str]:
    subject = entry.get("subject") or {}
    return {str(value) for value in (subject.get("id"), entry.get("desk_id"), *_texts(entry["data"].values())) if value}


def _texts(values: Iterable[Any]) -> Iterable[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            yield from (item for item in value if isinstance(item, str))
