"""The rows of Home's lists: their words, and how one is painted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets import EmptyState, Label, Painted, Pill, PillKind, Pressable, Scroll, box, write
from ui.workrows import GroupHead, pill_of
from workup.answers import PartialDate
from workup.protocol import Step
from workup.record import Imported, evaluation_log, standing
from workup.store import EvaluationRow, OpenStore, PersonRow, Recent
from workup.texts import N_, _, _n
from workup.words import calendar_day, short_day
from workup.worklist import UNSAFE, Line, Standing, Wording, about, name_of

COVERED = N_("Name covered")


@dataclass(frozen=True, slots=True)
class RowWords:
    """What a row says; `name` and `who` are what covering hides. Rows of a `group` stand under its head."""

    name: str
    who: str
    line: str = ""
    beside: str = ""
    pill: PillKind | None = None
    pill_text: str = ""
    progress: tuple[float, ...] = ()
    group: Standing | None = None
    personal: bool = True


def when_words(moment: datetime, now: datetime) -> str:
    """today 08:51, yesterday 16:40, 24 Nov 11:05."""
    local = moment.astimezone(now.tzinfo)
    if local.date() == now.date():
        return _("today {local:%H:%M}").format(local=local)
    if local.date() == now.date() - timedelta(days=1):
        return _("yesterday {local:%H:%M}").format(local=local)
    words = calendar_day(local.date())
    return f"{words.removesuffix(f' {now.year}')} {local:%H:%M}"


def shares(row: EvaluationRow) -> tuple[float, ...]:
    """How full each step is, 0 to 1; a step without counted questions is left out."""
    return tuple(done / total for done, total in row.progress if total)


def draft_words(person: PersonRow, row: EvaluationRow, steps: Sequence[Step], now: datetime) -> RowWords:
    """A draft: where it stands and since when."""
    names = [step.id for step in steps]
    line = ""
    if row.step in names:
        place = names.index(row.step)
        done, total = row.progress[place] if place < len(row.progress) else (0, 0)
        line = (
            _("{title}, {done} of {total}").format(title=steps[place].title, done=done, total=total)
            if total
            else steps[place].title
        )
    return RowWords(
        name_of(person), about(person, now.date()), line, when_words(row.changed, now), progress=shares(row)
    )


def standing_pill(row: EvaluationRow, now: datetime) -> tuple[PillKind, str]:
    """`Draft`, `Signed 12 Nov`, `Amended 1`, `Amending 1`, `Void`."""
    match row.state:
        case "void":
            return "cancelled", _("Void")
        case "imported":
            return "neutral", _("Imported")
        case "amending":
            return "draft", _("Amending {version}").format(version=row.version)
        case "signed" if row.version > 1:
            return "good", _("Amended {version}").format(version=row.version - 1)
        case "signed" if row.signed is not None:
            return "good", _("Signed {day}").format(day=short_day(row.signed.astimezone(now.tzinfo).date(), now.date()))
        case _:
            return "draft", _("Draft")


def evaluation_words(
    row: EvaluationRow, ordinal: int, steps: Sequence[Step], now: datetime, came: Imported | None = None
) -> RowWords:
    """One workup of a chosen patient; of an imported one where it `came` from."""
    title = next((step.title for step in steps if step.id == row.step), "")
    kind, said = standing_pill(row, now)
    visits = _n("{n} visit", "{n} visits", row.visits)
    return RowWords(
        _("Workup {ordinal}").format(ordinal=ordinal),
        f"{visits} · {title}"
        if came is None
        else _("imported from {document}, signed by {signer}").format(document=came.document, signer=came.signer),
        when_words(row.changed, now),
        "",
        kind,
        said,
        shares(row),
    )


def workups_words(
    vault: OpenStore, patient: str, steps: Sequence[Step], now: datetime
) -> list[tuple[RowWords, str]]:
    """All workups of a patient with their ids, the latest first; those without an answer take no number."""
    file = vault.patient(patient)
    found = [row for row in file.evaluations if row.visits] if file is not None else []
    logs = {row.evaluation: vault.read(evaluation_log(row.evaluation)) for row in found}
    begun = sorted(found, key=lambda row: logs[row.evaluation][0].seq)
    words = [
        (evaluation_words(row, n, steps, now, standing(logs[row.evaluation]).imported), row.evaluation)
        for n, row in enumerate(begun, 1)
    ]
    return words[::-1]


def person_words(person: PersonRow, today: date) -> RowWords:
    """A patient found."""
    born = ""
    if person.birth_date:
        birth = PartialDate.parse(person.birth_date)
        born = _("born {day}").format(day=calendar_day(birth.first) if birth.day else birth)
    return RowWords(name_of(person), about(person, today), born)


def recent_words(recent: Recent, now: datetime) -> RowWords:
    """A patient seen lately."""
    if recent.open_orders:
        pill: PillKind = "booked"
        text = _("Waiting for tests")
    else:
        pill, text = standing_pill(recent.latest, now) if recent.latest is not None else ("draft", _("No workup"))
    shown = pill if recent.state or recent.open_orders else None
    return RowWords(
        name_of(recent.person),
        about(recent.person, now.date()),
        "",
        when_words(recent.changed, now),
        shown,
        text,
    )


def work_words(line: Line, wording: Wording) -> RowWords:
    """Something that is open."""
    return RowWords(
        name_of(line.person),
        wording.title(line.row),
        "",
        wording.when(line),
        *(("unsafe", _(UNSAFE)) if line.unsafe else (pill_of(line), wording.state(line))),
        group=line.standing,
        personal=False,
    )


class ListRow(Pressable):
    """One row of a list; the whole row is the target."""

    def __init__(self, theme: Theme, words: RowWords) -> None:
        super().__init__(theme)
        self.words, self.covered, self._pointed = words, False, False
        self.setMouseTracking(True)
        self.pill = Pill(theme, words.pill or "neutral", words.pill_text, "", self)
        self.pill.setVisible(words.pill is not None)
        self.cover(False)

    def cover(self, covered: bool) -> None:
        """Show or hide the name."""
        self.covered = covered
        known = f"{self.words.name}, {self.words.who}"
        said = (_(COVERED) if self.words.personal else f"{_(COVERED)}, {self.words.who}") if covered else known
        self.setAccessibleName(f"{said}, {self.words.pill_text}, {self.words.line} {self.words.beside}".strip(", "))
        self.update()

    def focus_ring(self) -> tuple[QRect, int]:
        """Where the focus ring goes."""
        return self.rect().adjusted(3, 3, -3, -3), self.theme.radius("control")

    def sizeHint(self) -> QSize:
        height = 62 + (20 if self.words.line else 0) + (10 if self.words.progress else 0)
        return QSize(self.theme.px(280), self.theme.px(height))

    def minimumSizeHint(self) -> QSize:
        """Never lower than its lines, also while the list around it is laid out anew."""
        return QSize(self.theme.px(120), self.sizeHint().height())

    def resizeEvent(self, event: object) -> None:
        """A name is never cut for a pill: without room for both, the words of the pill stand beside the second line."""
        size, theme = self.pill.sizeHint(), self.theme
        named = theme.metrics("question", 600).horizontalAdvance(self.words.name)
        fits = named + size.width() + theme.px(36) <= self.width()
        self.pill.setVisible(self.words.pill is not None and fits)
        self.pill.setGeometry(
            self.width() - size.width() - self.theme.px(14), self.theme.px(9), size.width(), size.height()
        )

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A covered name shows under a pointer that moves, not under one that lay there when it was covered."""
        super().mouseMoveEvent(event)
        if not self._pointed:
            self._pointed = True
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._pointed = False
        super().leaveEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme, words = QPainter(self), self.theme, self.words
        if self.hovered or self.hasFocus():
            painter.fillRect(self.rect(), theme.color("hover"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("line"))
        side, line = theme.px(14), theme.px(20)
        wide = self.width() - 2 * side
        taken = self.pill.width() + theme.px(8) if self.pill.isVisible() else 0
        hidden = self.covered and not (self._pointed or self.hasFocus())
        name = _(COVERED) if hidden else words.name
        write(painter, theme, QRect(side, theme.px(9), wide - taken, line), name, "question", "ink", 600)
        said = words.beside if self.pill.isVisible() or not words.pill_text else words.pill_text
        beside = theme.metrics("label").horizontalAdvance(said)
        who = "" if hidden and words.personal else words.who
        below = theme.px(31)
        room = wide - (beside + theme.px(8) if not words.line else 0)
        write(painter, theme, QRect(side, below, room, line), who, "label", "ink2")
        last = below + theme.px(21) if words.line else below
        if words.line:
            write(painter, theme, QRect(side, last, wide - beside - theme.px(8), line), words.line, "label", "ink")
        write(painter, theme, QRect(side + wide - beside, last, beside + 2, line), said, "label", "ink2")
        if words.progress:
            self._paint_progress(painter, side, wide)

    def _paint_progress(self, painter: QPainter, side: int, wide: int) -> None:
        theme, gap, parts = self.theme, self.theme.px(3), self.words.progress
        each = (wide - gap * (len(parts) - 1)) // len(parts)
        top, height = self.height() - theme.px(13), theme.px(4)
        for number, share in enumerate(parts):
            left = side + number * (each + gap)
            box(painter, QRect(left, top, each, height), height // 2, theme.color("line"), None)
            if share > 0:
                box(
                    painter,
                    QRect(left, top, max(round(each * share), height), height),
                    height // 2,
                    theme.color("accent"),
                    None,
                )


class ListColumn(Painted):
    """A titled list on a white card, scrolling by itself; a button may stand beside the title."""

    def __init__(self, theme: Theme, title: str, empty: EmptyState, button: QWidget | None = None) -> None:
        super().__init__(theme)
        self.title = Label(theme, "patient_name", title)
        self.rows: list[ListRow] = []
        self._heads: list[GroupHead] = []
        self.empty = empty
        inner = QWidget()
        self._list = QVBoxLayout(inner)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        self._list.addWidget(empty)
        self._list.addStretch(1)
        self.area = Scroll(inner)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        self.title.setMinimumHeight(theme.height("control"))
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addStretch(1)
        if button is not None:
            head.addWidget(button)
        column.addLayout(head)
        column.addWidget(self.area, 1)

    def show_rows(
        self, title: str, rows: Sequence[tuple[RowWords, Callable[[], None]]], count: int | None = None
    ) -> None:
        """Show these rows instead; `count` is how many there are where not all are shown."""
        total = len(rows) if count is None else count
        self.title.setText(f"{title}  {total}" if total else title)
        former, heads = self.rows, self._heads
        held = next((number for number, row in enumerate(former) if row.hasFocus()), None)
        self.rows, self._heads = [], []
        group: Standing | None = None
        for words, then in rows:
            if words.group is not None and words.group != group:
                group = words.group
                self._heads.append(GroupHead(self.theme, group))
                self._list.insertWidget(len(self.rows) + len(self._heads) - 1, self._heads[-1])
            row = ListRow(self.theme, words)
            row.clicked.connect(lambda _rest=False, then=then: then())
            self._list.insertWidget(len(self.rows) + len(self._heads), row)
            self.rows.append(row)
        if held is not None and self.rows:  # before the former row goes: the keyboard would go on to whatever follows
            name = former[held].accessibleName()
            same = (row for row in self.rows if row.accessibleName() == name)
            row = next(same, self.rows[min(held, len(self.rows) - 1)])
            row.show()
            row.setFocus(Qt.FocusReason.OtherFocusReason)
        for old in (*former, *heads):
            self._list.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.empty.setVisible(not rows)

    def cover(self, covered: bool) -> None:
        """Show or hide all names."""
        for row in self.rows:
            row.cover(covered)

    def first(self) -> ListRow | None:
        """The first row, if any."""
        return self.rows[0] if self.rows else None

    def focus_first(self) -> None:
        """Put the focus on the first row."""
        if self.rows:
            self.rows[0].setFocus(Qt.FocusReason.TabFocusReason)

    def walk(self, row: ListRow, step: int) -> None:
        """Move the focus within the list."""
        place = max(0, min(self.rows.index(row) + step, len(self.rows) - 1))
        self.rows[place].setFocus(Qt.FocusReason.TabFocusReason)
        self.area.ensureWidgetVisible(self.rows[place])

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self.theme
        box(
            QPainter(self),
            self.area.geometry(),
            theme.radius("card"),
            theme.color("surface"),
            theme.color("line"),
            theme.edge,
        )
