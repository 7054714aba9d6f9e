"""An attached document, shown: what it is called, who attached it and when, its pages, and the way out as a file."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.documents.frame import DocumentFrame
from ui.documents.shelf import Shelf
from ui.leaving import PDF, FileKind, save_as
from ui.theme import Theme
from ui.widgets import Button
from workup import words
from workup.answers import Media
from workup.errors import WorkupError
from workup.note.attached import Attachment
from workup.texts import N_, _, _n

KINDS: dict[Media, FileKind] = {
    "application/pdf": PDF,
    "image/png": FileKind(N_("PNG picture"), (".png",)),
    "image/jpeg": FileKind(N_("JPEG picture"), (".jpg", ".jpeg")),
}
# What is kept can be shown, whatever the limit is today.
MOST_KEPT_PIXELS = 100_000_000
NOT_SHOWN = N_(
    "This document cannot be drawn on this computer. It is kept as it was attached; export it to look at it."
)


class DocumentViewer(DocumentFrame):
    """Shows one document; Escape closes it."""

    def __init__(self, theme: Theme, shelf: Shelf, shown: Attachment, content: bytes, parent: QWidget) -> None:
        super().__init__(
            theme, words.shown(shown.file.title).strip(), attached_words(shown, shelf), _("Close"), "", parent
        )
        self.shelf, self.shown, self.content = shelf, shown, content
        export = Button(theme, "secondary", _("Export"), icon="export")
        export.clicked.connect(self.export)
        self.add_buttons([export])
        self.sheet.failed.connect(lambda: self.said.setText(_(NOT_SHOWN)))
        self.said.setText(_("As it was attached. Workup reads and measures nothing in it."))
        self.sheet.open(shown.file.media, content, MOST_KEPT_PIXELS, shown.file.pages)

    def export(self) -> None:
        """Save the document where the clinician says, exactly as it was attached."""
        if against := self.shelf.documents.against("export"):
            self.said.setText(against)
            return
        kind = KINDS[self.shown.file.media]
        # The name of a file outside says nothing of the patient.
        saved = save_as(
            self.content, _("Report") + kind.endings[0], self, self.theme, kind, _("the record is not changed.")
        )
        if saved is None:
            return
        self.said.setText(saved.sentence)
        try:
            if saved.done:
                self.shelf.documents.left("exported", self.shown.file.digest)
        except WorkupError as error:
            self.said.setText(
                _("The document was exported, but the audit trail could not be written. {sentence}").format(
                    sentence=error.sentence
                )
            )


def attached_words(shown: Attachment, shelf: Shelf) -> str:
    """`2 pages. Attached on 25 Nov 2025, 09:12, by Dr Ann Example.`"""
    pages = _n("{n} page", "{n} pages", shown.file.pages)
    text = _("{pages}. Attached on {moment}, by {named}.").format(
        pages=pages, moment=words.day_and_time(shown.at), named=shelf.documents.named(shown.who)
    )
    if shown.taken_at is not None:
        text += _(" Taken back on {moment}, by {named}.").format(
            moment=words.day_and_time(shown.taken_at), named=shelf.documents.named(shown.taken_by)
        )
    return text
