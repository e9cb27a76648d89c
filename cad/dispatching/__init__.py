"""Dispatching: which unit to send, sending it, and the way it goes."""
