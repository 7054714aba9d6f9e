"""A PDF in its archive form: PDF/A-3b and PDF/UA-1, with files attached and a place for a seal.

Nothing in it depends on the time or the computer: the same arguments give the same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from workup.paper.colour import NAME, srgb
from workup.paper.metadata import SEAL_LENGTH, SEAL_OPENS, Attachment, Meta, packet, pdf_date
from workup.paper.structure import Structure, add_bookmarks, add_structure

__all__ = ["Attachment", "Meta", "archived", "faults", "sealed_place"]

if TYPE_CHECKING:
    from pikepdf import Object, Pdf

# The checker takes every property it does not know for a fault, also where the file describes it as PDF/A asks.
DESCRIBED = (
    "pdfuaid:part",
    "workup:seal",
    "pdfaExtension:schemas",
    "workup=",
    "pdfaExtension=",
    "pdfaSchema=",
    "pdfaProperty=",
)
UNKNOWN_PROPERTY = "ISO_19005_3:6.6.2.3.1-1"


def archived(
    pdf: bytes, meta: Meta, attachments: Sequence[Attachment] = (), structure: Structure | None = None
) -> bytes:
    """The document in its archive form."""
    from pikepdf import ObjectStreamMode, Pdf

    with Pdf.open(BytesIO(pdf)) as file:
        if structure is not None:
            add_structure(file, structure)
            add_bookmarks(file, structure)
        _describe(file, meta)
        _colour(file)
        _attach(file, meta, attachments)
        for page in file.pages:
            # reportlab writes a transition, which has no place in an archive.
            if "/Trans" in page.obj:
                del page.obj.Trans
        out = BytesIO()
        small = ObjectStreamMode.generate
        file.save(out, deterministic_id=True, fix_metadata_version=False, min_version="1.7", object_stream_mode=small)
    return out.getvalue()


def faults(pdf: bytes) -> tuple[str, ...]:
    """What speaks against a file as PDF/A-3b; none where there is no checker, which is so on Macs with Intel."""
    try:
        from pikepdf.pdfa import validate_written
    except ImportError:
        return ()
    found = validate_written(BytesIO(pdf), "3b").findings
    known = [one for one in found if one.rule == UNKNOWN_PROPERTY and any(name in one.message for name in DESCRIBED)]
    return tuple(f"{one.rule}: {one.message}" for one in found if one not in known)


def sealed_place(pdf: bytes) -> slice:
    """Where the seal of a file stands, to be read or overwritten in place: zeros until something is sealed into it."""
    if pdf.count(SEAL_OPENS) != 1:
        raise ValueError("no single place for a seal")
    start = pdf.index(SEAL_OPENS) + len(SEAL_OPENS)
    return slice(start, start + SEAL_LENGTH)


def _describe(file: Pdf, meta: Meta) -> None:
    """Title, dates and what the file conforms to."""
    from pikepdf import Dictionary, Name, Stream

    file.Root.Metadata = file.make_indirect(Stream(file, packet(meta), Type=Name.Metadata, Subtype=Name.XML))
    file.Root.Lang = meta.language
    file.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    date = pdf_date(meta.dated)
    words = {"/Title": meta.title, "/Author": meta.author, "/Creator": meta.author, "/Producer": meta.author}
    file.trailer.Info = file.make_indirect(Dictionary({**words, "/CreationDate": date, "/ModDate": date}))


def _colour(file: Pdf) -> None:
    from pikepdf import Array, Dictionary, Name, Stream

    profile = file.make_indirect(Stream(file, srgb(), N=3))
    intent = Dictionary(
        Type=Name.OutputIntent, S=Name.GTS_PDFA1, OutputConditionIdentifier=NAME, Info=NAME, DestOutputProfile=profile
    )
    file.Root.OutputIntents = Array([file.make_indirect(intent)])


def _attach(file: Pdf, meta: Meta, attachments: Sequence[Attachment]) -> None:
    from pikepdf import Array, Dictionary, String

    if not attachments:
        return
    files = [_file(file, meta, one) for one in sorted(attachments, key=lambda one: one.name)]
    names = Array()
    for one in files:
        names.extend([String(str(one.UF)), one])
    file.Root.Names = Dictionary(EmbeddedFiles=file.make_indirect(Dictionary(Names=names)))
    file.Root.AF = file.make_indirect(Array(files))


def _file(file: Pdf, meta: Meta, attachment: Attachment) -> Object:
    from pikepdf import Dictionary, Name, Stream, String

    date = pdf_date(meta.dated)
    # The check sum is the format's own and guards against accidents only; a seal is another matter.
    check = hashlib.md5(attachment.data, usedforsecurity=False).digest()
    parameters = Dictionary(Size=len(attachment.data), CheckSum=String(check), CreationDate=date, ModDate=date)
    kind = Name("/" + attachment.mime)
    data = file.make_indirect(Stream(file, attachment.data, Type=Name.EmbeddedFile, Subtype=kind, Params=parameters))
    return file.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=attachment.name,
            UF=attachment.name,
            Desc=attachment.description,
            AFRelationship=Name("/" + attachment.relationship),
            EF=Dictionary(F=data, UF=data),
        )
    )
