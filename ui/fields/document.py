"""Documents: a row for each that is attached, and a place to choose or drop another one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QScrollArea, QWidget

from ui.fields.documentrow import DocumentRow
from ui.fields.field import Field
from ui.fields.view import FieldView
from ui.widgets import Button, box
from workup.answers import Attached, AttachedFile, Value
from workup.documents import Unfit, read_chosen
from workup.errors import WorkupError
from workup.limits import refusal
from workup.note.attached import Attachment
from workup.texts import N_, _

KINDS = N_("Reports (*.pdf *.png *.jpg *.jpeg);;All files (*)")
ONE = N_("Drop one file at a time, from a folder of this computer.")


class DocumentField(Field):
    """Enter on a row shows the document, Delete takes it back; what was taken back stays readable below."""

    def build(self) -> None:
        self._rows: list[DocumentRow] = []
        self._room = QRect()
        self._over = False
        self._button = Button(self.theme, "secondary", _("Attach a document"), icon="plus", parent=self)
        self._button.clicked.connect(self._choose)
        self.setAcceptDrops(self.context.shelf is not None)

    # What it shows

    def show_value(self, view: FieldView) -> None:
        files = view.value.files if isinstance(view.value, Attached) else ()
        known = {each.file.digest: each for each in view.attached}
        shown = [known[file.digest] for file in files if file.digest in known]
        shown += [each for each in view.attached if each.taken_at is not None]
        self._button.setEnabled(self.context.shelf is not None and not view.read_only)
        if shown != [row.shown for row in self._rows] or view.read_only != any(row.locked for row in self._rows):
            self._show_rows(shown, view)

    def _show_rows(self, shown: list[Attachment], view: FieldView) -> None:
        place = next((n for n, row in enumerate(self._rows) if row.hasFocus()), -1)
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows = [self._row(each, view) for each in shown]
        if place >= 0:  # the focus stays where it was, on the row that took the place of the former one
            ([*self._rows, self._button][min(place, len(self._rows))]).setFocus(Qt.FocusReason.OtherFocusReason)
        self.forget()
        self.resized.emit()
        self.arrange()

    def _row(self, each: Attachment, view: FieldView) -> DocumentRow:
        shelf = self.context.shelf
        who = shelf.documents.named(each.who) if shelf is not None else ""
        row = DocumentRow(self.theme, each, who, view.today, self, locked=view.read_only)
        row.clicked.connect(lambda: self._open(each))
        row.taken_back.connect(lambda: self._take_back(each))
        row.show()
        return row

    def controls(self) -> tuple[QWidget, ...]:
        return (*self._rows, self._button)

    def uses_gap_menu(self) -> bool:
        return False

    def is_wide(self) -> bool:
        return True

    def natural_width(self) -> int:
        return self.theme.px(560)

    def control_height(self, _width: int) -> int:
        gap = self.theme.px(4)
        return len(self._rows) * (self.theme.height("control") + gap) + self.theme.height("control")

    def place_control(self, rect: QRect) -> None:
        self._room, top = rect, rect.y()
        for row in self._rows:
            row.setGeometry(rect.x(), top, min(rect.width(), self.theme.px(720)), self.theme.height("control"))
            top += row.height() + self.theme.px(4)
        self._button.setGeometry(QRect(rect.x(), top, self._button.sizeHint().width(), self.theme.height("control")))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._over:
            room = self.rect().adjusted(0, self._room.y() - self.theme.px(2), 0, 0)
            box(QPainter(self), room, self.theme.radius("control"), None, self.theme.color("accent"), self.theme.px(2))

    # What the user does

    def key(self, key: int, text: str) -> bool:
        if text.lower() == "u" or key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            return False  # a document is there or not; taking back is said on its row
        return super().key(key, text)

    def refuse(self, sentence: str) -> None:
        """Say it where it is seen: the field may reach below the edge of the form."""
        super().refuse(sentence)
        if sentence:
            QTimer.singleShot(0, self, self._come_into_view)

    def _come_into_view(self) -> None:
        parent = self.parentWidget()
        while parent is not None and not isinstance(parent, QScrollArea):
            parent = parent.parentWidget()
        inside = parent.widget() if parent is not None else None
        if parent is not None and inside is not None:
            below = self.mapTo(inside, QPoint(0, self.height()))
            parent.ensureVisible(below.x(), below.y(), 0, self.theme.px(16))

    def _files(self) -> tuple[AttachedFile, ...]:
        value: Value | None = self._view.value if self._view is not None else None
        return value.files if isinstance(value, Attached) else ()

    def _choose(self) -> None:
        chosen, _rest = QFileDialog.getOpenFileName(self.window(), _("Attach a document"), str(Path.home()), _(KINDS))
        if chosen:
            self.attach(Path(chosen))

    def attach(self, path: Path) -> None:
        """Read, examine and show a file; attach it if the clinician says so."""
        from ui.documents.asking import AskingDialog

        shelf = self.context.shelf
        if shelf is None or self._view is None or self._view.read_only:
            return
        self.refuse("")
        try:
            content = read_chosen(path, shelf.limits())
        except Unfit as refused:
            self.refuse(refused.sentence)
            return
        asking = AskingDialog(self.theme, shelf, path.name, content, self.window())
        asking.exec()
        asking.stop()  # locking ends the loop of a dialog without closing it
        asking.deleteLater()
        if asking.file is None:
            self.refuse(asking.refusal)
        else:
            self._attach(asking.file, content)

    def _attach(self, file: AttachedFile, content: bytes) -> None:
        shelf, view = self.context.shelf, self._view
        if shelf is None or view is None:
            return
        here = next((known for known in self._files() if known.digest == file.digest), None)
        if here is not None:
            self.refuse(_("This document is attached here already, as “{title}”.").format(title=here.title))
            return
        value = Attached((*self._files(), file))
        sentence = refusal(self.context.library, self.item, self.slot.at, value, view.today)
        if sentence:
            self.refuse(sentence)
            return
        shelf.documents.hold(content)
        self.answer(value)

    def _take_back(self, each: Attachment) -> None:
        left = tuple(file for file in self._files() if file.digest != each.file.digest)
        self.answer(Attached(left) if left else None)

    def _open(self, each: Attachment) -> None:
        from ui.documents.viewer import DocumentViewer

        shelf = self.context.shelf
        if shelf is None:
            return
        try:
            content = shelf.documents.content(each.file.digest)
        except WorkupError as error:
            self.refuse(error.sentence)
            return
        viewer = DocumentViewer(self.theme, shelf, each, content, self.window())
        viewer.exec()
        viewer.stop()
        viewer.deleteLater()

    # Dropping

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and self._view is not None and not self._view.read_only:
            event.acceptProposedAction()
            self._over = True
            self.update()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self._over = False
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        self._over = False
        self.update()
        urls = event.mimeData().urls()
        event.acceptProposedAction()
        if len(urls) != 1 or not urls[0].isLocalFile():
            self.refuse(_(ONE))
            return
        path = Path(urls[0].toLocalFile())
        QTimer.singleShot(0, self, lambda: self.attach(path))  # the program it was dragged from is let go first
