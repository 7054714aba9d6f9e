"""Every sentence on the screens goes through catalog or overlays: said in other letters, none stays as it was."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget

from tests.ui.answering import plain_theme, real_library
from tests.ui.geometry import faults
from tests.ui.looks import Look, screens
from ui.home import HomePage
from ui.preferences import PreferencesPage
from ui.resources import RESOURCES
from ui.widgets import KeyHint, Painted, write
from workup import texts
from workup.content import overlay
from workup.forms import FORMS
from workup.texts import Spoken

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
OTHER = {ord(letter): chr(0x0410 + place) for place, letter in enumerate(LETTERS)}  # as many of another alphabet
# What no language changes: names of keys, units, codes, the program, and what a person is called or typed.
STAYS = frozenset({
    "Workup", "Ctrl", "Enter", "Tab", "Shift", "Alt", "Esc", "Space", "Delete", "PgUp", "PgDn", "Page", "Up", "Down",
    "PDF", "Demo", "workup", "mm", "cm", "kg", "mg", "min", "ms", "mL", "ng", "dL", "mmol", "mol", "Hz", "kPa", "mmHg",
})  # fmt: skip
TYPED = ("Dr Adaeze Okafor", "Pain medicine", "STarT Back")
# Sources keep the language they were written in, places to fill their names.
CITED = re.compile(r"\[[^\]]*\]|\{[^}]*\}")


def other(text: str) -> str:
    """The text in other letters; what is filled in keeps its name."""
    return "".join(part if part.startswith("{") else part.translate(OTHER) for part in re.split(r"(\{[^}]*\})", text))


class Elsewhere:
    """A catalog that knows every sentence."""

    def gettext(self, message: str) -> str:
        return other(message)

    def pgettext(self, _context: str, message: str) -> str:
        return other(message)

    def ngettext(self, one: str, many: str, n: int) -> str:
        return other(one if n == 1 else many)


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every sentence of the program and of the content in other letters."""
    foreign = Spoken("es", Elsewhere())  # type: ignore[arg-type]
    monkeypatch.setattr(texts, "spoken_in", lambda code: Spoken("en", None) if code == "en" else foreign)
    monkeypatch.setattr(overlay, "worded", lambda english, _pair: other(english))
    overlay._told.cache_clear()
    yield
    overlay._told.cache_clear()


def entered() -> list[str]:
    """What was typed for the fictional patients, and citations; the longest first."""
    library = real_library()
    found = {*TYPED, *(one.text for one in library.ordering.question), *(one.text for one in library.sources.values())}

    def gather(value: object) -> None:
        if isinstance(value, str):
            found.add(" ".join(value.split()))
        elif isinstance(value, dict):
            for one in value.values():
                gather(one)
        elif isinstance(value, list):
            for one in value:
                gather(one)

    for path in (RESOURCES / "cases").glob("*.toml"):
        gather(tomllib.loads(path.read_text(encoding="utf-8")))
    return sorted((text for text in found if len(text) > 3), key=len, reverse=True)


def said_by(widget: QWidget) -> Iterator[str]:
    """Everything that a widget shows or has read out."""
    yield widget.accessibleName()
    yield widget.accessibleDescription()
    yield widget.toolTip()
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    if isinstance(widget, QLineEdit):
        yield widget.placeholderText()
    if isinstance(widget, Painted):
        yield from (part.name for part in widget.spoken_parts())


NAMED = frozenset(
    name.casefold()
    for one in FORMS.values()
    for name in (*one.months, *one.short_months, *one.weekdays, *one.joining)
)


def unsaid(window: QWidget, typed: list[str]) -> set[str]:
    """The texts on a screen in which a word stands as the source has it."""
    found = set()
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or isinstance(widget, KeyHint):
            continue
        for text in said_by(widget):
            rest = CITED.sub(" ", " ".join(text.split()))
            for one in typed:
                rest = rest.replace(one, " ")
            words = re.findall(r"(?<![\w.])[A-Za-z]{2,}(?!\w)", rest)
            if any(word not in STAYS and word.casefold() not in NAMED and not word.isupper() for word in words):
                found.add(text)
    return found


@pytest.mark.usefixtures("elsewhere")
def test_no_sentence_on_a_screen_goes_past_the_catalog(qapp: QApplication, tmp_path: Path) -> None:
    typed, found = entered(), dict[str, set[str]]()
    with screens(qapp, tmp_path, "es") as shown:
        shown.wear(Look(language="es"))
        for name in shown.ways:
            if texts := unsaid(shown.show(name), typed):
                found[name] = texts
    assert not found, "\n".join(f"{name}: {text!r}" for name, said in found.items() for text in sorted(said))


def labels(window: QWidget) -> set[str]:
    """Everything that labels and buttons say now."""
    found = window.findChildren(QLabel) + window.findChildren(QAbstractButton)
    return {one.text() for one in found if one.isVisible()}


def test_another_language_is_spoken_at_once_and_nothing_is_lost(qapp: QApplication, tmp_path: Path) -> None:
    with screens(qapp, tmp_path) as shown:
        shown.wear(Look())
        shown.show("history")
        before = shown.workspace.live.session.assessment
        shown.show("preferences")
        for language, back, step in (("spanish", "Volver", "Antecedentes"), ("english", "Back", "History")):
            shown.shell.settings.choose("language", language)
            shown.settle()
            assert back in labels(shown.window)
            assert shown.workspace.step == "history"
            assert shown.workspace.live.session.assessment.answers.items() == before.answers.items()
            page = shown.window.pages.currentWidget()
            assert isinstance(page, PreferencesPage)
            page.done.emit()
            shown.settle()
            assert step in labels(shown.window)
            shown.show("preferences")
        assert len(shown.window.findChildren(HomePage)) == 1


@pytest.mark.parametrize("text", ["+2.3", "/ 10", "1–6", "L5–S1, right: 4 of 5", "25 Nov 2025, 09:41", "Which root?"])
def test_numbers_dates_and_codes_read_the_same_in_a_window_from_right_to_left(qapp: QApplication, text: str) -> None:
    drawn, theme = [], plain_theme(qapp)
    for direction in (Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft):
        image = QImage(240, 30, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        painter.setLayoutDirection(direction)
        write(painter, theme, QRect(5, 0, 230, 30), text, "control", "ink")
        painter.end()
        drawn.append(image)
    assert drawn[0] == drawn[1]


def test_right_to_left_breaks_no_screen(qapp: QApplication, tmp_path: Path) -> None:
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        with screens(qapp, tmp_path) as shown:
            shown.wear(Look())
            wrong = [f"{name}: {one}" for name in shown.ways for one in faults(shown.shell.theme, shown.show(name))]
            home = shown.show("home")
            assert shown.window.home is not None
            places = [shown.window.home.mapFromGlobal(one.mapToGlobal(one.rect().topLeft())).x() for one in (
                shown.window.home.drafts, shown.window.home.recent)]  # fmt: skip
            assert home.isRightToLeft()
            assert places[0] > places[1], "the first list stands at the right"
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    assert not wrong, "\n".join(wrong)
