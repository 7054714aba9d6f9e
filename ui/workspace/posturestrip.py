"""The strip above the exam: the posture of the question at hand, what is left in it and in those after it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.theme import Theme
from ui.timers import once
from ui.widgets import Button, Icon, Label
from ui.widgets.tips import plain_tip
from workup.answers import Slot
from workup.assess import Assessment
from workup.note.wording import posture_words
from workup.protocol import Library, left_by_posture, posture_of
from workup.texts import _
from workup.words import capital

SOON_MS = 120


class PostureStrip(QWidget):
    """Names one posture and counts; its switch turns the walk by posture on and off."""

    walk_wanted = Signal(bool)

    def __init__(self, theme: Theme, library: Library, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme, self._library = theme, library
        self._assessment: Assessment | None = None
        self._slot: Slot | None = None
        self._step = self._line = ""
        self._walking = True
        self.here = Label(theme, "control", "", "ink")
        self.rest = Label(theme, "label", "", "ink2")
        self.rest.setMinimumWidth(1)
        self.switch = Button(theme, "quiet", _("By posture: on"))
        self.switch.setCheckable(True)
        self.switch.clicked.connect(lambda: self.walk_wanted.emit(not self._walking))
        self._row = QHBoxLayout(self)
        self._row.addWidget(Icon(theme, "walk", "ink2", 16))
        self._row.addWidget(self.here)
        self._row.addWidget(self.rest, 1)
        self._row.addWidget(self.switch)
        # What is left is counted when the answer has been painted and no other follows at once.
        self._soon = once(self, self._tell, SOON_MS)
        theme.changed.connect(self._restyle)
        self._restyle()
        self.hide()

    def show_walk(self, *, walking: bool) -> None:
        """Whether Enter goes by posture."""
        self._walking = walking
        self.switch.setChecked(walking)
        self.switch.set_label(_("By posture: on") if walking else _("By posture: off"))
        self._soon.start()

    def render_strip(self, assessment: Assessment, step: str, slot: Slot | None) -> None:
        """The question at hand and what is left, in a step that is examined."""
        examined = next(each.examined for each in self._library.steps if each.id == step)
        if self.isHidden() == examined:
            self.setVisible(examined)
        # Known by being the same one: comparing two assessments slot by slot takes longer than an answer may.
        if examined and (assessment is not self._assessment or (step, slot) != (self._step, self._slot)):
            self._assessment, self._step, self._slot = assessment, step, slot
            self._soon.start()

    def _tell(self) -> None:
        if self._assessment is None:
            return
        left = left_by_posture(self._library, self._step, self._assessment.open)
        asked = self._slot is not None and self._library.section_of[self._slot.item].step == self._step
        here = next(iter(left), None)
        if asked and self._slot is not None:
            here = posture_of(self._library, self._slot.item)
        self.here.setText(capital(posture_words(here)))
        others = ", ".join(f"{posture_words(one)} {count}" for one, count in left.items() if one != here)
        count = left.get(here, 0)
        self._line = _("{count} left").format(count=count) if count else _("nothing left here")
        self._line += f"  ·  {others}" if others else ""
        self._fit()

    def _fit(self) -> None:
        self.rest.setToolTip(plain_tip(self._line))
        wide = max(self.rest.width(), 1)
        self.rest.setText(self.theme.metrics("label").elidedText(self._line, Qt.TextElideMode.ElideRight, wide))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._soon.start()

    def _restyle(self) -> None:
        side = self.theme.px(20)
        self._row.setContentsMargins(side, 0, side, self.theme.px(4))
        self._row.setSpacing(self.theme.px(8))
