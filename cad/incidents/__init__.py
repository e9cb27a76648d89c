"""Incidents: what happened, where, how bad. Many calls, one incident."""
