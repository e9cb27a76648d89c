"""A look at a record of a person."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class NoteLook:
    """On record before the answer leaves (UU PDP 27/2022, articles 31 and 39: who processes personal data keeps a
    record of it and guards it against unlawful access). The same look within ten minutes is counted on the first.

    Looks have a table of their own and are no entries of the journal: there are many times more of them than facts,
    each console would be told of each, and nobody has to see a look within the second. The table is as append-only as
    the journal: the database refuses change, and removal before a year is over.

    `kind`: call, search, recording, incident, export, notes, looks. `subject_id` is what was looked at; for a search
    the person's number is given as `number`, which is not kept: only whose it is. `outcome`: seen, refused, missing.
    Returns the Look.
    """

    user_id: str
    role: str
    kind: str
    subject_id: str = ""
    number: str = ""
    outcome: str = "seen"
    reason: str = ""
    address: str = ""
