"""Hostile text in every field and widget of the program: shown letter by letter, and never as anything but text."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from types import TracebackType
from typing import TYPE_CHECKING

from tests.torture.hostile import strings
from tests.torture.onscreen import ended, of_window, opened_room
from tests.torture.outcome import Outcome
from tests.torture.suite import ran
from workup.answers import Slot, slot
from workup.protocol import Text

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from tests.ui.room import Room
    from ui.theme import Theme

RED = 0xFFFF0001  # of the picture that text might bring in: no colour of the program
ALWAYS = ("family_name", "given_name", "mrn", "reason", "impression")
IN_TURN = 4  # of the other texts, one after the other
_LINTS = (
    "tests/test_shape.py::test_text_of_users_is_never_rich_text",
    "tests/test_shape.py::test_tool_tips_and_labels_are_plain_by_their_makers",
    "tests/test_one_place.py::test_nothing_on_paper_reads_mark_up",
)
STEPS = ("Alt+1", "Alt+2", "Alt+6", "Alt+7")


def run(folder: Path, count: int, chance: Random) -> Outcome:
    """In a process with a window, on a screen in memory; then the lints that keep mark-up out of the sources."""
    found = of_window("tests.torture.screen_text", folder, count, chance)
    lints, failed = ran(*_LINTS)
    return replace(found, measured=f"{found.measured}; {lints} lints", bad=(*found.bad, *failed))


def main(where: str, count: str, seed: str) -> None:
    """One workup, whose texts are these strings one after another; then the widgets of the house one by one."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QColor, QImage

    from tests.ui.room import press
    from tests.workup.patients import library

    folder = Path(where)
    room = opened_room(folder)
    app = room.app
    picture = QImage(64, 64, QImage.Format.Format_RGB32)
    picture.fill(QColor.fromRgb(RED))
    picture.save(str(folder / "red.png"))
    texts = strings(int(count), Random(int(seed)), str(folder / "red.png"))
    items = [item for item in library().items.values() if isinstance(item, Text)]
    others = [one.id for one in items if not (one.record or one.axis or one.side or one.id in ALWAYS)]
    place = room.window.place
    assert place is not None
    bad, shown, refused = list[str](), 0, 0
    raised: list[str] = []
    before = sys.excepthook

    def note(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        raised.append(kind.__name__)
        before(kind, error, trace)

    sys.excepthook = note
    for number, text in enumerate(texts):
        turn = [others[(number * IN_TURN + each) % len(others)] for each in range(IN_TURN)]
        taken = _given(room, text, (*ALWAYS, *turn))
        refused += len(ALWAYS) + IN_TURN - len(taken)
        for address in taken:
            room.workspace.go_to(slot(address))
            app.processEvents()
            if address not in ALWAYS and room.slot() != slot(address):
                continue  # not asked now, so it has no field
            wrong = _field(room, slot(address), text)
            bad += [f"{number} {address}: {wrong}"] if wrong else []
            shown += 1
        press(STEPS[number % len(STEPS)])
        app.processEvents()
        bad += [f"{number} in the window: {one}" for one in _rich(room.window)]
        if number % 20 == 0:
            room.window.show_home()
            app.processEvents()
            bad += [f"{number} on Home: {one}" for one in _rich(room.window)]
            room.window.open_workup(*place)
        for widget in _widgets(room.window.theme, text):
            widget.resize(700, 300)
            widget.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
            widget.show()
            bad += [f"{number} {type(widget).__name__}: {one}" for one in (*_rich(widget), *_lost(widget, text))]
            widget.close()
            widget.deleteLater()
        room.window.activateWindow()
        bad += [f"{number}: {name}" for name in raised]
        raised.clear()
    fields = len(ALWAYS) + len(others)
    told = f"{len(texts)} texts in {fields} fields and 14 widgets: {shown} fields read back, {refused} refused"
    sys.stdout.write(json.dumps([len(texts), told, bad]) + "\n")
    ended()


def _given(room: Room, text: str, where: Iterable[str]) -> list[str]:
    """Put the text everywhere it is taken; where."""
    refused: list[str] = []
    room.live.notice.connect(lambda told: refused.append(told.text))
    taken = []
    for address in where:
        refused.clear()
        room.live.answer(slot(address), text)
        if not refused:
            taken.append(address)
        elif not refused[0].endswith("."):
            raise RuntimeError("a refusal without a sentence")
    room.live.notice.disconnect()
    return taken


def _field(room: Room, where: Slot, text: str) -> str:
    from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

    from ui.widgets.inputs import in_lines

    edit = QApplication.focusWidget()
    stored = room.live.session.assessment.answers.value(where.item, where.at)
    if stored != text:
        return "was stored otherwise"
    if isinstance(edit, QPlainTextEdit):
        return "" if edit.toPlainText() == in_lines(text) else "is shown otherwise"
    if isinstance(edit, QLineEdit):
        return "" if edit.text() == text or set(text) & set("\n\u2028\x85\t") else "is shown otherwise"
    return "has no field on the screen"


def _rich(widget: QWidget) -> Iterator[str]:
    """What of a window is, or would be, drawn from mark-up."""
    from PySide6.QtGui import Qt
    from PySide6.QtWidgets import QLabel, QMessageBox, QTextEdit, QWidget

    for label in widget.findChildren(QLabel):
        if label.textFormat() != Qt.TextFormat.PlainText:
            yield "a label that may take mark-up"
    if any(isinstance(one, QTextEdit | QMessageBox) for one in widget.findChildren(QWidget)):
        yield "an editor or a box of mark-up"
    for one in (widget, *widget.findChildren(QWidget)):
        if Qt.mightBeRichText(one.toolTip()) and "white-space" not in one.toolTip():
            yield f"a tool tip of mark-up on {type(one).__name__}"
    image = widget.grab().toImage()
    if any(image.pixel(x, y) == RED for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)):
        yield "the picture was loaded"


def _widgets(theme: Theme, text: str) -> Iterator[QWidget]:
    """Each widget of the house that shows words."""
    from ui.widgets import (
        Button,
        Card,
        CautionStrip,
        Chips,
        DangerBanner,
        Dialog,
        EmptyState,
        Label,
        Option,
        Segments,
        TextArea,
        TextLine,
    )

    options = [Option("a", text), Option("b", "other")]
    line, area = TextLine(theme, "Name"), TextArea(theme, "Text")
    line.set_text(text)
    area.set_text(text)
    dialog = Dialog(theme, text, text)
    dialog.setModal(False)
    yield from (
        line, area, dialog, Label(theme, "question", text), Label(theme, "question", text, wrap=True),
        Card(theme, text, note=text), Button(theme, "secondary", text),
        Button(theme, "secondary", "", "undo", name=text), DangerBanner(theme, text, text),
        EmptyState(theme, "search", text, text), CautionStrip(theme, text, text),
        Chips(theme, text, options), Segments(theme, text, options), TextLine(theme, text),
    )  # fmt: skip


def _lost(widget: QWidget, text: str) -> Iterator[str]:
    """Whether what it holds is still the text."""
    from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit

    from ui.widgets.inputs import in_lines

    if isinstance(widget, QPlainTextEdit) and widget.toPlainText() != in_lines(text):
        yield "holds another text"
    if isinstance(widget, QLineEdit) and widget.text() not in (text, "") and not set(text) & set("\n\u2028\x85\t"):
        yield "holds another text"
    if isinstance(widget, QLabel) and widget.text() != text:
        yield "holds another text"


if __name__ == "__main__":
    main(*sys.argv[1:])
