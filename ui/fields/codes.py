"""Diagnosis codes: typed, or chosen from a list that begins with what fits the sources of the pain."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.fields.text import TextField
from ui.fields.view import FieldView
from ui.theme import Theme
from ui.widgets import Button, Dialog, Label, Scroll, TextLine
from workup import words
from workup.protocol import Code, Library
from workup.reasoning.ranking import Candidate
from workup.texts import N_, _, _p

MOST_FOUND = 40
ENCOUNTERS = {"A": N_("initial encounter"), "D": N_("subsequent encounter"), "S": N_("sequela")}
FIRST = "Core"
TITLE = N_("Choose codes")
ABOUT = (
    N_("Offered by the sources of the pain as they stand; nothing is coded by itself. "
    "Type a code or a word to search the whole list.")
)


class CodesField(TextField):
    """The text with the codes, and below it the way to the list."""

    def build(self) -> None:
        super().build()
        self._choose = Button(self.theme, "secondary", _(TITLE), icon="list", parent=self)
        self._choose.clicked.connect(self.choose)

    def choose(self) -> None:
        """Show the list; each code that is chosen becomes a line of its own."""
        if self._view is None or self._view.read_only or not self.commit():
            return
        dialog = CodesDialog(self.theme, self.context.library, self._candidates(), self.window())
        dialog.exec()
        chosen = dialog.chosen
        dialog.deleteLater()
        lines = [line for line in (self.text().strip(), *chosen) if line]
        if chosen:
            self.restore("\n".join(lines))
            self.commit()
        self._edit.setFocus()

    def _candidates(self) -> tuple[Candidate, ...]:
        shelf = self.context.shelf
        return shelf.reasoning().shown if shelf is not None else ()

    def show_value(self, view: FieldView) -> None:
        super().show_value(view)
        self._choose.setEnabled(not view.read_only)

    def controls(self) -> tuple[QWidget, ...]:
        return (*super().controls(), self._choose)

    def control_height(self, width: int) -> int:
        return super().control_height(width) + self.theme.px(6) + self.theme.height("control")

    def place_control(self, rect: QRect) -> None:
        below = self.theme.px(6) + self.theme.height("control")
        self._placed = self.control_height(rect.width())
        self._edit.setGeometry(rect.adjusted(0, 0, 0, -below))
        wide, high = self._choose.sizeHint().width(), self.theme.height("control")
        self._choose.setGeometry(rect.x(), rect.bottom() + 1 - high, wide, high)


class CodesDialog(Dialog):
    """Codes under the sources they are offered for, or those found; `chosen` are lines to be added."""

    def __init__(
        self, theme: Theme, library: Library, candidates: tuple[Candidate, ...], parent: QWidget
    ) -> None:
        super().__init__(theme, _(TITLE), _(ABOUT), _p("end of choosing", "Done"), "", parent, width=680)
        self.codes, self.phrases, self.candidates = library.codes, library.engine.phrase, candidates
        self.chosen: list[str] = []
        self.line = TextLine(theme, _("Find a code"), _("Find a code or a word"), icon="search")
        self.line.textChanged.connect(self._fill)
        self.said = Label(theme, "label", "", "ink2", wrap=True)
        self.rows: list[Button] = []
        self._area: Scroll | None = None
        self._room = QVBoxLayout()
        self.body.addWidget(self.line)
        self.body.addLayout(self._room)
        self.body.addWidget(self.said)
        self._fill("")
        self.line.setFocus()

    def _fill(self, text: str) -> None:
        """Show what fits the text; without one what fits the sources."""
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.rows = []
        for title, found in self._found(text.strip()) if text.strip() else self._offered():
            column.addWidget(Label(self.theme, "label", title, "ink2"))
            for code, text in found:
                row = Button(self.theme, "quiet", f"{code}  {text}", icon="plus", name=f"{code}  {text}, {title}")
                row.clicked.connect(partial(self._take, f"{code} {text}"))
                column.addWidget(row)
                self.rows.append(row)
        column.addStretch(1)
        area = Scroll(inner)
        area.setMinimumHeight(self.theme.px(120))
        area.setMaximumHeight(self.theme.px(340))
        if self._area is not None:
            self._room.removeWidget(self._area)
            self._area.hide()
            self._area.deleteLater()
        self._area = area
        self._room.addWidget(area)
        self._say()

    def _offered(self) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        for one in self.candidates:
            fitting = [line for code in self.codes.code if one.cause.id in code.causes for line in lines_of(code)]
            if fitting:
                yield f"{one.cause.title}: {words.in_sentence(self.phrases.get(one.phrase, ''))}", fitting
        first = [line for code in self.codes.code if code.group == FIRST for line in lines_of(code)]
        yield _p("diagnosis codes", "Core"), first

    def _found(self, text: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        wanted = text.casefold().split()
        found = [
            line
            for code in self.codes.code
            if all(word in f"{code.id} {code.text} {code.group}".casefold() for word in wanted)
            for line in lines_of(code)
        ]
        yield (
            _("{count} found").format(count=len(found))
            if len(found) <= MOST_FOUND
            else _("The first {most_found}").format(most_found=MOST_FOUND),
            found[:MOST_FOUND],
        )

    def _take(self, line: str) -> None:
        if line not in self.chosen:
            self.chosen.append(line)
        self._say()

    def _say(self) -> None:
        taken = "; ".join(line.partition(" ")[0] for line in self.chosen)
        self.said.setText(
            _("Chosen: {taken}").format(taken=taken)
            if taken
            else _("{count} codes of {release}.").format(count=len(self.codes.code), release=self.codes.release)
        )


def lines_of(code: Code) -> list[tuple[str, str]]:
    """A code with its words; one that tells the encounter by its last letter, once for each."""
    if code.seventh != "ADS":
        return [(code.id, code.text)]
    return [(f"{code.id}{letter}", f"{code.text}, {_(said)}") for letter, said in ENCOUNTERS.items()]
