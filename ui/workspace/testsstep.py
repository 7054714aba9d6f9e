"""The Tests step in the frame: its page, made when first wanted, and its drawer in the place of the panel."""

from __future__ import annotations

from collections.abc import Callable

from ui.form import StepForm
from ui.tests_board import TestsPage
from ui.workspace.frame import Frame
from workup.answers import At, Slot
from workup.orders.order import KIND

# Below the first width an open order takes the place of the board, from the second on it has more room.
NARROW, ROOMY = 1000, 1600


class TestsStep:
    """Knows where the drawer stands and what gives way to it."""

    __test__ = False  # not a test of pytest's

    def __init__(
        self, frame: Frame, focused: Callable[[Slot | None], None], told: Callable[[], None], moved: Callable[[], None]
    ) -> None:
        self._frame, self._focused, self._told, self._moved = frame, focused, told, moved
        self.made: TestsPage | None = None
        self.shown = False

    @property
    def page(self) -> TestsPage:
        """The board with its drawer."""
        if self.made is None:
            frame = self._frame
            page = self.made = TestsPage(frame.context, frame.live, frame)
            page.drawer_shown.connect(self._drawer_shown)
            page.told.connect(self._shown)
            page.board.moved.connect(self._look)
            page.board.moved.connect(self._move)
            page.told.connect(self._move)
            page.drawer.focused.connect(self._focused)
            page.drawer.form_shown.connect(self._form_shown)
            self._form_shown(page.drawer.form)
            self.place()
        return self.made

    def _shown(self) -> None:
        self._told()
        if self._frame.slot is None:
            self._look()

    def _look(self) -> None:
        """The order that is looked at on the board is the one that keys of the whole screen mean."""
        if self.shown and self.made is not None and self.made.board.selected:
            self._frame.slot = Slot(KIND, At(self.made.board.selected))

    def _move(self) -> None:
        """The rail shows the orders as the board does, and which is looked at."""
        if self.shown:
            self._moved()

    def _form_shown(self, form: StepForm) -> None:
        self._frame.forms["tests"] = form

    @property
    def open(self) -> bool:
        """Whether an order is open beside the board, or in its place."""
        return self.shown and self.made is not None and not self.made.drawer.isHidden()

    @property
    def form(self) -> StepForm | None:
        """The form of the open order."""
        return self.made.drawer.form if self.made is not None and self.open else None

    def show(self, *, shown: bool) -> None:
        """The step is shown now, or another one: then its drawer closes."""
        self.shown = shown
        if self.made is not None and not shown:
            self.made.close_drawer()
        self._frame.title.set_action(self.page.order_button if shown else None)

    def _drawer_shown(self, shown: bool) -> None:
        """The drawer takes the place of the panel, in a narrow window that of the board."""
        if self.shown:
            frame = self._frame
            frame.panel.setVisible(not shown)
            self._give_way()
            frame.actions_bar.quieten(shown)
            self._moved()
        elif not shown:
            self._give_way()
            self._frame.actions_bar.quieten(shown)

    def _give_way(self) -> None:
        """In a narrow window an open order has the room of the board and of the title above it."""
        aside = self.open and self.page.drawer.wide
        for part in (self._frame.pages, self._frame.title):
            part.setVisible(not aside)
        self._frame.lend_title()

    def place(self) -> None:
        """Beside the centre, or in a narrow window instead of the page."""
        if self.made is None:
            return
        frame, drawer = self._frame, self.made.drawer
        width = frame.width() * 100 // frame.theme.scale
        narrow = width < NARROW
        drawer.spread(wide=narrow, roomy=width >= ROOMY)
        frame.place_drawer(drawer, wide=narrow)
        if self.shown:
            self._give_way()
