"""Strips above the form: an entry not stored, text offered back, a possible duplicate, the scope, a sentence."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.live import StoreState
from ui.theme import Theme
from ui.timers import once
from ui.versions import status_words
from ui.widgets import Button, Notice
from workup.answers import PartialDate
from workup.assess import Assessment
from workup.note.wording import slot_words
from workup.protocol import Library
from workup.session import Session
from workup.session.opened import IMPORTED
from workup.session.rows import duplicates
from workup.session.signing import results_since_signing
from workup.store import Pending, PersonRow
from workup.texts import _
from workup.words import calendar_day

SAID_MS = 12_000
IDENTITY = ("family_name", "given_name", "birth_date", "mrn")


class Strips(QWidget):
    """One column of strips, each shown only while it has something to say."""

    discard_wanted = Signal()
    put_back = Signal(object, str)
    drop_typed = Signal(object)
    person_wanted = Signal(object)
    summary_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        discard = Button(theme, "danger", _("Discard this entry"))
        self._put, self._drop = Button(theme, "secondary", _("Put it back")), Button(theme, "quiet", _("Discard it"))
        self._store = Notice(theme, "danger", "", "", (discard,), icon="warning")
        self._typed = Notice(theme, "caution", "", "", (self._put, self._drop), icon="pencil")
        show = Button(theme, "secondary", _("Show that patient"))
        self._double = Notice(theme, "caution", "", "", (show,), icon="person")
        self._other: PersonRow | None = None
        show.clicked.connect(lambda: self.person_wanted.emit(self._other))
        self._clock = Notice(theme, "caution", "", "", icon="clock")
        to_summary = Button(theme, "secondary", _("To the summary"))
        to_summary.clicked.connect(self.summary_wanted)
        self._locked = Notice(theme, "neutral", "", "", (to_summary,), icon="lock")
        self._scope = Notice(theme, "neutral", "", "", icon="info")
        self._said = Notice(theme, "caution", "", "", icon="info")
        self._column = QVBoxLayout(self)
        for strip in (self._store, self._typed, self._double, self._clock, self._locked, self._scope, self._said):
            strip.hide()
            self._column.addWidget(strip)
        discard.clicked.connect(self.discard_wanted)
        self._put.clicked.connect(self._put_first)
        self._drop.clicked.connect(self._drop_first)
        self._offers: list[Pending] = []
        self._library: Library | None = None
        self._identity: tuple[object, ...] | None = None
        self._quiet = once(self, self._said.hide, SAID_MS)
        theme.changed.connect(self._restyle)
        self._restyle()

    def say(self, sentence: str) -> None:
        """Show a sentence for some seconds."""
        self._said.set("caution", sentence, "", "info")
        self._said.come()
        self._quiet.start()

    def render_stored(self, state: StoreState, library: Library) -> None:
        """Show the entry that waits to be stored, by name."""
        failed = state.kind == "failed"
        if failed:
            waiting = state.waiting
            name = (
                _(" Waiting: {slot}.").format(slot=slot_words(library, waiting))
                if waiting and waiting.item in library.items
                else ""
            )
            self._store.set(
                "danger",
                _("Not saved"),
                _("{sentence}{name} It is tried again every second.").format(sentence=state.sentence, name=name),
                "warning",
            )
        if failed and self._store.isHidden():
            self._store.come()
        self._store.setVisible(failed)

    def offer_typed(self, typed: tuple[Pending, ...], library: Library) -> None:
        """Offer text back that was being typed when the program ended."""
        self._offers, self._library = list(typed), library
        self._show_offer()

    def _show_offer(self) -> None:
        self._typed.setVisible(bool(self._offers))
        if self._offers and self._library is not None:
            first = self._offers[0]
            known = first.slot.item in self._library.items
            name = f"“{slot_words(self._library, first.slot)}”" if known else _("a question")
            text = first.text if len(first.text) <= 160 else f"{first.text[:157]}…"
            self._typed.set("caution", _("You were typing at {name}").format(name=name), f"“{text}”", "pencil")

    def _put_first(self) -> None:
        first = self._offers.pop(0)
        self._show_offer()
        self.put_back.emit(first.slot, first.text)

    def _drop_first(self) -> None:
        first = self._offers.pop(0)
        self._show_offer()
        self.drop_typed.emit(first.slot)

    def render_strips(self, assessment: Assessment, step: str, session: Session) -> None:
        """A clock that went back, everywhere; the scope and a possible duplicate, on the Patient step."""
        behind = session.clock_behind
        if behind is not None:
            last = f"{calendar_day(behind.date())}, {behind:%H:%M}"
            fact = _("The clock of this computer stands before the last entry, {last}.").format(last=last)
            self._clock.set("caution", fact, _("Entries keep their order; check the clock."), "clock")
        self._clock.setVisible(behind is not None)
        self._render_locked(step, session)
        identity = tuple(assessment.answers.value(name) for name in IDENTITY)
        if identity != self._identity:
            self._identity = identity
            others = duplicates(session.vault, assessment, session.opened.patient) if any(identity) else ()
            if others:
                named = "; ".join(map(_person_words, others[:3]))
                line = _(
                    "{named}. If it is the same person, merge the two records (Wrong patient, in the Summary)."
                ).format(named=named)
                self._other = others[0]
                self._double.set("caution", _("This patient may be in the vault already"), line, "person")
            self._double.setProperty("told", bool(others))
        self._double.setVisible(step == "patient" and bool(self._double.property("told")))
        on_patient = step == "patient" and (
            assessment.scope.rule is not None or bool(assessment.records.get("operations"))
        )
        if on_patient:
            ranks = assessment.scope.rule is None or assessment.scope.rule.ranks
            self._scope.set(
                "neutral" if ranks else "caution", assessment.scope.sentence, assessment.scope.works, "info"
            )
        self._scope.setVisible(on_patient)

    def _render_locked(self, step: str, session: Session) -> None:
        """That a workup is signed or void, above every step but the Summary, which says more."""
        opened = session.opened
        self._locked.setVisible(not opened.writable and step != "summary")
        if opened.writable:
            return
        fact = status_words(opened.standing)
        line = _("Only orders, results, plan and what else is kept with the patient can be entered.")
        if opened.status == "signed":
            line = f"{line} {_('To correct an answer, choose Amend in the summary.')}"
        if (came := opened.standing.imported) is not None:
            line = _("From document {document}, signed by {signer}. {imported}").format(
                document=came.document, signer=came.signer, imported=_(IMPORTED)
            )
        count = len(results_since_signing(session))
        if count:
            said = _("1 result") if count == 1 else _("{count} results").format(count=count)
            line = _("{said} since signing. {line}").format(said=said, line=line)
        self._locked.set("caution" if count else "neutral", fact, line, "lock")

    def _restyle(self) -> None:
        side = self.theme.px(20)
        self._column.setContentsMargins(side, 0, side, 0)
        self._column.setSpacing(self.theme.px(8))


def _person_words(row: PersonRow) -> str:
    birth = PartialDate.parse(row.birth_date) if row.birth_date else None
    born = "unknown" if birth is None else calendar_day(birth.first) if birth.day else str(birth)
    return _("{family_name}, {given_name}, born {born}, MRN {mrn}").format(
        family_name=row.family_name.upper(), given_name=row.given_name, born=born, mrn=row.mrn or "–"
    )
