"""Finding incidents: by number, beginnings of words, place, type, time; newest first, page by page."""

import pytest

from cad.incidents.commands import AddNarrative, ChangeIncident, CloseIncident, OpenIncident
from cad.incidents.model import Incident
from cad.places.model import Place
from cad.store import views
from cad.store.views.search import words_of
from cad.users.commands import AddUser
from tests.support.database import Store


async def opened(store: Store, what: str, place: str, type_code: str = "structure_fire") -> Incident:
    store.clock.forward(60)
    command = OpenIncident(user_id=None, type_code=type_code, what=what, place=Place(text=place))
    incident: Incident = await store.bus.handle(command)
    return incident


async def found(store: Store, **wanted: object) -> list[int]:
    async with store.database.session() as session:
        return [one["number"] for one in await views.incidents(session, **wanted)]  # type: ignore[arg-type]


@pytest.fixture
async def city(seeded: Store) -> dict[str, Incident]:
    return {
        "shop": await opened(seeded, "Toko terbakar, asap tebal", "Jl.Sudirman 12"),
        "house": await opened(seeded, "Rumah kosong", "Pasar Lama"),
        "crash": await opened(seeded, "Motor dan truk, toko rusak", "Simpang Pasar", "traffic_injury"),
    }


async def test_words_are_found_wherever_they_stand_and_all_are_wanted(seeded: Store, city: dict[str, Incident]) -> None:
    shop, house, crash = (city[name].number for name in ("shop", "house", "crash"))
    assert await found(seeded, q="toko") == [crash, shop]
    assert await found(seeded, q="TOK sudir") == [shop]
    assert await found(seeded, q="kebakaran") == [house, shop]  # the type's name
    assert await found(seeded, place="pasar") == [crash, house]
    assert await found(seeded, q="toko", place="pasar") == [crash]
    assert await found(seeded, q=str(house)) == [house]
    assert await found(seeded, type="traffic_injury") == [crash]
    assert await found(seeded, q="' | !! :* \\") == []
    assert await found(seeded, place="%") == []
    assert await found(seeded) == [crash, house, shop]


async def test_what_is_added_or_changed_later_is_found_too(seeded: Store, city: dict[str, Incident]) -> None:
    user = await seeded.bus.handle(AddUser(username="dina", name="Dina", role="dispatcher", password_hash="x"))
    house = city["house"]
    await seeded.bus.handle(AddNarrative(user_id=user.id, incident_id=house.id, text="Ada tabung elpiji"))
    changes = {"what": "Gudang"}
    change = ChangeIncident(user_id=user.id, incident_id=house.id, version=house.version, changes=changes)
    await seeded.bus.handle(change)
    assert await found(seeded, q="elpi gudang") == [house.number]
    assert await found(seeded, q="kosong") == []
    await seeded.bus.handle(CloseIncident(user_id=user.id, incident_id=house.id, disposition="handled", note="dingin"))
    assert await found(seeded, q="dingin", state="closed") == [house.number]
    assert await found(seeded, q="dingin", state="open") == []


async def test_page_by_page_and_by_time_nothing_is_missed_or_seen_twice(
    seeded: Store, city: dict[str, Incident]
) -> None:
    numbers = [city[name].number for name in ("crash", "house", "shop")]
    first = await found(seeded, limit=2)
    rest = await found(seeded, limit=2, before=city["house"].opened_at)
    assert first + rest == numbers
    assert await found(seeded, since=city["house"].opened_at) == numbers[:2]
    assert await found(seeded, q="pasar", until=city["house"].opened_at) == numbers[1:2]
    assert await found(seeded, priority=1, limit=200) == numbers


def test_words_are_letters_and_digits() -> None:
    assert words_of("Jl.Sudirman_12, RT 3/4 (é)") == ["jl", "sudirman", "12", "rt", "3", "4", "é"]
