"""How a recording's second place is reached: the place is the recording's, the keys are the rules'."""

from cad.recordings.rules import RecordingRules
from cad.store import safe
from telephony.recordings.stores import Access

S3_SECRET = "recordings.s3"


def access_to(kind: str, where: str, rules: RecordingRules, pepper: str) -> Access:
    if kind == "folder":
        return Access(kind, where)
    secret = safe.take_out(rules.s3_secret, pepper, S3_SECRET)
    return Access(kind, where, rules.s3_region, rules.s3_key, secret)
