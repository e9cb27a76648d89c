"""Exports of evidence."""

from cad.evidence.model import Evidence
from cad.store.rows import Rows, table_of
from cad.store.tables import EvidenceRow


class StoredEvidence(Rows[Evidence]):
    table = table_of(EvidenceRow)
    entity = Evidence
