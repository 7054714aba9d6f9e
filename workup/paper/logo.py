"""The clinic's logo: a PNG or JPEG of modest size, read whole before it is used, and nothing else."""

from io import BytesIO
from pathlib import Path

from workup.texts import _

MOST_BYTES = 2_000_000
MOST_SIDE = 4000
MAGIC = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


def read_logo(path: str) -> tuple[bytes, str]:
    """The bytes of a logo, and when it cannot be used none of them and a sentence that says why."""
    if not path:
        return b"", ""
    file = Path(path)
    try:
        if file.stat().st_size > MOST_BYTES:
            return b"", _("{name} is larger than {most_bytes} MB; the page prints without a logo.").format(
                name=file.name, most_bytes=MOST_BYTES // 1000000
            )
        data = file.read_bytes()
    except OSError as error:
        return b"", _("{name} cannot be read ({strerror}); the page prints without a logo.").format(
            name=file.name, strerror=error.strerror
        )
    problem = logo_problem(data)
    return (
        (b"", _("{name} {problem}; the page prints without a logo.").format(name=file.name, problem=problem))
        if problem
        else (data, "")
    )


def drawable(data: bytes) -> bytes:
    """A logo in colours of the screen: those of a printing press would need a profile of their own in an archive."""
    from PIL import Image

    with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as image:
        if image.mode in ("1", "L", "LA", "P", "RGB", "RGBA"):
            return data
        out = BytesIO()
        image.convert("RGB").save(out, "PNG")
        return out.getvalue()


def logo_problem(data: bytes) -> str:
    """Why these bytes cannot be a logo; empty when they can."""
    if not data.startswith(MAGIC):
        return _("is neither a PNG nor a JPEG")
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as image:
            if max(image.size) > MOST_SIDE:
                return _("is larger than {most_side} pixels").format(most_side=MOST_SIDE)
            image.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return _("is damaged")
    return ""
