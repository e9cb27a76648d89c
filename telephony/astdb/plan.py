"""What must be written so that Asterisk's database is as ours says. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from telephony.ami.manager import Answer

Tree = Mapping[str, str]


@dataclass(frozen=True)
class Difference:
    """One key to put, or to delete when `value` is None."""

    family: str
    key: str
    value: str | None

    @property
    def action(self) -> str:
        return "DBDel" if self.value is None else "DBPut"

    @property
    def headers(self) -> dict[str, str]:
        headers = {"Family": self.family, "Key": self.key}
        return headers if self.value is None else headers | {"Val": self.value}


def on_one_line(value: str) -> str:
    """AMI's lines are its grammar: what would be a second line becomes a space."""
    return " ".join(value.split())


def differences(family: str, wanted: Tree, present: Tree) -> list[Difference]:
    """What is missing or other first; what is too much is deleted last."""
    lines = {key: on_one_line(value) for key, value in wanted.items()}
    put = [Difference(family, key, value) for key, value in lines.items() if present.get(key) != value]
    gone = [Difference(family, key, None) for key in present if key not in lines]
    return put + gone


def present_keys(family: str, events: list[Answer]) -> dict[str, str]:
    """DBGetTree's answer, its keys without the family."""
    prefix = f"/{family}/"
    tree = [event for event in events if event.get("Event") == "DBGetTreeResponse"]
    found = {event.get("Key", ""): event.get("Val", "") for event in tree}
    return {key.removeprefix(prefix): value for key, value in found.items() if key.startswith(prefix)}
