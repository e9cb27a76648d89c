"""A dispatcher for each desk, signed on and ready, and a supervisor: put in through the CAD's own commands."""

import secrets
from dataclasses import dataclass

from api.passwords import Passwords
from cad.desks.commands import SetDeskState, SignOnDesk
from cad.installation import Installation
from cad.users.commands import AddUser


@dataclass(frozen=True)
class Crew:
    desks: int
    dispatcher: tuple[str, str]  # name and password of one who looks at the screen
    supervisor: tuple[str, str]


async def hire(installation: Installation, desks: int) -> Crew:
    from cad.store.bootstrap import open_bus

    password = secrets.token_hex(12)
    passwords = Passwords()
    password_hash = await passwords.hash(password)
    passwords.close()
    bus, database = open_bus(installation)
    for number in range(1, desks + 1):
        name = f"bench{number:02d}"
        user = await bus.handle(
            AddUser(username=name, name=name.title(), role="dispatcher", password_hash=password_hash)
        )
        await bus.handle(SignOnDesk(user_id=user.id, desk_id=f"desk-{number:02d}"))
        await bus.handle(SetDeskState(user_id=user.id, state="ready"))
    boss = AddUser(username="boss", name="Boss", role="supervisor", password_hash=password_hash)
    await bus.handle(boss)
    await database.dispose()
    return Crew(desks, ("bench01", password), ("boss", password))
