"""Reports as they come from outside, and files that only look like one; every one a real file, built here."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from workup.documents import Limits

LIMITS = Limits(size=10_000_000, pages=40, pixels=40_000_000)
MARKER = "Zyxmarker Okonkwo"


def pdf(pages: int = 2, text: str = MARKER, then: Callable[[pikepdf.Pdf], None] | None = None, **kept: Any) -> bytes:
    """A small PDF with a line of text on each page; `then` does something to it before it is saved."""
    made = pikepdf.new()
    for number in range(1, pages + 1):
        page = made.add_blank_page(page_size=(595, 842))
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        page.Resources = Dictionary(Font=Dictionary(F1=font))
        page.Contents = made.make_stream(f"BT /F1 24 Tf 60 760 Td ({text} {number}) Tj ET".encode())
    if then is not None:
        then(made)
    out = BytesIO()
    made.save(out, compress_streams=False, **kept)
    return out.getvalue()


def picture(kind: str = "PNG", size: tuple[int, int] = (320, 200)) -> bytes:
    """A small picture of a page."""
    out = BytesIO()
    image = Image.new("L", size, 255)
    image.paste(0, (20, 20, size[0] // 2, 60))
    image.save(out, kind)
    return out.getvalue()


def zipped() -> bytes:
    """An archive with one file."""
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("run.exe", b"MZ")
    return out.getvalue()


def dicom() -> bytes:
    """The beginning of a DICOM file, with a preamble that says PDF."""
    return b"%PDF-1.4\n".ljust(128, b"\0") + b"DICM" + b"\x02\0\0\0UL\x04\0" + bytes(2000)


def _catalog(**entries: Any) -> Callable[[pikepdf.Pdf], None]:
    def then(made: pikepdf.Pdf) -> None:
        for name, value in entries.items():
            made.Root[f"/{name}"] = value

    return then


def _attachment(made: pikepdf.Pdf) -> None:
    made.attachments["notes.txt"] = b"hidden"


def _link_that_launches(made: pikepdf.Pdf) -> None:
    action = Dictionary(S=Name.Launch, F=String("calc.exe"))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 100, 100]), A=action)
    made.pages[0].Annots = made.make_indirect(Array([link]))


def _names_script(made: pikepdf.Pdf) -> None:
    script = made.make_indirect(Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))
    made.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("x"), script])))


def _orphan_script(made: pikepdf.Pdf) -> None:
    """A program that nothing on the pages calls, inside an object of another kind."""
    made.Root.Deep = made.make_indirect(Array([Array([Dictionary(Next=Dictionary(JS=String("app.alert(1)")))])]))


def _flood(made: pikepdf.Pdf) -> None:
    """A stream of a few kilobytes that unpacks to half a gigabyte."""
    packer, zeros = zlib.compressobj(9), bytes(1 << 20)
    once = b"".join([*(packer.compress(zeros) for _ in range(500)), packer.flush()])
    stream = made.make_stream(b"")
    stream.write(once, filter=Name.FlateDecode)
    made.Root.Flood = stream


def _nested_flood(made: pikepdf.Pdf) -> None:
    """The same packed twice."""
    packer, zeros = zlib.compressobj(9), bytes(1 << 20)
    once = b"".join([*(packer.compress(zeros) for _ in range(500)), packer.flush()])
    stream = made.make_stream(b"")
    stream.write(zlib.compress(once, 9), filter=Array([Name.FlateDecode, Name.FlateDecode]))
    made.Root.Flood = stream


def _huge_image(made: pikepdf.Pdf) -> None:
    image = made.make_stream(b"\0")
    image.Type, image.Subtype = Name.XObject, Name.Image
    image.Width, image.Height, image.BitsPerComponent = 50_000, 50_000, 1
    image.ColorSpace = Name.DeviceGray
    made.pages[0].Resources.XObject = Dictionary(Im=image)


def _outside_stream(made: pikepdf.Pdf) -> None:
    stream = made.make_stream(b"x")
    stream.F = String("/etc/passwd")
    made.Root.Outside = stream


def png_bomb() -> bytes:
    """A picture of 50,000 by 50,000 points in a few hundred kilobytes, each chunk of it sound."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)

    packer, line = zlib.compressobj(9), bytes(1 + 50_000 // 8)
    rows = b"".join([*(packer.compress(line) for _ in range(50_000)), packer.flush()])
    head = (50_000).to_bytes(4) * 2 + bytes([1, 0, 0, 0, 0])
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def moving_png() -> bytes:
    """A PNG of two pictures."""
    out = BytesIO()
    first, second = Image.new("L", (40, 40), 0), Image.new("L", (40, 40), 255)
    first.save(out, "PNG", save_all=True, append_images=[second])
    return out.getvalue()


def spoilt(content: bytes) -> bytes:
    """A byte in the middle changed."""
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 0xFF]) + content[middle + 1 :]


def in_comment(content: bytes) -> bytes:
    """A PDF with a comment that an archive program reads as the end of an archive."""
    return content.replace(b"%%EOF", b"%" + zipped() + b"\n%%EOF")


def cyclic_pages() -> bytes:
    """A page tree that comes back to itself."""

    def then(made: pikepdf.Pdf) -> None:
        made.Root.Pages.Kids = Array([made.Root.Pages])

    return pdf(1, then=then)


def deep() -> bytes:
    """Lists inside lists, far deeper than any report needs."""
    return pdf(1).replace(b"/Type /Catalog", b"/Type /Catalog /X " + b"[" * 5000 + b"]" * 5000)


def unlisted() -> bytes:
    """A PDF without its table of objects."""
    return pdf(1).replace(b"startxref", b"startxxxx")


LOCK = pikepdf.Encryption(user="secret", owner="secret")
RESTRICT = pikepdf.Encryption(user="", owner="secret", allow=pikepdf.Permissions(print_highres=False))

# What is done to a file, a word of the sentence that refuses it, and the name it comes with.
HOSTILE: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "text": (lambda: b"Lumbar MRI: no stenosis.", "neither a PDF", "report.pdf"),
    "program": (lambda: b"MZ" + bytes(5000), "neither a PDF", "report.pdf"),
    "archive": (zipped, "neither a PDF", "report.pdf"),
    "web page": (lambda: b"<html><script>alert(1)</script></html>", "neither a PDF", "report.pdf"),
    "svg": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "neither a PDF", "scan.png"),
    "dicom": (dicom, "DICOM", "image"),
    "dicom named": (lambda: bytes(64) + b"\x08\0\x05\0", "DICOM", "IM0001.dcm"),
    "dicom folder": (lambda: bytes(64), "DICOM", "DICOMDIR"),
    "tiff": (lambda: picture("TIFF"), "TIFF", "fax.tif"),
    "gif": (lambda: picture("GIF"), "neither a PDF", "scan.gif"),
    "locked": (lambda: pdf(encryption=LOCK), "password", "report.pdf"),
    "restricted": (lambda: pdf(encryption=RESTRICT), "password", "report.pdf"),
    "cut off": (lambda: pdf()[:-200], "cut off", "report.pdf"),
    "cut in half": (lambda: pdf()[: len(pdf()) // 2], "cut off", "report.pdf"),
    "head only": (lambda: b"%PDF-1.7\n%%EOF", "damaged", "report.pdf"),
    "no table": (unlisted, "damaged", "report.pdf"),
    "cyclic": (cyclic_pages, "damaged", "report.pdf"),
    "deep": (deep, "damaged", "report.pdf"),
    "no pages": (lambda: pdf(0), "damaged", "report.pdf"),
    "many pages": (lambda: pdf(41), "41 pages", "report.pdf"),
    "open script": (
        lambda: pdf(then=_catalog(OpenAction=Dictionary(S=Name.JavaScript, JS=String("x")))), "program", "report.pdf"),
    "names script": (lambda: pdf(then=_names_script), "program", "report.pdf"),
    "packed script": (
        lambda: pdf(then=_names_script, object_stream_mode=pikepdf.ObjectStreamMode.generate), "program", "report.pdf"),
    "orphan script": (lambda: pdf(then=_orphan_script), "program", "report.pdf"),
    "xfa": (lambda: pdf(then=_catalog(AcroForm=Dictionary(XFA=String("<xdp/>")))), "program", "report.pdf"),
    "launch": (lambda: pdf(then=_link_that_launches), "start a program", "report.pdf"),
    "submit": (lambda: pdf(then=_catalog(AA=Dictionary(WC=Dictionary(S=Name.SubmitForm)))), "send", "report.pdf"),
    "embedded": (lambda: pdf(then=_attachment), "other files", "report.pdf"),
    "portfolio": (lambda: pdf(then=_catalog(Collection=Dictionary())), "other files", "report.pdf"),
    "outside": (lambda: pdf(then=_outside_stream), "other files", "report.pdf"),
    "flood": (lambda: pdf(then=_flood), "time and memory", "report.pdf"),
    "nested flood": (lambda: pdf(then=_nested_flood), "time and memory", "report.pdf"),
    "huge image": (lambda: pdf(then=_huge_image), "million pixels", "report.pdf"),
    "archive behind": (lambda: pdf() + zipped(), "two things", "report.pdf"),
    "archive inside": (lambda: in_comment(pdf()), "two things", "report.pdf"),
    "program behind": (lambda: pdf() + b"MZ" + bytes(9), "behind the end", "report.pdf"),
    "something before": (lambda: b"GIF89a" + pdf(), "two things", "report.pdf"),
    "page inside": (lambda: pdf().replace(b"%PDF-1.3\n", b"%PDF-1.3\n%<script>x</script>\n"), "two things", "a.pdf"),
    "png bomb": (png_bomb, "million pixels", "scan.png"),
    "png cut off": (lambda: picture()[:-30], "damaged", "scan.png"),
    "png spoilt": (lambda: spoilt(picture()), "damaged", "scan.png"),
    "png with more": (lambda: picture() + b"MZ", "behind the picture", "scan.png"),
    "png moving": (moving_png, "moving", "scan.png"),
    "jpeg cut off": (lambda: picture("JPEG")[:-40], "damaged", "scan.jpg"),
    "jpeg with more": (lambda: picture("JPEG") + b"\0\0MZ", "behind the picture", "scan.jpg"),
    "jpeg archive": (lambda: picture("JPEG") + zipped(), "two things", "scan.jpg"),
    "jpeg and pdf": (lambda: picture("JPEG")[:20] + pdf(), "two things", "scan.jpg"),
}  # fmt: skip
