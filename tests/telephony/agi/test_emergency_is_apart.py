"""The first law in the dialplan's own text: no 112 call waits for a process of ours, a network or a script."""

import re

from telephony.pbx.configuration import TEMPLATES

APART = "tanggap-desk-check"
ASKS_ANOTHER = re.compile(
    r"\b((?:Dead|E|Fast|Async)?AGI|Stasis|ExternalIVR|(?:Try)?System|AudioSocket|WebSocket|MRCP\w*|Speech\w*"
    r"|CURL|ODBC\w*|REALTIME\w*|HTTP\w*|ENUM\w*|SRV\w*|JABBER\w*)\(",
    re.IGNORECASE,
)


def contexts() -> dict[str, str]:
    """Each context's lines, without comments."""
    found: dict[str, str] = {}
    for file in sorted(TEMPLATES.glob("*.conf")):
        name = ""
        for line in file.read_text().splitlines():
            if header := re.match(r"\[([\w-]+)\]", line):
                name = header.group(1)
            elif not line.startswith(";"):
                found[name] = found.get(name, "") + line.partition(" ;")[0] + "\n"
    return found


def test_given_every_context_but_the_desks_own_check_when_read_then_nothing_asks_a_process_or_a_network() -> None:
    asking = {name: hits for name, text in contexts().items() if (hits := ASKS_ANOTHER.findall(text))}
    assert asking == {APART: ["AGI"]}


def test_given_the_check_when_looked_for_then_only_what_a_desk_dials_leads_there() -> None:
    leading = {name for name, text in contexts().items() if APART in text}
    assert leading == {"desk-out"}
    assert not [name for name, text in contexts().items() if "desk-out" in text]
    assert {"emergency-in", "tanggap-wait", "tanggap-hold", "tanggap-room"} <= contexts().keys()
