"""The record that a signed page carries: found and read within bounds, by the process that examines files."""

import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf

from workup.documents.pdf import ACTIONS, FILE_SUBTYPES, PROGRAM_KEYS, inflated, named, tables
from workup.documents.verdict import RECORD_NAME, Unfit
from workup.texts import N_, _

MOST_RECORD = 20 * 1024 * 1024
_FLATE = ("/FlateDecode", "/Fl")
OTHER = N_("This is no PDF, so it is no page that Workup signed.")
DAMAGED = N_("This PDF is damaged or cut off, so the record in it cannot be read. Ask for the page once more.")
LOCKED = N_(
    "This PDF is protected with a password. Workup protects no page so: it comes from elsewhere or was changed."
)
PROGRAM = N_(
    "This PDF holds a program, or something that would start one. Workup signs no such page; nothing was read."
)
SEVERAL = N_("This PDF carries other files than the record of a signed page, so nothing in it was read.")
FLOOD = N_("The record in this PDF is larger than any record of a patient; nothing was read.")
_FILES = {"/Collection", "/RichMediaContent", "/3DD"}


def record_in(content: bytes) -> bytes | None:
    """The bytes of the record in a page; None where it carries nothing. Raises Unfit with a sentence."""
    if not content.startswith(b"%PDF-"):
        raise Unfit(_(OTHER))
    try:
        with pikepdf.open(BytesIO(content), attempt_recovery=False, suppress_warnings=True) as pdf:
            if pdf.is_encrypted:
                raise Unfit(_(LOCKED))
            return _record(pdf)
    except pikepdf.PasswordError:
        raise Unfit(_(LOCKED)) from None
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, KeyError, AttributeError, zlib.error):
        raise Unfit(_(DAMAGED)) from None


def _record(pdf: pikepdf.Pdf) -> bytes | None:
    inside = 0
    for one in pdf.objects:
        for table in tables(one, 0):
            _refuse(table)
            inside += named(table, "/Type") == "/EmbeddedFile" or "/EF" in table
    listed = list(_listed(pdf))
    if not listed and not inside:
        return None
    # One file with its description, named the same everywhere: there is no second one to choose instead.
    if inside != 2 or len(listed) != 1 or listed[0][0] != RECORD_NAME:
        raise Unfit(_(SEVERAL))
    description = listed[0][1]
    if {str(description.get("/F")), str(description.get("/UF"))} != {RECORD_NAME}:
        raise Unfit(_(SEVERAL))
    return _content(description.EF.F)


def _refuse(table: dict[str, Any]) -> None:
    if not PROGRAM_KEYS.isdisjoint(table) or named(table, "/S") in ACTIONS:
        raise Unfit(_(PROGRAM))
    if not _FILES.isdisjoint(table) or named(table, "/Subtype") in FILE_SUBTYPES:
        raise Unfit(_(SEVERAL))


def _listed(pdf: pikepdf.Pdf) -> Iterator[tuple[str, Any]]:
    """The files that the document names, with their names."""
    names = pdf.Root.get("/Names")
    tree = None if names is None else names.get("/EmbeddedFiles")
    if tree is None:
        return
    if "/Kids" in tree or len(tree.Names) != 2:
        raise Unfit(_(SEVERAL))
    yield str(tree.Names[0]), tree.Names[1]


def _content(stream: Any) -> bytes:
    if not isinstance(stream, pikepdf.Stream):
        raise Unfit(_(DAMAGED))
    data, packing = stream.read_raw_bytes(), stream.get("/Filter")
    if packing is not None and (not isinstance(packing, pikepdf.Name) or str(packing) not in _FLATE):
        raise Unfit(_(DAMAGED))
    try:
        data = data if packing is None else inflated(data, MOST_RECORD, _(FLOOD))
    except zlib.error:
        return b""  # it is there, and no longer what was signed
    if len(data) > MOST_RECORD:
        raise Unfit(_(FLOOD))
    return data
