"""What can be asked of Asterisk, by noun, as ari-py names it: `client.channels.list()`."""

from collections.abc import Iterable
from typing import Any, Protocol, cast

from telephony.ari.errors import NotFound
from telephony.ari.models import AsteriskInfo, Bridge, Channel, Endpoint, LiveRecording, Variable
from telephony.ari.protocol import path


class Asker(Protocol):
    async def request(self, method: str, uri: str, body: dict[str, object] | None = None) -> Any: ...


class Resource:
    def __init__(self, client: Asker) -> None:
        self._client = client

    async def _get(self, uri: str) -> Any:
        return await self._client.request("GET", uri)

    async def _unless_gone(self, method: str, uri: str) -> bool:
        """False when the thing was gone already, which with calls is normal."""
        try:
            await self._client.request(method, uri)
        except NotFound:
            return False
        return True


class Channels(Resource):
    async def list(self) -> list[Channel]:
        return cast("list[Channel]", await self._get("channels"))

    async def get(self, channel_id: str) -> Channel:
        return cast(Channel, await self._get(path("channels", channel_id)))

    async def hangup(self, channel_id: str, reason: str | None = None) -> bool:
        return await self._unless_gone("DELETE", path("channels", channel_id, reason=reason))

    async def get_channel_var(self, channel_id: str, variable: str) -> str:
        """A variable or function (`CHANNEL(linkedid)`). Raises NotFound when channel or variable is not there."""
        answer = await self._get(path("channels", channel_id, "variable", variable=variable))
        return cast(Variable, answer)["value"]

    async def set_channel_var(self, channel_id: str, variable: str, value: str) -> bool:
        return await self._unless_gone("POST", path("channels", channel_id, "variable", variable=variable, value=value))


class Bridges(Resource):
    async def list(self) -> list[Bridge]:
        return cast("list[Bridge]", await self._get("bridges"))

    async def get(self, bridge_id: str) -> Bridge:
        return cast(Bridge, await self._get(path("bridges", bridge_id)))


class Endpoints(Resource):
    async def list_by_tech(self, tech: str) -> list[Endpoint]:
        return cast("list[Endpoint]", await self._get(path("endpoints", tech)))

    async def get(self, tech: str, resource: str) -> Endpoint:
        return cast(Endpoint, await self._get(path("endpoints", tech, resource)))


class Recordings(Resource):
    """ARI's own recordings; the 112 calls' are written by MixMonitor and never pass here."""

    async def get_live(self, name: str) -> LiveRecording:
        return cast(LiveRecording, await self._get(path("recordings", "live", name)))

    async def stop(self, name: str) -> bool:
        return await self._unless_gone("POST", path("recordings", "live", name, "stop"))


class Applications(Resource):
    async def filter(self, application_name: str, allowed: Iterable[str]) -> None:
        """From now on the app is sent events of these types only."""
        types: dict[str, object] = {"allowed": [{"type": event_type} for event_type in allowed]}
        await self._client.request("PUT", path("applications", application_name, "eventFilter"), types)


class Asterisk(Resource):
    async def get_info(self) -> AsteriskInfo:
        return cast(AsteriskInfo, await self._get("asterisk/info"))

    async def ping(self) -> None:
        await self._get("asterisk/ping")
