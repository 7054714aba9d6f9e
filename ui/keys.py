"""The keys of the program, as F1 shows them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets import Button, Dialog, KeyHint, Label, Scroll

Group = tuple[str, tuple[tuple[str, str], ...]]
WORKUP = "In a workup"
KEYS: tuple[Group, ...] = (
    (
        WORKUP,
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
        ),
    ),
    (
        "Everywhere",
        (
            ("Ctrl O", "worklist: all that is open"),
            ("Ctrl L", "lock"),
            ("Ctrl Shift L", "hide the screen at once; any key shows it again"),
            ("Ctrl ,", "preferences"),
            ("Ctrl +, Ctrl −", "larger, smaller"),
            ("F1", "the keys of this screen, and help"),
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
            ("?", "help: how, why, and the source"),
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
        ),
    ),
    (
        "Home",
        (
            ("Ctrl K", "find a patient; again: an action too"),
            ("Tab", "from list to list"),
            ("Up, Down, Enter", "through the rows, open one"),
            ("Ctrl N", "new workup, of the chosen patient if there is one"),
            ("Ctrl Shift B", "blank checklists"),
            ("Ctrl Shift O", "open a signed page"),
            ("Esc", "end the search"),
        ),
    ),
    (
        "Before unlocking",
        (
            ("Up, Down, digits", "who is working here"),
            ("Ctrl K", "find a name among many"),
            ("Enter", "unlock"),
            ("Tab", "recovery key, another vault, a backup"),
        ),
    ),
    (
        "Preferences",
        (
            ("Tab", "from setting to setting"),
            ("Arrows, Space", "inside a setting"),
            ("Esc", "back; all is stored already"),
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
        "Body chart",
        (
            ("1–6", "brush"),
            ("Space", "paint the area; a digit then says how strong"),
            ("Shift Arrows", "paint on; one digit for the whole stroke"),
            ("Page Up, Page Down", "the same area on the other side"),
            ("E", "erase"),
            ("Z, Shift Z", "undo, redo in this area only"),
            ("D", "skin areas of the roots"),
            ("V", "as at the last visit"),
        ),
    ),
    (
        "Summary",
        (
            ("Ctrl Enter", "sign and lock; amend what is signed"),
            ("Ctrl P, Ctrl E", "print, export PDF"),
            ("Ctrl Shift C", "copy as text"),
            ("Ctrl T", "page for the patient"),
            ("Ctrl Shift R", "whole record of the patient"),
        ),
    ),
)


# What is true of each screen, beside what is true everywhere; a step that is not named has the keys of a workup only.
SCREENS: dict[str, tuple[str, ...]] = {
    "unlock": ("Before unlocking",),
    "home": ("Home",),
    "worklist": ("Worklist",),
    "preferences": ("Preferences",),
    "patient": (WORKUP, "Answers"),
    "history": (WORKUP, "Answers"),
    "symptoms": (WORKUP, "Answers", "Body chart"),
    "exam": (WORKUP, "Answers"),
    "tests": (WORKUP, "Tests, on an order", "An attached document", "Answers"),
    "assessment": (WORKUP, "Assessment, on a source", "Answers"),
    "summary": (WORKUP, "Summary"),
}


def groups_of(screen: str) -> tuple[Group, ...]:
    """The keys that act on a screen, its own first; of no screen in particular, all there are."""
    if screen not in SCREENS:
        return KEYS
    wanted = (*SCREENS[screen], "Everywhere")
    return tuple(sorted((one for one in KEYS if one[0] in wanted), key=lambda one: wanted.index(one[0])))


def show_keys(theme: Theme, parent: QWidget, screen: str = "", beside: Sequence[Button] = ()) -> None:
    """Open the keys of a screen, with the ways to further help."""
    dialog = KeysDialog(theme, parent.window(), screen, beside)
    dialog.exec()
    dialog.deleteLater()


class KeysDialog(Dialog):
    """The keys of this screen; at a press those of all screens."""

    def __init__(self, theme: Theme, parent: QWidget, screen: str, beside: Sequence[Button] = ()) -> None:
        super().__init__(theme, "Keys", accept="Close", reject="", parent=parent, width=_wide(theme, parent))
        self.area: Scroll | None = None
        self._over = parent
        self.all = Button(theme, "quiet", "Keys of all screens", icon="keyboard")
        self.all.setVisible(screen in SCREENS)
        self.all.clicked.connect(self._show_all)
        self.add_buttons((self.all, *beside))
        self._show(groups_of(screen))
        self.accept_button.setFocus(Qt.FocusReason.TabFocusReason)

    def _show_all(self) -> None:
        self._show(KEYS)
        self.all.hide()
        self.accept_button.setFocus(Qt.FocusReason.TabFocusReason)

    def _show(self, groups: tuple[Group, ...]) -> None:
        theme, inner = self.theme, QWidget()
        halves = QHBoxLayout(inner)
        halves.setSpacing(theme.px(24))
        for column in _columns(groups):
            half = QVBoxLayout()
            for title, keys in column:
                half.addLayout(_group(theme, title, keys))
            half.addStretch(1)
            halves.addLayout(half, 1)
        if self.area is not None:
            self.body.removeWidget(self.area)
            self.area.deleteLater()
        self.area = Scroll(inner)
        self.area.setAccessibleName("Keys")
        room = self._over.window().height() - theme.px(200)
        self.area.setMinimumHeight(min(inner.sizeHint().height(), room))
        self.body.addWidget(self.area)


def _wide(theme: Theme, parent: QWidget) -> int:
    """Three columns where the window has room for them."""
    return min(1120, parent.window().width() * 100 // theme.scale - 60)


def _columns(groups: tuple[Group, ...]) -> list[list[Group]]:
    """Groups over three columns of about the same height, in their order."""
    tall = sum(len(keys) + 2 for _, keys in groups) / 3
    columns: list[list[Group]] = [[]]
    filled = 0
    for group in groups:
        if filled >= tall and len(columns) < 3:
            columns.append([])
            filled = 0
        columns[-1].append(group)
        filled += len(group[1]) + 2
    return columns


def _group(theme: Theme, title: str, keys: tuple[tuple[str, str], ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setColumnStretch(1, 1)
    grid.setHorizontalSpacing(theme.px(12))
    grid.setVerticalSpacing(theme.px(3))
    grid.addWidget(Label(theme, "card_title", title), 0, 0, 1, 2)
    for line, (key, does) in enumerate(keys, 1):
        grid.addWidget(KeyHint(theme, key), line, 0)
        grid.addWidget(Label(theme, "question", does, wrap=True), line, 1)
    return grid


def bind(page: QWidget, keys: Sequence[tuple[str, Callable[[], object]]]) -> None:
    """Keys that act while this page is shown; holding one acts once."""
    for sequence, then in keys:
        shortcut = QShortcut(QKeySequence(sequence), page)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(then)
