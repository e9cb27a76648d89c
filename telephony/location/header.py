"""The Geolocation header (RFC 6442): where the caller's place stands or may be asked for.

Geolocation: <cid:loc@x>, <https://lis.example/a>;inserted-by="proxy.example"
"""

import re

MOST = 3  # addresses of one call
LONGEST = 500
ADDRESS = re.compile(r"<\s*(https://[^<>\s\"\\\x00-\x1f\x7f]+)\s*>", re.IGNORECASE)


def addresses(header: str) -> tuple[str, ...]:
    """The https addresses in their order, each once. Others (http, sip, cid) are passed over."""
    found = dict.fromkeys(match for match in ADDRESS.findall(header) if len(match) <= LONGEST and match.isascii())
    return tuple(found)[:MOST]
