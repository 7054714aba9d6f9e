"""The title row of a step: its name, how much is left, and what is shown of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from ui.theme import Theme
from ui.timers import once
from ui.widgets import Button, Label, Option, Segments
from ui.widgets.tips import plain_tip
from workup.assess import Assessment, Tally
from workup.protocol import Library
from workup.texts import _, _n

HEIGHT, TOUCH_HEIGHT = 48, 60
ELIDE = Qt.TextElideMode.ElideRight


class TitleRow(QWidget):
    """Names the step; switches between all questions, those left, and findings."""

    filter_wanted = Signal(str)
    view_wanted = Signal(str)
    resized = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.title = Label(theme, "screen_title", "")
        self.left = Label(theme, "label", "", "ink2")
        self.left.setMinimumWidth(1)
        self.filter = Segments(theme, _("Shown questions"), (Option("all", _("All")), Option("open", _("Unanswered"))))
        self._row = QHBoxLayout(self)
        self.views = Segments(theme, _("Shown of the assessment"), ())
        self.views.hide()
        self._row.addWidget(self.title)
        self._row.addWidget(self.left, 1)
        self._row.addWidget(self.filter)
        self._row.addWidget(self.views)
        self.menu = Button(theme, "secondary", _("All"), icon="chevron-down", icon_after=True)
        self.menu.hide()
        self.menu.clicked.connect(self._offer)
        self._row.addWidget(self.menu)
        self.filter.set_value("all")
        self.filter.chosen.connect(self.filter_wanted)
        self.filter.cleared.connect(self._stay)
        self.views.chosen.connect(self.view_wanted)
        self.views.cleared.connect(self._keep_view)
        self._view = self._line = self._step = ""
        self.compact = self._told = False
        self._cut = once(self, self._fit_line)
        self._shown: tuple[str, Tally] | None = None
        self._action: QWidget | None = None
        theme.changed.connect(self._restyle)
        self._restyle()

    def _stay(self) -> None:
        self.filter.set_value("all")
        self.filter_wanted.emit("all")

    def _keep_view(self) -> None:
        """One of the views is always open."""
        self.views.set_value(self._view)

    def show_views(self, options: tuple[Option, ...], view: str, line: str) -> None:
        """Offer the views of a step in place of the filter, with a line of its own; none leaves the filter."""
        if self.views.options != options:
            self.views.set_options(options)
        self._view = view
        self.views.set_value(view)
        self._told = bool(line)
        self._show_parts()
        if line:
            self._say(line)
            self._shown = None

    def set_compact(self, compact: bool) -> None:
        """In a low window it stands in the top bar: only its name, and its switch as a button with a list."""
        if compact != self.compact:
            self.compact = compact
            self.title.set_role("patient_name" if compact else "screen_title")
            self._show_parts()
            self._restyle()

    def _show_parts(self) -> None:
        views = bool(self.views.options)
        self.left.setVisible(not self.compact)
        self.views.setVisible(views and not self.compact)
        self.filter.setVisible(not self._told and not views and not self.compact)
        self.menu.setVisible(self.compact and (views or not self._told))
        self._name_menu()

    def _name_menu(self) -> None:
        switch = self.views if self.views.options else self.filter
        chosen = next((one.label for one in switch.options if one.id == switch.value), "")
        if self.menu.text() != chosen:
            self.menu.set_label(chosen)
            self.resized.emit()

    def _offer(self) -> None:
        """The choices of the switch as a list."""
        switch = self.views if self.views.options else self.filter
        menu = QMenu(self)
        for one in switch.options:
            action = menu.addAction(one.label)
            action.setCheckable(True)
            action.setChecked(one.id == switch.value)
            action.triggered.connect(lambda _rest=False, which=one.id: self._take(switch, which))
        menu.exec(self.menu.mapToGlobal(self.menu.rect().bottomLeft()))
        menu.deleteLater()

    def _take(self, switch: Segments, which: str) -> None:
        switch.set_value(which)
        switch.chosen.emit(which)
        self._name_menu()

    def set_action(self, button: QWidget | None) -> None:
        """A button of the step at the right end; none for most steps."""
        if button is not self._action:
            if self._action is not None:
                self._action.hide()
            self._action = button
            if button is not None:
                if self._row.indexOf(button) < 0:
                    self._row.addWidget(button)
                button.show()

    def render_title(self, assessment: Assessment, step: str, library: Library) -> None:
        """Show the name of the step and the number of open questions."""
        tally = assessment.steps.get(step, Tally())
        if self._shown == (step, tally):
            return
        if step != self._step:
            self._step = step
            self.filter.set_value("all")
        self._shown = (step, tally)
        found = next(each for each in library.steps if each.id == step)
        left = tally.total - tally.done
        self.title.setText(found.title)
        self._say(
            _n("{n} question left", "{n} questions left", left)
            if left
            else _("nothing left to ask")
            if tally.total
            else ""
        )
        self.filter.set_options(
            (
                Option("all", _("All"), "normal"),
                Option("open", _("Unanswered {left}").format(left=left), "normal"),
                Option("findings", _("Findings"), "normal"),
            )
        )
        self._name_menu()
        self.resized.emit()

    def _say(self, line: str) -> None:
        """The quiet words beside the title, cut where there is no room for all of them."""
        self._line = line
        self.left.setToolTip(plain_tip(line))
        self.left.setText(self.theme.metrics("label").elidedText(line, ELIDE, max(self.left.width(), 1)))
        if not self._cut.isActive():
            self._cut.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._say(self._line)

    def _fit_line(self) -> None:
        """Again once the row has been laid out."""
        self.left.setText(self.theme.metrics("label").elidedText(self._line, ELIDE, max(self.left.width(), 1)))

    def _restyle(self) -> None:
        high = TOUCH_HEIGHT if self.theme.touch and not self.compact else HEIGHT
        self.setFixedHeight(self.theme.px(high))
        side, above = (self.theme.px(n) for n in ((8, 2) if self.compact else (20, 6)))
        self._row.setContentsMargins(side, above, side, above)
        self._row.setSpacing(self.theme.px(12))
