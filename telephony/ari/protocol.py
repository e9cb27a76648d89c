"""ARI over one WebSocket, without the socket: text goes in and out, requests find their responses.

A request is `{"type": "RESTRequest", "request_id", "method", "uri", ...}`; its answer is an event of type
`RESTResponse` with the same id (Asterisk 22.4 and later). Everything else is an event.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any, cast
from urllib.parse import quote, urlencode

from telephony.ari.errors import AriError, NotFound
from telephony.ari.models import Event


@dataclass(frozen=True)
class Response:
    request_id: str
    status: int
    reason: str
    uri: str
    body: str

    def result(self) -> Any:
        """The decoded body, None when there is none. Raises NotFound or AriError as Asterisk says."""
        if self.status == 404:
            raise NotFound(self.status, self.reason, self.uri)
        if not 200 <= self.status < 300:
            raise AriError(self.status, self.reason, self.uri)
        try:
            return json.loads(self.body) if self.body else None
        except json.JSONDecodeError:
            raise AriError(502, "Asterisk answered with something that is not JSON", self.uri) from None


@dataclass(frozen=True)
class Garbage:
    """A frame that is no ARI message; `why` says what is wrong with it, never what was in it."""

    why: str


def path(*parts: str, **query: str | int | None) -> str:
    """`channels`, an id and so on, each quoted, with the query that is not None."""
    told = {name: value for name, value in query.items() if value is not None}
    return "/".join(quote(part, safe="") for part in parts) + (f"?{urlencode(told)}" if told else "")


class Conversation:
    """Numbers requests and recognises what comes in. One for each connection."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def request(self, method: str, uri: str, body: Mapping[str, object] | None = None) -> tuple[str, str]:
        """The id to wait for, and the text to send."""
        request_id = str(next(self._numbers))
        message: dict[str, object] = {"type": "RESTRequest", "request_id": request_id, "method": method, "uri": uri}
        if body is not None:
            message |= {"content_type": "application/json", "message_body": json.dumps(body)}
        return request_id, json.dumps(message)

    def understand(self, frame: str | bytes) -> Event | Response | Garbage:
        try:
            message = json.loads(frame)
        except (json.JSONDecodeError, UnicodeDecodeError) as error:
            return Garbage(f"not JSON: {type(error).__name__}, {len(frame)} long")
        if not isinstance(message, dict) or not isinstance(message.get("type"), str):
            return Garbage("no type")
        if message["type"] != "RESTResponse":
            return cast(Event, message)
        return _response(message)


def _response(message: Mapping[str, Any]) -> Response | Garbage:
    status = message.get("status_code")
    if not isinstance(status, int):
        return Garbage("a response without status")
    return Response(
        request_id=str(message.get("request_id", "")),
        status=status,
        reason=str(message.get("reason_phrase", "")),
        uri=str(message.get("uri", "")).partition("?")[0],
        body=str(message.get("message_body") or ""),
    )
