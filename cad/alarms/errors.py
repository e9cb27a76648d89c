"""Refusals about alarms."""

from cad.errors import Invalid, NotFound


class UnknownAlarm(NotFound):
    error_id = "unknown_alarm"

    def __init__(self) -> None:
        super().__init__("Alarm ini tidak ada atau sudah berakhir.", en="There is no such alarm, or it is over.")


class NotAnAlarm(Invalid):
    """A part of ours named an alarm as no screen could show it."""

    error_id = "not_an_alarm"

    def __init__(self, key: str) -> None:
        super().__init__(
            "Nama atau tingkat alarm tidak dikenal.", en="The alarm's key or severity is not valid.", key=key
        )
