"""The parts of Asterisk 22's ARI that we use (rest-api/api-docs/*.json); what is optional there is optional here."""

from typing import NotRequired, TypedDict


class CallerId(TypedDict):
    name: str
    number: str


class DialplanPlace(TypedDict):
    context: str
    exten: str
    priority: int
    app_name: NotRequired[str]
    app_data: NotRequired[str]


class Channel(TypedDict):
    """`id` is the uniqueid; `protocol_id` the SIP Call-ID; `channelvars` what ari.conf tells to send along."""

    id: str
    name: str
    state: str
    caller: CallerId
    connected: CallerId
    accountcode: str
    dialplan: DialplanPlace
    creationtime: str
    language: str
    protocol_id: NotRequired[str]
    channelvars: NotRequired[dict[str, str]]


class Bridge(TypedDict):
    id: str
    technology: str
    bridge_type: str
    bridge_class: str
    channels: list[str]
    name: NotRequired[str]


class Endpoint(TypedDict):
    """`state` is unknown, offline or online."""

    technology: str
    resource: str
    state: NotRequired[str]
    channel_ids: list[str]


class ContactInfo(TypedDict):
    """`contact_status`: Reachable, Unreachable, NonQualified, Created, Updated, Removed, Unknown."""

    uri: str
    contact_status: str
    aor: str
    roundtrip_usec: NotRequired[str]


class LiveRecording(TypedDict):
    name: str
    format: str
    state: str
    target_uri: str


class Variable(TypedDict):
    value: str


class SystemInfo(TypedDict):
    version: str
    entity_id: str


class StatusInfo(TypedDict):
    startup_time: str
    last_reload_time: str


class AsteriskInfo(TypedDict):
    system: NotRequired[SystemInfo]
    status: NotRequired[StatusInfo]


class Event(TypedDict):
    """Every event has a type; Asterisk may send types that did not exist when this was written."""

    type: str
    timestamp: NotRequired[str]
    application: NotRequired[str]
    asterisk_id: NotRequired[str]
    channel: NotRequired[Channel]
    bridge: NotRequired[Bridge]
    endpoint: NotRequired[Endpoint]
    contact_info: NotRequired[ContactInfo]
    caller: NotRequired[Channel]  # Dial
    peer: NotRequired[Channel]  # Dial
    dialstatus: NotRequired[str]
    eventname: NotRequired[str]  # ChannelUserevent
    userevent: NotRequired[dict[str, str]]
    cause: NotRequired[int]  # ChannelDestroyed, Q.850
    cause_txt: NotRequired[str]
