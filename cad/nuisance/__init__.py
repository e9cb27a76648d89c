"""Numbers that call without need: what became of their calls, a score, waiting longer for a while. Never a block."""
