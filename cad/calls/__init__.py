"""112 calls: what the telephone told us, and what became of it."""
