"""What holds of a signed page in three lines, who signed it, and what its record says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.documents.examiner import Examiner
from ui.resources import RESOURCES
from ui.theme import Theme
from ui.widgets import Button, Dialog, Icon, Label, TextArea, TextLine
from workup.documents import Carried, Job, Limits, OpenedPage
from workup.errors import WorkupError
from workup.protocol import Library
from workup.rights import may
from workup.seal import Verdict
from workup.session.importing import Done, Importing
from workup.session.signers import MOST_NAME, accept_signer, judged_here
from workup.store import OpenStore
from workup.texts import N_, _, spoken
from workup.words import day_and_time, in_fours

TITLE = N_("Signed page")
READING = N_("The page is being read …")
COMPARE = (
    N_("Nobody here has accepted this signer yet. Compare the key with what the signer tells you in person or by "
    "telephone, then say whose it is.")
)
CHANGED = N_("The record is not the one that was signed, so nothing of it is shown.")
GOOD = ("unchanged", "known", "this vault")


class SignedPageDialog(Dialog):
    """Checks a page and shows its record, read only; an unknown signer can be accepted, and the workup imported."""

    def __init__(
        self, theme: Theme, library: Library, vault: OpenStore, clock: Callable[[], datetime], page: bytes,
        parent: QWidget,
    ) -> None:  # fmt: skip
        super().__init__(theme, _(TITLE), _(READING), _("Import"), _("Close"), parent, width=760)
        self.accept_button.hide()
        self.library, self.vault, self.clock, self.page = library, vault, clock, page
        self.imported: Done | None = None
        self.found = OpenedPage(Carried())
        self.verdict: Verdict | None = None
        self.lines = [_Line(theme) for _rest in range(3)]
        for line in self.lines:
            self.body.addWidget(line)
        self._ask_signer()
        self.problem = Label(theme, "label", "", "caution", wrap=True)
        self.record = TextArea(theme, _("The record of the page"), least_lines=14, most_lines=14)
        self.record.setReadOnly(True)
        self.record.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.body.addWidget(self.problem)
        self.body.addWidget(self.record)
        for part in (*self.lines, self.signer, self.problem, self.record):
            part.hide()
        self.examiner = Examiner(self)
        self.examiner.examined.connect(self._read)
        limits = Limits(len(page), 0, 0)
        self.examiner.examine(Job("", page, limits, "workup", str(RESOURCES), clock().date(), spoken()))

    def _ask_signer(self) -> None:
        theme = self.theme
        self.name = TextLine(theme, _("Name of the signer"), _("Name of the signer"))
        self.name.setMaxLength(MOST_NAME)
        self.accept_signer = Button(theme, "secondary", _("Accept this signer"), icon="check")
        self.accept_signer.clicked.connect(self._accept_signer)
        self.name.textChanged.connect(lambda text: self.accept_signer.setEnabled(bool(text.strip())))
        self.signer = QWidget()
        row = QHBoxLayout(self.signer)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.name, 1)
        row.addWidget(self.accept_signer)
        self.compare = Label(theme, "label", _(COMPARE), "ink2", wrap=True)
        self.key = Label(theme, "label", "", "ink2", wrap=True)
        for label in (self.key, self.compare):
            self.body.addWidget(label)
            label.hide()
        self.body.addWidget(self.signer)

    def _read(self, found: object) -> None:
        """The process that reads has answered."""
        if isinstance(found, OpenedPage):
            self.found = found
            self.render_verdict()

    def render_verdict(self) -> None:
        """Say what holds, and show the record where it is the one that was signed."""
        try:
            verdict = self.verdict = judged_here(self.vault, self.page, self.found.carried)
        except WorkupError as error:
            self._say(error.sentence)
            return
        for line, said in zip(self.lines, verdict.lines, strict=True):
            line.show_said(said)
        self.heading.setText(self.found.title or _(TITLE) if self._readable else _(TITLE))
        self.text.setText(self._about())
        self.key.setText(
            _("Key of the signer: {in_fours}{value}").format(
                in_fours=in_fours(verdict.key_id), value=f", {verdict.name}" if verdict.name else ""
            )
        )
        self.key.setVisible(bool(verdict.public))
        unknown = verdict.whole and verdict.signer == "unknown"
        self.compare.setVisible(unknown)
        self.signer.setVisible(unknown and may(self.vault.person, "signers"))
        if unknown and not self.name.text() and self.found.workup is not None:
            self.name.set_text(self.found.workup.names.get(self.found.workup.author, ""))
        self._render_record()
        offered = verdict.good and self.found.workup is not None and may(self.vault.person, "import")
        self.accept_button.setVisible(offered and self.imported is None)
        if self.isVisible():
            self.fit()

    @property
    def _readable(self) -> bool:
        """Whether the record is the one that was signed, and the present user may look into records."""
        unchanged = self.verdict is not None and self.verdict.record == "unchanged"
        return unchanged and may(self.vault.person, "view")

    def _about(self) -> str:
        """`Document 004-2318-W1, version 2, signed 25 Nov 2025, 09:41, by Dr Okafor`."""
        carried, workup = self.found.carried, self.found.workup
        if self.verdict is None or self.verdict.record != "unchanged":
            return "" if self.verdict is None else self.verdict.sentence
        said = (
            _("Document {document}, version {version}").format(document=carried.document, version=carried.version)
            if self._readable
            else ""
        )
        if workup is not None:
            at = day_and_time(workup.signed.astimezone(self.clock().tzinfo))
            signed = _("signed {at}, by {names}").format(
                at=at, names=workup.names.get(workup.author, _("nobody named"))
            )
            said = f"{said}, {signed}" if said else signed
        return f"{said[:1].upper()}{said[1:]}"

    def _render_record(self) -> None:
        parts = [f"{title.upper()}\n\n{text}" if n else text for n, (title, text) in enumerate(self.found.words)]
        shown = "\n\n".join(parts) if self._readable else ""
        self.record.set_text(shown)
        self.record.setVisible(bool(shown))
        assert self.verdict is not None
        changed = _(CHANGED) if self.verdict.record == "changed" and self.verdict.file != "not sealed" else ""
        self._say(self.found.carried.sentence or self.found.sentence or changed)

    def _accept_signer(self) -> None:
        if self.verdict is None or not self.name.text().strip():
            return
        try:
            accept_signer(self.vault, self.verdict, self.name.text(), self.clock())
        except WorkupError as error:
            self._say(error.sentence)
            return
        self.render_verdict()

    def accept(self) -> None:
        """Import the workup of the page, once somebody said whose record it belongs to."""
        from ui.signedpage.importing import ImportDialog

        if not self.accept_button.isVisible():
            return
        try:
            asking = ImportDialog(
                self.theme, Importing(self.library, self.vault, self.clock, self.page, self.found), self
            )
        except WorkupError as error:
            self._say(error.sentence)
            return
        asking.exec()
        self.imported = asking.done_here
        asking.deleteLater()
        if self.imported is not None and not self.imported.remarks:
            super().accept()
        elif self.imported is not None:
            self.accept_button.hide()
            self._say(_("Imported. {remarks}").format(remarks=" ".join(self.imported.remarks)))

    def _say(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        if self.isVisible():
            self.fit()

    def stop(self) -> None:
        """End the process that reads."""
        self.examiner.stop()

    def done(self, result: int) -> None:
        """Close, and end what runs for it."""
        self.stop()
        super().done(result)


class _Line(QWidget):
    """One of the three lines, with a mark that does not rest on its colour."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.icon = Icon(theme, "check", "ok", 16)
        self.said = Label(theme, "card_title", "")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.icon)
        row.addWidget(self.said, 1)

    def show_said(self, said: str) -> None:
        good = said.partition(": ")[2].startswith(GOOD)
        self.icon.set(*(("check", "ok") if good else ("warning", "caution")))
        self.said.setText(said)
        self.show()
