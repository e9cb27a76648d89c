"""Agencies, as they are looked up."""

from cad.agencies.model import Agency
from cad.store.rows import Rows, table_of
from cad.store.tables import AgencyRow


class StoredAgencies(Rows[Agency]):
    table = table_of(AgencyRow)
    entity = Agency
