"""Scanned pages: a PNG or JPEG that is whole, has nothing behind it, and is not larger than it may be."""

import re
import zlib
from io import BytesIO

from workup.documents.verdict import Limits, Unfit
from workup.texts import N_, _

DAMAGED = N_("This picture is damaged or cut off, so it was not attached. Scan or save the page again.")
BEHIND = (
    N_("Something else stands behind the picture in this file, so it was not attached. "
    "Open it, save it as a new PNG or JPEG, and attach that.")
)
_SCAN_END = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]", re.DOTALL)
_ALONE = {0x01, *range(0xD0, 0xD8)}


def check_png(content: bytes) -> None:
    """Walk the chunks: each with its checksum, the last one the end of the file."""
    place = 8
    while True:
        size = int.from_bytes(content[place : place + 4])
        kind, end = content[place + 4 : place + 8], place + 12 + size
        if end > len(content) or zlib.crc32(content[place + 4 : end - 4]) != int.from_bytes(content[end - 4 : end]):
            raise Unfit(_(DAMAGED))
        place = end
        if kind == b"IEND":
            break
    if place != len(content):
        raise Unfit(_(BEHIND))


def check_jpeg(content: bytes) -> None:
    """Walk the segments to the end of the picture; cameras may put further JPEGs behind it, and nothing else."""
    place = 0
    while place < len(content):
        if content[place : place + 2] != b"\xff\xd8":
            raise Unfit(_(BEHIND))
        place = _jpeg_end(content, place + 2)


def _jpeg_end(content: bytes, place: int) -> int:
    """Where one JPEG ends whose first segment stands at `place`."""
    while content[place : place + 1] == b"\xff":
        while content[place : place + 1] == b"\xff":
            place += 1
        marker = content[place] if place < len(content) else 0
        place += 1
        if marker == 0xD9:
            return place
        if marker in _ALONE:
            continue
        size = int.from_bytes(content[place : place + 2])
        if size < 2 or place + size > len(content):
            break
        place += size
        if marker == 0xDA:
            found = _SCAN_END.search(content, place)
            if found is None:
                break
            place = found.start()
    raise Unfit(_(DAMAGED))


def check_picture(content: bytes, kind: str, limits: Limits) -> None:
    """Decode the whole picture, after a look at its size."""
    from PIL import Image, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = None  # looked at below, with our own sentence
    try:
        with Image.open(BytesIO(content), formats=(kind,)) as image:
            wide, tall = image.size
            if wide * tall > limits.pixels:
                raise Unfit(too_many_pixels(limits))
            if kind == "PNG" and getattr(image, "n_frames", 1) > 1:
                raise Unfit(_("This file holds moving pictures, so it was not attached. Save the page as one picture."))
            image.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, IndexError, zlib.error):
        raise Unfit(_(DAMAGED)) from None


def too_many_pixels(limits: Limits) -> str:
    """The sentence for a picture that would unpack to more than is allowed."""
    return _(
        "A picture in this file has more than {pixels} million pixels, so it was not attached. "
        "Scan it with less resolution: 300 dots an inch are plenty for a report."
    ).format(pixels=limits.pixels // 1000000)
