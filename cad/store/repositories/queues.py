"""Each center's routing plan."""

from cad.queues.model import RoutingPlan
from cad.store.rows import Rows, table_of
from cad.store.tables import RoutingPlanRow


class StoredPlans(Rows[RoutingPlan]):
    table = table_of(RoutingPlanRow)
    entity = RoutingPlan
    key = "center_id"
