"""The keys of the program, as F1 shows them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets import Button, Dialog, KeyHint, Label, Reading
from workup.texts import N_, _

Group = tuple[str, tuple[tuple[str, str], ...]]
WORKUP, EVERYWHERE = N_("In a workup"), N_("Everywhere")
KEYS: tuple[Group, ...] = (
    (
        WORKUP,
        (
            (N_("Alt 1–7"), N_("go to step")),
            ("Ctrl Enter", N_("primary action of the screen")),
            ("Alt Left", N_("step back")),
            ("Alt Up, Alt Down", N_("previous, next section")),
            ("Ctrl J", N_("next unanswered question")),
            ("Ctrl Shift J", N_("next doubtful answer")),
            ("Ctrl Z, Ctrl Shift Z", N_("undo, redo")),
            ("Ctrl R", N_("referral page of a test")),
            ("F7", N_("the note as it grows")),
            ("F8", N_("remark beside the question")),
            ("F6, Shift F6", N_("to the panel and back, fold it")),
            ("Ctrl K", N_("find a question, an answer, an action; again: a patient")),
            ("Ctrl M", N_("more questions of the section, or fewer")),
            (N_("Alt A–Z"), N_("a question of the section, or a questionnaire, by its letter; Alt held shows them")),
        ),
    ),
    (
        EVERYWHERE,
        (
            ("Ctrl O", N_("worklist: all that is open")),
            ("Ctrl L", N_("lock")),
            ("Ctrl Shift L", N_("hide the screen at once; any key shows it again")),
            ("Ctrl ,", N_("preferences")),
            ("Ctrl +, Ctrl −", N_("larger, smaller")),
            ("F1", N_("this question: how, why, source; the keys of the screen")),
        ),
    ),
    (
        N_("Answers"),
        (
            ("1–9", N_("option by its place; a grade by its number")),
            ("Y N U", N_("yes, no, unknown")),
            ("+ −", N_("provocation positive, negative")),
            ("N, Shift N", N_("empty cells of the row, of the block, normal")),
            ("X", N_("not examined, with the reason")),
            ("S", N_("same as last visit")),
            ("?", N_("help: how, why, and the source")),
            ("Enter", N_("next open question; a whole date, span or percentage needs none")),
            (N_("Arrows"), N_("inside a control, grid or chart")),
            ("Delete", N_("take the answer back")),
            ("Ctrl Shift Enter", N_("confirm what was carried, set in bulk or inserted")),
            ("Ctrl Shift K", N_("next answer to confirm")),
            (N_("trigger Tab"), N_("write a text of yours; Tab: its next place")),
            ("0", N_("no others")),
            (N_("Ctrl 1–9"), N_("of several: this one, and on")),
            ("Ctrl Shift 1–9", N_("of several: this one, no others, and on")),
            (N_("1 then 0"), "10"),
            ("+", N_("one more record, such as an operation; a digit begins the first")),
        ),
    ),
    (
        N_("Tests, on an order"),
        (
            ("Up, Down", N_("through the orders")),
            ("Enter, Esc", N_("open, close an order")),
            ("1, 2, 3", N_("its request, safety, result")),
            ("N", N_("new order: from the question, or a letter for a test by its name")),
            ("T", N_("the suggested test, as a draft")),
            ("O B D R V C", N_("order, book, done, result in, review, cancel")),
            ("P, X", N_("put back, discard a draft")),
        ),
    ),
    (
        N_("Assessment, on a source"),
        (
            ("Up, Down", N_("through the sources")),
            ("A", N_("agree")),
            ("H, L", N_("rank higher, lower")),
            ("R", N_("rule out")),
            ("P", N_("add the next step to the plan")),
            ("W", N_("why: show the arithmetic")),
            ("C", N_("compare with the leading source")),
            ("I", N_("use an agreed source in the impression")),
            ("Ctrl 1, 2, 3", N_("sources, course and roots, conclusion")),
        ),
    ),
    (
        N_("Worklist"),
        (
            ("A–Z", N_("narrow the list")),
            ("Up, Down, Enter", N_("through the rows, open one")),
            (N_("Ctrl 1–6"), N_("one kind on or off")),
            ("Ctrl 0", N_("show all")),
            ("Ctrl P", N_("print what is shown")),
        ),
    ),
    (
        N_("Home"),
        (
            ("Ctrl K", N_("find a patient; again: an action too")),
            ("Tab", N_("from list to list")),
            ("Up, Down, Enter", N_("through the rows, open one")),
            ("Ctrl N", N_("new workup, of the chosen patient if there is one")),
            ("Ctrl Shift B", N_("blank checklists")),
            ("Ctrl Shift O", N_("open a signed page")),
            ("Esc", N_("end the search")),
        ),
    ),
    (
        N_("Before unlocking"),
        (
            (N_("Up, Down, digits"), N_("who is working here")),
            ("Ctrl K", N_("find a name among many")),
            ("Enter", N_("unlock")),
            ("Tab", N_("recovery key, another vault, a backup")),
        ),
    ),
    (
        N_("Preferences"),
        (
            ("Tab", N_("from setting to setting")),
            (N_("Arrows, Space"), N_("inside a setting")),
            ("Esc", N_("back; all is stored already")),
        ),
    ),
    (
        N_("An attached document"),
        (
            ("Enter, Delete", N_("show it, take it back")),
            ("Page Up, Page Down", N_("turn its pages")),
            ("+ −", N_("larger, smaller")),
        ),
    ),
    (
        N_("Body chart"),
        (
            ("1–6", N_("paint the area with this brush; a digit then says how strong")),
            ("Space", N_("paint the area with the brush in hand")),
            (N_("Shift Arrows"), N_("paint on; one digit for the whole stroke")),
            ("Page Up, Page Down", N_("the same area on the other side")),
            ("E", N_("erase")),
            ("Z, Shift Z", N_("undo, redo in this area only")),
            ("D", N_("skin areas of the roots")),
            ("V", N_("as at the last visit")),
        ),
    ),
    (
        N_("Summary"),
        (
            ("Ctrl Enter", N_("sign and lock; amend what is signed")),
            ("Ctrl P, Ctrl E", N_("print, export PDF")),
            ("Ctrl Shift C", N_("copy as text")),
            ("Ctrl T", N_("page for the patient")),
            ("Ctrl Shift R", N_("whole record of the patient")),
        ),
    ),
)


# What is true of each screen, beside what is true everywhere; a step that is not named has the keys of a workup only.
SCREENS: dict[str, tuple[str, ...]] = {
    "unlock": (N_("Before unlocking"),),
    "home": (N_("Home"),),
    "worklist": (N_("Worklist"),),
    "preferences": (N_("Preferences"),),
    "patient": (WORKUP, N_("Answers")),
    "history": (WORKUP, N_("Answers")),
    "symptoms": (WORKUP, N_("Answers"), N_("Body chart")),
    "exam": (WORKUP, N_("Answers")),
    "tests": (WORKUP, N_("Tests, on an order"), N_("An attached document"), N_("Answers")),
    "assessment": (WORKUP, N_("Assessment, on a source"), N_("Answers")),
    "summary": (WORKUP, N_("Summary")),
}


def groups_of(screen: str) -> tuple[Group, ...]:
    """The keys that act on a screen, its own first; of no screen in particular, all there are."""
    if screen not in SCREENS:
        return KEYS
    wanted = (*SCREENS[screen], EVERYWHERE)
    return tuple(sorted((one for one in KEYS if one[0] in wanted), key=lambda one: wanted.index(one[0])))


Above = Callable[[], QWidget]


def show_keys(
    theme: Theme, parent: QWidget, screen: str = "", beside: Sequence[Button] = (), above: Above | None = None
) -> None:
    """Open the keys of a screen, with what stands above them and the ways to further help."""
    dialog = KeysDialog(theme, parent.window(), screen, beside, above)
    dialog.exec()
    dialog.deleteLater()


class KeysDialog(Dialog):
    """The keys of this screen; at a press those of all screens. Help of a question stands above them."""

    def __init__(
        self, theme: Theme, parent: QWidget, screen: str, beside: Sequence[Button] = (), above: Above | None = None
    ) -> None:
        title = _("Keys") if above is None else _("This question, and the keys")
        super().__init__(theme, title, accept=_("Close"), reject="", parent=parent, width=_wide(theme, parent))
        self.area: Reading | None = None
        self._above = above
        self.all = Button(theme, "quiet", _("Keys of all screens"), icon="keyboard")
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
        column, halves = QVBoxLayout(inner), QHBoxLayout()
        halves.setSpacing(theme.px(24))
        if self._above is not None:
            column.addWidget(self._above())
        column.addLayout(halves, 1)
        for some in _columns(groups):
            half = QVBoxLayout()
            for title, keys in some:
                half.addLayout(_group(theme, title, keys))
            half.addStretch(1)
            halves.addLayout(half, 1)
        if self.area is not None:
            self.body.removeWidget(self.area)
            self.area.deleteLater()
        self.area = Reading(theme, inner, self.windowTitle())
        self.area.wanted = inner.sizeHint().height()
        self.body.addWidget(self.area)
        if self.isVisible():
            self.fit()


def _wide(theme: Theme, parent: QWidget) -> int:
    """Three columns where the window has room for them."""
    return min(1120, parent.window().width() * 100 // theme.scale - 60)


def _columns(groups: tuple[Group, ...]) -> list[list[Group]]:
    """Groups over three columns of about the same height, in their order."""
    tall = sum(len(keys) + 2 for _rest, keys in groups) / 3
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
    grid.addWidget(Label(theme, "card_title", _(title)), 0, 0, 1, 2)
    for line, (key, does) in enumerate(keys, 1):
        grid.addWidget(KeyHint(theme, _(key)), line, 0)
        grid.addWidget(Label(theme, "question", _(does), wrap=True), line, 1)
    return grid


def bind(page: QWidget, keys: Sequence[tuple[str, Callable[[], object]]]) -> None:
    """Keys that act while this page is shown; holding one acts once."""
    for sequence, then in keys:
        shortcut = QShortcut(QKeySequence(sequence), page)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(then)
