"""Recordings of calls, and who listened to them."""
