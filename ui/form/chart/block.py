"""The body chart in a form: what the user does with brushes, figure and list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ui.fields import FieldContext, FieldView, Views
from ui.form.block import Shown
from ui.form.chart.before import fit_words, painted_before
from ui.form.chart.face import ChartFace
from ui.form.chart.listing import RegionList
from ui.form.chart.skin import DERMATOMES
from ui.form.chart.strokes import stroke, turned
from ui.widgets.base import LETTERS_OFF
from workup.answers import NOWHERE, UNKNOWN, At, Painted, Slot, Value
from workup.body import Region, load_dermatomes
from workup.note.wording import painted_words
from workup.protocol import BodyMap
from workup.reasoning.pattern import roots_fitting
from workup.texts import _


class ChartBlock(ChartFace):
    """Regions are painted with a brush; one region can hold several qualities and one intensity."""

    def __init__(self, context: FieldContext, shown: Shown, item: BodyMap, parent: QWidget | None = None) -> None:
        super().__init__(context, shown, item, parent)
        self._as_before = False
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
        self._undo.clicked.connect(lambda: self._step_here(back=True))
        self._skin.clicked.connect(self._show_skin)
        self._before.clicked.connect(self._show_before)
        self._hand.clicked.connect(lambda: self.wished.emit("hand_over", Slot(self._item.id)))

    # What it shows

    def render(self, views: Views) -> None:  # type: ignore[override]
        self._views = views
        assessment, item, figure = views.assessment, self._item, self.context.figure
        self._asked = bool(assessment.asked.get(item.id))
        painted, former, day = dict[Region, Painted](), dict[Region, Painted](), ""
        self._marks.clear()
        for at in views.places_of(item.id):
            region = figure.region(at.place, at.side) if at.place is not None else None
            if region is None:
                continue
            view = views.of(item, Slot(item.id, at))
            if isinstance(view.value, Painted):
                painted[region] = view.value
                self._marks[region] = view.mark
            elif view.former is not None and isinstance(view.former.value, Painted):
                former[region], day = view.former.value, view.former.day
        whole = views.of(item, Slot(item.id, NOWHERE))
        changed = (painted, former, whole) != (self._painted, self._former, self._whole)
        self._painted, self._former, self._whole, self._former_day = painted, former, whole, day
        if changed:
            self._show(whole)

    def _show(self, whole: FieldView) -> None:
        said = {region: painted_words(self._item.qualities, value) for region, value in self._painted.items()}
        former = {} if self._painted else self._former
        before = painted_before(self._views.assessment, self._item.id, self.context.figure) if self._views else {}
        if self._before.isHidden() == bool(before):
            self._before.setVisible(bool(before))
            self.resized.emit()
        self._chart.show_painted(self._painted, before if self._as_before else former, said)
        self._fit = fit_words(roots_fitting(self.context.library.anatomy, self._painted))
        self._undo.setEnabled(not whole.read_only)
        self._hand.setEnabled(not whole.read_only)
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
                self._same.set_label(_("Same as {day}").format(day=day))
            self.resized.emit()
        self._show_region()

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
        told = stroke(self._painted, regions, self._brushes.value, erasing=self._brushes.erasing)
        if len(told) == 1:
            self.answered.emit(self._slot(told[0][0]), told[0][1])
        elif told:
            self.filled.emit([(self._slot(region), value) for region, value in told], "typed")

    def _turn(self, region: Region, quality: str) -> None:
        self.answered.emit(self._slot(region), turned(self._painted, region, quality))

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

    def _step_here(self, *, back: bool) -> None:
        """Take back the newest paint in this area only, or put it back."""
        self.wished.emit("undo_here" if back else "redo_here", self._slot(self._region))

    def _show_skin(self) -> None:
        """The skin areas of the roots over the figure, or none, with the sources they are drawn after."""
        drawn = None if self._chart.skin else load_dermatomes(DERMATOMES)
        self._chart.show_skin(drawn)
        self._skin.set_kind("secondary" if drawn else "quiet")
        texts = [self.context.library.sources[name].text for name in drawn.sources] if drawn else []
        named = ", ".join(re.split(r"[.,']", text)[0] for text in texts)
        self._source = _("Skin areas after {named}; borders differ between people").format(named=named) if drawn else ""
        self.update()

    def _show_before(self) -> None:
        """What was painted at the last visit as an outline, also where something is painted now."""
        self._as_before = not self._as_before
        self._before.set_kind("secondary" if self._as_before else "quiet")
        if self._whole is not None:
            self._show(self._whole)

    def _reconfirm(self) -> None:
        pairs: list[tuple[Slot, Value]] = [(self._slot(region), value) for region, value in self._former.items()]
        if not pairs and self._whole is not None and self._whole.former is not None:
            pairs = [(Slot(self._item.id), self._whole.former.value)]
        if pairs:
            self.filled.emit(pairs, "reconfirmed")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that chart, list and brushes themselves do not know."""
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.modifiers() & LETTERS_OFF or not self._key(event.key(), event.text().lower(), shift):
            event.ignore()

    def _key(self, key: int, text: str, shift: bool) -> bool:
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finished.emit(Slot(self._item.id))
            return True
        if text in ("d", "v") and self.theme.letter_keys:
            self._show_skin() if text == "d" else self._show_before()
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
            if self._chart.hasFocus():  # the pain of this area is said by its digit, without Space
                self._touched([self._region])
                self._ask_score((self._region,))
        elif key == Qt.Key.Key_Delete and old is not None:
            self._clear_area()
        elif text and text in "+-−" and old is not None:
            start = old.intensity if old.intensity is not None else (-1 if text == "+" else 1)
            self._set_intensity(max(0, min(10, start + (1 if text == "+" else -1))))
        elif text == "e" and self.theme.letter_keys:
            self._erase(not self._brushes.erasing)
        elif text == "z" and self.theme.letter_keys:
            self._step_here(back=not shift)
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
        self._toggle.setAccessibleName(_("Show as a figure") if listed else _("Show as a list"))
        self._named = None
        self._show_region()
        self.resized.emit()

    # For the form

    def stops(self) -> Iterator[QWidget]:
        yield from (self._brushes, *self._tools, self._body(), self._score, self._clear, self._same,
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
