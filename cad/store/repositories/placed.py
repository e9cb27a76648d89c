"""Rows of a noun that has a place: six columns in its table, one `Place` in its entity."""

from collections.abc import Callable
from typing import Any

from cad.places.model import Place
from cad.store.rows import E, Rows


class PlacedRows(Rows[E]):
    async def to_entity(self, row: dict[str, Any]) -> E:
        place = Place(
            text=row.pop("place_text"),
            kelurahan_code=row.pop("kelurahan_code"),
            lat=row.pop("lat"),
            lon=row.pop("lon"),
            source=row.pop("place_source"),
            radius_m=row.pop("radius_m"),
        )
        make: Callable[..., E] = self.entity
        return make(**row, place=place)

    def to_row(self, entity: E) -> dict[str, Any]:
        row = super().to_row(entity)
        place: Place = row.pop("place")
        return row | {
            "place_text": place.text,
            "kelurahan_code": place.kelurahan_code,
            "lat": place.lat,
            "lon": place.lon,
            "place_source": place.source,
            "radius_m": place.radius_m,
        }
