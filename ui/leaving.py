"""A page leaves as a file: the clinician names the place, and nothing there is replaced without being asked for."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from ui.theme import Theme
from ui.widgets import Dialog
from workup.texts import N_, _
from workup.whole import write_whole
from workup.words import calendar_day

NAME_MOST = 80
# What no file system takes, or what would hide where a name ends or turn it round.
_UNFIT = re.compile(r'[\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff<>:"/\\|?*]+')


@dataclass(frozen=True, slots=True)
class FileKind:
    """What a file is, its usual ending first."""

    name: str
    endings: tuple[str, ...]

    @property
    def filter(self) -> str:
        """As the system's dialog wants it."""
        return f"{_(self.name)} ({' '.join(f'*{ending}' for ending in self.endings)})"

    def named(self, chosen: Path) -> Path:
        """The chosen name, with the ending of this kind."""
        fits = chosen.suffix.lower() in self.endings
        return chosen if fits else chosen.with_name(chosen.name + self.endings[0])


PDF, TEXT, CSV = FileKind("PDF", (".pdf",)), FileKind(N_("Text"), (".txt",)), FileKind("CSV", (".csv",))
FHIR = FileKind(N_("FHIR Bundle"), (".json",))
KEPT = N_("the workup itself is stored.")


@dataclass(frozen=True, slots=True)
class Saved:
    """Whether a page was written, and what to tell."""

    done: bool
    sentence: str


def suggested_name(title: str, day: date | None, kind: FileKind = PDF, whose: str = "") -> str:
    """`Workup summary 25 Nov 2025.pdf`; the patient stands in it only where the clinic wants so."""
    said = " ".join(part for part in (title, whose, calendar_day(day) if day is not None else "") if part)
    fit = " ".join(_UNFIT.sub(" ", unicodedata.normalize("NFC", said)).split())
    return f"{fit[:NAME_MOST].strip(' .')}{kind.endings[0]}"


def save_as(
    content: bytes, name: str, parent: QWidget, theme: Theme, kind: FileKind = PDF, kept: str = KEPT
) -> Saved | None:
    """Ask for a place and write there; how it went, None when nothing was chosen."""
    title = _("Export {name}").format(name=_(kind.name))
    try:
        target = put(content, title, Path.home() / name, parent, theme, kind)
    except OSError as error:
        return Saved(
            False,
            _("Not exported: {strerror}. Choose another folder; {kept}").format(strerror=error.strerror, kept=_(kept)),
        )
    if target is None:
        return None
    return Saved(
        True,
        _("Exported to {name}. The file is not encrypted; keep it where patient records belong.").format(
            name=target.name
        ),
    )


def put(content: bytes, title: str, start: Path, parent: QWidget, theme: Theme, kind: FileKind) -> Path | None:
    """Ask for a place and write there; the file, None when nothing was chosen or what is there stays. OSError."""
    if not start.parent.is_dir():  # the system's dialog would begin in the folder of the program
        start = Path.home() / start.name
    chosen, _rest = QFileDialog.getSaveFileName(parent, title, str(start), kind.filter)
    if not chosen:
        return None
    target = kind.named(Path(chosen))
    # The system's dialog asks before it gives out a name that is taken; of one that was completed here it knew nothing.
    asked = target == Path(chosen) and target.exists()
    try:
        write_whole(target, content, new=not asked)
    except FileExistsError:
        if not _may_replace(target, parent, theme):
            return None
        write_whole(target, content)
    return target


def save_page(
    page: bytes, today: date, parent: QWidget, theme: Theme, title: str = N_("Workup summary"), whose: str = ""
) -> Saved | None:
    """Ask for a place and write the page of a patient there."""
    return save_as(page, suggested_name(_(title), today, PDF, whose), parent, theme)


def _may_replace(target: Path, parent: QWidget, theme: Theme) -> bool:
    text = _("{name} is already in this folder. Replacing it cannot be undone.").format(name=target.name)
    return bool(
        Dialog(theme, _("Replace this file?"), text, _("Replace"), _("Keep it"), parent, destructive=True).exec()
    )
