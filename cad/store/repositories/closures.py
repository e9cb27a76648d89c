"""Closed roads."""

from cad.closures.model import Closure
from cad.store.rows import Rows, table_of
from cad.store.tables import ClosureRow


class StoredClosures(Rows[Closure]):
    table = table_of(ClosureRow)
    entity = Closure
