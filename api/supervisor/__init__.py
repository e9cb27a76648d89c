"""Keeps the processes of one installation alive: starts, watches, restarts, stops."""
