"""Asks an https address out of an INVITE where the caller is (RFC 6753). Never in the way of a call.

The address comes from a stranger: only https, only hosts on the open internet unless the installation says otherwise
(`location_private`), no redirects, and no more time or octets than a location needs.
"""

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

import httpx
import structlog

from cad.bus import Bus
from cad.installation import Installation
from cad.locations import pidf_lo, xml
from cad.locations.commands import RecordFix
from cad.locations.errors import Refused
from cad.locations.handlers import made_of
from cad.locations.model import Fix
from telephony import metrics
from telephony.ledger import Entry

log = structlog.get_logger()

KIND = "LocationReferred"
TIMEOUT_S = 2.0  # the caller is talking already: later than that somebody has asked them
ACCEPT = "application/pidf+xml, application/held+xml;q=0.5"
WAITING = 200  # addresses; more come only from a flood
AT_ONCE = 4

UriOf = Callable[[str], Awaitable[str]]


@dataclass(frozen=True)
class Rules:
    private: bool = False
    ca_file: str = ""
    timeout_s: float = TIMEOUT_S


async def fetch(uri: str, rules: Rules) -> tuple[Fix, ...]:
    """What stands there. Raises Refused; its reason says what was wrong."""
    try:
        async with asyncio.timeout(rules.timeout_s):
            return pidf_lo.read(await _document(uri, rules))
    except TimeoutError:
        raise Refused("no_answer") from None


async def _document(uri: str, rules: Rules) -> bytes:
    try:
        parts = urlsplit(uri)
        host, port = parts.hostname or "", parts.port or 443
    except ValueError:
        raise Refused("address_unreadable") from None
    if parts.scheme.lower() != "https" or not host or parts.username is not None:
        raise Refused("address_unreadable")
    address = await _resolve(host, port, rules)
    # We go to the very address that was looked at: a name may point elsewhere a moment later.
    target = httpx.URL(_at(parts, address, port))
    headers = {"Host": host if port == 443 else f"{host}:{port}", "Accept": ACCEPT}
    trusted = await asyncio.to_thread(ssl.create_default_context, cafile=rules.ca_file or None)
    try:
        async with (
            httpx.AsyncClient(verify=trusted, timeout=rules.timeout_s, trust_env=False) as client,  # no redirects
            client.stream("GET", target, headers=headers, extensions={"sni_hostname": host}) as answer,
        ):
            return await _body(answer)
    except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, OSError, UnicodeError):
        raise Refused("no_answer") from None


def _at(parts: SplitResult, address: str, port: int) -> str:
    named = f"[{address}]" if ":" in address else address
    query = f"?{parts.query}" if parts.query else ""
    return f"https://{named}:{port}{parts.path or '/'}{query}"


async def _resolve(host: str, port: int, rules: Rules) -> str:
    """The first address, when all of them may be asked."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Refused("no_answer") from None
    addresses = [str(one[4][0]) for one in found]
    if not addresses:
        raise Refused("no_answer")
    if not rules.private and not all(ipaddress.ip_address(one.partition("%")[0]).is_global for one in addresses):
        raise Refused("address_private")
    return addresses[0]


async def _body(answer: httpx.Response) -> bytes:
    if answer.status_code != 200:
        raise Refused("no_answer")
    body = b""
    async for piece in answer.aiter_bytes():
        body += piece
        if len(body) > xml.LONGEST:
            raise Refused("too_long")
    return body


class Dereference:
    """Follows the journal: each address that an INVITE named is asked once, beside everything else."""

    def __init__(self, installation: Installation, bus: Bus, uri_of: UriOf) -> None:
        """`uri_of` gives a reference's address by its id; empty when its person was erased meanwhile."""
        settings = installation.settings
        self._rules = Rules(private=settings.location_private, ca_file=settings.location_ca)
        self._bus, self._uri_of = bus, uri_of
        self._waiting: asyncio.Queue[tuple[str, str]] = asyncio.Queue(WAITING)

    async def referred(self, entry: Entry) -> None:
        """Only remembers it: who follows the journal has calls to serve."""
        try:
            self._waiting.put_nowait((str(entry.data["call_id"]), str(entry.data["reference_id"])))
        except asyncio.QueueFull:
            metrics.dereferences.labels("too_many").inc()

    async def run(self) -> None:
        async with asyncio.TaskGroup() as group:
            for _ in range(AT_ONCE):
                group.create_task(self._work())

    async def _work(self) -> None:
        while True:
            call_id, reference_id = await self._waiting.get()
            try:
                await self._ask(call_id, reference_id)
            except Exception:
                metrics.dereferences.labels("failed").inc()
                log.exception("location.reference_failed", call_id=call_id)

    async def _ask(self, call_id: str, reference_id: str) -> None:
        uri = await self._uri_of(reference_id)
        if not uri:
            return
        try:
            fixes = await fetch(uri, self._rules)
        except Refused as refused:
            metrics.dereferences.labels(refused.reason).inc()
            log.warning("location.reference_refused", call_id=call_id, reason=refused.reason)
            return
        for place, fix in enumerate(fixes):
            fix_id = made_of(reference_id, str(place))
            await self._bus.handle(RecordFix(fix_id=fix_id, fix=fix, call_id=call_id))
        metrics.dereferences.labels("taken").inc()
