"""What one API process holds open: the installation, the bus, the database, the live hub."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import HTTPConnection, Request

from api.city_roads import CityRoads
from api.live.hub import Hub
from api.pages import BuiltPage
from api.passwords import Passwords
from api.places import Places
from api.response_areas import ResponseAreas
from api.sessions import whose
from api.throttle import Strangers, Throttle
from cad.bus import Bus
from cad.installation import Installation
from cad.store.database import Database


@dataclass
class Runtime:
    installation: Installation
    bus: Bus
    database: Database
    hub: Hub
    page: BuiltPage
    passwords: Passwords = field(default_factory=Passwords)
    throttle: Throttle = field(default_factory=Throttle)
    aml: Strangers = field(default_factory=Strangers)

    @cached_property
    def places(self) -> Places:
        return Places(self.database, self.hub)

    @cached_property
    def roads(self) -> CityRoads:
        return CityRoads(self.database, self.hub)

    @cached_property
    def response_areas(self) -> ResponseAreas:
        return ResponseAreas(self.places)

    @property
    def secure(self) -> bool:
        """Whether we ourselves speak TLS."""
        return bool(self.installation.settings.tls_certificate and self.installation.settings.tls_key)


def runtime_of(connection: HTTPConnection) -> Runtime:
    runtime: Runtime = connection.app.state.runtime
    return runtime


RuntimeOf = Annotated[Runtime, Depends(runtime_of)]


async def _reading(request: Request, runtime: RuntimeOf):  # type: ignore[no-untyped-def]
    await whose(request, runtime)  # a route may ask for its session before it asks who is there
    async with runtime.database.session() as session:
        yield session


# scope="function": the connection goes back before the answer is sent, however slow the client is.
Reading = Annotated[AsyncSession, Depends(_reading, scope="function")]
