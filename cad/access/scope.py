"""What each role may see, as one table; enforced where the data is read (`cad/store/views/scoped.py`)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

NOUNS = ("incidents", "units", "calls", "recordings", "persons", "pages", "journal", "settings", "users")
REACHES = ("none", "own", "agency", "area", "all")
ROLES = ("dispatcher", "agency_dispatcher", "responder", "supervisor", "administrator", "auditor")

# none    nothing of it.
# own     what belongs to the assignment that the person's own unit is on now.
# agency  incidents that are the agency's (a unit of it is or was assigned, it leads, or it was asked to take over) and
#         those of its kind in its areas; its own units, and others while they are on an incident of its own (as a
#         crew's link shows them); calls, pages and journal of these.
# area    in the person's areas. Without areas: the whole city. What has no place or no incident yet is in every area,
#         so that nothing is overlooked.
# all     the whole city, areas or not: a unit of the next kecamatan may be the nearest.
# *       callers' numbers are masked.     ~  masked, unless the incident is the agency's.
#
# persons: who called before, what is known of a number, searching by one. settings: how the center works.
_TABLE = """
                    incidents  units   calls    recordings  persons  pages   journal  settings  users
dispatcher          area       all     area     none        area     area    area     all       none
agency_dispatcher   agency     agency  agency~  none        none     agency  agency   none      none
responder           own        own     none     none        none     none    none     none      none
supervisor          area       all     area     area        area     area    area     all       all
administrator       area*      all     area*    area*       none     area*   area     all       all
auditor             area*      all     area*    area*       area*    area*   area     all       all
"""


@dataclass(frozen=True)
class Sight:
    """How far a role sees. `masked`: numbers always; `masked_foreign`: unless the incident is its agency's."""

    reach: str
    masked: bool = False
    masked_foreign: bool = False


NOTHING = Sight("none")


@dataclass(frozen=True)
class Scope:
    """Who is asking. `areas` holds codes of kelurahan, kecamatan or a city (Kemendagri: the longer begins with the
    shorter); empty is the whole city. `unit_id` is a responder's own unit."""

    role: str
    agency_id: str | None = None
    areas: frozenset[str] = field(default_factory=frozenset)
    unit_id: str | None = None

    def sight(self, noun: str) -> Sight:
        return SIGHTS.get(self.role, {}).get(noun, NOTHING)

    @property
    def whole(self) -> bool:
        """Nothing of what this role may ask for has to be left out."""
        reaches = {self.sight(noun).reach for noun in NOUNS if noun != "users"} - {"none", "all"}
        return self.role in SIGHTS and (reaches == {"area"} and not self.areas)

    def covers(self, kelurahan_code: str) -> bool:
        """Whether a place lies in one of the areas; a place that is not known yet lies in each."""
        return not kelurahan_code or not self.areas or any(_within(kelurahan_code, area) for area in self.areas)


def _within(code: str, area: str) -> bool:
    return code == area or code.startswith(f"{area}.")


def _sight(told: str) -> Sight:
    reach = told.rstrip("*~")
    if reach not in REACHES:
        raise ValueError(told)
    return Sight(reach, masked=told.endswith("*"), masked_foreign=told.endswith("~"))


def _read(table: str) -> Mapping[str, Mapping[str, Sight]]:
    head, *rows = [line.split() for line in table.strip().splitlines()]
    return {role: dict(zip(head, map(_sight, told), strict=True)) for role, *told in rows}


SIGHTS = _read(_TABLE)
