"""Alarms, found by their key."""

from cad.alarms.model import Alarm
from cad.store.rows import Rows, table_of
from cad.store.tables import AlarmRow


class StoredAlarms(Rows[Alarm]):
    table = table_of(AlarmRow)
    entity = Alarm
    key = "key"
