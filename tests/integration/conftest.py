import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _nothing_remembered():
    """Wagtail remembers renditions by image id and sites by their roots, and ids come back in the next test."""
    cache.clear()
