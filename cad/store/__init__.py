"""The store: the only room that speaks SQL. PostgreSQL everywhere, one code path."""
