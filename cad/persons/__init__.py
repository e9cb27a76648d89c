"""Persons: the callers. What identifies one is sealed under a key of their own that can be destroyed."""
