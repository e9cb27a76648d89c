"""What comes in (validated once, here) and what goes out (so that OpenAPI is complete and typed)."""
