"""One source in the middle of the Assessment step: its chart, what is missing, the arithmetic, and the judgement."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.fields import FieldContext, Views
from ui.reasoning.arithmetic import arithmetic_rows, missing_rows, separating_rows
from ui.reasoning.chart import ContributionChart, chart_words, cited_keys
from ui.reasoning.flagwords import entry_words
from ui.reasoning.judgement import JudgementBar
from ui.reasoning.notetable import NoteTable
from ui.reasoning.wording import (
    about_words,
    candidate_name,
    finding_words,
    phrase,
    place_words,
    points,
    source_name,
)
from ui.timers import once
from ui.widgets import Button, FlowLayout, Label, Notice, Option, Painted, Pill, Scroll, Segments, box
from workup import words
from workup.answers import At, Slot
from workup.reasoning.ranking import Candidate
from workup.reasoning.reason import Reasoning
from workup.reasoning.weighing import Contribution, Place, Weighed
from workup.reasoning.weights import rounded
from workup.texts import N_, _, _n

SEEN = N_("Seen; whether it is the source is judged from what agrees with it.")
PINNED = N_("Held on top by its red flag until a scan after onset excludes it.")
MOST_PLACES, LOW = 4, 440


class SourceCard(Painted):
    """Shows a candidate at one of its places, or says why a cause cannot be considered."""

    answered = Signal(object, object)
    typing = Signal(object, str)
    missing_wanted = Signal()
    slot_wanted = Signal(object)
    impression_wanted = Signal()

    def __init__(self, context: FieldContext, parent: QWidget | None = None) -> None:
        theme = context.theme
        super().__init__(theme, parent)
        self.candidate: Candidate | None = None
        self._reasoning: Reasoning | None = None
        self._views: Views | None = None
        self._place: At | None = None
        self._low = False
        self.title = Label(theme, "screen_title", "", wrap=True)
        self.pill = Pill(theme, "booked", "")
        self.count = Label(theme, "label", "", "ink2", wrap=True)
        self.held = Label(theme, "label", "", "ink2", wrap=True)
        self.places = Segments(theme, _("Place"), (), quiet=True)
        self.chart = ContributionChart(theme)
        self.chart.explain = self._explain
        self.go_missing = Button(theme, "quiet", _("Go there"))
        self.missing = Notice(theme, "caution", "", "", (self.go_missing,), icon="clock")
        self.why = Button(theme, "quiet", _("Show the arithmetic"), key_hint="W")
        self.compare = Button(theme, "quiet", _("Compare"), key_hint="C")
        self.arithmetic = NoteTable(theme, _("Arithmetic"))
        self.about = Label(theme, "label", "", "ink2", wrap=True)
        self.compared = Label(theme, "label", "", "ink", weight=600, wrap=True)
        self.separating = NoteTable(theme, _("What separates them"))
        self.judgement = JudgementBar(context)
        self._soon = once(self, self._bring_up)
        self._build()
        self.chart.opened.connect(self._open_entry)
        self.places.chosen.connect(self._choose_place)
        self.places.cleared.connect(self._stay)
        self.why.clicked.connect(self.toggle_arithmetic)
        self.compare.clicked.connect(self.toggle_comparison)
        self.go_missing.clicked.connect(self.missing_wanted)
        self.judgement.answered.connect(self.answered)
        self.judgement.typing.connect(self.typing)
        self.judgement.impression_wanted.connect(self.impression_wanted)
        self.restyle()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.pill)
        more = QWidget()
        self._flow = FlowLayout(more)
        for button in (self.why, self.compare):
            self._flow.addWidget(button)
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.addLayout(head)
        for widget in (self.count, self.held, self.places, self.chart, self.missing, more, self.about,
                       self.compared, self.separating, self.arithmetic):
            self._column.addWidget(widget)
        self._column.addStretch(1)
        self.area = Scroll(inner)
        self._outer = QVBoxLayout(self)
        self._outer.setSpacing(0)
        self._outer.addWidget(self.area, 1)
        self._outer.addWidget(self.judgement)
        for widget in (self.arithmetic, self.compared, self.separating):
            widget.hide()

    def take_below(self, widget: QWidget) -> None:
        """Hold what has no room beside the card, below everything else."""
        self._column.insertWidget(self._column.count() - 1, widget)
        widget.show()
        restyled(widget)

    # What it shows

    @property
    def place(self) -> Place | None:
        """The place shown of the source."""
        if self.candidate is None:
            return None
        return next((one for one in self.candidate.places if one.at == self._place), self.candidate.best)

    def show_source(self, candidate: Candidate, reasoning: Reasoning, views: Views) -> None:
        """Show a candidate; another one begins at its best place."""
        if self.candidate is None or self.candidate.cause.id != candidate.cause.id:
            self._place = None
            self.area.verticalScrollBar().setValue(0)
        self.candidate, self._reasoning, self._views = candidate, reasoning, views
        self._show_places(candidate)
        place = self.place
        assert place is not None
        library = reasoning.library
        self.title.setText(source_name(candidate.cause, place.at))
        kind = "unsafe" if candidate.phrase == "must_rule_out" else "booked"
        self.pill.set(kind, phrase(library, candidate))  # type: ignore[arg-type]
        self.pill.show()
        self._show_counts(candidate, place)
        self.about.setText(about_words(library, candidate.cause))
        self.about.show()
        self.chart.show_chart(chart_words(library, candidate, place))
        self.chart.show()
        self.judgement.show_judgement(candidate, views)
        for widget in (self.judgement, self.why, self.compare):
            widget.show()
        self._show_more()

    def show_closed(self, weighed: Weighed) -> None:
        """Say why a cause cannot be considered here."""
        self.about.hide()
        self.candidate = None
        self.title.setText(weighed.cause.short)
        self.count.setText(
            _("Cannot apply here: {gate_text}").format(gate_text=words.in_sentence(weighed.cause.gate_text))
        )
        self.held.setText(weighed.cause.definition)
        self.held.show()
        for widget in (self.pill, self.places, self.chart, self.missing, self.judgement, self.why, self.compare,
                       self.arithmetic, self.compared, self.separating):
            widget.hide()

    def _show_counts(self, candidate: Candidate, place: Place) -> None:
        found = sum(one.counts > 0 for one in place.counted)
        against = sum(one.counts < 0 for one in place.counted)
        self.count.setText(candidate.cause.definition)
        lines = [
            _("{count} for, {against} against.").format(
                count=_n("{n} finding", "{n} findings", found), against=against or _("none")
            )
        ]
        if candidate.pinned:
            lines.append(_(PINNED))
        if candidate.seen:
            lines.append(_(SEEN))
        if candidate.held:
            lines.append(candidate.held)
        self.held.setText(" ".join(lines))

    def _show_places(self, candidate: Candidate) -> None:
        shown = candidate.places[:MOST_PLACES]
        options = [Option(str(number), _place_option(candidate, one)) for number, one in enumerate(shown)]
        chosen = next((number for number, one in enumerate(shown) if one.at == self._place), 0)
        if tuple(options) != self.places.options:
            self.places.set_options(options)
        self.places.set_value(str(chosen))
        self.places.setVisible(len(shown) > 1)

    def _choose_place(self, number: str) -> None:
        if self.candidate is not None:
            self._place = self.candidate.places[int(number)].at
            self._show_again()

    def _stay(self) -> None:
        if self.candidate is not None:
            self._show_places(self.candidate)

    def _show_again(self) -> None:
        candidate, reasoning, place = self.candidate, self._reasoning, self.place
        if candidate is None or reasoning is None or place is None:
            return
        self.title.setText(source_name(candidate.cause, place.at))
        self._show_counts(candidate, place)
        self.chart.show_chart(chart_words(reasoning.library, candidate, place))
        self._show_more()
        self.show_missing()

    def show_missing(self) -> None:
        """What is not known yet; looked for after the rest has been painted."""
        candidate, reasoning, place = self.candidate, self._reasoning, self.place
        if candidate is None or reasoning is None or place is None:
            return
        found = [words.in_sentence(text) for text in missing_rows(reasoning, candidate, place)[:3]]
        self.missing.set("caution", _("Still missing"), words.sentence("; ".join(found)), "clock")
        self.missing.setVisible(bool(found))

    def _entries(self, number: int) -> tuple[Contribution | None, tuple[Slot, ...]]:
        """A finding of the chart, and the entries that decide it."""
        candidate, reasoning, place = self.candidate, self._reasoning, self.place
        if candidate is None or reasoning is None or place is None or number >= len(place.counted):
            return None, ()
        one = place.counted[number]
        return one, reasoning.slots_of(candidate, one)

    def _explain(self, number: int) -> str:
        """The entries behind a finding, and its sources in full."""
        one, slots = self._entries(number)
        if one is None or self._views is None or self._reasoning is None:
            return ""
        told = [text for slot in slots if (text := entry_words(self._views.assessment, slot))]
        sources = self._reasoning.library.sources
        cited = [sources[key].text for key in cited_keys(self._reasoning.library, one)]
        return "\n".join(
            filter(None, (finding_words(one), _("From: {told}").format(told="; ".join(told)) if told else "", *cited))
        )

    def _open_entry(self, number: int) -> None:
        """Go to the first entry behind a finding."""
        _rest, slots = self._entries(number)
        if self._views is not None:
            known = [slot for slot in slots if entry_words(self._views.assessment, slot)]
            if known:
                self.slot_wanted.emit(known[0])

    # On request

    def _show_more(self) -> None:
        reasoning, place = self._reasoning, self.place
        if reasoning is None or place is None:
            return
        if not self.arithmetic.isHidden():
            self.arithmetic.show_rows(arithmetic_rows(reasoning, place))
        other = self._other()
        self.compare.setVisible(other is not None)
        if not self.separating.isHidden():
            if other is None:
                self._show_comparison(False)
            else:
                self._compare_with(other)

    def _other(self) -> Candidate | None:
        """The source to compare with: the leading one, or the second where the leading one is shown."""
        if self._reasoning is None or self.candidate is None:
            return None
        ranked = [one for one in self._reasoning.candidates if one.assessable]
        return next((one for one in ranked if one.cause.id != self.candidate.cause.id), None)

    def _compare_with(self, other: Candidate) -> None:
        candidate, reasoning = self.candidate, self._reasoning
        if candidate is None or reasoning is None:
            return
        rows = separating_rows(reasoning, candidate, other)
        head = f"{candidate_name(candidate)} | {candidate_name(other)}"
        self.compared.setText(
            _("What separates them: {head}").format(head=head)
            if rows
            else _("Nothing recorded separates them: {head}").format(head=head)
        )
        self.separating.show_rows(rows)

    def _show_comparison(self, shown: bool) -> None:
        self.compared.setVisible(shown)
        self.separating.setVisible(shown)
        self.compare.set_label(_("End comparison") if shown else _("Compare"))

    def toggle_comparison(self) -> None:
        """Show the findings that separate this source from the leading one, or hide them."""
        other = self._other()
        shown = self.separating.isHidden() and other is not None
        self._show_comparison(shown)
        if shown and other is not None:
            self._compare_with(other)
            self._soon.start()

    def toggle_arithmetic(self) -> None:
        """Show how each weight came about, or hide it."""
        shown = self.arithmetic.isHidden()
        self.arithmetic.setVisible(shown)
        self.why.set_label(_("Hide the arithmetic") if shown else _("Show the arithmetic"))
        self._show_more()
        if shown:
            self._soon.start()

    def _bring_up(self) -> None:
        """What was asked for stands below the rest: its first lines are brought into sight."""
        shown = next((one for one in (self.compared, self.arithmetic) if not one.isHidden()), None)
        if shown is not None:
            self.area.verticalScrollBar().setValue(shown.y() - self.theme.line("question"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window the judgement scrolls with the rest, so that there is room to read."""
        super().resizeEvent(event)
        low = self.height() < self.theme.px(LOW)
        if low != self._low:
            self._low = low
            if low:
                self._column.insertWidget(self._column.indexOf(self.missing), self.judgement)
            else:
                self._outer.addWidget(self.judgement)
            restyled(self.judgement)

    def restyle(self) -> None:
        px = self.theme.px
        self._column.setContentsMargins(px(14), px(12), px(14), px(10))
        self._column.setSpacing(px(6))
        self._outer.setContentsMargins(1, 1, 1, 1)
        self._flow.set_gaps(px(4), px(2))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        box(painter, self.rect(), theme.radius("card"), theme.color("surface"), theme.color("line"), theme.edge)


def restyled(widget: QWidget) -> None:
    """Give the labels of a part that was moved their look again."""
    for label in widget.findChildren(Label):
        label.restyle()


def _place_option(candidate: Candidate, place: Place) -> str:
    balance = points(rounded(place.balance + candidate.prior))
    return f"{words.capital(place_words(place.at)) or _('No side stated')}  {balance}"
