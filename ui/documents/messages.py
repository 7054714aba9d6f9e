"""What the window and the process that draws say to each other: each message with its length in front."""

from __future__ import annotations

import msgspec
from msgspec import Struct

HEAD = 4
MOST_PIXELS = 16_000_000
LONGEST = 3 * MOST_PIXELS + 1000


class Show(Struct, frozen=True, tag=True):
    """A document to open; a picture in it has at most so many pixels."""

    media: str
    content: bytes
    pixels: int


class Draw(Struct, frozen=True, tag=True):
    """A page to draw so many pixels wide, from 0."""

    page: int
    wide: int


class Ready(Struct, frozen=True, tag=True):
    """The document is open and has so many pages; none when it cannot be shown."""

    pages: int


class Drawn(Struct, frozen=True, tag=True):
    """A page as rows of red, green and blue; no rows when it could not be drawn."""

    page: int
    wide: int
    tall: int
    rows: bytes


_TO_DRAW: msgspec.msgpack.Decoder[Show | Draw] = msgspec.msgpack.Decoder(Show | Draw)
_TO_SHOW: msgspec.msgpack.Decoder[Ready | Drawn] = msgspec.msgpack.Decoder(Ready | Drawn)


def framed(message: Show | Draw | Ready | Drawn) -> bytes:
    """A message as it goes through the pipe."""
    body = msgspec.msgpack.encode(message)
    return len(body).to_bytes(HEAD) + body


def to_draw(body: bytes) -> Show | Draw:
    """What the window asks for."""
    return _TO_DRAW.decode(body)


def to_show(body: bytes) -> Ready | Drawn:
    """What came back; raises a DecodeError for anything else."""
    found = _TO_SHOW.decode(body)
    if isinstance(found, Drawn) and len(found.rows) not in (0, 3 * found.wide * found.tall):
        raise msgspec.ValidationError("the rows do not make up the page")
    return found
