"""Where a call's caller is: every fix that belongs to it, and a fixed line's own address, best first."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from cad.calls.errors import UnknownCall
from cad.locations import civic, rules
from cad.store.views.reading import View, the_one, views_of

MOST = 20  # of one call; a telephone sends a handful
BEFORE, AFTER = (f"interval '{int(span.total_seconds())} seconds'" for span in (rules.BEFORE, rules.AFTER))
FIX = """jsonb_build_object('id', f.id, 'source', f.source, 'method', f.method, 'lat', f.lat, 'lon', f.lon,
    'radius_m', f.radius_m, 'confidence', f.confidence, 'altitude_m', f.altitude_m, 'at', iso(f.at),
    'received_at', iso(f.received_at), 'civic', f.civic, 'kind', f.raw_kind, 'notes', f.notes)"""
ALI = """jsonb_build_object('id', 'ali', 'source', 'ali', 'method', 'manual', 'lat', n.lat, 'lon', n.lon,
    'radius_m', NULL, 'confidence', NULL, 'altitude_m', NULL, 'at', NULL, 'received_at', NULL,
    'civic', '{}'::jsonb, 'kind', 'ali', 'notes', '[]'::jsonb, 'name', n.name, 'address', n.address)"""

# Of call `c`: three looks into an index each.
LOCATIONS = f"""(
    SELECT coalesce(jsonb_agg(g.told), '[]') FROM (
        (SELECT {FIX} AS told FROM fixes f WHERE f.call_id = c.id ORDER BY f.received_at DESC LIMIT {MOST})
        UNION ALL
        (SELECT {FIX} FROM fixes f
        WHERE f.person_id = c.person_id AND f.call_id IS NULL
            AND f.received_at >= coalesce(c.received_at, c.first_seen_at) - {BEFORE}
            AND f.received_at <= coalesce(c.ended_at + {AFTER}, 'infinity')
        ORDER BY f.received_at DESC LIMIT {MOST})
        UNION ALL
        (SELECT {ALI} FROM ali_numbers n WHERE n.e164 = c.number_e164 AND c.number_e164 <> '')) g)"""
OF_CALL = text(f"SELECT {LOCATIONS} AS locations FROM calls c WHERE c.id = :id")


def with_locations(view: View) -> View:
    """A call's view whose `locations` are what `LOCATIONS` gave: with an address in words, best first."""
    told = [one | {"address": one.get("address") or civic.text_of(one["civic"])} for one in view["locations"]]
    return view | {"locations": rules.best_first(told)}


async def locations_of_call(session: AsyncSession, call_id: str) -> list[View]:
    found = the_one(await views_of(session, OF_CALL, id=call_id), UnknownCall)
    locations: list[View] = with_locations(found)["locations"]
    return locations
