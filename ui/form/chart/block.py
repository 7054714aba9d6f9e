"""The body chart in a form: brushes above, the figure or the list, and below the region with its words and score."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.fields import FieldContext, FieldView, Views
from ui.fields.scale import ScoreBox
from ui.form.block import Block, Shown
from ui.form.chart.brushes import Brushes
from ui.form.chart.chart import BodyChart
from ui.form.chart.listing import RegionList
from ui.form.chart.scoring import Scoring
from ui.widgets import Button, Segments, write
from ui.widgets.base import LETTERS_OFF
from ui.widgets.options import Option
from workup import words
from workup.answers import NOWHERE, UNKNOWN, At, Painted, Slot, Value
from workup.body import Region
from workup.note.wording import painted_words
from workup.protocol import BodyMap

# Title and edges of the card around the chart, and the least height of the figure.
TITLE, SMALLEST = 66, 300
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_NONE = (Option("none", "No pain anywhere", "normal"), Option("unknown", "Unknown", "fact", "u"))


class ChartBlock(Block):
    """Regions are painted with a brush; one region can hold several qualities and one intensity."""

    def __init__(self, context: FieldContext, shown: Shown, item: BodyMap, parent: QWidget | None = None) -> None:
        super().__init__(context, shown, parent)
        self._item = item
        self._asked = False
        self._views: Views | None = None
        self._painted: dict[Region, Painted] = {}
        self._former: dict[Region, Painted] = {}
        self._whole: FieldView | None = None
        self._former_day = ""
        self._listed = False
        self._named: Region | None = None
        self._brushes = Brushes(self.theme, item.qualities, self)
        self._chart = BodyChart(self.theme, context.figure, item.label, self)
        self._list: RegionList | None = None
        self._eraser = Button(self.theme, "quiet", "", "eraser", parent=self, name="Erase (E)")
        self._toggle = Button(self.theme, "quiet", "", "list", parent=self, name="Show as a list")
        self._score = ScoreBox(self.theme, "Intensity", self)
        self._scoring = Scoring()
        self._clear = Button(self.theme, "quiet", "Clear area", parent=self)
        self._none = Segments(self.theme, item.label, _NONE, self)
        self._same = Button(self.theme, "secondary", "Same as before", parent=self, key_hint="S")
        self._same.hide()
        self._connect()

    def _connect(self) -> None:
        self._brushes.chosen.connect(lambda _quality: self._erase(False))
        self._chart.touched.connect(self._touched)
        self._chart.keyed.connect(self._ask_score)
        self._chart.current_changed.connect(self._name_region)
        self._eraser.clicked.connect(lambda: self._erase(not self._brushes.erasing))
        self._toggle.clicked.connect(lambda: self._show_list(not self._listed))
        self._score.chosen.connect(self._set_intensity)
        self._score.cleared.connect(lambda: self._set_intensity(None))
        self._clear.clicked.connect(self._clear_area)
        self._none.chosen.connect(self._say_none)
        self._none.cleared.connect(lambda: self.answered.emit(Slot(self._item.id), None))
        self._same.clicked.connect(self._reconfirm)

    # What it shows

    def render(self, views: Views) -> None:  # type: ignore[override]
        self._views = views
        assessment, item, figure = views.assessment, self._item, self.context.figure
        self._asked = bool(assessment.asked.get(item.id))
        painted, former, day = dict[Region, Painted](), dict[Region, Painted](), ""
        for at in views.places_of(item.id):
            region = figure.region(at.place, at.side) if at.place is not None else None
            if region is None:
                continue
            view = views.of(item, Slot(item.id, at))
            if isinstance(view.value, Painted):
                painted[region] = view.value
            elif view.former is not None and isinstance(view.former.value, Painted):
                former[region], day = view.former.value, view.former.day
        whole = views.of(item, Slot(item.id, NOWHERE))
        changed = (painted, former, whole) != (self._painted, self._former, self._whole)
        self._painted, self._former, self._whole, self._former_day = painted, former, whole, day
        if changed:
            self._show(whole)

    def _show(self, whole: FieldView) -> None:
        said = {region: painted_words(self._item.qualities, value) for region, value in self._painted.items()}
        self._chart.show_painted(self._painted, {} if self._painted else self._former, said)
        self._chart.set_read_only(whole.read_only)
        if self._list is not None:
            self._list.show_painted(self._painted, read_only=whole.read_only)
        self._none.set_value("none" if whole.value == "none" else "unknown" if whole.value == UNKNOWN else None)
        offered = not self._painted and not whole.read_only
        waiting = offered and whole.value is None and self._has_former
        if self._none.isHidden() == offered or self._same.isHidden() == waiting:
            self._none.setVisible(offered)
            self._same.setVisible(waiting)
            if waiting:
                day = self._former_day or (whole.former.day if whole.former is not None else "")
                self._same.set_label(f"Same as {day}")
            self.resized.emit()
        self._show_region()

    @property
    def _has_former(self) -> bool:
        return bool(self._former) or (self._whole is not None and self._whole.former is not None)

    @property
    def _region(self) -> Region:
        return self._list.current if self._listed and self._list is not None else self._chart.current

    def _name_region(self, region: Region) -> None:
        self._named = region
        self._show_region()

    def _show_region(self) -> None:
        value = self._painted.get(self._region)
        self._score.setVisible(value is not None)
        self._clear.setVisible(value is not None)
        if value is not None:
            self._score.set_value(value.intensity)
        self.update()

    def is_empty(self) -> bool:
        return not self._asked or (self.shown.filter == "open" and bool(self._painted))

    # What the user does

    def _erase(self, erasing: bool) -> None:
        self._brushes.erase(erasing)
        self._eraser.set_kind("secondary" if erasing else "quiet")

    def _slot(self, region: Region) -> Slot:
        return Slot(self._item.id, At(None, region.name, region.side))

    def _touched(self, regions: list[Region]) -> None:
        """One region turns the brush on or off; a stroke over several only adds, or only erases."""
        if self._brushes.erasing:
            pairs = [(self._slot(region), None) for region in regions if region in self._painted]
            if len(pairs) == 1:
                self.answered.emit(*pairs[0])
            elif pairs:
                self.filled.emit(pairs, "typed")
            return
        quality = self._brushes.value
        if len(regions) == 1:
            self._turn(regions[0], quality)
            return
        added: list[tuple[Slot, Value]] = []
        for region in regions:
            old = self._painted.get(region, Painted())
            if quality not in old.qualities:
                added.append((self._slot(region), Painted((*old.qualities, quality), old.intensity)))
        if added:
            self.filled.emit(added, "typed")

    def _turn(self, region: Region, quality: str) -> None:
        old = self._painted.get(region, Painted())
        if quality in old.qualities:
            rest = tuple(one for one in old.qualities if one != quality)
            self.answered.emit(self._slot(region), Painted(rest, old.intensity) if rest else None)
        else:
            self.answered.emit(self._slot(region), Painted((*old.qualities, quality), old.intensity))

    def _ask_score(self, way: tuple[Region, ...]) -> None:
        """Painted with Space, or on by Shift and an arrow: the next digit says how strong, for all of the stroke."""
        self._scoring.go_on(way, self._painted)
        self.update()

    def _set_intensity(self, number: int | None) -> None:
        old = self._painted.get(self._region)
        if old is not None and old.intensity != number:
            self.answered.emit(self._slot(self._region), Painted(old.qualities, number))

    def _clear_area(self) -> None:
        if self._region in self._painted:
            self.answered.emit(self._slot(self._region), None)
            (self._list if self._listed and self._list is not None else self._chart).setFocus()

    def _reconfirm(self) -> None:
        pairs: list[tuple[Slot, Value]] = [(self._slot(region), value) for region, value in self._former.items()]
        if not pairs and self._whole is not None and self._whole.former is not None:
            pairs = [(Slot(self._item.id), self._whole.former.value)]
        if pairs:
            self.filled.emit(pairs, "reconfirmed")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that chart, list and brushes themselves do not know."""
        if event.modifiers() & LETTERS_OFF or not self._key(event.key(), event.text().lower()):
            event.ignore()

    def _key(self, key: int, text: str) -> bool:
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finished.emit(Slot(self._item.id))
            return True
        if self._whole is None or self._whole.read_only:
            return False
        old = self._painted.get(self._region)
        digit = text.isascii() and text.isdigit()
        if digit and (told := self._scoring.digit(self._region, int(text))) is not None:
            scored = {one: Painted(self._painted[one].qualities, told[0]) for one in told[1]}
            self.filled.emit([(self._slot(one), value) for one, value in scored.items()], "typed")
            return True
        self._scoring.end(text or key == Qt.Key.Key_Delete)  # Shift alone is no other key yet
        if digit and self._brushes.choose_place(int(text)):
            self._erase(False)
        elif key == Qt.Key.Key_Delete and old is not None:
            self._clear_area()
        elif text and text in "+-−" and old is not None:
            start = old.intensity if old.intensity is not None else (-1 if text == "+" else 1)
            self._set_intensity(max(0, min(10, start + (1 if text == "+" else -1))))
        elif text == "e" and self.theme.letter_keys:
            self._erase(not self._brushes.erasing)
        elif text == "s" and self.theme.letter_keys and self._has_former and not self._painted:
            self._reconfirm()
        else:
            return False
        return True

    def _say_none(self, key: str) -> None:
        self.answered.emit(Slot(self._item.id), "none" if key == "none" else UNKNOWN)

    def _show_list(self, listed: bool) -> None:
        self._listed = listed
        if listed and self._list is None:
            made = RegionList(self.theme, self.context.figure, self._item.qualities, self._item.label, self)
            made.toggled.connect(self._turn)
            made.current_changed.connect(self._name_region)
            self._list = made
        if self._list is not None:
            self._list.setVisible(listed)
            self._list.show_painted(self._painted, read_only=bool(self._whole and self._whole.read_only))
        self._chart.setVisible(not listed)
        self._toggle.set_label("", "body" if listed else "list")
        self._toggle.setAccessibleName("Show as a figure" if listed else "Show as a list")
        self._named = None
        self._show_region()
        self.resized.emit()

    # Where things are

    def least_width(self) -> int:
        return self.theme.px(420)

    def _body(self) -> BodyChart | RegionList:
        return self._list if self._listed and self._list is not None else self._chart

    def height_for(self, width: int) -> int:
        return self._place(width, move=False)

    def arrange(self) -> None:
        self._place(self.width(), move=True)
        self.update()

    def _place(self, width: int, *, move: bool) -> int:
        px, tools = self.theme.px, 2 * self.theme.height("control") + self.theme.px(4)
        control = self.theme.height("control")
        brushes = self._brushes.height_for(width)
        if self._brushes.last_right(width) + px(8) + tools > width:
            brushes += control + px(6)
        top = brushes + px(6)
        body = self._fitted(self._body().height_for(width), top + px(6) + control)
        foot = top + body + px(6)
        if move:
            self._brushes.setGeometry(0, 0, width, brushes)
            self._eraser.setGeometry(width - tools, brushes - control, control, control)
            self._toggle.setGeometry(width - control, brushes - control, control, control)
            self._eraser.raise_()
            self._toggle.raise_()
            self._body().setGeometry(0, top, width, body)
            self._place_foot(QRect(0, foot, width, control))
        return foot + control

    def _fitted(self, body: int, others: int) -> int:
        """The figure as high as a screen leaves it beside brushes, region line and title; never too small to hit."""
        left = self.shown.room - others - self.theme.px(TITLE)
        return max(min(body, left), min(body, self.theme.px(SMALLEST))) if self.shown.room else body

    def _place_foot(self, row: QRect) -> None:
        px, right = self.theme.px, row.right() + 1
        for widget in (self._clear, self._score):
            size = widget.sizeHint()
            widget.setGeometry(right - size.width(), row.y(), size.width(), row.height())
            right -= size.width() + px(8)
        right = row.right() + 1
        for part in (self._none, self._same):
            if not part.isHidden():
                size = part.sizeHint()
                part.setGeometry(right - size.width(), row.y(), size.width(), row.height())
                right -= size.width() + px(8)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        row = QRect(0, self.height() - theme.height("control"), self.width(), theme.height("control"))
        painter.fillRect(0, row.y() - theme.px(4), self.width(), theme.edge, theme.color("line"))
        region = self._named or self._region
        value = self._painted.get(region)
        shown = [part for part in (self._score, self._clear, self._none, self._same) if not part.isHidden()]
        row.setRight(min([part.x() for part in shown], default=row.right()) - theme.px(8))
        if not self._score.isHidden():
            asked = "How strong? 0 to 10" if self._scoring.asks(region) else "Intensity"
            write(painter, theme, row, asked, "label", "accent" if asked != "Intensity" else "ink2", align=_RIGHT)
            row.setRight(row.right() - theme.metrics("label").horizontalAdvance(asked) - theme.px(12))
        write(painter, theme, row, region.title, "control", "ink", 600)
        row.setLeft(theme.metrics("control", 600).horizontalAdvance(region.title) + theme.px(12))
        said = painted_words(self._item.qualities, value) if value is not None else "not painted"
        if value is None and region in self._former:
            said = f"{self._former_day}: {painted_words(self._item.qualities, self._former[region])}"
        elif value is None and self._whole is not None and self._whole.former is not None:
            said = f"{self._whole.former.day}: {self._whole.former.said}"
        if row.width() > theme.px(40):
            write(painter, theme, row, said, "control", "ink2" if value is not None else "ink3")

    @property
    def count(self) -> str:
        """How many areas are painted, in words."""
        return words.plural(len(self._painted), "area") + " painted" if self._painted else ""

    # For the form

    def stops(self) -> Iterator[QWidget]:
        yield from (self._brushes, self._eraser, self._toggle, self._body(), self._score, self._clear, self._same,
                    self._none)

    def slots(self) -> Iterable[Slot]:
        yield Slot(self._item.id)
        for region in self._painted:
            yield self._slot(region)

    def focus_slot(self, slot: Slot) -> bool:
        if slot.item != self._item.id:
            return False
        region = self.context.figure.region(slot.at.place, slot.at.side) if slot.at.place is not None else None
        if region is not None and not self._listed:
            self._chart.go_to(region)
        self._body().setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def slot_of(self, widget: QWidget) -> Slot | None:
        return Slot(self._item.id) if self.isAncestorOf(widget) else None
