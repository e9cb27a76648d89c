"""The protocols that come with Tanggap, written from public first-aid knowledge in a dispatcher's words.

Each city's medical director and chiefs must confirm them: until then the console shows them as "belum disahkan".
"""

from cad.incidents.model import IncidentType
from cad.incidents.types import INCIDENT_TYPES
from cad.protocols.model import Protocol
from cad.protocols.seed.crime import CRIME
from cad.protocols.seed.disaster import DISASTER
from cad.protocols.seed.fire import FIRE
from cad.protocols.seed.medical import MEDICAL
from cad.protocols.seed.others import OTHERS
from cad.protocols.seed.rescue import RESCUE
from cad.protocols.seed.traffic import TRAFFIC
from cad.protocols.seed.words import Card

CARDS: dict[str, Card] = {**MEDICAL, **FIRE, **TRAFFIC, **CRIME, **DISASTER, **RESCUE, **OTHERS}


def _protocol(kind: IncidentType) -> Protocol:
    card = CARDS.get(kind.code, Card())
    return Protocol(
        code=kind.code,
        group=kind.group,
        parent=kind.parent,
        name_id=kind.name_id,
        name_en=kind.name_en,
        priority=kind.priority,
        agencies=tuple(kind.agencies),
        capabilities=tuple(kind.capabilities),
        questions=card.questions,
        instructions=card.instructions,
        checklist=card.checklist,
        run_card=card.run_card,
    )


PROTOCOLS = tuple(_protocol(kind) for kind in INCIDENT_TYPES)
