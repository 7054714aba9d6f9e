"""One step of a workup as a form: its cards, the way from question to question, and what the user answers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from ui.documents.shelf import Shelf
from ui.fields import Field, FieldContext, Views
from ui.fields.text import TextField
from ui.fields.typed import TypedField
from ui.form.ahead import Ahead
from ui.form.block import Filter, Shown
from ui.form.card import SectionCard
from ui.form.chart import ChartBlock
from ui.form.column import Column, reading_order, stacked
from ui.form.going import Passed, around, asked, fold_around, following, leave, onward, waiting
from ui.form.grid import GridBlock
from ui.form.held import HeldPlace
from ui.form.letters import Letters
from ui.form.revealing import reveal, reveal_chart
from ui.theme import Theme
from ui.timers import once
from ui.widgets import Scroll, TextArea
from workup.answers import Slot, Value
from workup.assess import Assessment
from workup.body import BodyFigure
from workup.protocol import Library, Section, Step


class StepForm(QWidget):
    """All questions of one step; made from content, shows an assessment, tells what the user does and nothing else."""

    answered = Signal(object, object)
    filled = Signal(object, str)
    typing = Signal(object, str)
    focused = Signal(object)
    wished = Signal(str, object)
    visible_section = Signal(str)

    def __init__(
        self, theme: Theme, library: Library, step_id: str, figure: BodyFigure, parent: QWidget | None = None,
        shelf: Shelf | None = None, *, sections: Sequence[Section] | None = None, shown: Shown | None = None,
        below: QWidget | None = None,
    ) -> None:  # fmt: skip
        """Asks all sections of the step, or these; `below` scrolls with the questions, under the last of them."""
        super().__init__(parent)
        self.theme = theme
        self._step: Step = next(step for step in library.steps if step.id == step_id)
        self._context = FieldContext(theme, library, figure, frozenset(theme.icons.names()), shelf)
        self._shown = shown if shown is not None else Shown()
        self._assessment: Assessment | None = None
        self._views: Views | None = None
        self._pending: tuple[Slot | None, str] = (None, "")
        self._told: dict[Slot, Value | None] = {}
        self._focused: Slot | None = None
        self._section = ""
        self._column = Column(theme)
        self._column.side = self._shown.side or self._column.side
        self._scroll = Scroll(self._column if below is None else stacked(self._column, below))
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._scroll)
        self.setAccessibleName(self._step.title)
        self._again = once(self, self._lay_out)
        for section in self._step.sections if sections is None else sections:
            if section.look == "reasoning":  # answered beside the sources and the red flags
                continue
            self._add(SectionCard(self._context, self._shown, section, self._column))
        self._ahead = Ahead(library, self._column.cards, self)
        self._letters = Letters(self._column, self._shown, self.focus_slot)
        self._passed = Passed()
        self.held = HeldPlace(self, self._scroll, self.focus_slot, self._reveal)
        theme.changed.connect(self._lay_out_soon)
        theme.focus_moved.connect(self._focus_moved)
        self._scroll.verticalScrollBar().valueChanged.connect(self._tell_section)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_changed)

    def _add(self, card: SectionCard) -> None:
        card.answered.connect(self._answer)
        card.filled.connect(self._fill)
        card.typing.connect(self.typing)
        card.finished.connect(self._finished)
        card.resized.connect(self._lay_out_soon)
        card.again.connect(self._show_again)
        card.wished.connect(self.wished)
        self._column.cards.append(card)

    def _answer(self, slot: Slot, value: Value | None) -> None:
        self._told = {slot: value}
        self.answered.emit(slot, value)

    def _fill(self, pairs: list[tuple[Slot, Value | None]], cause: str) -> None:
        self._told = dict(pairs)
        self.filled.emit(pairs, cause)

    def make_ready(self, slot: Slot, option: str) -> None:
        """Put the keyboard of a question on one of its answers; Space takes it."""
        field = self._field_at(slot)
        if field is not None:
            field.make_ready(option)

    # What it shows

    def render(self, assessment: Assessment) -> None:  # type: ignore[override]  # ours shows an assessment
        """Show an assessment; only what differs is touched."""
        self._render(assessment)

    def _render(self, assessment: Assessment, *, anew: bool = False, records: str = "") -> None:
        self._assessment = assessment
        known = self._views
        views = self._views = Views(assessment, *self._pending, self._told, known, anew=anew)
        anew = anew or (known is not None and views.is_remarked_since(known.assessment))
        before = [card for card in self._column.cards if not card.isHidden()]
        for card in self._column.cards:
            card.render(views, anew=anew or card.is_concerned(records))
            if card.isHidden() != card.is_empty():
                card.setVisible(not card.is_empty())
        if self._again.isActive() or before != self._column.seen():
            self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.height() != self._shown.room:
            self._shown.room = self.height()
            for card in self._column.cards:
                if card.section.look == "chart":
                    card.forget()
                    self._lay_out_soon()

    def _lay_out_soon(self) -> None:
        self._again.start()

    def _lay_out(self) -> None:
        self._again.stop()
        self._column.lay_out()
        widget = QApplication.focusWidget()
        if isinstance(widget, GridBlock) and self.isAncestorOf(widget):
            widget.revealed()
        elif isinstance(widget, TextArea) and self.isAncestorOf(widget):
            line = widget.cursorRect().translated(widget.viewport().mapTo(self._column, QPoint(0, 0)))
            self._scroll.ensureVisible(line.x(), line.bottom(), 0, self.theme.px(20))

    @property
    def sections(self) -> tuple[str, ...]:
        """The sections that are shown now, for the rail."""
        return tuple(card.section.id for card in self._column.seen())

    @property
    def current(self) -> Slot | None:
        """The slot that has the keyboard."""
        return self._focused

    def set_pending(self, slot: Slot | None, sentence: str = "") -> None:
        """A failing save: this slot keeps its value with a red line, all others take no input; None ends it."""
        self._pending = (slot, sentence)
        self._show_again()

    def set_filter(self, shown: Filter) -> None:
        """Show all questions, the open ones, or the findings."""
        self._shown.filter = shown
        self._shown.kept.clear()
        self._show_again()

    def walk(self, on: bool) -> None:
        """Go from question to question by posture, or as they stand on the screen."""
        self._shown.walked = on

    def _show_again(self) -> None:
        if self._assessment is not None:
            self._render(self._assessment, anew=True)

    def _show_record(self, records: str) -> None:
        """Another record of a list is open now: only the cards that show one of it are rendered anew."""
        if self._assessment is not None:
            widget = QApplication.focusWidget()
            if widget is not None and self._column.isAncestorOf(widget):
                self._scroll.setFocus()  # else the keyboard looks for a place when its field is hidden
            self._render(self._assessment, records=records)

    def restore_typing(self, slot: Slot, text: str) -> None:
        """Put text back that was typed and never stored."""
        field = self._field_at(slot)
        if isinstance(field, TypedField | TextField):
            field.restore(text)

    # Going from question to question

    def _field_at(self, slot: Slot) -> Field | None:
        return next((found for card in self._column.seen() if (found := card.body.field_at(slot)) is not None), None)

    def focus_slot(self, slot: Slot) -> bool:
        """Give the keyboard to the control of a slot, opening what hides it; False when it is not in this step."""
        section = self._context.library.section_of.get(slot.item)
        if section is None or section.step != self._step.id:
            return False
        records = self._context.library.items[slot.item].record
        if records and slot.at.record is not None and self._shown.chosen.get(records) != slot.at.record:
            self._shown.chosen[records] = slot.at.record
            self._show_record(records)
        for card in self._column.cards:
            if card.focus_slot(slot):
                if self._again.isActive():
                    self._lay_out()
                self._reveal()
                return True
        return False

    def focus_next_open(self, after: Slot | None = None) -> bool:
        """Go to the next open question after a slot; without one, to the first. False when none is left below."""
        if self._assessment is None:
            return False
        return self._focus_first(self.following_open(after))

    def following_open(self, after: Slot | None) -> tuple[Slot, ...]:
        """Where Enter leads from a slot, one after another."""
        if self._assessment is None:
            return ()
        cards = self._column.seen()
        return following(cards, waiting(cards, self._shown, self._assessment), after)

    def onward(self, here: Slot) -> tuple[Slot, ...]:
        """Where Enter, or an answer, leads from a slot: to the first of these."""
        if self._assessment is None:
            return ()
        return onward(self._column.seen(), self._shown, self._assessment, here)

    def unfold(self) -> None:
        """Open or close the optional questions around the keyboard; opened, the next one without an answer has it."""
        here, fold = self._focused, fold_around(self._column.seen(), QApplication.focusWidget())
        if fold is None:
            return
        if fold.open:
            self._scroll.setFocus()
        fold.set_open(not fold.open)
        self._lay_out()
        ahead = self.following_open(here)
        if not fold.open:
            (here is not None and self.focus_slot(here)) or self._focus_first(ahead)
        elif here is None or here not in (self._assessment.open if self._assessment else ()):
            self._focus_first(ahead)

    def focus_next_problem(self) -> bool:
        """Go to the next answer with a doubt or a refusal, around the end."""
        if self._assessment is None:
            return False
        doubtful = set(self._assessment.doubts)
        cards = self._column.seen()
        slots = [slot for slot in asked(cards) if slot in doubtful or self._has_problem(slot)]
        return self._focus_first((*following(cards, slots, self._focused), *slots))

    def _has_problem(self, slot: Slot) -> bool:
        field = self._field_at(slot)
        return field is not None and bool(field.problem)

    def _focus_first(self, slots: tuple[Slot, ...]) -> bool:
        return any(self.focus_slot(slot) for slot in slots)

    def _finished(self, slot: Slot) -> None:
        if self._focus_first(self.onward(slot)):
            return
        stops = reading_order(self._column.seen())
        widget = QApplication.focusWidget()
        if widget in stops and stops.index(widget) + 1 < len(stops):
            stops[stops.index(widget) + 1].setFocus(Qt.FocusReason.TabFocusReason)
            self._reveal()

    def show_section(self, section_id: str) -> bool:
        """Scroll a section to the top and give the keyboard to its first control."""
        card = next((card for card in self._column.seen() if card.section.id == section_id), None)
        if card is None:
            return False
        self._passed.go_to(card)
        if self._again.isActive():
            self._lay_out()
        self._scroll.verticalScrollBar().setValue(card.y())
        return True

    def _reveal(self) -> None:
        """Scroll so that what has the focus is seen with its question."""
        widget = QApplication.focusWidget()
        if widget is not None and self._column.isAncestorOf(widget):
            reveal(self._scroll, self._column, widget)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes in reading order, whenever a control was made; at the ends it leaves the form."""
        stops = reading_order(self._column.seen())
        widget = QApplication.focusWidget()
        if widget not in stops:
            return super().focusNextPrevChild(forward)
        place = stops.index(widget) + (1 if forward else -1)
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        if 0 <= place < len(stops):
            stops[place].setFocus(reason)
            self._reveal()
            return True
        return leave(self, forward, reason) if self.isWindow() else super().focusNextPrevChild(forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt and a letter, which no control takes."""
        widget = QApplication.focusWidget()
        card = next((one for one in self._column.seen() if widget is not None and one.isAncestorOf(widget)), None)
        if self._assessment is None or not self._letters.press(event, card, self._assessment, self._focused):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        self._letters.release()
        super().keyReleaseEvent(event)

    # What has the focus

    def _focus_moved(self) -> None:
        """The keyboard moved inside a grid or the chart."""
        widget = QApplication.focusWidget()
        if widget is not None and self.isAncestorOf(widget):
            self._focus_changed(None, widget)
            if (block := around(widget, self, ChartBlock)) is not None:
                reveal_chart(self._scroll, self._column, block, widget)

    def _focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        slot: Slot | None = None
        if new is not None and self.isAncestorOf(new):
            field = around(new, self, Field)
            card_slots = (card.body.slot_of(new) for card in self._column.seen())
            slot = field.slot if field is not None else next((found for found in card_slots if found), None)
        self._letters.release()
        if slot != self._focused:
            self._focused = slot
            self.focused.emit(slot)
            self._ahead.plan(slot)

    def _tell_section(self, top: int) -> None:
        seen = [card for card in self._column.seen() if card.y() <= top + self.theme.px(60)]
        section = seen[-1].section.id if seen else ""
        if section and section != self._section:
            self._section = section
            self.visible_section.emit(section)
