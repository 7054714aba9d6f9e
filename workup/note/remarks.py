"""The remarks on single questions, each behind what it is about."""

from workup import words
from workup.answers import At, Slot
from workup.assess.remarks import REMARK, remarks_of
from workup.note.blocks import Cell, Part, Run, Table
from workup.note.reader import Reader
from workup.note.wording import slot_words
from workup.texts import _


def remarks_part(reader: Reader) -> Part | None:
    """A row for each remark; that of a question the content no longer has is named by its address."""
    rows = []
    for where, (number, text) in remarks_of(reader.assessment).items():
        if Slot(REMARK, At(number)) in reader.withheld:
            continue
        said = reader.read(Slot(REMARK, At(number))) or text
        known = where.item in reader.library.items
        name = words.capital(slot_words(reader.library, where)) if known else str(where)
        slots = (where, Slot(REMARK, At(number))) if known else (Slot(REMARK, At(number)),)
        rows.append((Cell(((Run(name),),)), Cell(((Run(said),),), slots=slots)))
    return Part("remarks", _("Remarks"), (Table(("", ""), tuple(rows), (1, 2)),)) if rows else None
