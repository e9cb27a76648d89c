"""The demo city in the database, and the people who may sign in."""

from dataclasses import dataclass

from api.bench.person import Person, demo_password
from cad.installation import Installation
from cad.store import seed


@dataclass(frozen=True)
class Login:
    username: str
    password: str


async def prepare(installation: Installation) -> None:
    """Seeds the city when it has no units yet; twice changes nothing."""
    await seed.demo_city(installation)


def login(installation: Installation, username: str) -> Login:
    return Login(username, demo_password(installation, username))


async def signed_in(installation: Installation, username: str) -> Person:
    person = Person(installation.base_url)
    known = login(installation, username)
    await person.sign_in(known.username, known.password)
    return person
