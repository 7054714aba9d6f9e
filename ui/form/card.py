"""One section as a card: title, count, what can be done for the whole of it, and its blocks."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.fields import FieldContext, Views
from ui.form.block import Shown
from ui.form.normal import empty_normals, has_empty_normals, normal_value
from ui.form.parts import sections_blocks
from ui.form.stack import Stack
from ui.widgets import Button, Painted, box, write
from ui.widgets.spoken import SpokenRole
from workup.answers import Slot
from workup.note.wording import posture_words
from workup.protocol import ManoeuvreItem, Section
from workup.texts import _


class SectionCard(Painted):
    """A white card with one section of a step."""

    spoken_role = SpokenRole.Grouping
    answered = Signal(object, object)
    filled = Signal(object, str)
    typing = Signal(object, str)
    finished = Signal(object)
    resized = Signal()
    again = Signal()
    wished = Signal(str, object)

    def __init__(self, context: FieldContext, shown: Shown, section: Section, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, parent)
        # A card that moves is copied, one that grows is repainted where it is new: most of an answer's paint is saved.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_StaticContents)
        self.context, self.section, self.shown = context, section, shown
        self._views: Views | None = None
        self._heights: dict[int, int] = {}
        self._least = 0
        self._was_lone = False
        self._empty = True
        self._look: tuple[int, bool, bool] | None = None
        self.stale = True
        self._concerns = _concerns(context, section)
        self._note, self._aside = section.note, ""
        # Questions of one record of a list that stands elsewhere: a count over all records would mislead.
        self._counted = any(not context.library.items[name].record for name in section.items)
        self.body = Stack(context, shown, sections_blocks(context, shown, section), self)
        self.body.resized.connect(self.forget)
        for name in ("answered", "filled", "typing", "finished", "resized", "again", "wished"):
            getattr(self.body, name).connect(getattr(self, name))
        self._fill: Button | None = None
        if section.fill:
            self._fill = Button(self.theme, "secondary", self._fill_word(), parent=self)
            self._fill.clicked.connect(self._press_fill)
        self.setAccessibleName(section.title)

    def _fill_word(self) -> str:
        items = [self.context.library.items[name] for name in self.section.items]
        if any(isinstance(item, ManoeuvreItem) for item in items):
            return _("Rest negative")
        filled = {normal_value(item) for item in items} - {None}
        return _("All no") if filled == {"no"} else _("All normal")

    def fill(self) -> bool:
        """Set what is still empty to normal, as one step; False when nothing is."""
        pairs = empty_normals(self._views, self.body.slots()) if self._views is not None else []
        if pairs:
            self.filled.emit(pairs, "normal-macro")
        return bool(pairs)

    def _press_fill(self) -> None:
        """The keyboard goes to what was filled: once the button is off it would fall where chance has it."""
        if self.fill():
            first = next((stop for stop in self.body.stops() if stop.isVisible() and stop.isEnabled()), None)
            if first is not None:
                first.setFocus(Qt.FocusReason.OtherFocusReason)

    def render(self, views: Views, *, anew: bool = False) -> None:  # type: ignore[override]  # ours shows views
        """Show an assessment; what concerns other sections only is passed over, unless all is to be shown anew."""
        before, self._views = self._views, views
        if before is not None and not anew and views.same_for(before, self._concerns):
            return
        self.body.render(views)
        self._empty = self.body.is_empty()
        if self.is_lone() != self._was_lone:
            self._was_lone = not self._was_lone
            self.forget()
        tally = views.assessment.sections.get(self.section.id)
        note, aside = self.section.note, ""
        if self.section.look == "flags":
            aside = _("each one is asked, never filled in bulk")
            note = _("{done} of {total} asked").format(done=tally.done, total=tally.total) if tally else ""
        elif tally is not None and tally.total and not note and self._counted:
            note = _("{done} of {total}").format(done=tally.done, total=tally.total)
        if self.section.posture:
            posture = posture_words(self.section.posture)
            note = f"{note}, {posture}" if note else posture
        if (note, aside) != (self._note, self._aside):
            self._note, self._aside = note, aside
            self.update(0, 0, self.width(), self._head() + self._pad())
        if self._fill is not None:
            self._fill.setVisible(self.shown.filter == "all" and not self.is_lone())
            self._fill.setEnabled(has_empty_normals(views, self.body.slots()))

    def is_concerned(self, item: str) -> bool:
        """Whether an item decides what is shown here."""
        return item in self._concerns

    def is_empty(self) -> bool:
        """Whether nothing of the section is asked now."""
        return self._empty

    # Where things are

    def forget(self) -> None:
        """What was measured is no longer true."""
        self._heights.clear()
        self._least = 0
        self.stale = True

    def restyle(self) -> None:
        self.forget()

    def _pad(self) -> int:
        return self.theme.px(14)

    def _head(self) -> int:
        if not self.section.title:
            return 0
        return self.theme.height("control") if self._shown_fill() else self.theme.px(24)

    def _head_gap(self) -> int:
        return self.theme.px(8) if self.section.title else 0

    def _shown_fill(self) -> Button | None:
        return self._fill if self._fill is not None and not self._fill.isHidden() else None

    def is_lone(self) -> bool:
        """Whether the card is nothing but a title and the button to more."""
        return self.body.lone_fold() is not None

    def _lone_size(self) -> QSize:
        fold = self.body.lone_fold()
        return fold.button_size() if fold is not None else QSize()

    def least_width(self) -> int:
        """Below this width something would be cut off."""
        self._least = self._least or self._measure_least()
        return self._least

    def _measure_least(self) -> int:
        head = self.theme.metrics("card_title").horizontalAdvance(self.section.title) + self.theme.px(34)
        if self.is_lone():
            return head + self._lone_size().width() + 2 * self._pad()
        if self._fill is not None:
            head += self._fill.sizeHint().width()
        return max(self.body.least_width(), head) + 2 * self._pad()

    def height_for(self, width: int) -> int:
        """The height at a width; measured once until something changes."""
        if width not in self._heights:
            self._heights[width] = self._measure_height(width)
        return self._heights[width]

    def _measure_height(self, width: int) -> int:
        px = self.theme.px
        if self.is_lone():
            return px(6) + self.theme.height("control") + px(6)
        return px(10) + self._head() + self._head_gap() + self.body.height_for(width - 2 * self._pad()) + px(12)

    def arrange(self) -> None:
        """Put title, buttons and body in place."""
        self.stale = False
        px, pad = self.theme.px, self._pad()
        top = px(10) + self._head() + self._head_gap()
        rect = QRect(pad, top, self.width() - 2 * pad, max(0, self.height() - top - px(12)))
        if self.is_lone():
            size = self._lone_size()
            rect = QRect(self.width() - size.width(), px(6), size.width(), size.height())
        self.body.put(rect)
        if fill := self._shown_fill():
            size = fill.sizeHint()
            fill.setGeometry(self.width() - pad - size.width(), px(10), size.width(), size.height())
        look = (self.width(), self.is_lone(), bool(self._shown_fill()))
        if look != self._look:
            self._look = look
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        corner = self.theme.radius("card") + self.theme.edge
        for height in (event.oldSize().height(), self.height()):
            self.update(0, height - corner, self.width(), corner)
        self.arrange()

    def stops(self) -> Iterator[QWidget]:
        """What takes the focus, in reading order."""
        if fill := self._shown_fill():
            yield fill
        yield from self.body.stops()

    def focus_slot(self, slot: Slot) -> bool:
        """Give the keyboard to the control of a slot."""
        return slot.item in self.section.items and self.body.focus_slot(slot)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter, pad, dirty = self.theme, QPainter(self), self._pad(), event.rect()
        edge, corner = theme.edge, theme.radius("card") + theme.edge
        body = self.rect().adjusted(edge, corner, -edge, -corner)
        if body.contains(dirty) and dirty.y() > theme.px(10) + self._head() and not self.is_lone():
            painter.fillRect(dirty, theme.color("surface"))  # under a question: neither corners nor words
            return
        painter.fillRect(dirty, theme.color("bg"))
        box(painter, self.rect(), theme.radius("card"), theme.color("surface"), theme.color("line"), edge)
        left, row = pad, QRect(0, theme.px(10), self.width() - pad, self._head())
        if self.is_lone():
            row = QRect(0, theme.px(6), self.width() - self._lone_size().width(), theme.height("control"))
        if not self.section.title:
            return
        if self.section.icon in self.context.icons:
            pixmap = theme.pixmap(self.section.icon, "ink2", 16, self.pixmap_ratio())
            painter.drawPixmap(QPointF(left, row.y() + (row.height() - theme.px(16)) // 2), pixmap)
            left += theme.px(24)
        row.setLeft(left)
        write(painter, theme, row, self.section.title, "card_title", "ink", fixed=True)
        row.setLeft(left + theme.advance(self.section.title, "card_title") + theme.px(10))
        right = row.right()
        if fill := self._shown_fill():
            right = fill.x() - theme.px(8)
        wide = theme.advance(self._aside, "label")
        if self._aside and row.left() + theme.px(120) + wide < right:
            room = QRect(right - wide, row.y(), wide + 2, row.height())
            write(painter, theme, room, self._aside, "label", "ink3", fixed=True)
            right -= wide + theme.px(8)
        row.setRight(right)
        write(painter, theme, row, self._note, "label", "ink3", fixed=True)


def _concerns(context: FieldContext, section: Section) -> tuple[str, ...]:
    """The items that decide what a section shows: its own, and those of the records they belong to."""
    names = dict.fromkeys(section.items)
    for name in section.items:
        names.update(dict.fromkeys(context.library.fields_of(name)))
        names.update(dict.fromkeys(filter(None, (context.library.items[name].record,))))
    return tuple(names)
