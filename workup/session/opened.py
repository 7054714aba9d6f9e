"""What a session holds open: the logs of one workup, and small turns of their entries."""

from msgspec import Struct
from msgspec.structs import replace

from workup.answers import Answers, Slot
from workup.protocol import Library
from workup.record import Entry, Visit


class OpenWorkup(Struct):
    """What is open: the patient, the evaluation, their logs and what stood before."""

    patient: str
    evaluation: str
    logs: dict[str, list[Entry]]
    former: Answers
    ordinal: int
    visits: tuple[Visit, ...]
    status: str = "draft"
    reason: str = ""
    answered: bool = False


def with_visit(known: tuple[Visit, ...], visit: Visit) -> tuple[Visit, ...]:
    """The visits with this one among them."""
    return known if any(v.number == visit.number for v in known) else (*known, visit)


def renamed(entry: Entry, library: Library) -> Entry:
    """The entry under the present name of its item."""
    if entry.slot is None or entry.slot.item not in library.renames:
        return entry
    return replace(entry, slot=Slot(library.renames[entry.slot.item], entry.slot.at))
