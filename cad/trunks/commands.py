"""What an administrator does with trunks, and what the PBX says of them."""

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class TrunkDetails:
    """As in the model. `secret` None keeps the one there is."""

    name: str
    host: str
    port: int = 5060
    transport: str = "udp"
    username: str = ""
    secret: str | None = field(default=None, repr=False)
    registers: bool = False
    srtp: str = "optional"
    priority: int = 10
    enabled: bool = True
    peers: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class AddTrunk:
    """Invalid `bad_trunk`, Conflict `trunk_exists`. Returns the Trunk."""

    user_id: str
    details: TrunkDetails


@dataclass(frozen=True, kw_only=True)
class ChangeTrunk:
    """All of its details at once. Returns the Trunk."""

    user_id: str
    trunk_id: str
    details: TrunkDetails


@dataclass(frozen=True, kw_only=True)
class RemoveTrunk:
    """Calls that are up on it go on. Its secret is forgotten, its figures are kept. Returns the Trunk."""

    user_id: str
    trunk_id: str


@dataclass(frozen=True, kw_only=True)
class SeeTrunk:
    """What Asterisk says now. The counts are those since the last time it was asked; only another state is journalled.
    Returns the Trunk, None when it is gone."""

    trunk_id: str
    state: str
    latency_ms: float | None = None
    calls_in: int = 0
    calls_out: int = 0
    failures: int = 0


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """So many calls from one address were turned away since the last look. `address` "": all the rest together."""

    address: str
    reason: str
    count: int


@dataclass(frozen=True, kw_only=True)
class NoteRefusals:
    """Kept for 30 days; not journalled, as a flood would fill the journal."""

    refusals: list[Refusal]
