"""Hands the pain map to the patient in place of the workup, stores what is painted as theirs."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.form.chart.strokes import Stroke
from ui.live import Live, StoreState
from ui.theme import Theme
from ui.workspace.giveback import GiveBack
from ui.workspace.handover import HandOver
from workup.answers import At, Painted, Slot, Value
from workup.body import BodyFigure, Region
from workup.protocol import BodyMap, Library
from workup.texts import N_, _

WAITS = N_("This is not stored yet. Ask your clinician.")


class Painting:
    """One hand-over at a time; while it lasts the workup is hidden."""

    def __init__(
        self, theme: Theme, library: Library, figure: BodyFigure, live: Live, lock: Callable[[], None]
    ) -> None:
        self.theme, self.figure, self.live, self._lock = theme, figure, live, lock
        self.item = next(item for item in library.items.values() if isinstance(item, BodyMap))
        self.page: HandOver | None = None
        self._touch = theme.touch

    def begin(self, workup: QWidget, after: Callable[[], None]) -> None:
        """Show the chart alone, with targets for a finger."""
        stack = workup.parentWidget()
        if self.page is not None or not isinstance(stack, QStackedWidget):
            return
        self._touch = self.theme.touch
        self.theme.set_touch(True)
        back = GiveBack(self.theme, self.live.session.vault.is_password)
        page = self.page = HandOver(self.theme, self.figure, self.item, back)
        page.told.connect(self._store)
        page.undone.connect(self.live.undo)
        for asking in (page, back):
            asking.lock_wanted.connect(self._lock)
        back.given.connect(lambda: self.end(workup, after))
        self.live.stored.connect(self._stored)
        stack.addWidget(page)
        stack.setCurrentWidget(page)
        self._show()
        page.begin()

    def _slot(self, region: Region) -> Slot:
        return Slot(self.item.id, At(None, region.name, region.side))

    def _store(self, told: Stroke) -> None:
        pairs: list[tuple[Slot, Value | None]] = [(self._slot(region), value) for region, value in told]
        self.live.answer_all(pairs, "patient")

    def _stored(self, state: StoreState) -> None:
        self._show(_(WAITS) if state.kind == "failed" else "")

    def _show(self, problem: str = "") -> None:
        painted = dict[Region, Painted]()
        for at, answer in self.live.session.assessment.answers.of_item(self.item.id).items():
            region = self.figure.region(at.place, at.side) if at.place is not None else None
            if region is not None and isinstance(answer.value, Painted):
                painted[region] = answer.value
        if self.page is not None:
            self.page.show_painted(painted, problem)

    def stop(self) -> None:
        """Give the keys back. At a lock the page stays as a cover until the process ends: nothing else is seen."""
        page, self.page = self.page, None
        if page is not None:
            page.end()
            self.live.stored.disconnect(self._stored)

    def end(self, workup: QWidget, after: Callable[[], None]) -> None:
        """Back to the workup, after the password."""
        stack, page = workup.parentWidget(), self.page
        self.stop()
        if isinstance(stack, QStackedWidget) and page is not None:
            stack.setCurrentWidget(workup)
            stack.removeWidget(page)
            page.hide()
            page.deleteLater()
        self.theme.set_touch(self._touch)
        after()
