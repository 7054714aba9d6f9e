"""Places to type: one line, several lines, a search."""

from __future__ import annotations

import sys

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextLayout,
)
from PySide6.QtWidgets import QFrame, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from ui.theme import Theme
from ui.widgets.base import box
from ui.widgets.marks import key_size, paint_key
from workup.style import Role

_PROGRAM_KEYS = (Qt.Key.Key_K, Qt.Key.Key_Return, Qt.Key.Key_Enter)


def leaves_to_program(event: QEvent, *, typed: bool) -> bool:
    """Whether a field gives a key to the program that Qt's fields would keep.

    These are undo and redo while nothing was typed since the text was given, Ctrl K (here: find, in Qt: delete to the
    end of the line) and Ctrl Enter.
    """
    if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.ShortcutOverride:
        return False
    if event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo):
        return not typed
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return held == Qt.KeyboardModifier.ControlModifier and event.key() in _PROGRAM_KEYS


def is_no_letter(event: QKeyEvent) -> bool:
    """A key held with Alt is never meant as a letter, but where Alt makes letters: on a Mac."""
    return event.modifiers() == Qt.KeyboardModifier.AltModifier and bool(event.text()) and sys.platform != "darwin"


class TextLine(QLineEdit):
    """One line to type in; the caller shows the sentence below when the entry is doubtful."""

    def __init__(
        self, theme: Theme, name: str, placeholder: str = "", parent: QWidget | None = None, *, icon: str = "",
        big: bool = False,
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self._icon, self._big, self._invalid = icon, big, False
        self._given, self._changing_bar = "", False
        self.setFrame(False)
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.DefaultContextMenu)
        theme.changed.connect(self._restyle)
        self._restyle()

    @property
    def invalid(self) -> bool:
        """Whether the entry cannot be used as it stands."""
        return self._invalid

    def set_invalid(self, invalid: bool) -> None:
        """An amber edge for an entry that cannot be used or needs a second look."""
        if invalid != self._invalid:
            self._invalid = invalid
            self.update()

    def set_text(self, text: str) -> None:
        """Show this text, leaving the cursor alone when nothing changes."""
        self._given = text
        if text != self.text():
            self.setText(text)
            if not self.hasFocus():
                self.setCursorPosition(0)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Seen from its beginning, gone on with at its end."""
        if event.reason() == Qt.FocusReason.OtherFocusReason:
            self.end(False)
        super().focusInEvent(event)

    def event(self, event: QEvent) -> bool:
        if leaves_to_program(event, typed=self.text() != self._given):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_no_letter(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focus_ring(self) -> tuple[QRect, int]:
        """The rectangle the focus ring goes around, and its corner radius."""
        return self.rect(), self.theme.radius("card" if self._big else "control")

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(200), self.theme.px(44) if self._big else self.theme.height("control"))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(48), self.sizeHint().height())

    def _restyle(self) -> None:
        role: Role = "big_button" if self._big else "question"
        self.setFont(self.theme.font(role, 400))
        colours = self.palette()
        colours.setColor(QPalette.ColorRole.Text, self.theme.color("ink"))
        colours.setColor(QPalette.ColorRole.PlaceholderText, self.theme.color("ink3"))
        colours.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        self.setPalette(colours)
        right = self.theme.px(32 if self._icon else 8)
        self.setTextMargins(self.theme.px(8), 0, right, 0)
        self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        quiet = self.isReadOnly() or not self.isEnabled()
        width = theme.edge + 1 if self._invalid else theme.edge
        edge = theme.color("caution" if self._invalid else "line" if quiet else "control")
        radius = theme.radius("card" if self._big else "control")
        box(painter, self.rect(), radius, theme.color("bg" if quiet else "surface"), edge, width)
        if self._icon:
            corner = QPointF(self.width() - theme.px(27), (self.height() - theme.px(16)) // 2)
            painter.drawPixmap(corner, theme.pixmap(self._icon, "ink2", 16, self.devicePixelRatioF()))
        painter.end()
        super().paintEvent(event)


class SearchField(TextLine):
    """A search with its icon and the key that leads to it; `big` is the one on Home."""

    def __init__(
        self, theme: Theme, name: str, placeholder: str = "", key_hint: str = "", parent: QWidget | None = None, *,
        big: bool = False,
    ) -> None:
        self._key_hint = key_hint
        self._home = big
        super().__init__(theme, name, placeholder, parent)

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(320), self.theme.px(56) if self._home else self.theme.height("control"))

    def focus_ring(self) -> tuple[QRect, int]:
        return self.rect(), self.theme.radius("dialog" if self._home else "control")

    def _restyle(self) -> None:
        super()._restyle()
        self.setFont(self.theme.font("patient_name" if self._home else "question", 400))
        hint = key_size(self.theme, self._key_hint).width() + self.theme.px(20) if self._key_hint else self.theme.px(8)
        self.setTextMargins(self.theme.px(52 if self._home else 34), 0, hint, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        radius = theme.radius("dialog" if self._home else "control")
        box(painter, self.rect(), radius, theme.color("surface"), theme.color("control"), theme.edge)
        size = 20 if self._home else 16
        left, top = theme.px(20 if self._home else 10), (self.height() - theme.px(size)) // 2
        painter.drawPixmap(QPointF(left, top), theme.pixmap("search", "ink2", size, self.devicePixelRatioF()))
        if self._key_hint and not self.text():
            hint = key_size(theme, self._key_hint)
            right = self.width() - theme.px(20 if self._home else 8)
            rect = QRect(right - hint.width(), (self.height() - hint.height()) // 2, hint.width(), hint.height())
            paint_key(painter, theme, rect, self._key_hint, "ink3", "line")
        painter.end()
        QLineEdit.paintEvent(self, event)


def in_lines(text: str) -> str:
    """A text as an area of several lines gives it back: it knows one sign for the end of a line."""
    return text.replace("\r\n", "\n").translate(_ENDS)


_ENDS = dict.fromkeys(map(ord, "\r\u2028\u2029\ufdd0\ufdd1"), "\n")


class TextArea(QPlainTextEdit):
    """Several lines to type in; grows with what is written up to `most_lines`."""

    def __init__(
        self, theme: Theme, name: str, placeholder: str = "", parent: QWidget | None = None, *, least_lines: int = 2,
        most_lines: int = 14,
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self._least, self._most, self._invalid = least_lines, most_lines, False
        self._given, self._changing_bar = "", False
        self.setFrameShape(QFrame.Shape.Box)
        self.setLineWidth(2)
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.viewport().setAutoFillBackground(False)
        self.textChanged.connect(self._grow)
        theme.changed.connect(self._restyle)
        self._restyle()

    @property
    def invalid(self) -> bool:
        """Whether the entry cannot be used as it stands."""
        return self._invalid

    def set_invalid(self, invalid: bool) -> None:
        """An amber edge for an entry that cannot be used or needs a second look."""
        if invalid != self._invalid:
            self._invalid = invalid
            self.update()

    def set_text(self, text: str) -> None:
        """Show this text, leaving the cursor alone when nothing changes."""
        self._given = in_lines(text)
        if self._given != self.toPlainText():
            self.setPlainText(text)

    def toPlainText(self) -> str:  # noqa: N802 - Qt's name
        """The text as it stands there; Qt's own would make each space that does not break an ordinary one."""
        return in_lines(self.document().toRawText())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_no_letter(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focus_ring(self) -> tuple[QRect, int]:
        """The rectangle the focus ring goes around, and its corner radius."""
        return self.rect(), self.theme.radius("control")

    def _restyle(self) -> None:
        self.setFont(self.theme.font("question"))
        colours = self.palette()
        colours.setColor(QPalette.ColorRole.Text, self.theme.color("ink"))
        colours.setColor(QPalette.ColorRole.PlaceholderText, self.theme.color("ink3"))
        colours.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        self.setPalette(colours)
        side, top = self.theme.px(8), self.theme.px(6)
        self.setViewportMargins(side, top, self.theme.px(4), top)
        self._grow()

    def height_for(self, width: int) -> int:
        """The height at a width, with the text as it is; known before the area has that width."""
        side = self.theme.px(12) + 2 * self.frameWidth()
        lines = max(self._least, min(self._most, self._lines_at(width - side)))
        # Qt takes a last line that touches the edge for hidden, and scrolls: two pixels keep it off.
        return lines * self.fontMetrics().lineSpacing() + 2 * (self.theme.px(6) + self.frameWidth()) + 2

    def _lines_at(self, width: int) -> int:
        """How many lines the text takes; counted no further than just beyond the most that are shown."""
        lines, block = 0, self.document().begin()
        while block.isValid() and lines <= self._most:
            layout = QTextLayout(block.text()[: 500 * self._most], self.font())
            layout.setTextOption(self.document().defaultTextOption())
            layout.beginLayout()
            before = lines
            while lines <= self._most and (line := layout.createLine()).isValid():
                line.setLineWidth(max(width, 1))
                lines += 1
            layout.endLayout()
            lines = max(lines, before + 1)
            block = block.next()
        return lines

    def _grow(self) -> None:
        wanted = round(self.document().size().height())
        bar = Qt.ScrollBarPolicy.ScrollBarAsNeeded if wanted > self._most else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if bar != self.verticalScrollBarPolicy() and not self._changing_bar:
            self._changing_bar = True  # the bar narrows the text, which may need another line and so the bar again
            self.setVerticalScrollBarPolicy(bar)
            self._wrap_anew()
            self._changing_bar = False
        height = self.height_for(self.width())
        if height != self.minimumHeight():
            self.setFixedHeight(height)

    def _wrap_anew(self) -> None:
        """Lines keep the width they had before the scroll bar came or went; this makes Qt break them again."""
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._grow()

    def event(self, event: QEvent) -> bool:
        """Paint the edge on the frame, around the scrolled text; leave the program's keys to the program."""
        if leaves_to_program(event, typed=self.toPlainText() != self._given):
            event.ignore()
            return False
        if event.type() == QEvent.Type.Paint:
            quiet = self.isReadOnly() or not self.isEnabled()
            width = self.theme.edge + 1 if self._invalid else self.theme.edge
            edge = self.theme.color("caution" if self._invalid else "line" if quiet else "control")
            painter = QPainter(self)
            fill = self.theme.color("bg" if quiet else "surface")
            box(painter, self.rect(), self.theme.radius("control"), fill, edge, width)
            return True
        return super().event(event)
