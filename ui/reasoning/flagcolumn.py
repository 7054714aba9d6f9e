"""The red flags above every step: the most urgent in full, the others as lines, answered ones quietly."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from msgspec.structs import replace
from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.fields import FieldContext, Views
from ui.reasoning.banner import FlagBanner
from ui.reasoning.flagline import FlagLine, LineKind
from ui.reasoning.flagwords import BannerWords, banner_words
from ui.timers import once
from ui.widgets import Scroll
from ui.widgets.lines import announce
from workup.answers import Slot, Value
from workup.assess import Assessment
from workup.note.flags import TIERS
from workup.reasoning.flags import Raised
from workup.texts import _, _p

LOW, SHARE = 600, 0.6
# So many lines are made before they are needed, so long after the workup was opened.
AHEAD, AHEAD_MS = 3, 400


class FlagColumn(QWidget):
    """What fired, first in the centre of every step; it takes no more than its share of the height."""

    slot_wanted = Signal(object)
    answered = Signal(object, object)
    confirmed = Signal(object, object)
    typing = Signal(object, str)
    finished = Signal()
    grown = Signal(int)

    def __init__(self, context: FieldContext, people: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme, self._people = context.theme, people
        self._assessment: Assessment | None = None
        self._fired: tuple[Raised, ...] = ()
        self._pending: tuple[Slot | None, str] = (None, "")
        self._chosen, self._alone = "", False
        self._told: dict[Slot, Value | None] = {}
        self._worded: dict[str, tuple[Raised, BannerWords]] = {}
        self._shown: tuple[object, ...] = ()
        self._crowded = self._showing = False
        self.banner = FlagBanner(context)
        self.banner.hide()
        self.lines: list[FlagLine] = []
        self._inner = QWidget()
        self.banner.setParent(self._inner)
        self._scroll = Scroll(self._inner, self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()
        for name in ("slot_wanted", "typing", "finished"):
            getattr(self.banner, name).connect(getattr(self, name))
        self.banner.confirmed.connect(self._confirm)
        self.banner.answered.connect(self._answer)
        self.banner.closed.connect(self._close)
        self.banner.resized.connect(self._grow)
        self.theme.changed.connect(self._restyle)
        self._soon = once(self, self.make_ahead)
        self._soon.start(AHEAD_MS)
        self._restyle()

    def _close(self) -> None:
        """Back to one line; only what needs no answer can be closed."""
        self._chosen = ""
        self._show()
        self.finished.emit()

    def _confirm(self, slot: Slot, value: Value) -> None:
        self._chosen = ""  # answered, so it needs no more than its line
        self.confirmed.emit(slot, value)

    def _answer(self, slot: Slot, value: Value | None) -> None:
        self._chosen = ""
        self._told = {slot: value}
        self.answered.emit(slot, value)

    # What it shows

    def render_flags(self, assessment: Assessment) -> None:
        """Show what fires now; nothing is touched when nothing differs."""
        before, self._assessment = self._assessment, assessment
        changed = assessment.differs(before)
        if before is not None and not changed and before.library is assessment.library:
            return
        self._forget(changed)
        fired = assessment.reasoning.fired
        if not fired and not self._fired and before is not None:
            return
        known = {one.flag.id for one in self._fired if one.waiting}
        self._fired = fired
        new = [one for one in fired if one.waiting and one.flag.id not in known]
        self._show()
        if new and before is not None:
            told = ". ".join(_("Red flag: {title}").format(title=one.flag.title) for one in new)
            announce(self, told, at_once=True)

    def set_pending(self, slot: Slot | None, sentence: str) -> None:
        """A failing save: one slot waits, all others take no input."""
        self._pending = (slot, sentence)
        if self._assessment is not None:
            self._show()

    def stand_alone(self, alone: bool) -> None:
        """Where no title row is above, keep off the top bar and leave the room to the page."""
        if alone != self._alone:
            self._alone = alone
            self._restyle()
            self._show()

    def open_flag(self, flag: str) -> bool:
        """Show a flag in full and put the keyboard there."""
        if not any(one.flag.id == flag for one in self._fired):
            return False
        self._chosen = flag
        self._show()
        buttons = (self.banner.act, self.banner.save, self.banner.close_button)
        next(button for button in buttons if not button.isHidden()).setFocus()
        return True

    def _lead(self) -> Raised | None:
        """The flag shown in full: the one chosen, else the most urgent that waits."""
        chosen = next((one for one in self._fired if one.flag.id == self._chosen), None)
        if chosen is not None:
            return chosen
        return next((one for one in self._fired if one.waiting), None)

    def _show(self) -> None:
        assessment = self._assessment
        if assessment is None:
            return
        lead = self._lead()
        views = Views(assessment, *self._pending, self._told)
        low = self._alone or self.window().height() < self.theme.px(LOW)
        told = None if lead is None else self._words(lead)
        rest = [one for one in self._fired if one is not lead]
        shown = (told, [_line_words(self._words(one)) for one in rest], low, self.width(), self._most())
        if told is not None and shown == self._shown:
            self.banner.follow(views)
            return
        crowded = told is not None and not low and self._stays_crowded(told, shown)
        self._shown, self._showing = shown, True
        if told is not None:
            self.banner.show_flag(told, views, low=low or crowded)
        self.banner.setVisible(told is not None)
        while len(self.lines) < len(rest):
            self._add_line()
        for line, one in zip(self.lines, rest, strict=False):
            line.set(*_line_words(self._words(one)))
            line.show()
        for line in self.lines[len(rest) :]:
            line.hide()
        self.setVisible(bool(self._fired))
        self._crowded = crowded
        if told is not None and rest and not low and not crowded and self._need() > self._most():
            self._crowded = True
            self.banner.show_flag(told, views, low=True)  # the others are seen before the details of the first
        self._showing = False
        self._fit()

    @property
    def room(self) -> int:
        """The height it takes above the questions."""
        return 0 if self.isHidden() else self.height()

    def make_ahead(self) -> None:
        """Make in idle time what the first flags show, so that an answer that raises one need not."""
        self.banner.make_ahead()
        while len(self.lines) < AHEAD:
            self._add_line()
        for line in self.lines:
            line.ensurePolished()

    def _add_line(self) -> None:
        line = FlagLine(self.theme, self._inner)
        line.hide()
        line.clicked.connect(lambda _rest=False: self.open_flag(line.flag))
        self.lines.append(line)

    def _stays_crowded(self, told: BannerWords, shown: tuple[object, ...]) -> bool:
        """Whether the details had no room and have only become more: then there is no need to try."""
        before = self._shown[0] if self._crowded and self._shown and self._shown[1:] == shown[1:] else None
        if not isinstance(before, BannerWords) or replace(before, triggers=told.triggers) != told:
            return False
        now = {one.slot: len(one.text) for one in told.triggers}
        return all(now.get(one.slot, 0) >= len(one.text) for one in before.triggers)

    def _words(self, one: Raised) -> BannerWords:
        """What a flag says; worded anew only when it or an entry behind it has changed."""
        assert self._assessment is not None
        kept = self._worded.get(one.flag.id)
        if kept is None or kept[0] != one:
            kept = self._worded[one.flag.id] = one, banner_words(self._assessment, one, self._people)
        return kept[1]

    def _forget(self, changed: Collection[str]) -> None:
        """What was said of entries that have changed is no longer true."""
        for flag, (one, _rest) in list(self._worded.items()):
            if any(slot.item in changed for slot in one.because) or any(name in changed for name in one.flag.beside):
                del self._worded[flag]

    # Where things are

    def _placed(self, width: int) -> Iterator[tuple[QWidget, QRect]]:
        """What is shown, with its place: the banner, then the lines."""
        px = self.theme.px
        side, top = px(20), px(8) if self._alone else 0
        inner = width - 2 * side
        if not self.banner.isHidden():
            tall = self.banner.height_for(inner)
            yield self.banner, QRect(side, top, inner, tall)
            top += tall + px(6)
        for line in self.lines:
            if not line.isHidden():
                tall = line.sizeHint().height()
                yield line, QRect(side, top, inner, tall)
                top += tall + px(6)

    def _need(self) -> int:
        return self._below(list(self._placed(self._wide())))

    def _wide(self) -> int:
        return max(self.width(), self.theme.px(200))

    def _below(self, placed: Sequence[tuple[QWidget, QRect]]) -> int:
        """The height of all that is shown."""
        return placed[-1][1].bottom() + 1 + self.theme.px(8) if placed else 0

    def _most(self) -> int:
        return max(round(self.window().height() * SHARE) - self.theme.px(100), self.theme.px(120))

    def _grow(self) -> None:
        """The banner wants another height, as for a line that is written."""
        before = self.room
        self._fit()
        if self.room != before:
            self.grown.emit(self.room - before)

    def _fit(self) -> None:
        """As high as its content, up to its share of the window; by hand, for a layout would come a frame later."""
        if self.isHidden() or self._showing:
            return
        placed = list(self._placed(self._wide()))
        need = self._below(placed)
        tall = min(need, self._most())
        if tall != self.height() or tall != self.minimumHeight():
            self.setFixedHeight(tall)
        self._scroll.setGeometry(self.rect())
        self._inner.setMinimumHeight(need)
        for part, rect in placed:
            if part.geometry() != rect:
                part.setGeometry(rect)
            elif part is self.banner:
                self.banner.arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._assessment is not None and event.oldSize().width() != event.size().width():
            self._show()
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(400), self._need())

    def _restyle(self) -> None:
        self._shown = ()
        self._fit()


def _line_words(told: BannerWords) -> tuple[LineKind, str, str, str, str]:
    """How a flag that is not shown in full is told."""
    if told.tier == "S":
        return (
            "caution",
            told.id,
            _("Caution: {title}").format(title=told.title),
            " ".join((*told.rules, told.line)),
            _p("show it", "Open"),
        )
    if told.waiting:
        said = _("Asked again: {again}").format(again=told.again) if told.again else _("No action recorded yet.")
        return (
            "waiting",
            told.id,
            _("Red flag: {title} · {tiers}").format(title=told.title, tiers=_(TIERS[told.tier])),
            said,
            _p("show it", "Open"),
        )
    return "answered", told.id, _("Red flag: {title}").format(title=told.title), told.recorded, _("Change")

