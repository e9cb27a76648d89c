"""CEL's SQLite file, made before Asterisk opens it: in WAL mode, because in SQLite's default mode one reader
with an open cursor keeps Asterisk from writing and so from answering INVITEs.

The columns are fixed here; Asterisk's configuration is written from the same list.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

# column -> what Asterisk puts in; in this plain form it is turned into a fast mapping at load time
COLUMNS = {
    "eventtype": "${eventenum}",  # eventtype itself would be the user event's own name
    "eventtime": "${eventtime}",
    "cidname": "${CALLERID(name)}",
    "cidnum": "${CALLERID(num)}",
    "cidani": "${CALLERID(ANI)}",
    "ciddnid": "${CALLERID(DNID)}",
    "exten": "${CHANNEL(exten)}",
    "context": "${CHANNEL(context)}",
    "channame": "${CHANNEL(channame)}",
    "appname": "${CHANNEL(appname)}",
    "appdata": "${CHANNEL(appdata)}",
    "uniqueid": "${CHANNEL(uniqueid)}",
    "linkedid": "${CHANNEL(linkedid)}",
    "peer": "${BRIDGEPEER}",
    "userdeftype": "${userdeftype}",
    "extra": "${eventextra}",
}


def make(file: Path) -> None:
    """Makes the file, its table and its mode where they are missing; rows that are there stay."""
    file.parent.mkdir(parents=True, exist_ok=True)
    columns = ", ".join(f"{name} TEXT" for name in COLUMNS)
    with closing(sqlite3.connect(file, timeout=10)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute(f"CREATE TABLE IF NOT EXISTS cel (id INTEGER PRIMARY KEY AUTOINCREMENT, {columns})")
        database.commit()
