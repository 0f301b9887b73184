"""Fixtures of the live tests: a real server process, and people who come to it with pages of their own."""

import pytest

from tests.live.kit import filled, postgres_url, server, shared, three, until, visit

__all__ = ["filled", "postgres_url", "server", "shared", "three", "until", "visit"]


def pytest_configure(config: pytest.Config) -> None:
    """Register the mark of tests that end or stop their server."""
    config.addinivalue_line("markers", "own_server: needs a server of its own, because it ends it")
