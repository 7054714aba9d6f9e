"""A red flag that fired: what it is, what fired it, what to consider; it can be answered, and not dismissed."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.fields import FieldContext, Views
from ui.reasoning.flagwords import EVERY, MOST_TRIGGERS, BannerWords, Trigger, tier_words
from ui.reasoning.onefield import OneField
from ui.widgets import Button, FlowLayout, Icon, Label, Painted, box
from workup.answers import At, Slot, Value
from workup.reasoning.flags import ACTION, OVERRIDE
from workup.texts import _


class FlagBanner(Painted):
    """The banner of one flag. `confirmed` gives an answer again that still holds."""

    slot_wanted = Signal(object)
    answered = Signal(object, object)
    confirmed = Signal(object, object)
    typing = Signal(object, str)
    closed = Signal()
    finished = Signal()
    resized = Signal()

    def __init__(self, context: FieldContext, parent: QWidget | None = None) -> None:
        theme = context.theme
        super().__init__(theme, parent)
        self.told: BannerWords | None = None
        self._views: Views | None = None
        self._low = False
        self._heights: dict[tuple[Label, str, int], int] = {}
        self._mark = Icon(theme, "warning", "danger", 20)
        self.title = Label(theme, "card_title", "", "danger", wrap=True)
        self.again = Label(theme, "label", "", "danger", weight=600, wrap=True)
        self.line = Label(theme, "question", "", "ink", wrap=True)
        self.rules = Label(theme, "label", "", "ink", wrap=True)
        self.beside = Label(theme, "label", "", "ink2", wrap=True)
        self.why = Label(theme, "label", "", "ink2", wrap=True)
        self.links = QWidget()
        self._flow = FlowLayout(self.links, gap=theme.px(6), line_gap=theme.px(4))
        self._entries: list[Button] = []
        self._linked: tuple[tuple[Trigger, ...], int] = ((), 0)
        self._others = Label(theme, "label", "", "ink2")
        self.field = OneField(context)
        self.act = Button(theme, "danger", _("Record action"))
        self.none = Button(theme, "secondary", _("No action needed because"))
        self.still = Button(theme, "secondary", _("Recorded answer still holds"))
        self.more = Button(theme, "quiet", _("See why"))
        self.save = Button(theme, "primary", _("Save"))
        self.cancel = Button(theme, "quiet", _("Cancel"))
        self.close_button = Button(theme, "quiet", _("Close"))
        self._build()
        self.act.clicked.connect(lambda: self.begin(ACTION))
        self.none.clicked.connect(lambda: self.begin(OVERRIDE))
        self.still.clicked.connect(self._confirm)
        self.more.clicked.connect(self._toggle_why)
        self.save.clicked.connect(self._save)
        self.cancel.clicked.connect(self._cancel)
        self.close_button.clicked.connect(self.closed)
        self.field.answered.connect(self._answered)
        self.field.typing.connect(self.typing)
        self.restyle()

    def _build(self) -> None:
        for button in (self.save, self.cancel):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a press leaves the text where it is
        keys = QWidget()
        self._keys = FlowLayout(keys)
        for button in (self.act, self.none, self.still, self.save, self.cancel, self.more, self.close_button):
            self._keys.addWidget(button)
        words = (self.title, self.again, self.line, self.rules, self.links, self.beside, self.why, self.field, keys)
        self._parts: tuple[QWidget, ...] = words
        self._mark.setParent(self)
        for part in words:
            part.setParent(self)
        self.why.hide()
        self._writing(False)

    # What it shows

    def show_flag(self, told: BannerWords, views: Views, *, low: bool) -> None:
        """Show a flag; in a low window what fired it waits behind “See why”."""
        another = self.told is None or self.told.id != told.id
        if another:
            self._views = views
            self.why.hide()
            self._stop_writing()
        else:
            self.follow(views)
        if told == self.told and low == self._low:
            return
        self.told, self._low = told, low
        caution = told.tier == "S"
        self._mark.set("warning", "caution" if caution else "danger")
        self.title.set_look("caution" if caution else "danger")
        self.title.setText(
            _("Caution: {title}").format(title=told.title)
            if caution
            else _("Red flag: {title} · {tier}").format(title=told.title, tier=tier_words(told.tier))
        )
        self.again.setVisible(bool(told.again))
        self.rules.setText("; ".join(told.rules))
        self.why.setText(told.why)
        self.beside.setText(told.beside)
        if not low or not self.why.isHidden():
            self._show_links(told)
        self._show_detail()
        self._writing(self.field.field is not None)
        self.setAccessibleName(f"{self.title.text()}. {told.line}")
        self.resized.emit()

    def follow(self, views: Views) -> None:
        """The flag is the one shown; a line that is being written shows what is in force."""
        self._views = views
        if self.field.field is not None:
            self._show_field(self.field.field.slot.item)

    def _show_detail(self) -> None:
        told = self.told
        if told is None:
            return
        open_ = not self._low or not self.why.isHidden()
        self.again.setText(
            " ".join(
                part
                for part in (_("Asked again: {again}").format(again=told.again), told.recorded if open_ else "")
                if part
            )
            if told.again
            else ""
        )
        self.line.setText(told.line if open_ else told.short)
        self.rules.setVisible(open_ and bool(told.rules))
        self.links.setVisible(open_ and bool(told.triggers))
        self.beside.setVisible(open_ and bool(told.beside))

    def _show_links(self, told: BannerWords) -> None:
        """A few entries behind the flag; all of them where the rest is open too."""
        most = MOST_TRIGGERS if self.why.isHidden() else EVERY
        shown = told.triggers[:most]
        rest = len(told.triggers) - most
        if (shown, rest) == self._linked:
            return
        self._linked = shown, rest
        while len(self._entries) < len(shown):
            self._add_entry()
        for link, trigger in zip(self._entries, shown, strict=False):
            if link.text() != trigger.text:
                link.set_label(trigger.text)
                link.setAccessibleName(_("{text}; go to this entry").format(text=trigger.text))
            link.show()
        for link in self._entries[len(shown) :]:
            link.hide()
        last = self._flow.itemAt(self._flow.count() - 1)
        if last is None or last.widget() is not self._others:
            self._flow.removeWidget(self._others)
            self._flow.addWidget(self._others)
        self._others.setText(_("and {rest} more entries").format(rest=rest))
        self._others.setVisible(rest > 0)

    def make_ahead(self) -> None:
        """Make in idle time what the first flag shows, so that an answer that raises it need not."""
        while len(self._entries) < MOST_TRIGGERS:
            self._add_entry()
            self._entries[-1].hide()
        for part in self.findChildren(QWidget):
            part.ensurePolished()

    def _add_entry(self) -> None:
        """One more button for an entry behind the flag; it goes where the entry shown on it stands."""
        link, place = Button(self.theme, "secondary", "", icon="arrow-right", icon_after=True), len(self._entries)
        link.clicked.connect(lambda: self.slot_wanted.emit(self._linked[0][place].slot))
        self._entries.append(link)
        self._flow.addWidget(link)

    def _toggle_why(self) -> None:
        self.why.setVisible(self.why.isHidden())
        self.more.set_label(_("See why") if self.why.isHidden() else _("Less"))
        if self.told is not None:
            self._show_links(self.told)
        self._show_detail()
        self.resized.emit()

    # Answering

    @property
    def writing(self) -> bool:
        """Whether an action or a reason is being typed."""
        return self.field.field is not None

    def begin(self, item: str) -> None:
        """Open the line for an action or a reason and put the keyboard there."""
        self._show_field(item)
        self._writing(True)
        self.resized.emit()
        if self.field.field is not None:
            self.field.field.give_focus()

    def _show_field(self, item: str) -> None:
        if self.told is None or self._views is None:
            return
        slot = Slot(item, At(place=self.told.id))
        found = self._views.assessment.library.items[item]
        self.field.show_slot(slot, self._views.of(found, slot))

    def _writing(self, on: bool) -> None:
        told = self.told
        again = told is not None and bool(told.again)
        self.field.setVisible(on)
        self.save.setVisible(on)
        self.cancel.setVisible(on)
        caution = told is not None and told.tier == "S"
        self.act.setVisible(not on and not caution)
        self.none.setVisible(not on and not caution)
        self.close_button.setVisible(not on and told is not None and not told.waiting)
        self.still.setVisible(not on and again)
        self.more.setVisible(not on and told is not None and bool(told.why))

    def _save(self) -> None:
        """Pass on what was typed; a recorded answer left as it is is given again."""
        field = self.field.field
        if field is None:
            return
        before = self.field.value()
        if field.commit() and self.field.field is field:  # type: ignore[attr-defined]  # both items are text
            if before is None:
                field.give_focus()
            else:
                self.confirmed.emit(field.slot, before)
                self._stop_writing()
                self.finished.emit()

    def _answered(self, slot: Slot, value: Value | None) -> None:
        self._stop_writing()
        self.answered.emit(slot, value)
        self.finished.emit()

    def _confirm(self) -> None:
        if self.told is None or self._views is None:
            return
        slot = Slot(OVERRIDE if self.told.overridden else ACTION, At(place=self.told.id))
        value = self._views.assessment.answers.value(slot.item, slot.at)
        if value is not None:
            self.confirmed.emit(slot, value)
            self.finished.emit()

    def _cancel(self) -> None:
        if self.field.field is not None:
            self.field.field.reset()
            self.typing.emit(self.field.field.slot, "")
        self._stop_writing()
        self.act.setFocus(Qt.FocusReason.OtherFocusReason)

    def _stop_writing(self) -> None:
        had = self.field.field is not None
        self.field.clear()
        self._writing(False)
        if had:
            self.resized.emit()

    # Where its parts stand: by hand, because a flag that fires must not cost a frame

    def height_for(self, width: int) -> int:
        """The height at a width."""
        return max((rect.bottom() + 1 for _rest, rect in self._placed(width)), default=0) + self.theme.px(10)

    def _placed(self, width: int) -> Iterator[tuple[QWidget, QRect]]:
        px = self.theme.px
        left, top = px(18) + px(20) + px(10), px(10)
        wide = max(width - left - px(14), px(120))
        for part in self._parts:
            if not part.isHidden():
                tall = self._tall(part, wide)
                yield part, QRect(left, top, wide, tall)
                top += tall + px(4)

    def _tall(self, part: QWidget, width: int) -> int:
        """The height of a part; a text that was measured before is not measured again."""
        if not isinstance(part, Label):
            return part.heightForWidth(width)
        key = (part, part.text(), width)
        if key not in self._heights:
            self._heights[key] = part.heightForWidth(width)
        return self._heights[key]

    def arrange(self) -> None:
        """Put everything in its place at the present width."""
        px = self.theme.px
        self._mark.setGeometry(px(18), px(10), px(20), px(20))
        for part, rect in self._placed(self.width()):
            if part.geometry() != rect:
                part.setGeometry(rect)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def event(self, event: QEvent) -> bool:
        """A part that wants another height asks the column for it."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.resized.emit()
        return super().event(event)

    # What it looks like

    def restyle(self) -> None:
        px = self.theme.px
        self._heights.clear()
        self._keys.setContentsMargins(0, px(4), 0, 0)
        self._keys.set_gaps(px(8), px(4))
        self._flow.set_gaps(px(6), px(4))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        radius, caution = theme.radius("card"), self.told is not None and self.told.tier == "S"
        edge, fill = theme.color("caution_line" if caution else "danger"), theme.color(
            "caution_soft" if caution else "danger_soft"
        )
        box(painter, self.rect(), radius, edge, None)
        bar = theme.px(5)
        inner = QRect(bar, theme.edge, self.width() - bar - theme.edge, self.height() - 2 * theme.edge)
        box(painter, inner, radius - theme.edge, fill, None)
        painter.fillRect(bar, theme.edge, radius, self.height() - 2 * theme.edge, fill)
