"""Speaks what a supervisor lets the line say."""
