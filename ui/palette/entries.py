"""What can be found in an open workup: its questions, what can be answered to them, the areas of the chart."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ui.palette.matching import Entry
from workup import words
from workup.answers import At, Slot
from workup.assess import Assessment
from workup.body import BodyFigure
from workup.note.wording import slot_words
from workup.protocol import AnyItem, BodyMap, Choice, Choices, Computed, Records, YesNo

QUESTION, AREA, ANSWER = 1, 1, 2
Go = Callable[[Slot, str], object]


def questions(assessment: Assessment, figure: BodyFigure, go: Go) -> Iterator[Entry]:
    """Every question that is asked now, with its answers; the latest record where there are several."""
    library = assessment.library
    for name, ats in assessment.asked.items():
        item = library.items[name]
        section = library.section_of.get(name)
        if not ats or section is None or isinstance(item, Computed) or section.look == "reasoning":
            continue
        if isinstance(item, BodyMap):
            yield from _areas(item, figure, go)
        for where in _first_of_each(name, ats):
            said = words.capital(slot_words(library, where)) if where.at.place or where.at.side else item.label
            known = f"{item.text} {library.axes.get(item.axis or '', {}).get(where.at.place or '', '')}"
            yield Entry(said, section.title, _going(go, where), QUESTION, known)
            if where.at.place is None:
                yield from _answers(item, where, said, section.title, go)


def _first_of_each(name: str, ats: tuple[At, ...]) -> Iterator[Slot]:
    """One slot for each place: the first side, the latest record."""
    seen: dict[str | None, At] = {}
    for at in ats:
        known = seen.get(at.place)
        if known is None or (known.record or 0) < (at.record or 0):
            seen[at.place] = at
    return (Slot(name, at) for at in seen.values())


def _answers(item: AnyItem, where: Slot, said: str, hint: str, go: Go) -> Iterator[Entry]:
    if isinstance(item, Choice | Choices) and not isinstance(item, Records):
        for option, label in item.options.items():
            yield Entry(f"{said}: {words.in_sentence(label)}", hint, _going(go, where, option), ANSWER)
    elif isinstance(item, YesNo):
        for option in ("yes", "no"):
            yield Entry(f"{said}: {option}", hint, _going(go, where, option), ANSWER)


def _areas(item: BodyMap, figure: BodyFigure, go: Go) -> Iterator[Entry]:
    for region in figure.regions:
        yield Entry(region.title, item.label, _going(go, Slot(item.id, At(None, region.name, region.side))), AREA)


def _going(go: Go, where: Slot, option: str = "") -> Callable[[], object]:
    return lambda: go(where, option)
