"""The lines of the worklist: read from the vault, each with its standing; sorted and filtered in memory."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import Literal

from msgspec import Struct

from workup.store import OpenWork, PersonRow, WorkRow
from workup.texts import N_
from workup.vault.folding import folded
from workup.worklist.standing import Standing, standing

Sort = Literal["kind", "due", "patient"]
UNSAFE = N_("Unsafe")
# In the order of urgency, on screen and paper.
KINDS: tuple[Standing, ...] = ("unread", "overdue", "booked", "due", "missed", "waiting")
_PLACE = {kind: place for place, kind in enumerate(KINDS)}
_NEVER = date.max.toordinal()


class Line(Struct, frozen=True, gc=False):
    """One row as it stands today; `day` says so, and `late` is how many days that is past; `unsafe` stands over it.

    `words` is what it is found by; `ordinal` and `urgency` are numbers to sort by, what has no day last.
    """

    person: PersonRow
    row: WorkRow
    standing: Standing
    day: date | None
    late: int
    words: str
    ordinal: int
    urgency: int
    unsafe: bool = False


def lines(found: Iterable[OpenWork], today: date, title: Callable[[WorkRow], str]) -> list[Line]:
    """All that is on the list today, by the name of the patient; found by the patient, its title and its detail."""
    made: list[Line] = []
    now = today.toordinal()
    for each in found:
        row = each.row
        how, day = standing(row, today)
        if how is not None:
            ordinal = _NEVER if day is None else day.toordinal()
            words = f"{each.words} {each.person.mrn} {title(row)} {row.detail}"
            words = words.lower() if words.isascii() else folded(words)
            unsafe = row.unsafe is not None and row.unsafe <= today and (row.safe is None or today < row.safe)
            urgency = (_PLACE[how] * 2 + (not unsafe)) * 2 * _NEVER + ordinal  # in each kind what is unsafe comes first
            late = 0 if how == "waiting" else max(0, now - ordinal)
            made.append(Line(each.person, row, how, day, late, words, ordinal, urgency, unsafe))
    return made


def kept(
    shown: Sequence[Line], text: str = "", kinds: Collection[Standing] = (), who: str = "", *, unsafe: bool = False
) -> list[Line]:
    """The lines of these kinds (none named: all) and clinician that contain every word, in the order they come.

    With `unsafe` only orders that are.
    """
    found: Iterable[Line] = shown
    if kinds:
        found = [line for line in found if line.standing in kinds]
    if unsafe:
        found = [line for line in found if line.unsafe]
    if who:
        found = [line for line in found if line.row.who == who]
    for word in folded(text).split():
        found = [line for line in found if word in line.words]
    return list(found)


def ordered(shown: Iterable[Line], sort: Sort) -> list[Line]:
    """Lines that come by name: by urgency, by day or as they come; what is equal stays by name."""
    keys = {"kind": attrgetter("urgency"), "due": attrgetter("ordinal")}
    return sorted(shown, key=keys[sort]) if sort in keys else list(shown)


def foremost(shown: Sequence[Line], most: int) -> list[Line]:
    """So many lines of a list by urgency, in its order; what is unsafe is among them, however far it could wait."""
    left_out = [line for line in shown[most:] if line.unsafe][:most]
    if not left_out:
        return list(shown[:most])
    safe = [line for line in shown[:most] if not line.unsafe]
    dropped = {id(line) for line in safe[max(0, len(safe) - len(left_out)) :]}
    return [*(line for line in shown[:most] if id(line) not in dropped), *left_out][:most]


def counts(shown: Iterable[Line]) -> Mapping[Standing, int]:
    """How many lines stand in each way."""
    found = dict.fromkeys(KINDS, 0)
    for line in shown:
        found[line.standing] += 1
    return found
