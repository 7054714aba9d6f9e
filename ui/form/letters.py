"""Alt and a letter go to a question of the card, also under its fold, or open a questionnaire; held, Alt shows them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from string import ascii_lowercase

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from ui.form.block import Shown
from ui.form.card import SectionCard
from ui.form.column import Column
from ui.form.grid import GridBlock
from ui.form.instruments import InstrumentFold
from ui.form.stack import Fold
from ui.timers import once
from ui.widgets import Painted, box, write
from ui.widgets.marks import key_size, paint_key
from workup.answers import Slot
from workup.assess import Assessment
from workup.protocol import Computed, Document, Instrument, Library, Records, Section

SEEN_AFTER_MS = 250
_HELD = Qt.KeyboardModifier.AltModifier


def lettered(library: Library, section: Section) -> dict[str, tuple[str, ...]]:
    """A letter for each question of a section, as far as they reach, or for each questionnaire: the items it leads to.

    Optional questions come first, and of those the ones asked of everybody. Content alone decides, so that hands can
    learn the letters.
    """
    if section.look == "instruments":
        return _by_name((one.title, _from_total(library, one, section)) for one in library.instruments.values())
    items = [library.items[name] for name in section.items]
    asked = [item for item in items if not item.about and not isinstance(item, Computed | Document | Records)]
    asked.sort(key=lambda item: (not item.optional, bool(item.when)))
    return _by_name((item.label, (item.id,)) for item in asked)


def _by_name(named: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, tuple[str, ...]]:
    """Each gets the first letter of its words that is free, else any of its letters, else any at all."""
    found: dict[str, tuple[str, ...]] = {}
    for name, items in named:
        words = _plain(name).split()
        wished = [*(word[0] for word in words), *"".join(words), *ascii_lowercase]
        letter = next((one for one in wished if one in ascii_lowercase and one not in found), "")
        if letter and items:
            found[letter] = items
    return found


def _from_total(library: Library, instrument: Instrument, section: Section) -> tuple[str, ...]:
    """The questions of a questionnaire from its total on, then those before it; what is computed is not asked."""
    items = [name for name in instrument.items
             if name in section.items and not isinstance(library.items[name], Computed)]  # fmt: skip
    start = next((items.index(score.item) for score in instrument.score if score.item in items), 0)
    return (*items[start:], *items[:start])


def _plain(text: str) -> str:
    return unicodedata.normalize("NFD", text.casefold()).encode("ascii", "ignore").decode()


class Letters(Painted):
    """Lies over the questions and takes no click; painted only while Alt is held."""

    def __init__(self, column: Column, shown: Shown, go_to: Callable[[Slot], bool]) -> None:
        super().__init__(column.theme, column)
        self._column, self._shown, self._go_to = column, shown, go_to
        self._slots: Mapping[str, Slot] = {}
        self._card: SectionCard | None = None
        self._appear = once(self, self._show, SEEN_AFTER_MS)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def press(self, event: QKeyEvent, card: SectionCard | None, assessment: Assessment, here: Slot | None) -> bool:
        """Take Alt itself or a letter with it, in the card that has the keyboard; False for any other key."""
        if card is None or (event.key() != Qt.Key.Key_Alt and event.modifiers() != _HELD):
            return False
        self._card, self._slots = card, dict(self._found(card, assessment, here))
        if event.key() == Qt.Key.Key_Alt:
            self._appear.start()
            return True
        self.release()
        letter = chr(event.key()).lower() if Qt.Key.Key_A <= event.key() <= Qt.Key.Key_Z else ""
        if letter not in self._slots or not self._go_to(self._slots[letter]):
            return False
        line = QApplication.focusWidget()
        if isinstance(line, QLineEdit):
            line.selectAll()  # as Tab does: what is typed takes the place of what stands there
        return True

    def release(self) -> None:
        """Alt is no longer held."""
        self._appear.stop()
        self.hide()

    def _found(self, card: SectionCard, assessment: Assessment, here: Slot | None) -> Iterator[tuple[str, Slot]]:
        library = assessment.library
        for letter, names in lettered(library, card.section).items():
            records = library.items[names[0]].record
            record = self._shown.chosen.get(records) if records else None
            if here is not None and library.items[here.item].record == records:
                record = here.at.record
            asked = assessment.asked
            slots = [Slot(name, at) for name in names for at in asked.get(name, ()) if at.record == record]
            if slots:
                yield letter, next((slot for slot in slots if slot not in assessment.answers), slots[0])

    # What it looks like

    def _show(self) -> None:
        self.setGeometry(self._column.rect())
        self.raise_()
        self.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, folded = QPainter(self), dict[Fold, list[str]]()
        for letter, slot in self._slots.items():
            corner = self._corner_of(slot)
            if corner is not None:
                self._paint_letter(painter, corner, letter)
            elif (fold := self._fold_of(slot)) is not None:
                folded.setdefault(fold, []).append(letter)
        for fold, letters in folded.items():
            self._paint_list(painter, fold, letters)

    def _corner_of(self, slot: Slot) -> QPoint | None:
        """Where a question in sight begins, or the questionnaire it stands in."""
        for one in self._card.findChildren(InstrumentFold) if self._card is not None else ():
            if one.holds(slot):
                return one.mapTo(self._column, QPoint(0, 0)) if one.isVisible() else None
        field = self._card.body.field_at(slot) if self._card is not None else None
        if field is not None and field.isVisible():
            return field.mapTo(self._column, QPoint(0, 0))
        for grid in self._card.findChildren(GridBlock) if self._card is not None else ():
            row = next((n for n, one in enumerate(grid.rows) for cell in one.cells if cell.slot == slot), None)
            if row is not None and grid.isVisible():
                return grid.mapTo(self._column, grid.row_rect(row).topLeft())
        return None

    def _fold_of(self, slot: Slot) -> Fold | None:
        folds = self._card.findChildren(Fold) if self._card is not None else ()
        return next((one for one in folds if one.isVisible() and one.holds(slot)), None)

    def _paint_letter(self, painter: QPainter, corner: QPoint, letter: str) -> None:
        theme = self.theme
        rect = QRect(corner - QPoint(theme.px(14), 0), key_size(theme, "W"))
        painter.fillRect(rect, theme.color("surface"))
        paint_key(painter, theme, rect, letter.upper(), "ink", "accent")

    def _paint_list(self, painter: QPainter, fold: Fold, letters: Sequence[str]) -> None:
        """What waits under a fold, each with its letter."""
        theme, pad, line = self.theme, self.theme.px(10), self.theme.px(24)
        items = self._card.context.library.items if self._card is not None else {}
        columns = max(1, min(3, fold.width() // theme.px(220)))
        lines = -(-len(letters) // columns)
        room = self._column.visibleRegion().boundingRect()
        rect = QRect(fold.mapTo(self._column, QPoint(0, fold.height())), fold.size())
        rect.setHeight(lines * line + 2 * pad)
        rect.moveBottom(min(rect.bottom(), room.bottom() - theme.px(4)))
        here = QApplication.focusWidget()
        if here is not None and self._column.isAncestorOf(here):  # what has the keyboard stays in sight, if it can
            taken = QRect(here.mapTo(self._column, QPoint(0, 0)), here.size())
            above = taken.top() - pad - rect.height()
            if taken.intersects(rect) and above >= room.top():
                rect.moveTop(above)
        box(painter, rect, theme.radius("card"), theme.color("surface"), theme.color("accent"), theme.edge)
        wide = (rect.width() - 2 * pad) // columns
        for place, letter in enumerate(letters):
            left, top = rect.x() + pad + place // lines * wide, rect.y() + pad + place % lines * line
            key = QRect(QPoint(left, top + theme.px(3)), key_size(theme, "W"))
            paint_key(painter, theme, key, letter.upper(), "ink", "accent")
            left = key.right() + theme.px(8)
            label = QRect(left, top, rect.x() + pad + (place // lines + 1) * wide - theme.px(8) - left, line)
            write(painter, theme, label, items[self._slots[letter].item].label, "label", "ink")
