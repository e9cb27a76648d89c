"""What a channel's name and context tell: `PJSIP/desk-01-0000000a` is a desk's leg, the trunk's is a caller."""

import re

EMERGENCY_CONTEXT = "emergency-in"
_DESK = re.compile(r"PJSIP/(desk-\d+)-[0-9a-f]+(?:;\d)?")
_OUTBOUND = re.compile(r"Local/[^/]*@tanggap-outbound-[0-9a-f]+;1")
FETCHED = "fetch-"  # how the linkedid of a leg begins that was called into a call: only its marks tell of which
_TRUNK = re.compile(r"PJSIP/trunk[\w.-]*-[0-9a-f]+")


def desk_of(channel_name: str) -> str:
    """The desk whose phone this channel is; empty when it is no desk's."""
    match = _DESK.fullmatch(channel_name)
    return match[1] if match else ""


def is_outbound(channel_name: str) -> bool:
    """True for the channel that stands for whom we called: it has the call's own uniqueid."""
    return bool(_OUTBOUND.fullmatch(channel_name))


def is_caller(channel_name: str, context: str) -> bool:
    """True for a channel that came in on an emergency trunk."""
    return not desk_of(channel_name) and (context == EMERGENCY_CONTEXT or bool(_TRUNK.fullmatch(channel_name)))


def endpoint_desk(resource: str) -> str:
    """The desk id of an endpoint's name (`desk-01`), or empty."""
    return resource if re.fullmatch(r"desk-\d+", resource) else ""
