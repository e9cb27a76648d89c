"""What may go wrong when we ask Asterisk for something."""


class AriError(Exception):
    """Asterisk refused: `status` is its HTTP status, `reason` its words."""

    def __init__(self, status: int, reason: str, uri: str = "") -> None:
        super().__init__(f"{status} {reason} ({uri})")
        self.status, self.reason, self.uri = status, reason, uri


class NotFound(AriError):
    """The channel, bridge or recording is gone. With calls that end by themselves this is no mishap."""


class AriUnavailable(AriError):
    """No connection, or no answer in time. Nothing is known about what became of the request."""

    def __init__(self, reason: str, uri: str = "") -> None:
        super().__init__(503, reason, uri)
