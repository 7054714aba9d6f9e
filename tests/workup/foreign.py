"""Pages signed in another vault: real PDFs with their record and their seal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from msgspec.structs import replace

from tests.workup.notes import figure, style
from tests.workup.patients import library
from tests.workup.sessions import give
from tests.workup.signed import FIRST_DAY, KNOWN, preferences
from tests.workup.vaults import ANN, PASSWORD, Clock
from workup import vault
from workup.answers import Value
from workup.note import Cover, Note
from workup.paper import pdf
from workup.paper.metadata import Attachment
from workup.session import Session
from workup.session.signing import page_of, sign


def build(note: Note, cover: Cover, attachments: Sequence[Attachment]) -> bytes:
    """The page on paper, with what it carries."""
    return pdf(note, style(), figure(), cover, attachments)


def foreign_page(
    folder: Path, values: Mapping[str, Value | None] = KNOWN, at: datetime = FIRST_DAY, name: str = "Dr Other"
) -> bytes:
    """A page that somebody signed in a vault of their own."""
    opened, _ = vault.create(folder / "Other.workup", PASSWORD, replace(ANN, name=name), at, kdf=vault.FLOOR)
    session = Session(library(), opened, Clock(at))
    session.begin()
    give(session, values)
    sign(session, PASSWORD, preferences(), build)
    page = page_of(session, session.opened.standing.versions[0])
    opened.close(at)
    return page
