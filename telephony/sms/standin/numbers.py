"""Numbers that misbehave on purpose, so that tests and a demo can show every way a message goes wrong.

Twilio's own magic numbers are honoured (https://www.twilio.com/docs/iam/test-credentials):
    +15005550001 not valid (21211)             +15005550002 no route (21612)
    +15005550003 country not allowed (21408)   +15005550004 recipient opted out (21610)
    +15005550009 not a mobile number (21614)   from +15005550001 / 7: sender not valid / not owned (21212 / 21606)
Any number that ends with one of these five digits:
    99901 taken, then undelivered (30003)      99902 HTTP 500 once, not taken, then well
    99903 answers after 3 s                    99904 taken, but the first request never gets its answer
    99905 HTTP 429 once, then well             99906 reports in the wrong order (delivered, then sent)
    99907 each report comes twice              99908 stays at `sent`, never delivered
    99909 taken, then failed (30008)
"""

from dataclasses import dataclass

Step = tuple[float, str, str]
"""Seconds to wait, the status then, its error code."""

SENT_AFTER_S = 0.3  # what Twilio takes on a good day
DELIVERED_AFTER_S = 0.9
NORMAL: tuple[Step, ...] = ((SENT_AFTER_S, "sent", ""), (DELIVERED_AFTER_S, "delivered", ""))


@dataclass(frozen=True)
class Manner:
    """How the stand-in treats a number."""

    refusal: int = 0  # Twilio's error code
    first_status: int = 0  # HTTP status of the first request, which is not taken
    answer_after_s: float = 0.0
    first_answer_never: bool = False
    steps: tuple[Step, ...] = NORMAL
    reports: int = 1


TO_REFUSED = {
    "+15005550001": 21211,
    "+15005550002": 21612,
    "+15005550003": 21408,
    "+15005550004": 21610,
    "+15005550009": 21614,
}
FROM_REFUSED = {"+15005550001": 21212, "+15005550007": 21606, "+15005550008": 21611}
ENDINGS = {
    "99901": Manner(steps=((SENT_AFTER_S, "sent", ""), (DELIVERED_AFTER_S, "undelivered", "30003"))),
    "99902": Manner(first_status=500),
    "99903": Manner(answer_after_s=3.0),
    "99904": Manner(first_answer_never=True),
    "99905": Manner(first_status=429),
    "99906": Manner(steps=((SENT_AFTER_S, "delivered", ""), (DELIVERED_AFTER_S, "sent", ""))),
    "99907": Manner(reports=2),
    "99908": Manner(steps=((SENT_AFTER_S, "sent", ""),)),
    "99909": Manner(steps=((SENT_AFTER_S, "failed", "30008"),)),
}


def manner_of(to: str, sender: str) -> Manner:
    if code := TO_REFUSED.get(to) or FROM_REFUSED.get(sender):
        return Manner(refusal=code)
    return ENDINGS.get(to[-5:], Manner())
