"""The page of the worklist: counts, filters, the list, and the ways out of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from ui.filling import WorkFilling
from ui.guide import show_help
from ui.keys import bind
from ui.theme import Theme
from ui.widgets import (
    Button,
    EmptyState,
    KeyHint,
    Label,
    Notice,
    Option,
    Painted,
    SearchField,
    Segments,
    Select,
    box,
)
from ui.worklist.filters import EVERYBODY, SORTS, KindChips, kind_options, sort_options
from ui.worklist.printing import WorklistPrinter
from ui.worklist.rows import WorkModel, WorkView
from workup.errors import WorkupError
from workup.orders import reference_day
from workup.protocol import Library
from workup.settings import Preferences
from workup.store import OpenStore
from workup.texts import N_, _
from workup.worklist import HEADS, Line, Sort, Wording, counts, kept, lines, ordered, page, page_cover

HINTS = (
    ("A–Z", N_("narrow")),
    ("↑ ↓", N_("row")),
    ("Enter", N_("open")),
    (N_("Ctrl 1–7"), N_("kind")),
    ("Ctrl P", N_("print")),
)


class WorklistPage(Painted):
    """All that is open; what is typed anywhere on the list narrows it."""

    work_wanted = Signal(object)
    home_wanted = Signal()

    def __init__(
        self, theme: Theme, library: Library, vault: OpenStore, clock: Callable[[], datetime],
        preferences: Callable[[], Preferences],
    ) -> None:
        super().__init__(theme)
        self.library, self.vault, self.clock, self.preferences = library, vault, clock, preferences
        self.sort: Sort = "kind"
        self.who = ""
        self._all: list[Line] = []
        self._sorted: list[Line] = []
        self._filling: WorkFilling | None = None
        self.rows = WorkModel(Wording(library, clock().date()))
        self.view = WorkView(theme, self.rows)
        self.filter = SearchField(theme, _("Narrow the list"), _("Name, MRN, test, question or action"))
        self.sorting = Segments(theme, _("Sorted by"), sort_options())
        self.sorting.set_value(self.sort)
        self.clinician = Select(theme, _("Clinician"), ())
        self.kinds = KindChips(theme)
        self.printer = WorklistPrinter(self)
        self._build()
        self._wire()

    def _build(self) -> None:
        theme = self.theme
        self.back = Button(theme, "secondary", _("Home"), icon="arrow-left", key_hint="Esc")
        self.print_button = Button(theme, "secondary", _("Print"), icon="printer", key_hint="Ctrl P")
        self.count = Label(theme, "label", "", "ink2")
        self.said = Label(theme, "label", "", "caution")
        head = QHBoxLayout()
        head.setSpacing(theme.px(12))
        head.addWidget(Label(theme, "screen_title", _("Worklist")))
        head.addWidget(self.count)
        head.addStretch(1)
        for each in (self.said, self.print_button, self.back):
            head.addWidget(each)
        narrow = QHBoxLayout()
        narrow.setSpacing(theme.px(8))
        narrow.addWidget(self.filter, 1)
        narrow.addWidget(self.clinician)
        narrow.addWidget(Label(theme, "label", _("Sort"), "ink2"))
        narrow.addWidget(self.sorting)
        self.notice = Notice(theme, "caution", "", "", icon="clock")
        self.notice.hide()
        self._build_area()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(theme.px(40), theme.px(12), theme.px(40), theme.px(4))
        whole.setSpacing(theme.px(8))
        for part in (head, narrow):
            whole.addLayout(part)
        whole.addWidget(self.kinds)
        whole.addWidget(self.notice)
        whole.addWidget(self._area, 1)
        whole.addLayout(self._foot())

    def _build_area(self) -> None:
        """The list, and what stands in its place while it has no row."""
        theme = self.theme
        self.nothing = EmptyState(theme, "check", "", "")
        self.show_all = Button(theme, "secondary", _("Show all"))
        empty = QWidget()
        column = QVBoxLayout(empty)
        column.addWidget(self.nothing)
        column.addWidget(self.show_all, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self._area = QWidget()
        self._stack = QStackedLayout(self._area)
        edge = theme.edge + theme.px(3)
        self._stack.setContentsMargins(theme.edge, edge, theme.edge, edge)
        self._stack.addWidget(self.view)
        self._stack.addWidget(empty)

    def _foot(self) -> QHBoxLayout:
        theme, foot = self.theme, QHBoxLayout()
        foot.addWidget(Label(theme, "hint", _("Nothing leaves this list by itself."), "ink3"))
        foot.addStretch(1)
        for key, does in HINTS:
            foot.addWidget(KeyHint(theme, _(key)))
            foot.addWidget(Label(theme, "hint", _(does), "ink3"))
            foot.addSpacing(theme.px(8))
        return foot

    def _wire(self) -> None:
        self.filter.textEdited.connect(self._narrow)
        self.sorting.chosen.connect(self.sort_by)
        self.sorting.cleared.connect(lambda: self.sorting.set_value(self.sort))
        self.clinician.picked.connect(self._of)
        self.kinds.changed.connect(lambda _states: self._narrow())
        self.view.typed.connect(self._typed)
        self.view.opened.connect(self.work_wanted)
        self.back.clicked.connect(self.home_wanted)
        self.print_button.clicked.connect(self.print_list)
        self.show_all.clicked.connect(self.widen)
        self.printer.said.connect(self.said.setText)
        self.printer.printed.connect(self._note_printed)
        toggles = [(f"Ctrl+{n}", lambda place=n - 1: self.kinds.toggle(place)) for n in range(1, 8)]
        bind(self, [*toggles, ("Ctrl+0", self.widen), ("Ctrl+P", self.print_list), ("Ctrl+K", self.filter.setFocus)])
        bind(self, [("F1", lambda: show_help(self.theme, self, "worklist"))])

    # Showing

    def watch(self, filling: WorkFilling) -> None:
        """The list may be put together only now; it is read anew when it is there."""
        self._filling = filling
        filling.ended.connect(lambda: self.begin(covered=self.rows.covered) if self.isVisible() else None)

    @property
    def coming(self) -> str:
        """What the list says of itself while it is not complete."""
        return self._filling.words if self._filling is not None else ""

    def begin(self, *, covered: bool) -> None:
        """Read everything anew; the filters, the order and the row stand as they were left."""
        now, newest = self.clock(), self.vault.end().newest
        today, behind = reference_day(now, newest.astimezone(now.tzinfo) if newest is not None else None)
        self.rows.covered, self.rows.wording = covered, Wording(self.library, today)
        self._all = lines(self.vault.work(), today, self.rows.wording.title)
        self.notice.set("caution", behind, _("Until then the day of the latest entry counts as today."), "clock")
        self.notice.setVisible(bool(behind))
        self.kinds.set_options(kind_options(counts(self._all), sum(line.unsafe for line in self._all)))
        self._offer_clinicians()
        self.said.setText("")
        self._sort()
        self._give_focus()

    def _offer_clinicians(self) -> None:
        """A choice of clinicians where rows of more than one are open."""
        names = self.vault.names
        found = sorted({line.row.who for line in self._all}, key=lambda who: names.get(who, who))
        options = [Option(who, names.get(who, _("Someone else"))) for who in found if who]
        self.clinician.set_options((Option(EVERYBODY, _("All clinicians")), *options))
        if self.who not in found:
            self.who = ""
        self.clinician.set_value(self.who or EVERYBODY)
        self.clinician.setVisible(len(options) > 1)

    def _sort(self) -> None:
        self._sorted = ordered(self._all, self.sort)
        self._narrow()

    def _narrow(self) -> None:
        here = self.view.line()
        shown = kept(self._sorted, self.filter.text(), self.kinds.kinds, self.who, unsafe=self.kinds.unsafe)
        self.rows.show(shown)
        key = (here.row.patient, here.row.kind, here.row.record, here.row.evaluation) if here is not None else None
        same = (n for n, line in enumerate(shown) if key == _key(line)) if key is not None else iter(())
        self.view.go_to(next(same, 0))
        total = f"{len(self._all):,}".replace(",", " ")
        few = f"{len(shown):,}".replace(",", " ")
        told = (
            _("{total} open").format(total=total)
            if len(shown) == len(self._all)
            else _("{few} of {total}").format(few=few, total=total)
        )
        self.count.setText(
            _("{told}, the rest {coming}").format(told=told, coming=self.coming) if self.coming else told
        )
        self._stack.setCurrentIndex(0 if shown else 1)
        if not shown:
            self._say_nothing()

    def _say_nothing(self) -> None:
        if self.coming and not self._all:
            self.nothing.say(
                _("Being put together"), _("The records are of another version: what is open is read once.")
            )
        elif self._all:
            self.nothing.say(_("No row fits"), _("Fewer letters or fewer kinds show more."))
        else:
            self.nothing.say(
                _("Nothing is open"),
                _("Orders, actions of a plan and next visits appear here as soon as they are entered in a workup."),
            )
        self.show_all.setVisible(bool(self._all))

    def _give_focus(self) -> None:
        stop: QWidget = self.view if self.rows.lines else self.show_all if self._all else self.back
        stop.setFocus(Qt.FocusReason.TabFocusReason)

    def cover(self, covered: bool) -> None:
        """Show or cover the names."""
        self.rows.covered = covered
        self.view.viewport().update()

    # What the clinician does

    def sort_by(self, name: str) -> None:
        """Another order."""
        self.sort = next(sort for sort in SORTS if sort == name)
        self.sorting.set_value(self.sort)
        self._sort()

    def _of(self, who: str) -> None:
        self.who = "" if who == EVERYBODY else who
        self._narrow()

    def _typed(self, text: str) -> None:
        now = self.filter.text()
        self.filter.set_text(now + text if text else now[:-1])
        self._narrow()
        if not self.rows.lines:
            self.filter.setFocus(Qt.FocusReason.OtherFocusReason)

    def widen(self) -> None:
        """No filter."""
        self.filter.set_text("")
        self.kinds.clear()
        self._of(EVERYBODY)
        self.clinician.set_value(EVERYBODY)
        self._give_focus()

    @property
    def narrowed(self) -> str:
        """What is left out, in words; empty when everything is shown."""
        names = self.vault.names
        kinds = ", ".join(_(HEADS[kind]).lower() for kind in self.kinds.kinds)
        text = self.filter.text().strip()
        who = names.get(self.who, _("someone else"))
        unsafe = _("only what is unsafe") if self.kinds.unsafe else ""
        parts = (
            kinds and _("only {kinds}").format(kinds=kinds),
            unsafe,
            self.who and _("of {who}").format(who=who),
            text and _("with “{text}”").format(text=text),
        )
        return "; ".join(part for part in parts if part)

    def print_list(self) -> None:
        """Print what is shown, as it is sorted."""
        shown, now, wishes = self.rows.lines, self.clock(), self.preferences()
        cover = page_cover(self.vault.person.name, now, wishes.clinic_name, wishes.paper)
        behind = self.notice.fact.text() if self.notice.isVisible() else ""
        partly = _("This list is not complete: the rest is {coming}.").format(coming=self.coming) if self.coming else ""
        warning = " ".join(part for part in (behind, partly) if part)
        self.printer.build(page(shown, self.sort, self.rows.wording, cover, self.narrowed, warning), cover)

    def _note_printed(self) -> None:
        self.said.setText(_("Printed."))
        with suppress(WorkupError):
            self.vault.audit("printed", self.vault.person.id, "worklist", self.clock())

    def stop(self) -> None:
        """End what runs for this page."""
        self.printer.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            narrowed = bool(self.narrowed)
            self.widen() if narrowed else self.home_wanted.emit()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.filter.hasFocus():
            self._give_focus()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        painter.fillRect(self.rect(), theme.color("bg"))
        area = self._area.geometry()
        box(painter, area, theme.radius("card"), theme.color("surface"), theme.color("line"), theme.edge)


def _key(line: Line) -> tuple[str, str, int, str]:
    row = line.row
    return row.patient, row.kind, row.record, row.evaluation
