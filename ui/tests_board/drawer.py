"""One order in full, beside the board: its request, its safety, its result, and the steps that can be taken now."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from ui.fields import FieldContext
from ui.tests_board.chooser import ChooserPage
from ui.tests_board.effectstrip import EffectStrip
from ui.tests_board.safety import SafetyPage
from ui.tests_board.stepask import StepAsk
from ui.tests_board.steps import StepsBar
from ui.tests_board.wording import icon_of, state_words
from ui.widgets import Button, Icon, Label, Notice, Option, Painted, Scroll, Segments
from ui.widgets.base import LETTERS_OFF
from workup.orders import Checked, Late, Order
from workup.protocol.states import BEFORE, REPORTED
from workup.texts import _

WIDTH, WIDER, LOW_DRAWER = 436, 480, 420
# While a test is not done yet its safety is asked; afterwards it is only told.
View = Literal["request", "safety", "result", "new"]


class OrderDrawer(Painted):
    """Header, views, what the view shows, and below it the steps or what one of them still needs."""

    closed = Signal()
    view_wanted = Signal(str)
    letter = Signal(str)

    def __init__(self, context: FieldContext, parent: QWidget | None = None) -> None:
        theme = context.theme
        super().__init__(theme, parent)
        self.view: View = "request"
        self.wide = self.roomy = False
        self.icon = Icon(theme, "list", "ink2", 20)
        self.title = Label(theme, "patient_name", "", wrap=True)
        self.line = Label(theme, "label", "", "ink2", wrap=True)
        self.close_button = Button(theme, "quiet", "", icon="close", name=_("Close, Esc"))
        self.views = Segments(theme, _("Shown of the order"), ())
        self.more = Button(theme, "quiet", _("More levels"), key_hint="M")
        self.more.hide()
        self.notice = Notice(theme, "caution", "", "", icon="warning")
        self.pages = QStackedWidget()
        self.safety = SafetyPage(context)
        self.chooser = ChooserPage(theme, context.library)
        self.safety_scroll, self.chooser_scroll = Scroll(self.safety), Scroll(self.chooser)
        self.waiting = Label(theme, "question", "", "ink2", wrap=True)
        self.waiting.setAlignment(Qt.AlignmentFlag.AlignTop)
        for page in (self.safety_scroll, self.chooser_scroll, self.waiting):
            self.pages.addWidget(page)
        self.effect = EffectStrip(theme)
        self.effect.hide()
        self.steps = StepsBar(theme, primary=True)
        self.owed = Label(theme, "label", "", "ink2", wrap=True)
        self.ask = StepAsk(context)
        self._foot = Scroll(self.ask)
        self._build()
        self.ask.grown.connect(self._fit)
        self.close_button.clicked.connect(self.closed)
        self.views.chosen.connect(self.view_wanted)
        self.views.cleared.connect(lambda: self.views.set_value(self.view))
        self.restyle()

    def _build(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.title)
        names.addWidget(self.line)
        self._head = QHBoxLayout()
        self._head.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignVCenter)
        self._head.addLayout(names, 1)
        self._head.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self._steps = QWidget()
        row = self._steps_row = QVBoxLayout(self._steps)
        row.addWidget(self.owed)
        row.addWidget(self.steps)
        self._switch = QHBoxLayout()
        self._switch.addWidget(self.views)
        self._switch.addStretch(1)
        self._switch.addWidget(self.more)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._head)
        self._column.addLayout(self._switch)
        self._noted = QHBoxLayout()
        self._noted.addWidget(self.notice)
        self._column.addLayout(self._noted)
        self._column.addWidget(self.pages, 1)
        self._column.addWidget(self.effect)
        self._column.addSpacing(self.theme.px(6))
        self._column.addWidget(self._foot)
        self._column.addWidget(self._steps)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.notice.hide()
        self._foot.hide()

    # What it shows

    def show_head(self, order: Order, checks: tuple[Checked, ...], late: Late, judged: str, said: str) -> None:
        """Name the order and what is to be said above everything."""
        self.icon.set(icon_of(order), "ink2")
        self.title.setText(order.title or _("Test not chosen yet"))
        self.line.setText(" · ".join(filter(None, (state_words(order), judged, late.sentence.rstrip(".")))))
        open_ones = sum(not one.settled for one in checks) if order.state in BEFORE else 0
        safety = _("Safety {open_ones}").format(open_ones=open_ones) if open_ones else _("Safety")
        options = (
            Option("request", _("Request"), "normal"),
            Option("safety", safety, "caution" if open_ones else "normal"),
            Option("result", _("Result"), "normal"),
        )
        if self.views.options != options:
            self.views.set_options(options)
        self.views.set_value(self.view)
        self.views.show()
        unsafe = [one for one in checks if one.unsafe] if order.state in BEFORE else []
        if unsafe:
            first = unsafe[0]
            word = _("Stop") if order.state == "proposed" else _("Unsafe")
            self.notice.set("danger", f"{word}: {first.gate.title}", first.text, "warning")
        elif said:
            self.notice.set("caution", said, "", "warning")
        self.notice.setVisible(bool(unsafe or said))
        self.setAccessibleName(f"{self.title.text()}, {self.line.text()}")

    def show_new(self) -> None:
        """Head of a new order."""
        self.view = "new"
        self.icon.set("plus", "ink2")
        self.title.setText(_("New order"))
        self.line.setText(_("From the question to the test"))
        self.views.hide()
        self.notice.hide()
        self.pages.setCurrentWidget(self.chooser_scroll)
        self.show_steps(asking=False)
        self.effect.hide()
        self.more.hide()
        self._steps.hide()
        self.setAccessibleName(_("New order"))

    def show_steps(self, *, asking: bool) -> None:
        """The steps, or what one of them still needs."""
        self._foot.setVisible(asking)
        self._steps.setVisible(not asking and bool(self.steps.steps or self.owed.text()))
        self._fit()

    @property
    def asking(self) -> bool:
        """Whether a step waits for what it needs."""
        return not self._foot.isHidden()

    def primary(self) -> None:
        """The main action: take the step that is asked about, else begin the usual one."""
        if self.asking:
            self.ask.take()
        elif self.steps.usual:
            self.steps.wanted.emit(self.steps.usual)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text, focused = event.text().lower(), QApplication.focusWidget()
        on_page = focused is not None and self.pages.isAncestorOf(focused)
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif text.isalpha() and self.theme.letter_keys and not event.modifiers() & LETTERS_OFF and not on_page:
            self.letter.emit(text)
        else:
            super().keyPressEvent(event)

    @property
    def zones(self) -> tuple[QWidget, ...]:
        """The parts in the order they are read."""
        return (self,)

    # Where things are

    def spread(self, *, wide: bool, roomy: bool) -> None:
        """Take the whole centre of a narrow window, or stand beside the board; in a wide window with more room."""
        if (wide, roomy) != (self.wide, self.roomy):
            self.wide, self.roomy = wide, roomy
            self.restyle()

    def resizeEvent(self, _event: object) -> None:
        self._fit()

    def _fit(self) -> None:
        """What a step needs takes at most half of the drawer, of a low one two thirds; more is scrolled."""
        if self.asking:
            wanted = self.ask.layout()
            tall = wanted.totalHeightForWidth(self.width()) if wanted is not None and wanted.hasHeightForWidth() else -1
            tall = tall if tall > 0 else self.ask.sizeHint().height()
            low = self.height() < self.theme.px(LOW_DRAWER)
            most = self.height() * 2 // 3 if low else self.height() // 2
            self._foot.setFixedHeight(min(tall + self.theme.edge, most))

    def restyle(self) -> None:
        px = self.theme.px
        if self.wide:
            self.setMinimumWidth(px(280))
            self.setMaximumWidth(16_777_215)
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        else:
            self.setFixedWidth(px(WIDER if self.roomy else WIDTH))
            self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._head.setContentsMargins(px(12), px(8), px(10), px(2))
        self._head.setSpacing(px(10))
        self._switch.setContentsMargins(px(12), px(2), px(12), px(8))
        self._noted.setContentsMargins(px(12), 0, px(12), 0)
        self._steps_row.setContentsMargins(px(12), px(8), px(12), px(10))
        self._steps_row.setSpacing(px(6))
        self.waiting.setContentsMargins(px(12), px(12), px(12), px(12))
        self._column.setContentsMargins(self.theme.edge, 0, 0, 0)
        self._column.setSpacing(0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.theme.color("bg"))
        painter.fillRect(0, 0, self.theme.edge, self.height(), self.theme.color("line"))
        foot = self._foot if self.asking else self._steps
        if not foot.isHidden():
            painter.fillRect(0, foot.y(), self.width(), foot.height(), self.theme.color("surface"))
            painter.fillRect(0, foot.y(), self.width(), self.theme.edge, self.theme.color("line"))


def first_view(order: Order | None) -> View:
    """What of an order is shown when it is opened: its result when it is in, reviewed or not, else its request."""
    return "result" if order is not None and order.state in REPORTED else "request"
