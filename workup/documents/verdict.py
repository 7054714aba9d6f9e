"""What is asked about a file from outside, and the answer: what it is, or why it is not kept."""

from datetime import date
from typing import Literal

import msgspec
from msgspec import Struct

from workup.answers import Media
from workup.errors import WorkupError
from workup.texts import ENGLISH, N_, _


class Limits(Struct, frozen=True):
    """How large a document may be: bytes of the file, pages, and pixels of each picture."""

    size: int
    pages: int
    pixels: int


class Job(Struct, frozen=True):
    """A file to examine; its name says nothing but what a sentence may need.

    As a `report` it is looked at before it is attached; of a signed page the `record` is found, or the whole
    `workup` in it read by the content in `resources`. What it says is in `language`.
    """

    name: str
    content: bytes
    limits: Limits
    purpose: Literal["report", "record", "workup"] = "report"
    resources: str = ""
    today: date | None = None
    language: str = ENGLISH


class Examined(Struct, frozen=True):
    """What a file is, or a sentence that says why it is refused."""

    media: Media | None = None
    pages: int = 0
    sentence: str = ""


class Unfit(WorkupError):
    """A file that is not kept; the sentence says why and what to do."""


RECORD_NAME = "record.fhir.json"


class Carried(Struct, frozen=True):
    """The record that a signed page carries: whether it is there, its SHA-256, and which document it says it is.

    `sentence` says why nothing could be read of it, or of the page.
    """

    there: bool = False
    digest: str = ""
    document: str = ""
    version: int = 0
    sentence: str = ""


def encoded(job: Job) -> bytes:
    """A job as it is handed to the process that examines."""
    return msgspec.msgpack.encode(job)


def decoded(answer: bytes) -> Examined:
    """The answer of that process; one that cannot be read refuses the file."""
    try:
        return msgspec.msgpack.decode(answer, type=Examined)
    except msgspec.DecodeError:
        return Examined(sentence=_(GAVE_UP))


def carried_of(answer: bytes) -> Carried:
    """The record as that process found it; an answer that cannot be read is none."""
    try:
        return msgspec.msgpack.decode(answer, type=Carried)
    except msgspec.DecodeError:
        return Carried(sentence=_(TOO_MUCH))


TOO_MUCH = N_(
    "This PDF could not be read within the time and memory that a signed page needs, so nothing was read of it."
)
GAVE_UP = (
    N_("This file could not be examined within the time and memory that a report needs, so it was not attached. "
    "Print it to a new PDF, or scan the page, and attach that.")
)
