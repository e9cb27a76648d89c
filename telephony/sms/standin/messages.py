"""The messages the stand-in has taken: kept in memory, and in a log that a restart reads again."""

import json
import os
import secrets
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path

from cad.clock import Clock, utc_now

KEPT = 2000  # messages in memory; the log keeps all
LOG = "requests.jsonl"


@dataclass
class Message:
    sid: str
    to: str
    sender: str
    body: str
    callback: str
    at: datetime
    status: str = "queued"
    error_code: str = ""
    changed_at: datetime = field(default_factory=utc_now)
    reported: set[str] = field(default_factory=set)

    def resource(self, account_sid: str) -> dict[str, object]:
        """Twilio's Message resource: https://www.twilio.com/docs/messaging/api/message-resource"""
        uri = f"/2010-04-01/Accounts/{account_sid}/Messages/{self.sid}"
        sent = self.status not in {"queued", "failed"}
        return {
            "sid": self.sid,
            "account_sid": account_sid,
            "api_version": "2010-04-01",
            "to": self.to,
            "from": self.sender,
            "body": self.body,
            "status": self.status,
            "error_code": int(self.error_code) if self.error_code else None,
            "error_message": None,
            "direction": "outbound-api",
            "num_segments": str(_segments(self.body)),
            "num_media": "0",
            "price": None,
            "price_unit": "USD",
            "messaging_service_sid": None,
            "date_created": format_datetime(self.at),
            "date_updated": format_datetime(self.changed_at),
            "date_sent": format_datetime(self.changed_at) if sent else None,
            "uri": f"{uri}.json",
            "subresource_uris": {"media": f"{uri}/Media.json"},
        }

    def seen(self) -> dict[str, object]:
        """For the page with the phones."""
        return {
            "sid": self.sid,
            "to": self.to,
            "from": self.sender,
            "body": self.body,
            "at": self.at.isoformat(),
            "status": self.status,
            "error_code": self.error_code,
        }


class Messages:
    """All writes go to the log first, so what was answered with 201 is there after a kill."""

    def __init__(self, folder: Path, clock: Clock = utc_now) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.file = folder / LOG
        self._clock = clock
        self._by_sid: dict[str, Message] = {}
        self._requests: Counter[tuple[str, str]] = Counter()
        self._read_again()
        self._log = os.fdopen(os.open(self.file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w", buffering=1)

    def take(self, to: str, sender: str, body: str, callback: str) -> Message:
        message = Message("SM" + secrets.token_hex(16), to, sender, body, callback, self._clock())
        self._note("message", sid=message.sid, To=to, From=sender, Body=body, StatusCallback=callback)
        self._keep(message)
        return message

    def refuse(self, to: str, code: int, http: int) -> None:
        self._note("refused", To=to, code=code, http=http)

    def reported(self, message: Message, status: str, http: int, attempt: int, ok: bool) -> None:
        self._note("callback", sid=message.sid, MessageStatus=status, http=http, attempt=attempt, ok=ok)
        if ok:
            message.reported.add(status)

    def advance(self, message: Message, status: str, error_code: str) -> None:
        final = message.status in {"delivered", "undelivered", "failed"}
        if not final:
            message.status, message.error_code, message.changed_at = status, error_code, self._clock()

    def first_request(self, to: str, body: str) -> bool:
        """True the first time this text is asked to go to this number."""
        self._requests[(to, body)] += 1
        return self._requests[(to, body)] == 1

    def get(self, sid: str) -> Message | None:
        return self._by_sid.get(sid)

    def newest_first(self) -> list[Message]:
        return list(reversed(self._by_sid.values()))

    def close(self) -> None:
        self._log.close()

    def _keep(self, message: Message) -> None:
        self._by_sid[message.sid] = message
        while len(self._by_sid) > KEPT:
            del self._by_sid[next(iter(self._by_sid))]

    def _note(self, kind: str, **facts: object) -> None:
        self._log.write(json.dumps({"at": self._clock().isoformat(), "kind": kind, **facts}, ensure_ascii=False) + "\n")

    def _read_again(self) -> None:
        if not self.file.exists():
            return
        for line in self.file.read_text().splitlines():
            try:
                self._recall(json.loads(line))
            except (json.JSONDecodeError, KeyError):
                continue  # the last line of a killed process may be half written

    def _recall(self, line: dict[str, str]) -> None:
        if line["kind"] == "message":
            at = datetime.fromisoformat(line["at"])
            self._keep(Message(line["sid"], line["To"], line["From"], line["Body"], line["StatusCallback"], at))
        elif line["kind"] == "callback" and line["ok"] and (message := self._by_sid.get(line["sid"])):
            message.reported.add(line["MessageStatus"])
            message.status = line["MessageStatus"]


def _segments(body: str) -> int:
    """GSM-7 texts go 160 to a message, 153 when joined; others 70 and 67 (3GPP TS 23.040)."""
    alone, joined = (160, 153) if body.isascii() else (70, 67)
    return 1 if len(body) <= alone else -(-len(body) // joined)
