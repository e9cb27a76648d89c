"""Fixtures every room may ask for."""

import pytest

from tests.support.lanes import keep_to_mine

pytest_plugins = ["tests.support.database"]
keep_to_mine()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slow files first, so that no lane ends with the longest while the other has nothing left."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)
