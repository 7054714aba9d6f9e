"""A child process: opens the sample in the real window, answers five hundred questions by key, and tells the times."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from tests.bench.bare_window import resident
from tests.bench.subjects import NOW, open_vault, quantile, tell
from ui.app import Shell
from ui.steady import keep_constants_alive
from ui.workspace import Workspace
from workup.answers import Slot
from workup.protocol import AnyItem, BodyMap, Computed, Document, Grade, Number, Records, SpanOfLevels, Text, When

OPENINGS = 7
ANSWERS = 500
ROUNDS = 6
# A key comes this long after the one before; nobody types faster, and a screen has its time between two keys.
PACE = 0.05


class Frames(QObject):
    """Counts the frames of a window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.count = 0
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.UpdateRequest:
            self.count += 1
        return False

    def rest(self, seconds: float) -> None:
        """Let this time pass, as it does between two keys."""
        ended = perf_counter() + seconds
        while perf_counter() < ended:
            QApplication.processEvents()

    def settle(self, seconds: float = 0.25, since: int | None = None) -> float:
        """Wait until what was changed is painted and nothing more wants to be; when the last frame ended."""
        before, begun = self.count if since is None else since, perf_counter()
        while self.count == before and perf_counter() < begun + seconds:
            QApplication.processEvents()
        ended = perf_counter() if self.count != before else begun
        seen = before
        while self.count != seen:
            seen = self.count
            QApplication.processEvents()
            if self.count != seen:
                ended = perf_counter()
        return ended


class Bench:
    """The window with the sample, and a clock around every answer."""

    def __init__(self, folder: Path, app: QApplication) -> None:
        self.shell = Shell(app, lambda: NOW, folder, "")
        self.shell.start()
        self.frames = Frames(self.shell.window)
        self.vault = open_vault(folder)
        self.stored: list[float] = []
        append: Callable[..., int] = self.vault.append

        def timed(*batches: Any, **more: Any) -> int:
            begun = perf_counter()
            last = append(*batches, **more)
            self.stored.append(perf_counter() - begun)
            return last

        self.vault.append = timed  # type: ignore[method-assign]
        self.shell.enter(self.vault)
        self.frames.settle()

    @property
    def workspace(self) -> Workspace:
        """The page of the open workup."""
        page = self.shell.window.workspace
        assert page is not None
        return page

    def opened_ms(self) -> float:
        """Open the sample from Home until it is painted."""
        draft = self.vault.lists().drafts[0]
        self.shell.window.show_home()
        self.frames.settle()
        begun = perf_counter()
        self.shell.window.open_workup(draft.person.patient, draft.evaluation.evaluation)
        return (self.frames.settle() - begun) * 1000

    def answers_ms(self) -> dict[str, list[float]]:
        """The times of answers by step, from key to the end of painting without the time in the append."""
        steps = [step.id for step in self.workspace.library.steps if step.id != "summary"]
        times: dict[str, list[float]] = {step: [] for step in steps}
        for number in range(ROUNDS):
            for step in steps:
                self.workspace.show_step(step)
                self.frames.settle()
                left = ANSWERS - sum(map(len, times.values()))
                times[step] += self._answered(step, number, -(-left // (len(steps) - steps.index(step))))
        return times

    def _answered(self, step: str, number: int, most: int) -> list[float]:
        times: list[float] = []
        for where in list(self._slots(step)):
            if len(times) >= most:
                break
            item = self.workspace.library.items[where.item]
            if not self.workspace.live.session.assessment.shows(where.item, where.at):
                continue
            if self.workspace.forms[step].focus_slot(where):
                self.frames.settle(0.02)
                for keys in keys_for(item, number):
                    times += self._press(keys)
        return times

    def _slots(self, step: str) -> Iterator[Slot]:
        assessment = self.workspace.live.session.assessment
        for item in assessment.library.items.values():
            unasked = isinstance(item, Records | Computed | Document)
            if assessment.library.section_of[item.id].step == step and not unasked:
                for at in assessment.asked[item.id]:
                    yield Slot(item.id, at)

    def _press(self, keys: Sequence[Qt.Key]) -> list[float]:
        """Press the keys; the time of the last one counts when it stored something."""
        window = self.shell.window.windowHandle()
        for key in keys[:-1]:
            QTest.keyClick(window, key)
        self.frames.rest(PACE)
        widget = QApplication.focusWidget()
        if widget is None:
            return []
        if isinstance(widget, QPlainTextEdit) and keys[-1] == Qt.Key.Key_Return:
            keys = (*keys[:-1], Qt.Key.Key_Tab)
        before, frames = len(self.stored), self.frames.count
        begun = perf_counter()
        QTest.keyPress(window, keys[-1])
        if len(self.stored) == before:
            QTest.keyRelease(window, keys[-1])
            self.frames.settle(0.01)
            return []
        took = self.frames.settle(since=frames) - begun - sum(self.stored[before:])
        QTest.keyRelease(window, keys[-1])
        return [took * 1000]


def keys_for(item: AnyItem, number: int) -> list[tuple[Qt.Key, ...]]:
    """What is pressed to answer an item; another answer in each round."""
    odd = number % 2
    match item:
        case BodyMap():
            moves = (Qt.Key.Key_Right, Qt.Key.Key_Down) * 4
            return [(*letters("3" if odd else "1"), move, Qt.Key.Key_Space) for move in moves]
        case Grade():
            return [letters(list(item.grades)[-1 - odd])]
        case Number():
            low, high = item.usual or (item.least or 0, item.most or 10)
            return [(*letters(str(int((low + high) / 2) + odd)), Qt.Key.Key_Return)]
        case Text():
            return [(*letters("leg" if odd else "back"), Qt.Key.Key_Return)]
        case When():
            return [(*letters("4 nov 2025" if odd else "3 nov 2025"), Qt.Key.Key_Return)]
        case SpanOfLevels():
            return [(*letters("L4-S1" if odd else "L5-S1"), Qt.Key.Key_Return)]
        case _:
            return [letters("1" if odd else "2")]


def letters(text: str) -> tuple[Qt.Key, ...]:
    """The keys of a text."""
    return tuple(Qt.Key(ord(letter.upper())) for letter in text)


def main(folder: Path) -> None:
    """Measure and tell."""
    keep_constants_alive()
    app = QApplication(["Workup"])
    bench = Bench(folder, app)
    first = bench.opened_ms()
    memory = resident()
    opened = [bench.opened_ms() for _ in range(OPENINGS)]
    times = bench.answers_ms()
    every = [each for step in times.values() for each in step]
    tell({
        "open_ms": median(opened),
        "open_first_ms": first,
        "answer_p50_ms": median(every),
        "answer_p99_ms": quantile(every, 0.99),
        "memory": memory,
        "answers": {step: [len(found), median(found or [0]), max(found or [0])] for step, found in times.items()},
    })
    bench.shell.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
