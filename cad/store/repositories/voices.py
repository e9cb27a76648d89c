"""What each center's line says."""

from cad.store.rows import Rows, table_of
from cad.store.tables import VoicesRow
from cad.voices.model import Voices


class StoredVoices(Rows[Voices]):
    table = table_of(VoicesRow)
    entity = Voices
