"""What the observer has told and the database has committed, so that the reconciler need not tell it again.

Only a saving: forgetting is always safe, because the domain counts every fact once.
"""

from dataclasses import replace

from cad.calls.commands import (
    AnswerCall,
    AskLeg,
    CallFact,
    HoldCall,
    OfferCall,
    ParkCall,
    ReleaseLeg,
    ResumeCall,
    ReturnCall,
    UnparkCall,
)

Key = tuple[type[CallFact], str, object]
MOST = 50_000


class Told:
    def __init__(self) -> None:
        self._keys: dict[Key, None] = {}

    def remember(self, fact: CallFact) -> None:
        self._keys[_key(fact)] = None
        if isinstance(fact, ReleaseLeg):  # what says how it ended says also that it did
            self._keys[_key(replace(fact, closed=False, gave=False))] = None
        while len(self._keys) > MOST:
            del self._keys[next(iter(self._keys))]

    def knows(self, fact: CallFact) -> bool:
        return not isinstance(fact, HoldCall | ResumeCall | ParkCall | UnparkCall) and _key(fact) in self._keys

    def forget(self) -> None:
        """After any doubt about the database: it may have been restored from a backup."""
        self._keys.clear()


def _key(fact: CallFact) -> Key:
    which: object = None
    if isinstance(fact, AskLeg):  # JoinLeg is one
        which = (fact.leg_uniqueid, fact.role)
    elif isinstance(fact, ReleaseLeg):  # a hang-up alone does not say whether it was Tutup
        which = (fact.leg_uniqueid, fact.closed, fact.gave)
    elif isinstance(fact, OfferCall | AnswerCall):
        which = fact.leg_uniqueid
    elif isinstance(fact, ReturnCall):
        which = fact.n
    return type(fact), fact.uniqueid, which
