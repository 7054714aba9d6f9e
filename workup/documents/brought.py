"""A signed page as the process that reads files from outside hands it over: its record in words, and as entries."""

from datetime import datetime

import msgspec
from msgspec import Struct

from workup.documents.verdict import TOO_MUCH, Carried
from workup.record import Entry
from workup.texts import _


class Brought(Struct, frozen=True):
    """One workup as a page carries it: the ids it has in its own vault, its content, who signed it and when.

    `entries` are its answers, oldest first, without a log; `names` are those of the accounts that gave them.
    """

    patient: str
    evaluation: str
    content: str
    digest: str
    signed: datetime
    author: str
    entries: tuple[Entry, ...]
    names: dict[str, str]
    left_out: tuple[str, ...] = ()


class OpenedPage(Struct, frozen=True):
    """What a page carries, what its record says part by part, and the workup in it.

    `sentence` says why the workup cannot be read, where the record as such can.
    """

    carried: Carried
    title: str = ""
    words: tuple[tuple[str, str], ...] = ()
    workup: Brought | None = None
    sentence: str = ""


def opened_of(answer: bytes) -> OpenedPage:
    """A page as that process read it; an answer that cannot be read is none."""
    try:
        return msgspec.msgpack.decode(answer, type=OpenedPage)
    except msgspec.DecodeError:
        return OpenedPage(Carried(sentence=_(TOO_MUCH)))
