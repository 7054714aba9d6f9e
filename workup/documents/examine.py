"""What a file is by its content, and whether it is what it seems to be: whole, and nothing else besides."""

from workup.documents.picture import check_jpeg, check_picture, check_png
from workup.documents.verdict import Examined, Job, Unfit
from workup.texts import N_, _

DICOM = (
    N_("This is a DICOM file, a picture as the scanner stores it. Workup keeps the report and measures nothing in "
    "pictures: view it in the picture archive, and attach the written report as PDF, PNG or JPEG.")
)
_TIFF = N_("This is a TIFF picture, which is not taken. Save or print it as PDF and attach that.")
_OTHER = (
    N_("This is neither a PDF nor a PNG or JPEG picture, whatever its name says, so it was not attached. "
    "Save or print the report as PDF.")
)
DOUBLE = (
    N_("This file is two things at once: something else is hidden before, in or behind the document, so it was not "
    "attached. Print it to a new PDF, or scan the page, and attach that.")
)
_HEAD = 1024
_TAIL = 66_000  # a zip archive is found by a mark in so many last bytes of any file
_PAGE_MARKS = (b"<html", b"<script", b"<!doctype")


def examine(job: Job) -> Examined:
    """The kind of document and its pages, or why it is refused."""
    try:
        return _examined(job)
    except Unfit as refusal:
        return Examined(sentence=refusal.sentence)


def _examined(job: Job) -> Examined:
    content, limits = job.content, job.limits
    if content[128:132] == b"DICM":
        raise Unfit(_(DICOM))
    if content.startswith(b"%PDF-"):
        _refuse_doubles(content)
        from workup.documents.pdf import check_pdf

        return Examined("application/pdf", check_pdf(content, limits))
    if b"%PDF-" in content[:_HEAD]:
        raise Unfit(_(DOUBLE))
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        _refuse_doubles(content)
        check_png(content)
        check_picture(content, "PNG", limits)
        return Examined("image/png", 1)
    if content.startswith(b"\xff\xd8\xff"):
        _refuse_doubles(content)
        check_jpeg(content)
        check_picture(content, "JPEG", limits)
        return Examined("image/jpeg", 1)
    if job.name.lower().endswith((".dcm", ".dicom", "dicomdir")):
        raise Unfit(_(DICOM))
    raise Unfit(_(_TIFF) if content.startswith((b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")) else _(_OTHER))


def _refuse_doubles(content: bytes) -> None:
    """Refuse what another program would open as something else: an archive or a web page."""
    head = content[:_HEAD].lower()
    if b"PK\x05\x06" in content[-_TAIL:] or any(mark in head for mark in _PAGE_MARKS):
        raise Unfit(_(DOUBLE))
