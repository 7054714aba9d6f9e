"""The sources beside the questions: up to five, each with its word, its bar and at most two reasons."""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui.reasoning.wording import candidate_name, named, phrase, reasons
from ui.theme import Theme
from ui.widgets import EmptyState, Label, Pressable, box, write
from ui.widgets.lines import lines_of, write_lines
from ui.widgets.tips import plain_tip
from workup import words
from workup.assess import Assessment
from workup.reasoning.ranking import Candidate
from workup.reasoning.reason import Reasoning
from workup.texts import N_, _, _n, _p

MOST = 5
FOLDED = N_("Other sources are folded until the action is recorded.")
SAID_RANKS = ("first", "second", "third", "fourth", "fifth")


class SourceWords(Struct, frozen=True):
    """All that one row shows; two equal ones look the same. `bar` is the share of the track that is filled."""

    cause: str
    name: str
    phrase: str
    bar: float
    pinned: bool
    reasons: tuple[tuple[bool, str], ...]
    moved: str = ""
    equal: bool = False

    @property
    def spoken(self) -> str:
        """The row as a screen reader says it."""
        pro, contra = _p("speaks for it", "for"), _("against")
        told = [f"{pro if speaks_for else contra}: {text}" for speaks_for, text in self.reasons]
        return ". ".join(filter(None, (f"{self.name}, {words.in_sentence(self.phrase)}", self.moved, *told)))


def bar_share(reasoning: Reasoning, balance: float) -> float:
    """How much of a bar a balance fills, from 0 to 1."""
    return max(0.0, min(1.0, balance / reasoning.library.engine.number("bar_most")))


def source_words(reasoning: Reasoning, one: Candidate, moved: str = "") -> SourceWords:
    """A source as its row shows it."""
    return SourceWords(
        one.cause.id,
        candidate_name(one),
        phrase(reasoning.library, one),
        bar_share(reasoning, one.balance),
        one.pinned,
        reasons(reasoning, one),
        moved,
        one.equal,
    )


class SourceRow(Pressable):
    """One source; pressing it opens its contributions."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.told: SourceWords | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def set(self, told: SourceWords) -> None:
        """Show another source, or the same one otherwise."""
        if told == self.told:
            return
        self.told = told
        self.setAccessibleName(told.spoken)
        lines = (f"{'+' if speaks_for else words.MINUS} {text}" for speaks_for, text in told.reasons)
        self.setToolTip(plain_tip("\n".join(lines)))
        self.updateGeometry()
        self.update()

    def focus_ring(self) -> tuple[QRect, int]:
        """Where the focus ring goes."""
        return self.rect().adjusted(2, 2, -2, -2), self.theme.radius("tag")

    def _room(self) -> int:
        return self.theme.px(304 - 32 - 10)  # the scroll bar may stand beside it

    def _name_lines(self) -> tuple[tuple[str, ...], int]:
        """The name over one or two lines, and how wide the word beside it is."""
        told, theme = self.told, self.theme
        if told is None:
            return (), 0
        wide = theme.metrics("label", 600 if told.pinned else None).horizontalAdvance(told.phrase)
        return lines_of(theme, told.name, "question", self._room() - wide - theme.px(10), 600), wide

    def _reason_lines(self) -> list[tuple[bool, tuple[str, ...]]]:
        """Each reason over as many lines as it needs, at most two."""
        room = self._room() - self.theme.px(17)
        reasons = self.told.reasons if self.told else ()
        return [(speaks_for, lines_of(self.theme, text, "label", room)) for speaks_for, text in reasons]

    def sizeHint(self) -> QSize:
        theme, told = self.theme, self.told
        lines, _rest = self._name_lines()
        rows = sum(len(one) for _rest2, one in self._reason_lines()) + bool(told.moved or told.equal) if told else 0
        tall = len(lines) * theme.line("question") + theme.px(6 + 4 + 6) + rows * theme.line("label") + theme.px(9)
        return QSize(self._room(), theme.px(5) + tall)

    def paintEvent(self, _event: QPaintEvent) -> None:
        told, theme, painter = self.told, self.theme, QPainter(self)
        if told is None:
            return
        if self.hovered:
            box(painter, self.rect(), theme.radius("tag"), theme.color("hover"), None)
        lines, wide = self._name_lines()
        top, line = theme.px(5), theme.line("question")
        name = QRect(0, top, self.width() - wide - theme.px(8), line)
        write_lines(painter, theme, name, lines, "question", "ink", 600)
        word = QRect(self.width() - wide - 1, top, wide + 2, line)
        write(painter, theme, word, told.phrase, "label", "danger" if told.pinned else "ink2",
              600 if told.pinned else None)
        top += len(lines) * line + theme.px(4)
        track = QRect(0, top, self.width(), theme.px(6))
        paint_bar(painter, theme, track, told.bar)
        top += theme.px(6 + 6)
        for speaks_for, reason in self._reason_lines():
            sign = "+" if speaks_for else words.MINUS
            row = QRect(theme.px(5), top, theme.px(14), theme.line("label"))
            write(painter, theme, row, sign, "label", "accent" if speaks_for else "against", 700)
            row = QRect(theme.px(17), top, self.width() - theme.px(17), theme.line("label"))
            write_lines(painter, theme, row, reason, "label", "ink2")
            top += len(reason) * theme.line("label")
        note = told.moved or (_("As strong as the one above") if told.equal else "")
        if note:
            row = QRect(theme.px(17), top, self.width() - theme.px(17), theme.line("label"))
            write(painter, theme, row, note, "hint", "ink3")
        painter.fillRect(0, self.height() - theme.edge, self.width(), theme.edge, theme.color("line"))


def paint_bar(painter: QPainter, theme: Theme, track: QRect, share: float) -> None:
    """The balance on its track; something above nothing always shows."""
    radius = track.height() / 2
    if theme.high_contrast:
        box(painter, track, radius, theme.color("surface"), theme.color("control"))
    else:
        box(painter, track, radius, theme.color("line"), None)
    if share > 0:
        filled = QRect(track.x(), track.y(), max(track.height(), round(track.width() * share)), track.height())
        box(painter, filled, radius, theme.color("accent"), None)


class SourceList(QWidget):
    """The rows of the panel; where nothing can be said yet, what to ask."""

    source_wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.rows = [SourceRow(theme) for _rest in range(MOST)]
        self._before: dict[str, tuple[int, str]] = {}
        self.heading = Label(theme, "label", _("Pain sources"), "ink2")
        self.folded = Label(theme, "label", _(FOLDED), "ink2", wrap=True)
        self.folded.hide()
        self.early = EmptyState(theme, "list", _("Not assessable yet"), "")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.heading)
        for row in self.rows:
            row.hide()
            row.clicked.connect(lambda _rest2=False, row=row: self.source_wanted.emit(row.told.cause))
            self._column.addWidget(row)
        self._column.addWidget(self.folded)
        self._column.addWidget(self.early)

    def render_sources(self, assessment: Assessment) -> str:
        """Show the sources of these answers; gives back in words what moved, for those who listen."""
        reasoning = assessment.reasoning
        shown = reasoning.shown[:MOST]
        alarmed = any(one.waiting for one in reasoning.banners)
        if alarmed:
            shown = tuple(one for one in shown if one.pinned)
        words_now = {one.cause.id: (rank, phrase(reasoning.library, one)) for rank, one in enumerate(shown)}
        told = [source_words(reasoning, one, self._moved(one.cause.id, *words_now[one.cause.id])) for one in shown]
        for row, one in zip(self.rows, told, strict=False):
            row.set(one)
            row.show()
        for row in self.rows[len(told) :]:
            row.hide()
        self.heading.setText(
            _("Pain sources from {count}").format(count=_n("{n} answer", "{n} answers", len(assessment.counted)))
        )
        self.folded.setVisible(alarmed)
        early = not told and not alarmed
        self.early.setVisible(early)
        self.heading.setVisible(not early)
        if early:
            self.early.say(*early_words(reasoning))
        said = [f"{one.name}: {one.moved}" for one in told if one.moved]
        self._before = words_now
        return ". ".join(said)

    def _moved(self, cause: str, rank: int, said: str) -> str:
        """In words, since nothing slides: a source that stands elsewhere than before the last answer, or otherwise."""
        if not self._before:
            return ""
        if cause not in self._before:
            return _("New in this list")
        before, word = self._before[cause]
        told = [_("Was {said_ranks}").format(said_ranks=SAID_RANKS[before])] if before > rank else []
        if word != said:
            was = _("was {word}") if told else _("Was {word}")
            told.append(was.format(word=words.in_sentence(word)))
        return ", ".join(told)


def early_words(reasoning: Reasoning) -> tuple[str, str]:
    """Why no source is listed, and what would change that."""
    if not reasoning.ranks:
        return _("Sources are not ranked here"), reasoning.scope.sentence
    if not reasoning.candidates:
        return _("No source can be considered"), _("Record the operation first.")
    assessable = [one for one in reasoning.candidates if one.assessable]
    if assessable:
        weighed = _n("{n} source", "{n} sources", len(assessable))
        return _("Nothing stands out yet"), _("{weighed} weighed, none with much in its favour.").format(
            weighed=weighed
        )
    closest = [words.in_sentence(one.cause.short) for one in reasoning.candidates]
    return _("Not assessable yet"), _("Too little is answered. Open: {named}.").format(named=named(closest, 2))
