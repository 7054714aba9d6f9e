"""What a result does to the ranking, in a few lines that stay in sight while it is entered."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.reasoning.wording import source_name
from ui.tests_board.effect import DIRECTIONS
from ui.theme import Theme
from ui.widgets import Pressable, box, write
from ui.widgets.lines import announce
from workup import words
from workup.assess import Assessment
from workup.assess.effect import same_without, without_result
from workup.orders import Shift, shifts
from workup.texts import N_, _

TITLE = N_("Effect on ranking")
NOTHING = N_("nothing entered so far moves a source")
LEADING = 5
Line = tuple[str, str]


class WithoutResult:
    """The patient without the result of one order; kept while only that result changes, for it costs an assessment."""

    def __init__(self) -> None:
        self._number = 0
        self._told: Assessment | None = None
        self._kept: Assessment | None = None

    def moved(self, assessment: Assessment, number: int) -> tuple[Shift, ...]:
        """Every source that stands otherwise with this result than without, in the order with it."""
        told, kept = self._told, self._kept
        if told is None or kept is None or number != self._number or not same_without(told, assessment, number):
            kept = without_result(assessment, number)
        self._number, self._told, self._kept = number, assessment, kept
        found = shifts(kept.reasoning, assessment.reasoning)
        return tuple(one for one in found if one.direction != "same" or one.phrase_before != one.phrase_after)


class EffectStrip(Pressable):
    """The sources a result moves most in the ranking; pressed, the whole of it is shown below the form."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.lines: tuple[Line, ...] = ()
        self.more, self.most = 0, 3
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._say()

    def show_shifts(self, moved: tuple[Shift, ...], phrases: dict[str, str], most: int) -> None:
        """Show those that lead or led, then those that moved most, in the order of the ranking."""
        furthest = sorted(moved, key=_behind)[:most]
        lines = tuple(_line(one, phrases) for one in moved if one in furthest)
        if (lines, len(moved) - len(lines), most) == (self.lines, self.more, self.most):
            return
        taller = len(lines) != len(self.lines)
        self.lines, self.more, self.most = lines, len(moved) - len(lines), most
        self._say()
        announce(self, self.accessibleName())
        if taller:
            self.updateGeometry()
        self.update()

    def _say(self) -> None:
        told = "; ".join(f"{name}: {figure}" for name, figure in self.lines) or _(NOTHING)
        self.setAccessibleName(f"{_(TITLE)}. {told}")
        self.setToolTip(_("The whole effect, below the form"))

    def sizeHint(self) -> QSize:
        px, line = self.theme.px, self.theme.line("label")
        return QSize(px(280), px(7) + line * (1 + len(self.lines)) + px(8))

    def focus_ring(self) -> tuple[QRect, int]:
        return self._body(), self.theme.radius("control")

    def _body(self) -> QRect:
        return self.rect().adjusted(self.theme.px(12), 0, -self.theme.px(12), 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter, body = self.theme, QPainter(self), self._body()
        px, line = theme.px, theme.line("label")
        edge = theme.color("accent" if self.hovered else "accent_line")
        box(painter, body, theme.radius("control"), theme.color("accent_soft"), edge, theme.edge)
        row = QRect(body.x() + px(12), body.y() + px(6), body.width() - px(24), line)
        write(painter, theme, row, _(TITLE), "label", "accent", 600, fixed=True)
        aside = _(NOTHING) if not self.lines else _("and {more} more").format(more=self.more) if self.more else ""
        room = row.adjusted(theme.advance(_(TITLE), "label", 600) + px(10), 0, 0, 0)
        align = Qt.AlignmentFlag.AlignVCenter | (Qt.AlignmentFlag.AlignRight if self.lines else Qt.AlignmentFlag(0))
        write(painter, theme, room, aside, "label", "ink2", align=align)
        for name, figure in self.lines:
            row.translate(0, line)
            wide = theme.metrics("label", 600).horizontalAdvance(figure)
            write(painter, theme, row.adjusted(0, 0, -wide - px(8), 0), name, "label", "ink")
            room = QRect(row.right() + 1 - wide, row.y(), wide + 2, line)
            write(painter, theme, room, figure, "label", "accent", 600)


def _behind(one: Shift) -> tuple[bool, float]:
    return min(one.place_before, one.place_after) > LEADING, -abs(one.after - one.before)


def _line(one: Shift, phrases: dict[str, str]) -> Line:
    after = phrases.get(one.phrase_after, "")
    way = (
        _(DIRECTIONS[one.direction])
        if one.direction != "same"
        else _("was {phrases}").format(phrases=words.in_sentence(phrases.get(one.phrase_before, "")))
    )
    return f"{one.place_after} {source_name(one.cause, one.at)}", f"{after}, {way}"
