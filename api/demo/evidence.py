"""What one call left behind, each fact found from outside the program that claims it."""

from dataclasses import asdict, dataclass, field

LEAST_TONE_S = 1.0  # seconds of the other's tone that count as having been heard
WANTED = 5  # of each: what the demo promises


@dataclass
class Evidence:
    number: str
    hz: float
    shown_number: str = ""  # read off the dispatcher's screen while it rang
    wait_s: float = 0.0  # from dialling to the dispatcher's answer
    dispatcher_heard_s: float = 0.0  # of this caller's tone, in the audio that the browser received
    caller_heard_s: float = 0.0  # of the dispatcher's tone, in the audio that the caller's phone received
    incident_id: str = ""
    incident_number: int | None = None
    call_sign: str = ""
    message_sid: str = ""  # out of the stand-in's own request log
    delivered: bool = False
    recorded_caller_s: float = 0.0  # of this caller's tone, on the caller's side of the recording a supervisor plays
    recorded_dispatcher_s: float = 0.0
    recorded_others_s: float = 0.0  # of any other caller's tone: must be none
    troubles: list[str] = field(default_factory=list)

    @property
    def shown(self) -> bool:
        return bool(_digits(self.number)) and _digits(self.shown_number) == _digits(self.number)

    @property
    def call(self) -> bool:
        return self.shown and min(self.dispatcher_heard_s, self.caller_heard_s) >= LEAST_TONE_S

    @property
    def incident(self) -> bool:
        return self.incident_number is not None

    @property
    def assignment(self) -> bool:
        return bool(self.call_sign)

    @property
    def message(self) -> bool:
        return bool(self.message_sid) and self.delivered

    @property
    def recording(self) -> bool:
        both = min(self.recorded_caller_s, self.recorded_dispatcher_s)
        return both >= LEAST_TONE_S and self.recorded_others_s < LEAST_TONE_S


def _digits(number: str) -> str:
    """A number as it is dialled at home, however a screen writes it."""
    digits = "".join(letter for letter in number if letter.isdigit())
    return "0" + digits[2:] if digits.startswith("62") else digits


def totals(all_evidence: list[Evidence]) -> dict[str, int]:
    """How many calls have each thing."""
    kinds = ("call", "incident", "assignment", "message", "recording")
    return {f"{kind}s": sum(bool(getattr(one, kind)) for one in all_evidence) for kind in kinds}


def passed(all_evidence: list[Evidence], wanted: int = WANTED) -> bool:
    return all(count >= wanted for count in totals(all_evidence).values())


def as_dict(all_evidence: list[Evidence]) -> dict[str, object]:
    return {"passed": passed(all_evidence), **totals(all_evidence), "stories": [asdict(one) for one in all_evidence]}
