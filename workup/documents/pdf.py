"""A report as PDF: readable without repair, without a password, without programs, and unpacking to no flood."""

import zlib
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from typing import Any

import pikepdf

from workup.documents.picture import too_many_pixels
from workup.documents.verdict import GAVE_UP, Limits, Unfit
from workup.texts import N_, _

MOST_UNPACKED = 400_000_000
_DEEPEST = 60
_PIECE = 1 << 20
_BLANK = b"\r\n\t \0\x0c\x1a"
_NEW = N_("Open it in a PDF program, print it to a new PDF, and attach that.")
DAMAGED = N_("This PDF is damaged, so it was not attached. Save the report again. If it can be opened: {anew}")
CUT_OFF = N_("This PDF is cut off: its end is missing, so it was not attached. Save or download the report again.")
BEHIND = N_("Something else stands behind the end of this PDF, so it was not attached. {anew}")
LOCKED = N_("This PDF is protected with a password or by restrictions, so it was not attached. {anew}")
PROGRAM = N_("This PDF holds a program (JavaScript or a form that runs one), so it was not attached. {anew}")
LAUNCH = N_("This PDF would start a program or send something, so it was not attached. {anew}")
INSIDE = N_("This PDF has other files, sound or film inside, or refers to some, so it was not attached. {anew}")

PROGRAM_KEYS = {"/JS", "/JavaScript", "/XFA"}
_FILE_KEYS = {"/EmbeddedFiles", "/EF", "/AF", "/Collection", "/RichMediaContent", "/3DD"}
FILE_SUBTYPES = {"/FileAttachment", "/RichMedia", "/3D", "/Movie", "/Sound", "/Screen"}
ACTIONS = {
    "/JavaScript": PROGRAM,
    "/Launch": LAUNCH,
    "/SubmitForm": LAUNCH,
    "/ImportData": LAUNCH,
    "/GoToR": INSIDE,
    "/GoToE": INSIDE,
    "/Rendition": INSIDE,
    "/Movie": INSIDE,
    "/Sound": INSIDE,
    "/RichMediaExecute": INSIDE,
}
_FLATE = {"/FlateDecode", "/Fl"}


def _unfit(sentence: str) -> Unfit:
    return Unfit(_(sentence).format(anew=_(_NEW)))


def check_pdf(content: bytes, limits: Limits) -> int:
    """The number of pages. Raises Unfit with a sentence for anything that a report does not need."""
    body = content.rstrip(_BLANK)
    if not body.endswith(b"%%EOF"):
        raise _unfit(BEHIND if b"%%EOF" in body[len(body) // 2 :] else CUT_OFF)
    try:
        with pikepdf.open(BytesIO(content), attempt_recovery=False, suppress_warnings=True) as pdf:
            if pdf.is_encrypted:
                raise _unfit(LOCKED)
            pages = len(pdf.pages)
            if pages == 0:
                raise _unfit(DAMAGED)
            if pages > limits.pages:
                raise Unfit(
                    _(
                        "This PDF has {pages} pages and up to {pages2} are taken, so it was not attached. Attach "
                        "the pages of the report only, or raise the limit in Preferences."
                    ).format(pages=pages, pages2=limits.pages)
                )
            _check_objects(pdf, limits)
            return pages
    except pikepdf.PasswordError:
        raise _unfit(LOCKED) from None
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, zlib.error):
        raise _unfit(DAMAGED) from None


def _check_objects(pdf: pikepdf.Pdf, limits: Limits) -> None:
    """Look at every object of the file, also at those that no page uses."""
    room = MOST_UNPACKED
    for found in pdf.objects:
        for table in tables(found, 0):
            _refuse_actions(table)
        if isinstance(found, pikepdf.Stream):
            _refuse_pixels(found, limits)
            room -= _unpacked(found, room)


def tables(found: Any, depth: int) -> Iterator[dict[str, Any]]:
    """Every dictionary that stands in an object itself."""
    if depth > _DEEPEST:
        raise _unfit(DAMAGED)
    if isinstance(found, pikepdf.Stream | pikepdf.Dictionary):
        table: dict[str, Any] = dict(found.items())
        if "/F" in table and isinstance(found, pikepdf.Stream):
            raise _unfit(INSIDE)
        yield table
        parts: list[Any] = list(table.values())
    elif isinstance(found, pikepdf.Array):
        parts = list(found)
    else:
        return
    for part in parts:
        if isinstance(part, pikepdf.Object) and not part.is_indirect:
            yield from tables(part, depth + 1)


def _refuse_actions(table: dict[str, Any]) -> None:
    if not PROGRAM_KEYS.isdisjoint(table):
        raise _unfit(PROGRAM)
    if not _FILE_KEYS.isdisjoint(table) or named(table, "/Subtype") in FILE_SUBTYPES:
        raise _unfit(INSIDE)
    if named(table, "/Type") == "/EmbeddedFile":
        raise _unfit(INSIDE)
    if sentence := ACTIONS.get(named(table, "/S")):
        raise _unfit(sentence)


def named(table: dict[str, Any], key: str) -> str:
    """The name that stands under a key, empty where none does."""
    value = table.get(key)
    return str(value) if isinstance(value, pikepdf.Name) else ""


def _refuse_pixels(stream: pikepdf.Stream, limits: Limits) -> None:
    if named(dict(stream.items()), "/Subtype") != "/Image":
        return
    wide, tall = stream.get("/Width"), stream.get("/Height")
    numbers = (int, Decimal)
    if isinstance(wide, numbers) and isinstance(tall, numbers) and wide * tall > limits.pixels:
        raise Unfit(too_many_pixels(limits))


def _unpacked(stream: pikepdf.Stream, room: int) -> int:
    """How much a stream unpacks to through its leading Flate filters; refused as soon as it is more than `room`."""
    found = stream.get("/Filter")
    filters = [str(name) for name in found] if isinstance(found, pikepdf.Array) else [str(found)] if found else []
    data = stream.read_raw_bytes()
    for name in filters:
        if name not in _FLATE:
            break
        data = inflated(data, room)
    return len(data)


def inflated(data: bytes, room: int, sentence: str = GAVE_UP) -> bytes:
    """What Flate unpacks to; refused with the sentence as soon as it is more than `room`."""
    unpacker, pieces, size = zlib.decompressobj(), list[bytes](), 0
    while data and not unpacker.eof:
        piece = unpacker.decompress(data, _PIECE)
        data = unpacker.unconsumed_tail
        size += len(piece)
        if size > room:
            raise _unfit(sentence)
        pieces.append(piece)
    return b"".join(pieces)
