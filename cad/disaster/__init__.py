"""Disaster mode: many incidents at once, grouped under a major one, and what goes on when the screens do not."""
