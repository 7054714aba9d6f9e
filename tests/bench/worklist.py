"""A child process: opens the worklist with twenty thousand orders in the real window, sorts and narrows it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

from PySide6.QtWidgets import QApplication

from tests.bench.storing import ORDERS
from tests.bench.subjects import NOW, open_vault, tell
from tests.bench.workspace import Frames
from ui.app import Shell
from ui.steady import keep_constants_alive
from ui.worklist import WorklistPage

RUNS = 7
TYPED = ("s", "sc", "sch", "schm", "schm m", "schm mr", "schm mri")


class Bench:
    """The window on Home, and a clock around what is done in the worklist."""

    def __init__(self, folder: Path, app: QApplication) -> None:
        self.shell = Shell(app, lambda: NOW, folder, "")
        self.shell.start()
        self.frames = Frames(self.shell.window)
        self.shell.enter(open_vault(folder))
        self.frames.settle()

    @property
    def page(self) -> WorklistPage:
        """The page of the worklist."""
        page = self.shell.window.worklist
        assert page is not None
        return page

    def timed_ms(self, act: Callable[[], object]) -> float:
        """Do something until it is painted."""
        frames, begun = self.frames.count, perf_counter()
        act()
        return (self.frames.settle(since=frames) - begun) * 1000

    def opened_ms(self) -> float:
        """From Home to the painted list."""
        self.shell.window.show_home()
        self.frames.settle()
        return self.timed_ms(self.shell.window.show_worklist)

    def changed_ms(self) -> float:
        """The slowest of the orders and filters, each by its median."""
        page = self.page
        acts: list[Callable[[], object]] = [partial(page.sort_by, sort) for sort in ("due", "patient", "kind")]
        acts += [partial(self._narrow, text) for text in TYPED]
        acts += [partial(page.kinds.toggle, place) for place in (1, 5)]
        return max(median(self._again(act) for _ in range(RUNS)) for act in acts)

    def _again(self, act: Callable[[], object]) -> float:
        self.page.widen()
        self.frames.settle()
        return self.timed_ms(act)

    def _narrow(self, text: str) -> None:
        self.page.filter.set_text(text)
        self.page.filter.textEdited.emit(text)


def main(folder: Path) -> None:
    """Measure and tell."""
    keep_constants_alive()
    app = QApplication(["Workup"])
    bench = Bench(folder, app)
    bench.opened_ms()
    opened = [bench.opened_ms() for _ in range(RUNS)]
    if len(bench.page.rows.lines) < ORDERS:
        raise SystemExit("the list is shorter than it should be")
    tell({"worklist_open_ms": median(opened), "worklist_sort_ms": bench.changed_ms()})
    bench.shell.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
