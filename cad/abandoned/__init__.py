"""Callers who were lost before anybody helped them, and how they are called back."""
