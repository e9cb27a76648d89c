"""Fixtures every room may ask for."""

pytest_plugins = ["tests.support.database"]
