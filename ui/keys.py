"""The keys of the program, as F1 shows them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets import Dialog, KeyHint, Label, Scroll

KEYS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "Everywhere",
        (
            ("Alt 1–7", "go to step"),
            ("Ctrl Enter", "primary action of the screen"),
            ("Alt Left", "step back"),
            ("Alt Up, Alt Down", "previous, next section"),
            ("Ctrl J", "next unanswered question"),
            ("Ctrl Shift J", "next doubtful answer"),
            ("Ctrl Z, Ctrl Shift Z", "undo, redo"),
            ("Ctrl R", "referral page of a test"),
            ("F7", "the note as it grows"),
            ("F8", "remark beside the question"),
            ("F6, Shift F6", "to the panel and back, fold it"),
            ("Ctrl K", "find a question, an answer, an action; again: a patient"),
            ("Ctrl M", "more questions of the section, or fewer"),
            ("Ctrl N", "new workup (on Home)"),
            ("Ctrl O", "worklist: all that is open"),
            ("Ctrl L", "lock"),
            ("Ctrl Shift L", "hide the screen at once; any key shows it again"),
            ("Ctrl ,", "preferences"),
            ("Ctrl +, Ctrl −", "larger, smaller"),
            ("F1", "these keys"),
        ),
    ),
    (
        "Answers",
        (
            ("1–9", "option by its place; a grade by its number"),
            ("Y N U", "yes, no, unknown"),
            ("+ −", "provocation positive, negative"),
            ("N, Shift N", "empty cells of the row, of the block, normal"),
            ("X", "not examined, with the reason"),
            ("S", "same as last visit"),
            ("Enter", "next open question"),
            ("Arrows", "inside a control, grid or chart"),
            ("Delete", "take the answer back"),
            ("Ctrl Shift Enter", "confirm what was carried, set in bulk or inserted"),
            ("Ctrl Shift K", "next answer to confirm"),
            ("trigger Tab", "write a text of yours; Tab: its next place"),
            ("0", "no others"),
            ("1 then 0", "10"),
            ("+", "one more record, such as an operation"),
        ),
    ),
    (
        "Tests, on an order",
        (
            ("Up, Down", "through the orders"),
            ("Enter, Esc", "open, close an order"),
            ("1, 2, 3", "its request, safety, result"),
            ("N", "new order, from the question"),
            ("O B D R V C", "order, book, done, result in, review, cancel"),
            ("P, X", "put back, discard a draft"),
        ),
    ),
    (
        "Assessment, on a source",
        (
            ("Up, Down", "through the sources"),
            ("A", "agree"),
            ("H, L", "rank higher, lower"),
            ("R", "rule out"),
            ("P", "add the next step to the plan"),
            ("W", "why: show the arithmetic"),
            ("C", "compare with the leading source"),
            ("I", "use an agreed source in the impression"),
            ("Ctrl 1, 2, 3", "sources, course and roots, conclusion"),
        ),
    ),
    (
        "Worklist",
        (
            ("A–Z", "narrow the list"),
            ("Up, Down, Enter", "through the rows, open one"),
            ("Ctrl 1–6", "one kind on or off"),
            ("Ctrl 0", "show all"),
            ("Ctrl P", "print what is shown"),
            ("Ctrl Shift B", "blank checklists (Home)"),
            ("Ctrl Shift O", "open a signed page (Home)"),
        ),
    ),
    (
        "An attached document",
        (
            ("Enter, Delete", "show it, take it back"),
            ("Page Up, Page Down", "turn its pages"),
            ("+ −", "larger, smaller"),
        ),
    ),
    (
        "Body chart and Summary",
        (
            ("1–6", "brush"),
            ("Space", "paint the area; a digit then says how strong"),
            ("Shift Arrows", "paint on; one digit for the whole stroke"),
            ("Page Up, Page Down", "the same area on the other side"),
            ("E", "erase"),
            ("Z, Shift Z", "undo, redo in this area only"),
            ("D", "skin areas of the roots"),
            ("V", "as at the last visit"),
            ("Ctrl Enter", "sign and lock; amend what is signed"),
            ("Ctrl P, Ctrl E", "print, export PDF"),
            ("Ctrl Shift C", "copy as text"),
            ("Ctrl T", "page for the patient"),
            ("Ctrl Shift R", "whole record of the patient"),
        ),
    ),
)


def show_keys(theme: Theme, parent: QWidget) -> None:
    """Open the list of keys."""
    dialog = Dialog(theme, "Keys", accept="Close", reject="", parent=parent, width=1120)
    inner = QWidget()
    halves = QHBoxLayout(inner)
    halves.setSpacing(theme.px(24))
    for groups in (KEYS[:1], KEYS[1:3], KEYS[3:]):
        half = QVBoxLayout()
        for title, keys in groups:
            half.addLayout(_group(theme, title, keys))
        half.addStretch(1)
        halves.addLayout(half, 1)
    area = Scroll(inner)
    area.setMinimumHeight(min(inner.sizeHint().height(), parent.window().height() - theme.px(200)))
    dialog.body.addWidget(area)
    dialog.accept_button.setFocus(Qt.FocusReason.TabFocusReason)
    dialog.exec()


def _group(theme: Theme, title: str, keys: tuple[tuple[str, str], ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setColumnStretch(1, 1)
    grid.setHorizontalSpacing(theme.px(12))
    grid.setVerticalSpacing(theme.px(3))
    grid.addWidget(Label(theme, "card_title", title), 0, 0, 1, 2)
    for line, (key, does) in enumerate(keys, 1):
        grid.addWidget(KeyHint(theme, key), line, 0)
        grid.addWidget(Label(theme, "question", does), line, 1)
    return grid


def bind(page: QWidget, keys: Sequence[tuple[str, Callable[[], object]]]) -> None:
    """Keys that act while this page is shown; holding one acts once."""
    for sequence, then in keys:
        shortcut = QShortcut(QKeySequence(sequence), page)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(then)
