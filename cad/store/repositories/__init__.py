"""The domain's repositories on PostgreSQL, by noun."""
