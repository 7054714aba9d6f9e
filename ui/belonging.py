"""A workup under the wrong patient, two records of one person: who is who is shown before it is put right."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.keys import bind
from ui.live import WAITING, Live
from ui.signedpage.importing import person_words
from ui.theme import Theme
from ui.widgets import Button, Dialog, Label, TextArea, TextLine
from workup.errors import WorkupError
from workup.rights import may, refusal
from workup.session.belonging import Belonging
from workup.session.rows import person_row
from workup.store import PersonRow
from workup.texts import N_, _, _n
from workup.words import listing

WIDTH, MOST, MOST_DIFFERING = 640, 5, 8
TITLE = N_("Is this the right patient?")
ABOUT = N_("Nothing is rewritten: what is put right is an entry with your name and reason, and can be put back.")
MOVE = N_("Move this workup to another patient")
MOVE_ABOUT = N_(
    "For a workup that was recorded under the wrong patient. A signed one is opened for its next version, which says "
    "so on page 1; the earlier page stays readable."
)
MERGE = N_("Merge two records of one person")
MERGE_ABOUT = N_(
    "For a person who is in the vault twice. Everything goes on in the record you choose; it is found by both names "
    "and numbers."
)
PART = N_("Undo the merge with {whose}")
PART_WITH = N_("With it goes who had been merged into that record before: {whose}. Undo that merge there.")
PART_ABOUT = N_("Each has again what was entered for them. What came since the merge stays where it was entered.")
FIND = N_("Name, number or birth date of the other patient")
NOBODY = N_("Nobody else here is found by this.")
CHOOSE = N_("Choose the patient first, then write the reason.")


class RightPatientDialog(Dialog):
    """What can be put right for this patient, a button for each."""

    def __init__(self, theme: Theme, whose: str, merged: tuple[tuple[PersonRow, ...], ...], parent: QWidget) -> None:
        super().__init__(theme, _(TITLE), f"{whose}. {_(ABOUT)}", "", _("Nothing to put right"), parent, width=WIDTH)
        self.accept_button.hide()
        self.deed: tuple[str, str] = ("", "")
        self.choices: list[Button] = []
        self._choice(_(MOVE), _(MOVE_ABOUT), ("move", ""))
        self._choice(_(MERGE), _(MERGE_ABOUT), ("merge", ""))
        for row, *rest in merged:
            along = _(PART_WITH).format(whose="; ".join(map(person_words, rest))) if rest else ""
            hint = f"{_(PART_ABOUT)} {along}".rstrip()
            self._choice(_(PART).format(whose=person_words(row)), hint, ("part", row.patient))

    def _choice(self, words: str, hint: str, deed: tuple[str, str]) -> None:
        button = Button(self.theme, "secondary", words, icon="person")
        button.clicked.connect(partial(self._take, deed))
        self.body.addWidget(button)
        self.body.addWidget(Label(self.theme, "hint", hint, "ink2", wrap=True))
        self.choices.append(button)

    def _take(self, deed: tuple[str, str], _checked: bool = False) -> None:
        self.deed = deed
        self.accept()


class PairDialog(Dialog):
    """Finds the other patient, shows both in full and what follows, and asks for the reason; a refusal stands below."""

    def __init__(
        self, theme: Theme, words: tuple[str, str, str], search: Callable[[str], list[PersonRow]],
        follows: Callable[[str], tuple[str, ...]], do: Callable[[str, str], None], parent: QWidget,
        fixed: PersonRow | None = None,
    ) -> None:  # fmt: skip
        title, text, verb = words
        super().__init__(theme, title, text, verb, _("Cancel"), parent, width=WIDTH)
        self._search, self._follows, self._do = search, follows, do
        self.chosen: PersonRow | None = None
        self.wanted = TextLine(theme, _(FIND), _(FIND), icon="search")
        self.rows = [Button(theme, "secondary", "", icon="person") for _rest in range(MOST)]
        self.nobody = Label(theme, "hint", _(NOBODY), "ink2", wrap=True)
        self.pair = Label(theme, "question", _(CHOOSE), wrap=True)
        self.follow = Label(theme, "hint", "", "ink2", wrap=True)
        self.reason = TextArea(theme, _("Reason"), _("Reason, kept in the record of both"))
        self.problem = Label(theme, "label", "", "danger", wrap=True)
        self._found: list[PersonRow] = []
        for widget in (self.wanted, *self.rows, self.nobody, self.pair, self.follow, self.reason, self.problem):
            self.body.addWidget(widget)
        for number, row in enumerate(self.rows):
            row.clicked.connect(partial(self._pick, number))
            row.hide()
        for hidden in (self.nobody, self.follow, self.problem):
            hidden.hide()
        self.wanted.textChanged.connect(self._look)
        self.wanted.returnPressed.connect(self._go_on)
        self.reason.textChanged.connect(self._allow)
        bind(self, (("Ctrl+Return", self.accept_button.click), ("Ctrl+Enter", self.accept_button.click)))
        if fixed is not None:
            self.wanted.hide()
            self._show(fixed)
        self._allow()
        (self.reason if fixed is not None else self.wanted).setFocus(Qt.FocusReason.OtherFocusReason)

    def _look(self, text: str) -> None:
        self._found = self._search(text.strip()) if text.strip() else []
        for number, button in enumerate(self.rows):
            button.setVisible(number < len(self._found))
            if number < len(self._found):
                button.set_label(person_words(self._found[number]))
        self.nobody.setVisible(bool(text.strip()) and not self._found)
        self.chosen = None
        self.pair.setText(_(CHOOSE))
        self.follow.hide()
        self._allow()
        self.fit()

    def _go_on(self) -> None:
        """Enter takes the only one that is found, and goes to the first of several."""
        if len(self._found) == 1 and self.chosen is None:
            self._pick(0)
        elif self._found:
            next(row for row in (*self.rows, self.reason) if not row.isHidden()).setFocus(Qt.FocusReason.TabFocusReason)

    def _pick(self, number: int, _checked: bool = False) -> None:
        row = self._found[number]
        self.wanted.blockSignals(True)
        self.wanted.setText(person_words(row))
        self.wanted.blockSignals(False)
        for button in self.rows:
            button.hide()
        self._show(row)
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, row: PersonRow) -> None:
        self.chosen = row
        told = self._follows(row.patient)
        self.pair.setText(told[0])
        self.follow.setText("\n".join(told[1:]))
        self.follow.setVisible(len(told) > 1)
        self._allow()
        self.fit()

    def _allow(self) -> None:
        self.accept_button.setEnabled(self.chosen is not None and bool(self.reason.toPlainText().strip()))

    def accept(self) -> None:
        """Put it right; a refusal stands below and nothing is stored."""
        if self.chosen is None or not self.accept_button.isEnabled():
            return
        try:
            self._do(self.chosen.patient, self.reason.toPlainText())
        except WorkupError as error:
            self.problem.setText(error.sentence)
            self.problem.show()
            self.fit()
            return
        super().accept()


class RightPatient:
    """Asks what is wrong with whose workup this is, and puts it right; then the patient is shown on Home."""

    def __init__(self, theme: Theme, live: Live, page: QWidget, say: Callable[[str], None]) -> None:
        self.theme, self.live, self.page, self.say = theme, live, page, say
        session = live.session
        self.work = Belonging(session.library, session.vault, session.clock)
        self.patient, self.evaluation = session.opened.patient, session.opened.evaluation
        self.own = person_row(session.assessment, self.patient)

    def ask(self) -> PersonRow | None:
        """The patient to whom it belongs now; None when nothing was changed."""
        self.live.flush()
        vault = self.live.session.vault
        refused = next((refusal(vault.person, deed) for deed in ("move", "merge") if not may(vault.person, deed)), "")
        if refused or self.live.failing:
            self.say(refused or _(WAITING))
            return None
        merged = self.work.parted_by(self.patient)
        first = RightPatientDialog(self.theme, person_words(self.own), merged, self.page)
        first.exec()
        deed, other = first.deed
        first.deleteLater()
        match deed:
            case "move":
                return self._asked(self._moving())
            case "merge":
                return self._asked(self._merging())
            case "part":
                return self._asked(self._parting(other))
            case _:
                return None

    def _asked(self, dialog: PairDialog) -> PersonRow | None:
        done = bool(dialog.exec())
        dialog.deleteLater()
        return dialog.chosen if done else None

    def _moving(self) -> PairDialog:
        def follows(other: str) -> tuple[str, ...]:
            both = self.work.both(self.patient, other)
            pair = _("From {one} to {other}.").format(
                one=person_words(both.one.person), other=person_words(both.other.person)
            )
            staying = self.work.staying(self.evaluation, self.patient)
            if not staying:
                return (pair,)
            kept = _("Not moved, for it is kept with the patient: {kept}. Enter it again where it belongs.")
            return pair, kept.format(kept=listing(staying))

        def do(other: str, reason: str) -> None:
            self.work.move(self.evaluation, self.patient, other, reason)

        words = _(MOVE), _(MOVE_ABOUT), _("Move workup")
        return PairDialog(self.theme, words, self._others, follows, do, self.page)

    def _merging(self) -> PairDialog:
        def follows(other: str) -> tuple[str, ...]:
            both = self.work.both(self.patient, other)
            pair = _("{one} goes on in the record of {other}.").format(
                one=person_words(both.one.person), other=person_words(both.other.person)
            )
            differing = self.work.differing(self.patient, other)
            if not differing:
                return (pair,)
            more = len(differing) - MOST_DIFFERING
            lines = differing[:MOST_DIFFERING]
            rest = (_n("and {n} more", "and {n} more", more),) if more > 0 else ()
            return pair, _("They differ; what stands in the record that goes on counts:"), *lines, *rest

        def do(other: str, reason: str) -> None:
            self.work.merge(self.patient, other, reason)

        words = _(MERGE), _(MERGE_ABOUT), _("Merge records")
        return PairDialog(self.theme, words, self._others, follows, do, self.page)

    def _parting(self, other: str) -> PairDialog:
        file = self.live.session.vault.patient(self.patient)
        row = next(one for one in (file.merged if file else ()) if one.patient == other)

        def follows(_other: str) -> tuple[str, ...]:
            return (_("{one} and {other} are two people.").format(one=person_words(row), other=person_words(self.own)),)

        def do(gone: str, reason: str) -> None:
            self.work.unmerge(gone, self.patient, reason)

        words = _(PART).format(whose=person_words(row)), _(PART_ABOUT), _("Undo merge")
        return PairDialog(self.theme, words, self._others, follows, do, self.page, row)

    def _others(self, text: str) -> list[PersonRow]:
        found = self.live.session.vault.search(text, MOST + 1)
        return [row for row in found if row.patient != self.patient][:MOST]
