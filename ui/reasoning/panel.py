"""The panel beside the questions: red flags, the sources with their reasons, and the next best step."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from ui.findings import FindingsList
from ui.reasoning.folded import FoldedFace
from ui.reasoning.sources import SourceList
from ui.reasoning.stepcard import StepCard
from ui.reasoning.steprow import StepRow
from ui.reasoning.wording import DECIDE, FlagWords, candidate_name, flag_words, phrase
from ui.theme import Theme
from ui.timers import once
from ui.widgets import Button, Label, Notice, Option, Painted, Scroll, Segments
from ui.widgets.lines import announce
from workup.assess import Assessment
from workup.reasoning.next_step import NextStep
from workup.texts import _

WIDTH, WIDER, FOLDED, MORE_STEPS = 304, 340, 40, 3


class ReasoningPanel(Painted):
    """Shows the reasoning of the answers in force; it suggests, and weighs nothing that is not recorded."""

    slot_wanted = Signal(object)
    source_wanted = Signal(str)
    tests_wanted = Signal(object)
    next_wanted = Signal()
    fold_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.folded = self.roomy = False
        self._shown: Assessment | None = None
        self._unseen: Assessment | None = None
        self._flags: FlagWords | None = None
        self.title = Label(theme, "card_title", _("Reasoning"), parent=self)
        self.fold_button = Button(
            theme, "quiet", "", icon="chevron-right", name=_("Fold the panel, Shift F6"), parent=self
        )
        self.flags = Notice(theme, "neutral", "", "", icon="shield-check", parent=self)
        self.switch = Segments(theme, _("Shown beside the questions"), _switch_options(0), quiet=True, parent=self)
        self.switch.set_value("sources")
        self.pages = QStackedWidget(self)
        self._beside = QWidget()
        self.findings = FindingsList(theme)
        self._scrolls = [Scroll(page, self.pages) for page in (self._beside, self.findings)]
        self.sources = SourceList(theme, self._beside)
        self.step = StepCard(theme, "panel", self)
        self.more = [StepRow(theme, self._beside) for _rest in range(MORE_STEPS - 1)]
        self.reminders = Label(theme, "label", "", "ink3", self._beside, wrap=True)
        self.remark = Label(theme, "hint", _(DECIDE), "ink3", self, wrap=True)
        self.next = Button(theme, "secondary", _("Next open question"), key_hint="Ctrl J", parent=self)
        self.face = FoldedFace(theme, self)
        self._later = once(self, self._show_steps)
        self._build()
        self._wire()
        self.restyle()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.fold_button)
        column = QVBoxLayout(self._beside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.theme.px(8))
        for widget in (self.sources, *self.more, self.reminders):
            column.addWidget(widget)
        column.addStretch(1)
        for scroll in self._scrolls:
            self.pages.addWidget(scroll)
        self._column = QVBoxLayout(self)
        self._column.addLayout(head)
        self._column.addWidget(self.flags)
        self._column.addWidget(self.switch)
        self._column.addWidget(self.face, 1)
        self._column.addWidget(self.pages, 1)
        for each in (self.step, self.next, self.remark):
            self._column.addWidget(each)
        self.face.hide()
        self.next.hide()
        self.step.hide()
        self.reminders.hide()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def _wire(self) -> None:
        self.next.clicked.connect(self.next_wanted)
        self.fold_button.clicked.connect(self.fold_wanted)
        self.findings.slot_wanted.connect(self.slot_wanted)
        self.sources.source_wanted.connect(self.source_wanted)
        self.step.go_wanted.connect(self._go)
        for row in self.more:
            row.clicked.connect(lambda _rest=False, row=row: self._go(row.step))
        self.switch.chosen.connect(self._show_page)
        self.switch.cleared.connect(self._stay)

    def _go(self, step: NextStep | None) -> None:
        if step is not None and step.slots:
            self.slot_wanted.emit(step.slots[0])
        elif step is not None:
            self.tests_wanted.emit(step)

    # What it shows

    @property
    def page(self) -> str:
        """Which of the two is beside the questions: sources or findings."""
        return self.switch.value or "sources"

    def _stay(self) -> None:
        """The switch always shows one of the two."""
        self.switch.set_value("findings" if self.pages.currentIndex() else "sources")

    def _show_page(self, page: str) -> None:
        self.pages.setCurrentIndex(int(page == "findings"))
        self.next.setVisible(page == "findings" and not self.folded)
        self.step.setVisible(page == "sources" and self.step.told is not None and not self.folded)

    def render_panel(self, assessment: Assessment) -> None:
        """Show what the answers in force say; nothing is worked out when no answer differs, nor behind a drawer."""
        self.next.setEnabled(bool(assessment.open))
        if self._shown is not None and not assessment.differs(self._shown):
            self._unseen = None
            return
        flags = flag_words(assessment)
        self._show_flags(flags)
        if self.isHidden() and self.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
            self._unseen = assessment
            return
        self._shown, self._unseen = assessment, None
        if self.folded:
            self._show_face(assessment, flags)
            return
        moved = self.sources.render_sources(assessment)
        announce(self, moved)
        self._show_reminders(assessment)
        before = self.findings.found
        self.findings.render_findings(assessment)
        if self.findings.found != before:
            self.switch.set_options(_switch_options(self.findings.found))
        self._later.start()

    def showEvent(self, event: QShowEvent) -> None:
        """What was answered while it was hidden is shown now."""
        super().showEvent(event)
        if self._unseen is not None:
            self.render_panel(self._unseen)

    def _show_flags(self, flags: FlagWords) -> None:
        if flags == self._flags:
            return
        before, self._flags = self._flags, flags
        self.flags.set(flags.kind, flags.fact, flags.line, "shield-check" if flags.kind == "neutral" else "warning")
        if before is not None and flags.kind == "danger":
            announce(self, f"{flags.fact}: {flags.line}", at_once=True)

    def _show_face(self, assessment: Assessment, flags: FlagWords) -> None:
        reasoning = assessment.reasoning
        first = reasoning.shown[:1]
        said = f"{candidate_name(first[0])} · {phrase(reasoning.library, first[0])}" if first else ""
        fired = len(reasoning.banners)
        self.face.set(flags, str(fired) if fired else "", said)

    def _show_reminders(self, assessment: Assessment) -> None:
        told = [one.text for one in assessment.reasoning.reminders]
        self.reminders.setText(" ".join(told))
        self.reminders.setVisible(bool(told))

    def _show_steps(self) -> None:
        """The steps follow after the answer has been painted."""
        if self._shown is None or self.folded:
            return
        reasoning = self._shown.reasoning
        steps = reasoning.steps
        early = self.sources.early.isVisibleTo(self.sources)
        self.step.show_step(steps[0] if steps else None, reasoning.library)
        rest = steps[1:MORE_STEPS] if early else ()
        for place, row in enumerate(self.more):
            row.show_step(rest[place] if place < len(rest) else None, reasoning.library)
        self.step.setVisible(self.step.told is not None and self.page == "sources")

    # For the keyboard

    def begin(self) -> None:
        """Give the keyboard to the first source or finding, else to what can be pressed."""
        rows = self.sources.rows if self.page == "sources" else self.findings.rows
        seen = [row for row in rows if row.isVisible()]
        buttons = [one for one in (self.step.go, self.next) if one.isVisible() and one.isEnabled()]
        (seen or buttons or [self.fold_button])[0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def fold(self, folded: bool) -> None:
        """Only a narrow strip with a mark, or the whole panel."""
        self.folded, self._shown = folded, None
        for widget in (self.title, self.flags, self.switch, self.pages, self.remark):
            widget.setVisible(not folded)
        self.face.setVisible(folded)
        self._show_page(self.page)
        self.fold_button.set_label("", "chevron-left" if folded else "chevron-right")
        self.restyle()

    def spread(self, *, roomy: bool) -> None:
        """A wide window gives it more room."""
        if roomy != self.roomy:
            self.roomy = roomy
            self.restyle()

    def restyle(self) -> None:
        self.setFixedWidth(self.theme.px(FOLDED if self.folded else WIDER if self.roomy else WIDTH))
        side = self.theme.px(4 if self.folded else 16)
        self._column.setContentsMargins(side, self.theme.px(8), side, self.theme.px(10))
        self._column.setSpacing(self.theme.px(8))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.theme.color("bg"))
        painter.fillRect(0, 0, self.theme.edge, self.height(), self.theme.color("line"))


def _switch_options(found: int) -> tuple[Option, ...]:
    return (
        Option("sources", _("Sources"), "normal"),
        Option("findings", _("Findings {found}").format(found=found), "normal"),
    )
