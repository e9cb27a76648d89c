"""How calls are shared out: the routing plan that a supervisor sets, and the skills of those who answer."""
