"""Who the patient is and what is unsafe to forget, in one row of the top bar, or in two where room is scarce."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QWidget

from ui.identity import IdentityWords, Safety
from ui.theme import Theme
from ui.widgets import Label, Tag
from ui.widgets.tips import plain_tip
from workup.texts import _

TAGS = 6


class PatientLine(QWidget):
    """Everything stays in view: first in one row, then in two, and then the longest words are cut with a tool tip."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.surname = Label(theme, "patient_name", "", parent=self, weight=600)
        self.given = Label(theme, "patient_name", "", parent=self, weight=400)
        self.rest = Label(theme, "question", "", "ink2", parent=self)
        self.mrn = Label(theme, "question", "", parent=self, weight=600)
        self.rest_low = Label(theme, "label", "", "ink2", parent=self)
        self.mrn_low = Label(theme, "label", "", parent=self, weight=600)
        self.tags: list[Tag] = [Tag(theme, "plain", "", parent=self) for _ in range(TAGS)]
        self._said = IdentityWords("", "", "", "", "", "")
        self._shown = 0

    def show_identity(self, said: IdentityWords) -> None:
        """The patient as known now."""
        self._said = said
        mrn = said.mrn and _("MRN {mrn}").format(mrn=said.mrn)
        rest = "   ".join(part for part in (said.sex, said.age, said.born) if part)
        for label, text in ((self.rest, rest), (self.rest_low, rest), (self.mrn, mrn), (self.mrn_low, mrn)):
            label.setText(text)
        whole = (f"{said.surname} {said.given}".strip(), rest, mrn)
        self.setToolTip(plain_tip("   ".join(part for part in whole if part)))

    def show_safety(self, said: tuple[Safety, ...]) -> None:
        """Operation, and what is unsafe to forget; amber ones come first where not all have room."""
        self._shown = min(len(said), TAGS)
        for tag, one in zip(self.tags, said):
            tag.set(one.kind, one.text, one.icon)
        for tag in self.tags[self._shown :]:
            tag.hide()

    # Where things stand

    def wide(self) -> int:
        """The width that one row needs."""
        gap = self.theme.px(8)
        names = sum(self._width(one) + gap for one in self._names(low=False) if one.text())
        return names + sum(tag.sizeHint().width() + gap for tag in self.tags[: self._shown])

    def fit(self, room: int, height: int) -> None:
        """Place everything in this room."""
        low = self.wide() > room
        for label in self._names(low=not low)[2:]:
            label.hide()
        self.surname.setText(self._said.surname)
        self.given.setText(self._said.given)
        if low:
            self._place_two(room, height)
        else:
            self._place_one(height)

    def _names(self, *, low: bool) -> tuple[Label, ...]:
        last = (self.rest_low, self.mrn_low) if low else (self.rest, self.mrn)
        return self.surname, self.given, *last

    def _width(self, label: Label) -> int:
        return label.fontMetrics().horizontalAdvance(label.text()) + 2

    def _place_one(self, height: int) -> None:
        left, gap = 0, self.theme.px(8)
        for label in self._names(low=False):
            if label.text():
                left = self._put(label, left, 0, height, self._width(label)) + gap
        for tag in self.tags[: self._shown]:
            left = self._put_tag(tag, left, (height - tag.sizeHint().height()) // 2, tag.sizeHint().width()) + gap

    def _place_two(self, room: int, height: int) -> None:
        """Names over the rest of the identity; beside them the tags in two rows."""
        px = self.theme.px
        gap, upper, lower = px(8), self.theme.line("patient_name"), self.theme.line("label")
        top = (height - upper - lower) // 2
        second = self._width(self.rest_low) + gap + self._width(self.mrn_low)
        names = self._width(self.surname) + px(5) + self._width(self.given)
        wide = max(second, min(names, room // 2))
        left = self._put(self.surname, 0, top, upper, min(self._width(self.surname), wide)) + px(5)
        self._cut(self.surname, self._said.surname)
        self._put(self.given, left, top, upper, max(min(self._width(self.given), wide - left), 0))
        self._cut(self.given, self._said.given)
        left = self._put(self.rest_low, 0, top + upper, lower, self._width(self.rest_low)) + gap
        self._put(self.mrn_low, left, top + upper, lower, self._width(self.mrn_low))
        self._place_tags(QRect(wide + px(14), 0, room - wide - px(14), height))

    def _place_tags(self, room: QRect) -> None:
        """As even as two rows can be; what does not fit is cut, the operation before the amber ones."""
        shown, gap = self.tags[: self._shown], self.theme.px(6)
        hints = [tag.sizeHint().width() for tag in shown]
        split = min(
            range(len(shown) + 1), key=lambda n: max(sum(hints[:n]) + gap * n, sum(hints[n:]) + gap * (len(shown) - n))
        )
        rows = [part for part in (list(zip(shown, hints))[:split], list(zip(shown, hints))[split:]) if part]
        tall = shown[0].sizeHint().height() if shown else 0
        between = self.theme.px(1)
        top = (room.height() - len(rows) * tall - (len(rows) - 1) * between) // 2
        for row in rows:
            left, spare = room.left(), room.width() - sum(wide + gap for _, wide in row) + gap
            for tag, wide in row:
                # The first of a row gives way: in the upper one that is the operation.
                less = min(max(-spare, 0), wide - min(wide, tag.minimumSizeHint().width()))
                spare += less
                left = self._put_tag(tag, left, top, wide - less) + gap
            top += tall + between

    def _put(self, label: Label, left: int, top: int, tall: int, wide: int) -> int:
        label.setGeometry(left, top, wide, tall)
        label.show()
        return left + wide

    def _put_tag(self, tag: Tag, left: int, top: int, wide: int) -> int:
        tag.setGeometry(left, top, wide, tag.sizeHint().height())
        tag.show()
        return left + wide

    def _cut(self, label: Label, text: str) -> None:
        label.setText(label.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, label.width()))
