"""A clinician who points: enters known answers by presses on what is seen in the real window; only words are typed."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QListWidget, QWidget

from tests.ui.pointing import Hand, settle
from tests.ui.presses import StuckError, typed_as
from tests.ui.room import Room, write
from tests.ui.typist import Typist
from ui.fields import Field
from ui.fields.manoeuvre import ManoeuvreField
from ui.fields.scale import ScoreBox
from ui.form.chart.chart import BodyChart
from ui.form.going import asked
from ui.form.grid import GridBlock
from ui.form.instruments import InstrumentFold
from ui.form.normal import empty_normals
from ui.form.stack import Fold
from ui.form.tabs import RecordTabs
from ui.widgets import Chips, ScoreTrack, Segments, Select, TextArea, TextLine
from workup.answers import UNKNOWN, Finding, Marks, Painted, Slot, Value
from workup.protocol import Records


class Pointer(Typist):
    """Goes through the steps of the open workup from top to bottom, with a mouse or a finger."""

    def __init__(self, room: Room, wanted: Mapping[Slot, Value], hand: type[Hand]) -> None:
        super().__init__(room, wanted)
        self.hand = hand(self.count)
        self.typed: set[Slot] = set()  # and left by the next press only

    def key(self, key: str, why: str) -> None:
        raise StuckError(f"{why} wants the key {key}")

    def fill_in(self) -> None:
        """Answer all that is wanted in this step."""
        for _ in range(2000):
            if self.open_one():
                continue
            left = [where for where in self.left() if where not in self.typed]
            if not left:
                return
            self.answer(left[0])
        raise StuckError(f"no end at {self.left()[:3]}")

    def look_back(self, *, but: Slot | None = None) -> None:
        """What was typed before has become an answer by now."""
        for where in self.typed - {but}:
            if not self.is_done(where):
                raise StuckError(f"{where} is {self.value(where)} instead of {self.wanted[where]}")
            self.typed.remove(where)
        self.reached |= {one for one in self.wanted if self.is_done(one)}

    def go_to_step(self, step: str) -> None:
        """Open a step from the rail."""
        self.hand.press(self.room.workspace.rail.steps[step], None, f"to {step}")
        self.look_back()

    # Folds and records

    def open_one(self) -> bool:
        """Open the first closed part that hides something wanted."""
        open_ = [where for where in self.wanted if not self.is_done(where)]
        for fold in self.form.findChildren(Fold):
            if fold.isVisible() and not fold.open and any(map(fold.holds, open_)) and not self.has_all(fold, open_):
                self.hand.press(fold._button, None, "more questions")
                return True
        for questionnaire in self.form.findChildren(InstrumentFold):
            names = {item.id for item in questionnaire._items}
            if questionnaire.isVisible() and not questionnaire.open and any(one.item in names for one in open_):
                self.hand.press(questionnaire._button, None, "open a questionnaire")
                return True
        return False

    def has_all(self, fold: Fold, wanted: list[Slot]) -> bool:
        """Whether all of it that is wanted is in sight already."""
        shown = set(fold.slots())
        return all(where in shown for where in wanted if fold.holds(where))

    def add_record(self, records: Slot) -> None:
        """Add a record to a list."""
        self.press_tab(records, "add", f"add {records}")

    def press_tab(self, records: Slot, place: str, why: str) -> None:
        """One of what stands in the line of a list of records."""
        tabs = next(one for one in self.form.findChildren(RecordTabs) if one.isVisible() and one._slot == records)
        rects = dict(zip(tabs._places(), tabs._rects(tabs.width())))
        self.hand.press(tabs, rects[place], why)

    # Answering

    def answer(self, where: Slot) -> None:
        """Give an answer; what is typed counts once the next press has left it."""
        if where not in self.wanted:
            self.add_record(where)
            return
        if where.item == "pain_map":
            self.paint(where)
        elif (field := self.form._field_at(where)) is not None:
            self.uncover(field)
            self.answer_field(field, where)
        elif isinstance(self.room.live.session.library.items[where.item], Records):
            self.press_tab(where, str(self.wanted[where]), str(where))
        else:
            self.answer_in_grid(where)
        self.count.answered += 1
        self.typed.add(where)
        self.look_back(but=where if isinstance(QApplication.focusWidget(), TextLine | TextArea) else None)

    def uncover(self, field: Field) -> None:
        """The values of a cell give way to what is asked below it when the cell is pressed again."""
        for grid in self.form.findChildren(GridBlock):
            strip = grid._strip
            if strip.isVisible():
                there = QRect(field.mapTo(field.window(), QPoint(0, 0)), field.size())
                if there.intersects(QRect(strip.mapTo(field.window(), QPoint(0, 0)), strip.size())):
                    self.hand.press(grid, grid.cell_rect(*grid.at), "close the values")

    def answer_field(self, field: Field, where: Slot) -> None:
        """A question with a control of its own."""
        value = self.wanted[where]
        if isinstance(field, ManoeuvreField):
            self.detail(where, value)
            return
        (control,) = field.controls()
        if isinstance(control, TextLine | TextArea):
            self.type_into(control, typed_as(value), where)
        elif isinstance(control, ScoreTrack):
            assert isinstance(value, int)
            self.hand.press(control, QPoint(round(control._x(value)), control._middle()), str(where))
        elif isinstance(control, ScoreBox):
            self.score(control, value, where)
        elif isinstance(value, Marks) and isinstance(control, Chips):
            self.mark(control, where, value)
        else:
            self.choose_in(control, "unknown" if value == UNKNOWN else str(value), where)

    def type_into(self, control: QWidget, text: str, where: Slot) -> None:
        """Press a line and type."""
        self.hand.press(control, QPoint(14, control.height() // 2), str(where))
        write(text)
        settle()

    def score(self, control: ScoreBox, value: Value, where: Slot) -> None:
        """A score in a small box: its numbers open under it."""
        assert isinstance(value, int)
        self.hand.press(control, None, str(where))
        assert control.pad is not None
        self.hand.press(control.pad, control.pad.rect_of(value), str(where))

    def choose_in(self, control: QWidget, option: str, where: Slot) -> None:
        """One option of a control."""
        assert isinstance(control, Segments | Chips | Select), f"{where} is answered in a {type(control).__name__}"
        place = next(n for n, one in enumerate(control._options) if one.id == option)
        if isinstance(control, Select):
            self.hand.press(control, None, str(where))
            popup = QApplication.activePopupWidget()
            assert isinstance(popup, QListWidget)
            self.hand.press(popup.viewport(), popup.visualItemRect(popup.item(place)), str(where))
        elif isinstance(control, Segments):
            self.hand.press(control, control._segment(place), str(where))
        else:
            self.hand.press(control, control._rects(control.width())[place], str(where))

    def mark(self, chips: Chips, where: Slot, value: Marks) -> None:
        """Several options: those present, then the rest absent if it is."""
        for option in value.present:
            self.choose_in(chips, option, where)
        if value.absent:
            self.hand.press(chips, chips._rects(chips.width())[len(chips._options)], str(where))

    # The exam

    def answer_in_grid(self, where: Slot) -> None:
        """A cell of a grid, or all that is empty in its block where all of it is wanted normal."""
        grid, row, column = self.cell_of(where)
        value = self.wanted[where]
        if self.fill_block(where):
            return
        if isinstance(value, Finding):
            rect, right = grid.cell_rect(row, column), value.result == "positive"
            half = QRect(rect.center().x() if right else rect.x(), rect.y(), rect.width() // 2, rect.height())
            self.hand.press(grid, half, str(where))
            if value != Finding(value.result):
                self.detail(where, value)
            return
        if grid.cell is None or grid.cell.slot != where or not grid._strip.isVisible():
            self.hand.press(grid, grid.cell_rect(row, column), f"to {where}")
        strip = grid._strip
        place = next(n for n, one in enumerate(strip._options) if one.id == str(value))
        self.hand.press(strip, strip._rects()[place], str(where))

    def cell_of(self, where: Slot) -> tuple[GridBlock, int, int]:
        """The grid of a cell, and where it stands in it."""
        for grid in self.form.findChildren(GridBlock):
            for row, one in enumerate(grid.rows if grid.isVisible() else ()):
                for cell in one.cells:
                    if cell.slot == where:
                        return grid, row, cell.column
        raise StuckError(f"{where} is nowhere to be seen")

    def fill_block(self, where: Slot) -> bool:
        """The button of the card, when it answers two or more as wanted and no finding is left in it."""
        for card in self.form._column.seen():
            fill = card._shown_fill()
            if fill is None or card._views is None or where not in set(card.body.slots()):
                continue
            pairs = dict(empty_normals(card._views, card.body.slots()))
            left = [one for one in asked([card]) if one in self.wanted and not self.is_done(one) and one not in pairs]
            if len(pairs) > 1 and not left and all(self.wanted.get(one) == value for one, value in pairs.items()):
                self.hand.press(fill, None, f"{len(pairs)} normal from {where}")
                return True
        return False

    def detail(self, where: Slot, value: Value) -> None:
        """The angle of a test and where it was felt, below its row."""
        assert isinstance(value, Finding)
        field = self.form._field_at(where)
        assert isinstance(field, ManoeuvreField), where
        if value.angle is not None:
            assert field._angle is not None
            self.type_into(field._angle, f"{value.angle:g}", where)
        if value.felt is not None:
            assert field._felt is not None
            self.choose_in(field._felt, value.felt, where)

    # The body chart

    def paint(self, where: Slot) -> None:
        """An area of the body chart: brush, area, and how strong."""
        block, value = self.chart(), self.wanted[where]
        assert isinstance(value, Painted)
        for quality in value.qualities:
            brushes = block._brushes
            if brushes.value != quality:
                place = list(block._item.qualities).index(quality)
                self.hand.press(brushes, brushes._rects(brushes.width())[place], f"brush {quality}")
            self.hand.press(block._chart, spot_in(block._chart, where), str(where))
        if value.intensity is not None:
            self.score(block._score, value.intensity, where)


def spot_in(chart: BodyChart, where: Slot) -> QPoint:
    """A point of an area, as far inside as can be found."""
    region = chart._figure.region(where.at.place or "", where.at.side)
    assert region is not None
    rect = chart._rect_of(region).toRect()
    down, across = range(rect.top(), rect.bottom() + 1, 2), range(rect.left(), rect.right(), 2)
    points = [QPoint(x, y) for y in down for x in across]
    inside = [one for one in points if chart._region_at(one.toPointF()) == region]
    if not inside:
        raise StuckError(f"no point of {where} can be hit")
    return min(inside, key=lambda one: (one - rect.center()).manhattanLength())


