"""What holds for every test of the house: files with slow tests come first, a failure is told whole, and the run goes on."""

import gc
from collections.abc import Generator

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests come first, so that at the end no worker waits for one that began late."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Nothing is collected as garbage while a failure is put into words.

    To quote the failing lines pytest parses their file. If what is collected meanwhile is an answer that nobody waited
    for any more, asyncio prints its traceback, for which Python 3.11 parses lines too; one parser cannot run inside the
    other (python/cpython#106905), and the whole run ends with "AST constructor recursion depth mismatch".
    """
    was = gc.isenabled()
    gc.disable()
    try:
        return (yield)
    finally:
        if was:
            gc.enable()
