"""What a list of found incidents shows."""

from api.schemas.common import View


class FoundIncident(View):
    id: str
    number: int
    type_code: str
    type_name_id: str
    type_name_en: str
    priority: int
    state: str
    what: str
    place_text: str
    kelurahan_name: str | None
    opened_at: str
    closed_at: str | None
    disposition: str | None
    exercise: bool
    calls: int
