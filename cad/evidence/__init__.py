"""The journal as evidence: its chain, its seals, what is exported of it. Pure: no SQL, no keys."""
