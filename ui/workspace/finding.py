"""Ctrl K in an open workup: this patient only, until it is pressed once more."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from ui.macrokeys import MacroKeys
from ui.macrotexts import macros_of
from ui.palette import Command, Entry, Palette
from ui.palette.entries import questions
from ui.widgets import TextArea, TextLine
from ui.workspace.showing import Showing
from workup.answers import Slot
from workup.macros import Macro
from workup.texts import _
from workup.words import person_name

MOST_PEOPLE = 12


class Finding:
    """Opens the palette over the page, and goes where it leads."""

    def __init__(
        self, page: Showing, macros: MacroKeys, commands: Callable[[], Iterable[Command]], go_to: Callable[[Slot], None]
    ) -> None:
        self._page, self._macros, self._commands, self._go_to = page, macros, commands, go_to
        self._palette: Palette | None = None
        self.before: QWidget | None = None

    def open(self) -> None:
        """Open it; while it is open, find patients as well."""
        if self._palette is not None and self._palette.isVisible():
            self._palette.widen()
            return
        if self._palette is not None:
            self._palette.deleteLater()
        page, focused = self._page, QApplication.focusWidget()
        self.before = focused if focused is not None and page.isAncestorOf(focused) else None
        page.live.flush()
        self._palette = Palette(
            page.theme, list(self._entries()), page, words_of=_("Question, answer or action"), widen=self._people
        )
        self._palette.closed.connect(self._closed)
        self._palette.begin()

    def _closed(self) -> None:
        if self.before is not None and shiboken6.isValid(self.before) and self.before.isVisible():
            self.before.setFocus(Qt.FocusReason.PopupFocusReason)
        else:
            self._page.setFocus()

    def _entries(self) -> Iterator[Entry]:
        page = self._page
        for one in self._commands():
            if one.words and one.act != self.open:
                yield Entry(one.words, one.hint, one.act)
        for macro in macros_of(page.live.session.vault):
            said = " ".join(macro.text.split())
            yield Entry(
                _("Text {trigger}: {said}").format(trigger=macro.trigger, said=said[:60]),
                _("insert here"),
                partial(self._insert, macro),
                1,
            )
        yield from questions(page.live.session.assessment, page.figure, self._go)

    def _go(self, where: Slot, option: str) -> None:
        """To a question, with an answer of it ready to be taken."""
        self._go_to(where)
        form = self._page.forms.get(self._page.step)
        if option and form is not None:
            form.make_ready(where, option)

    def _insert(self, macro: Macro) -> None:
        """Into the text field that had the keyboard."""
        if isinstance(self.before, TextLine | TextArea) and not self.before.isReadOnly():
            self._macros.insert(self.before, macro)
        else:
            self._page.strips.say(_("Go into a text field first; then the text can be inserted there."))

    def _people(self, text: str) -> Iterable[Entry]:
        page = self._page
        for person in page.live.session.vault.search(text, MOST_PEOPLE):
            name = person_name(person.family_name, person.given_name)
            hint = "  ".join(part for part in (person.birth_date, person.mrn, "patient") if part)
            yield Entry(name, hint, lambda person=person: page.person_wanted.emit(person))  # type: ignore[misc]
