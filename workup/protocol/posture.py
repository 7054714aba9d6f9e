"""The examination by posture: what is done standing, then walking, and so to prone; the order of the walk."""

from collections import Counter
from collections.abc import Sequence
from typing import get_args

from workup.answers import Slot
from workup.protocol.items import Posture
from workup.protocol.library import Library

# In the order in which a patient is least moved about.
POSTURES: tuple[Posture, ...] = get_args(Posture)


def posture_of(library: Library, item: str) -> Posture | None:
    """The posture a question is answered in: its own, that of what it follows up, else that of its section."""
    asked = library.items[item]
    while asked.about and not asked.position:
        asked = library.items[asked.about]
    return asked.position or library.section_of[asked.id].posture or None


def by_posture(library: Library, slots: Sequence[Slot]) -> list[Slot]:
    """The slots posture by posture, within each as they came; what needs no posture comes last."""
    place = {name: _place(posture_of(library, name)) for name in {slot.item for slot in slots}}
    return sorted(slots, key=lambda slot: place[slot.item])


def left_by_posture(library: Library, step: str, waiting: Sequence[Slot]) -> dict[Posture | None, int]:
    """How many open questions of a step are left in each posture, in the order of the walk."""
    counts: Counter[Posture | None] = Counter()
    for item, number in Counter(slot.item for slot in waiting).items():
        if library.section_of[item].step == step:
            counts[posture_of(library, item)] += number
    return {posture: counts[posture] for posture in sorted(counts, key=_place)}


def _place(posture: Posture | None) -> int:
    return len(POSTURES) if posture is None else POSTURES.index(posture)
