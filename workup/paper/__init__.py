"""The note on paper: the only place that knows reportlab."""

from collections.abc import Sequence

from workup.body import BodyFigure
from workup.note import Cover, Note, plain_text
from workup.paper.metadata import Attachment
from workup.style import Style


def pdf(note: Note, style: Style, figure: BodyFigure, cover: Cover, attachments: Sequence[Attachment] = ()) -> bytes:
    """The note as a PDF with files attached; the same arguments give the same bytes."""
    from workup.paper.pages import document

    return document(note, style, figure, cover, attachments)


def missing_characters(note: Note, cover: Cover | None = None) -> tuple[str, ...]:
    """The characters the typeface lacks; each prints as its code."""
    from workup.paper.fonts import missing

    own = () if cover is None else (cover.author, cover.profession, cover.clinic, cover.address, cover.phone)
    return missing("\n".join((plain_text(note), *own, cover.document if cover else "")))
