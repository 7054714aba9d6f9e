"""What holds for every test: no screen, no Qt where the domain is tested, nothing left behind.

`tests/workup` and `tests/content` are imported and run with PySide6 and `ui` blocked, so that the domain cannot grow
into the screen unnoticed. A test that uses Qt fails when it leaves a window, a running timer or a thread.
"""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import hypothesis
import pytest

from tests import shape

os.environ["QT_QPA_PLATFORM"] = "offscreen"

HERE = Path(__file__).parent
WITHOUT_QT = (HERE / "workup", HERE / "content")
BLOCKED = {"PySide6", "shiboken6", "ui"}
QT_FIXTURES = {"qtbot", "qapp"}

# A shared computer is not a clock: no test fails for being slow once.
hypothesis.settings.register_profile("workup", deadline=None)
hypothesis.settings.load_profile("workup")

# Tests make many objects that are kept for a while: a search for rubbish after each 700 finds little.
gc.set_threshold(50_000, 20, 20)


def is_without_qt(path: Path) -> bool:
    """Whether this file belongs to the domain's tests."""
    return any(folder in path.parents for folder in WITHOUT_QT)


@contextmanager
def no_qt() -> Iterator[None]:
    """Make every import of Qt or of the screen fail."""
    hidden = {name: module for name, module in sys.modules.items() if name.partition(".")[0] in BLOCKED}
    for name in BLOCKED | hidden.keys():
        sys.modules[name] = None  # type: ignore[assignment]  # how Python is told "not this one"
    try:
        yield
    finally:
        for name in BLOCKED | hidden.keys():
            del sys.modules[name]
        sys.modules.update(hidden)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    """Import the domain's test files without Qt."""
    if isinstance(collector, pytest.Module) and is_without_qt(collector.path):
        with no_qt():
            return (yield)
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Iterator[None]:
    """Run the domain's tests without Qt."""
    if is_without_qt(pyfuncitem.path):
        with no_qt():
            return (yield)
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """After each file set aside what stays, as content and parsed sources: no search for rubbish walks it again."""
    yield
    if nextitem is None or nextitem.path != item.path:
        gc.collect()
        gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse a domain test that asks for the screen."""
    for item in items:
        if is_without_qt(item.path) and QT_FIXTURES & set(getattr(item, "fixturenames", ())):
            message = f"{item.nodeid} uses Qt; it belongs in tests/ui"
            raise pytest.UsageError(message)


@pytest.fixture(scope="session", autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep preferences and vaults of the person who runs the tests out of reach."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "APPDATA", "LOCALAPPDATA"):
            patch.setenv(name, str(home))
        yield


@pytest.fixture(scope="session", autouse=True)
def stretched_once() -> Iterator[None]:
    """The same password, salt and cost give the same key, so each is worked out once for all copies of a vault."""
    from tests import stretching

    with stretching.kept():
        yield


@pytest.fixture(autouse=True)
def nothing_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves a thread or, when it uses Qt, a window, a running timer or a running thread."""
    before = set(threading.enumerate())
    if QT_FIXTURES & set(request.fixturenames):
        from tests.leftovers import watching_qt

        with watching_qt() as left:
            yield
        assert not left, "left behind: " + ", ".join(left)
    else:
        yield
    threads = [thread.name for thread in set(threading.enumerate()) - before if thread.is_alive()]
    assert not threads, "threads left behind: " + ", ".join(threads)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show the figures of the code's shape; they inform, the limits are in test_shape."""
    terminalreporter.section("shape")
    for line in shape.figures():
        terminalreporter.write_line(line)
