"""Beside the page: what is complete, what does not print as typed, and the buttons that let it leave."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.reasoning import flag_words
from ui.referral import ReferralList, referred_orders
from ui.theme import Theme
from ui.versions import VersionList
from ui.widgets import Button, Icon, Label, Notice, Painted, Scroll
from workup.assess import Assessment, Tally
from workup.note import Note
from workup.note.budget import budget
from workup.paper.fonts import missing
from workup.record import Standing, Version
from workup.style import Token
from workup.texts import N_, _, _n, _p
from workup.words import code

WIDTH = 304
ROWS, NAMED = 11, 150
TITLES = {"signed": N_("Signed and locked"), "void": N_("Void"), "imported": N_("Imported, read only")}


class CheckRow(QWidget):
    """One thing to look at before the page leaves."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.mark = Icon(theme, "check", "ok", 16)
        self.text = Label(theme, "question", "")
        self.state = Label(theme, "label", "", "ink2", wrap=True)
        self.state.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.px(3), 0, theme.px(3))
        row.setSpacing(theme.px(8))
        row.addWidget(self.mark)
        row.addWidget(self.text)
        row.addWidget(self.state, 1)

    def set(self, text: str, state: str, *, done: bool) -> None:
        """Name the thing and how it stands."""
        token: Token = "ok" if done else "caution"
        self.mark.set("check" if done else "clock", token)
        wide, most = self.text.theme.metrics("question").horizontalAdvance(text), self.text.theme.px(NAMED)
        self.text.setWordWrap(wide > most)
        self.text.setFixedWidth(min(wide + 1, most))
        self.text.setText(text)
        self.state.setText(state)
        self.state.set_look("ink2" if done else "caution")


class Checklist(Painted):
    """What the page holds and what it lacks; nothing here stops printing."""

    primary_wanted = Signal()
    hand_over_wanted = Signal()
    print_wanted = Signal()
    export_wanted = Signal()
    copy_wanted = Signal()
    void_wanted = Signal()
    patient_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.title = Label(theme, "card_title", _("Before you sign"))
        self.line = Label(theme, "label", "", "ink2", wrap=True)
        self.versions = VersionList(theme)
        self._stood: tuple[str, tuple[Version, ...]] | None = None
        self.rows = [CheckRow(theme) for _rest in range(ROWS)]
        self.referrals = ReferralList(theme)
        self.missing = Notice(theme, "caution", "", "", icon="warning")
        self.said = Notice(theme, "info", "", "", icon="info")
        self.sign = Button(theme, "primary", _("Sign and lock"), icon="pencil", key_hint="Ctrl Enter", big=True)
        self.print_button = Button(theme, "secondary", _("Print draft"), icon="printer")
        self.export = Button(theme, "secondary", _("Export PDF"), icon="export")
        self.copy = Button(theme, "secondary", _("Copy text"), icon="copy")
        self.patient = Button(theme, "quiet", _("Page for the patient"), icon="person", key_hint="Ctrl T")
        self.patient.clicked.connect(self.patient_wanted)
        self.record = Button(theme, "quiet", _("Whole record"), icon="export", key_hint="Ctrl Shift R")
        self.hand_over = Button(theme, "quiet", _("Hand over"), icon="person")
        self.void = Button(theme, "quiet", _("Mark void"), icon="trash")
        self.whose = Button(theme, "quiet", _("Wrong patient"), icon="person")
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (*self.rows, self.missing, self.said, self.versions, self.patient, self.record, self.referrals):
            column.addWidget(widget)
        column.addStretch(1)
        self._outer = QVBoxLayout(self)
        self._outer.addWidget(self.title)
        self._outer.addWidget(self.line)
        self._outer.addWidget(Scroll(inner), 1)
        self._outer.addWidget(self.sign)
        for pair in ((self.print_button, self.export), (self.copy, self.hand_over), (self.void, self.whose)):
            row = QHBoxLayout()
            for button in pair:
                button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
                row.addWidget(button)
            self._outer.addLayout(row)
        self.sign.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.sign.clicked.connect(self.primary_wanted)
        self.hand_over.clicked.connect(self.hand_over_wanted)
        self.missing.hide()
        self.said.hide()
        self.print_button.clicked.connect(self.print_wanted)
        self.export.clicked.connect(self.export_wanted)
        self.copy.clicked.connect(self.copy_wanted)
        self.void.clicked.connect(self.void_wanted)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.set_ready(False)
        self.restyle()

    def set_ready(self, ready: bool) -> None:
        """Printing and exporting wait for the first page."""
        self.print_button.setEnabled(ready)
        self.export.setEnabled(ready)

    def say(self, sentence: str) -> None:
        """How printing, exporting or copying went."""
        self.said.set("info", sentence, "", "info")
        self.said.show()

    def render_standing(
        self, standing: Standing, line: str, *, may_hand_over: bool, may: Callable[[str], bool]
    ) -> None:
        """What can be done with the workup as it stands; what this user may not do has no button."""
        state = standing.state
        if (state, standing.versions) != self._stood:  # what was printed or exported before is another page
            self._stood = state, standing.versions
            self.said.hide()
        self.sign.setVisible(state not in ("void", "imported"))
        self.sign.set_label(_("Amend") if state == "signed" else _("Sign and lock"))
        self.hand_over.setVisible(may_hand_over)
        self.void.setVisible(state != "void" and may("void"))
        self.whose.setVisible(may("move") and may("merge"))
        self.versions.amend.setVisible(may("amend"))
        self.title.setText(_(TITLES.get(state, _("Before you sign"))))
        self.line.setText(line)
        self.line.setVisible(bool(line))
        for row in self.rows:
            row.setVisible(state not in ("signed", "imported") and bool(row.text.text()))
        self.print_button.set_label(_("Print void page") if state == "void" else _("Print draft"))

    def render_list(self, assessment: Assessment, note: Note) -> None:
        """Show how complete the workup is, and characters the font does not have."""
        rows: list[tuple[str, str, bool]] = []
        identity = [name for name in ("family_name", "birth_date", "mrn") if assessment.answers.value(name) is not None]
        rows.append((_("Identity"), _("{count} of 3 identifiers").format(count=len(identity)), len(identity) == 3))
        flags = flag_words(assessment)
        named = _("Red flags: {statement}").format(statement="")
        rows.append((_("Red flags"), flags.fact.removeprefix(named), flags.clear))
        for step in assessment.library.steps:
            if step.id in ("patient", "summary", "tests", "assessment"):
                continue
            tally = assessment.steps.get(step.id, Tally())
            rows.append(
                (
                    step.title,
                    _("{done} of {total}").format(done=tally.done, total=tally.total),
                    tally.done == tally.total,
                )
            )
        rows.extend(self._later(assessment))
        rows.extend(budget(note).lines)
        for row, said in zip(self.rows, rows):
            row.set(said[0], said[1], done=said[2])
        for row in self.rows[len(rows) :]:
            row.hide()
        self.referrals.show_orders(referred_orders(assessment))
        lost = missing("".join(note_text(note)))
        self.missing.setVisible(bool(lost))
        if lost:
            shown = " ".join(lost[:12])
            self.missing.set(
                "caution",
                _("Not in the printed font"),
                _("{shown} prints as a code such as {code}.").format(shown=shown, code=code(lost[0])),
                "warning",
            )

    def _later(self, assessment: Assessment) -> list[tuple[str, str, bool]]:
        orders = assessment.records.get("orders", ())
        states = [answer.value for answer in assessment.counted.of_item("order_state").values()]
        settled = sum(state in ("reviewed", "cancelled") for state in states)
        impression = assessment.counted.value("impression")
        plan = len(assessment.records.get("plan", ()))
        advice = assessment.counted.value("comeback_given") == "yes"
        return [
            (
                _("Tests reviewed"),
                _("{settled} of {count}").format(settled=settled, count=len(orders)) if orders else _("none ordered"),
                settled == len(orders),
            ),
            (_("Impression"), _("recorded") if impression else _("not recorded"), bool(impression)),
            (
                _("Plan"),
                _n("{n} action", "{n} actions", plan) if plan else _p("no plan", "none"),
                bool(plan),
            ),
            (_("Come-back advice"), _("given") if advice else _("not recorded"), advice),
        ]

    def restyle(self) -> None:
        self.setFixedWidth(self.theme.px(WIDTH))
        side = self.theme.px(16)
        self._outer.setContentsMargins(side, self.theme.px(12), side, self.theme.px(12))
        self._outer.setSpacing(self.theme.px(8))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.theme.color("bg"))
        painter.fillRect(0, 0, self.theme.edge, self.height(), self.theme.color("line"))


def note_text(note: Note) -> list[str]:
    """Every word of the note, to be looked up in the font."""
    from workup.note import plain_text

    return [plain_text(note)]
