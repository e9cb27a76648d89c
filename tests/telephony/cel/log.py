"""A CEL file that a test writes, as Asterisk would."""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

from telephony.pbx import events_database

BEGAN = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
CALLER = "1000000000.1"


class Log:
    def __init__(self, file: Path) -> None:
        self.file = file
        events_database.make(file)
        self.seconds = 0.0

    def write(self, eventtype: str, uniqueid: str, channame: str, call: str = "", extra: str = "", **more: str) -> None:
        self.seconds += 0.01
        at = (BEGAN + timedelta(seconds=self.seconds)).timestamp()
        row = {"eventtype": eventtype, "eventtime": f"{at:.6f}", "uniqueid": uniqueid, "linkedid": call or uniqueid}
        row |= {"channame": channame, "extra": extra} | more
        columns, marks = ", ".join(row), ", ".join("?" * len(row))
        with closing(sqlite3.connect(self.file, isolation_level=None)) as database:
            database.execute("PRAGMA synchronous = OFF")
            database.execute(f"INSERT INTO cel ({columns}) VALUES ({marks})", list(row.values()))

    def caller(self, eventtype: str, call: str = CALLER, extra: str = "") -> None:
        self.write(eventtype, call, "PJSIP/trunk-00000001", extra=extra, context="emergency-in", cidnum="0811")

    def desk(self, eventtype: str, leg: str = "1000000000.2", call: str = CALLER, extra: str = "") -> None:
        self.write(eventtype, leg, "PJSIP/desk-01-00000002", call=call, extra=extra)

    def mark(self, name: str, call: str = CALLER, leg: str = "", **fields: str | int) -> None:
        text = json.dumps({"extra": f"{name}?{urlencode(fields)}"})
        uniqueid, channel = (leg, "PJSIP/desk-01-00000002") if leg else (call, "PJSIP/trunk-00000001")
        self.write("USER_DEFINED", uniqueid, channel, call=call, extra=text, userdeftype="tanggap")

    def whole_call(self, call: str = CALLER, leg: str = "1000000000.2") -> None:
        self.caller("CHAN_START", call)
        self.mark("received", call, number="081234567890", withheld=0, prio=5)
        self.mark("recording", call, file=f"{call}.raw")
        self.desk("CHAN_START", leg, call=call)
        self.desk("BRIDGE_ENTER", leg, call=call)
        self.caller("BRIDGE_ENTER", call)
        self.mark("released", call, leg=leg, closed=1, cause=16)
        self.desk("HANGUP", leg, call=call, extra='{"hangupcause":16}')
        self.caller("HANGUP", call, extra='{"hangupcause":16,"dialstatus":""}')
