"""An attached document, shown: what it is called, who attached it and when, its pages, and the way out as a file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from ui.documents.frame import DocumentFrame
from ui.documents.shelf import Shelf
from ui.theme import Theme
from ui.widgets import Button
from workup import words
from workup.answers import Media
from workup.errors import WorkupError
from workup.note.attached import Attachment
from workup.whole import write_whole

ENDINGS: dict[Media, tuple[str, str]] = {
    "application/pdf": (".pdf", "PDF (*.pdf)"),
    "image/png": (".png", "PNG picture (*.png)"),
    "image/jpeg": (".jpg", "JPEG picture (*.jpg)"),
}
# What is kept can be shown, whatever the limit is today.
MOST_KEPT_PIXELS = 100_000_000
NOT_SHOWN = "This document cannot be drawn on this computer. It is kept as it was attached; export it to look at it."


class DocumentViewer(DocumentFrame):
    """Shows one document; Escape closes it."""

    def __init__(self, theme: Theme, shelf: Shelf, shown: Attachment, content: bytes, parent: QWidget) -> None:
        super().__init__(
            theme, words.shown(shown.file.title).strip(), attached_words(shown, shelf), "Close", "", parent
        )
        self.shelf, self.shown, self.content = shelf, shown, content
        export = Button(theme, "secondary", "Export", icon="export")
        export.clicked.connect(self.export)
        self.add_buttons([export])
        self.sheet.failed.connect(lambda: self.said.setText(NOT_SHOWN))
        self.said.setText("As it was attached. Workup reads and measures nothing in it.")
        self.sheet.open(shown.file.media, content, MOST_KEPT_PIXELS, shown.file.pages)

    def export(self) -> None:
        """Save the document where the clinician says, exactly as it was attached."""
        if against := self.shelf.documents.against("export"):
            self.said.setText(against)
            return
        ending, kinds = ENDINGS[self.shown.file.media]
        name = str(Path.home() / f"Report{ending}")  # the name of a file outside says nothing of the patient
        chosen, _ = QFileDialog.getSaveFileName(self, "Export document", name, kinds)
        if not chosen:
            return
        target = Path(chosen)
        if target.suffix.lower() not in (ending, ".jpeg" if ending == ".jpg" else ending):
            target = target.with_name(target.name + ending)
        try:
            write_whole(target, self.content)
            self.shelf.documents.left("exported", self.shown.file.digest)
        except OSError as error:
            self.said.setText(f"Not exported: {error.strerror}. Choose another folder; the record is not changed.")
        except WorkupError as error:
            self.said.setText(f"The document was exported, but the audit trail could not be written. {error.sentence}")
        else:
            self.said.setText(
                f"Exported to {target.name}. The file is not encrypted; keep it where patient records belong."
            )


def attached_words(shown: Attachment, shelf: Shelf) -> str:
    """`2 pages. Attached on 25 Nov 2025, 09:12, by Dr Ann Example.`"""
    pages = words.plural(shown.file.pages, "page")
    text = f"{pages}. Attached on {words.day_and_time(shown.at)}, by {shelf.documents.named(shown.who)}."
    if shown.taken_at is not None:
        text += f" Taken back on {words.day_and_time(shown.taken_at)}, by {shelf.documents.named(shown.taken_by)}."
    return text
