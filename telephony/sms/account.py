"""Whose Twilio account, and where Twilio is: the real one, or our stand-in on loopback."""

import hashlib
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from cad.installation import Installation

STATUS_PATH = "/sms/twilio/status"
INBOUND_PATH = "/sms/twilio/inbound"
STANDIN_SENDER = "+15005550006"  # Twilio's own test credentials accept this sender and no other
LOOPBACK = {"127.0.0.1", "::1", "localhost"}


@dataclass(frozen=True, kw_only=True)
class Account:
    sid: str
    token: str = field(repr=False)
    sender: str = field(repr=False)
    api_url: str  # empty: Twilio's own address
    public_url: str  # what Twilio reaches us by

    def status_url(self, page_id: str) -> str:
        """Where the provider reports on one page; it names the page, so that a report that overtakes our
        own commit still finds it. Empty when a real Twilio could never reach it (it refuses such a URL, 21609)."""
        host = urlsplit(self.public_url).hostname or ""
        if not self.api_url and (host in LOOPBACK or not host):
            return ""
        return f"{self.public_url}{STATUS_PATH}?{urlencode({'page': page_id})}"


def standin_sid(token: str) -> str:
    """The stand-in's account: 34 characters like Twilio's, one per installation, not the token itself."""
    return "AC" + hashlib.sha256(f"stand-in account of {token}".encode()).hexdigest()[:32]


def account_of(installation: Installation) -> Account:
    settings, token = installation.settings, installation.secrets.twilio_auth_token
    if installation.uses_twilio:
        return Account(
            sid=settings.twilio_account_sid,
            token=token,
            sender=settings.twilio_from,
            api_url="",
            public_url=installation.base_url,
        )
    return Account(
        sid=standin_sid(token),
        token=token,
        sender=settings.twilio_from or STANDIN_SENDER,
        api_url=f"http://127.0.0.1:{settings.standin_port}",
        public_url=installation.base_url,
    )
