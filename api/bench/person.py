"""Somebody signed in through the API, from outside: what a bench or the demo knows, it knows as a person would."""

import json
from collections.abc import AsyncIterator
from typing import Any, Self

import httpx
from websockets.asyncio.client import connect

from cad.errors import Unavailable
from cad.installation import Installation


class Person:
    """`async with Person(base_url) as sari: await sari.sign_in("sari", password)`."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.user: dict[str, Any] = {}
        # The system's own certificate is from its local authority; on loopback that is nobody else.
        self.http = httpx.AsyncClient(base_url=base_url, headers={"X-Tanggap": "1"}, timeout=20, verify=False)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.http.aclose()

    async def sign_in(self, username: str, password: str) -> None:
        answer = await self.post("/api/session", username=username, password=password)
        self.user = answer["user"]

    async def get(self, path: str, **query: object) -> Any:
        return _checked(await self.http.get(path, params={name: str(value) for name, value in query.items()})).json()

    async def post(self, path: str, **body: object) -> Any:
        return _checked(await self.http.post(path, json=body)).json()

    async def audio(self, recording_id: str) -> bytes:
        return _checked(await self.http.get(f"/api/recordings/{recording_id}/audio")).content

    async def live(self, after: int) -> AsyncIterator[dict[str, Any]]:
        """The live channel's messages, until it is closed."""
        url = f"{self.base_url.replace('http', 'ws', 1)}/api/live?after={after}"
        cookie = "; ".join(f"{name}={value}" for name, value in self.http.cookies.items())
        async with connect(url, additional_headers={"Cookie": cookie}, origin=None, max_size=2**24) as socket:
            async for text in socket:
                yield json.loads(text)


def _checked(answer: httpx.Response) -> httpx.Response:
    if answer.status_code >= 400:
        request = answer.request
        raise Unavailable(f"{request.method} {request.url.path} answered {answer.status_code}: {answer.text[:300]}")
    return answer


def demo_password(installation: Installation, username: str) -> str:
    """As `tanggap up` keeps it for its own user. Raises Unavailable when there is none."""
    file = installation.home / "demo-users.json"
    if not file.exists():
        raise Unavailable(f"{file} is not there: start `./tanggap up` first, or give --user and --password.")
    kept = json.loads(file.read_text())
    told = kept.get(username)
    if told is None:
        raise Unavailable(f"{file} has no user {username}. Give --user and --password.")
    return str(told["password"] if isinstance(told, dict) else told)
