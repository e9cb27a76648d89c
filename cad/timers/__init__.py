"""Timers: what should have happened by now, and who is told that it has not."""
