"""Fixtures every room may ask for."""

from tests.support.lanes import keep_to_mine

pytest_plugins = ["tests.support.database"]
keep_to_mine()
