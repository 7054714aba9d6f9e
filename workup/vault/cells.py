"""How an entry stands in the cells of its row, and comes out of them again."""

from datetime import datetime
from typing import Any

import msgspec

from workup.answers import At, Slot, Value
from workup.record import Act, Entry
from workup.vault import chain, refusals
from workup.vault.engine import Cell

_VALUE = msgspec.json.Decoder(Value | Act | None)
_SLOT = msgspec.json.Decoder(Slot)


def sealed(end: chain.Chain, entry: Entry, step: int) -> tuple[Cell, ...]:
    """The row of a new entry with its seal, counted into the chain."""
    slot = entry.slot
    where: tuple[Cell, ...] = (None,) * 4 if slot is None else (slot.item, slot.at.record, slot.at.place, slot.at.side)
    row = (
        end.seq + 1, entry.log, entry.visit, entry.at.isoformat(), entry.who, *where, _value_text(entry.value),
        entry.cause, step,
    )  # fmt: skip
    return (*row, end.seal("entry", row))


def entry_of(row: tuple[Any, ...]) -> Entry:
    """The entry a row holds."""
    seq, log, visit, at, who, item, record, place, side, value, cause, step = row
    slot = None if item is None else Slot(item, At(record, place, side))
    return Entry(seq, log, visit, datetime.fromisoformat(at), who, slot, _VALUE.decode(value), cause, step)


def _value_text(value: Value | Act | None) -> str:
    try:
        text = msgspec.json.encode(value)
    except UnicodeEncodeError:
        raise refusals.UnstorableText from None
    # What cannot be read back would make the whole log unreadable; the text of the value stays out of the message.
    try:
        same = _VALUE.decode(text) == value
    except msgspec.ValidationError:
        same = False
    if not same:
        raise ValueError(f"{type(value).__name__} is not a value that can be stored")
    return text.decode()


def slot_text(slot: Slot) -> str:
    """A slot as text, the same for equal ones."""
    # A part that is the very default object is left out in writing: a fresh one makes equal slots equal texts.
    at = slot.at
    return msgspec.json.encode(Slot(slot.item, At(at.record, at.place, at.side))).decode()


def slot_of(text: str) -> Slot:
    """The slot of a text."""
    return _SLOT.decode(text)
