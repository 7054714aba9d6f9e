"""Free text beside a question: a record of its own that names the slot it is about."""

from collections.abc import Mapping

from workup.answers import Answer, At, Slot, TakenBack, Value, slot
from workup.assess.assessment import Assessment

REMARKS, ABOUT, REMARK = "remarks", "remark_about", "remark"


def remarks_of(assessment: Assessment) -> Mapping[Slot, tuple[int, str]]:
    """The remark on each slot with the number of its record, in the order they were written."""
    found: dict[Slot, tuple[int, str]] = {}
    for number in assessment.records.get(REMARKS, ()):
        about, text = (assessment.answers.value(name, At(number)) for name in (ABOUT, REMARK))
        if isinstance(about, str) and isinstance(text, str) and text.strip():
            try:
                found[slot(about)] = (number, text)
            except ValueError:  # written by hand into a file that was brought here; it belongs to no question
                continue
    return found


def withheld(assessment: Assessment) -> frozenset[Slot]:
    """What belongs to remarks on private questions, also former ones: it leaves the room only where those do."""
    found = set[Slot]()
    for where in assessment.answers.ever:
        if where.item == ABOUT and any(_is_private(assessment, step) for step in assessment.answers.trail(where)):
            found.update(Slot(name, where.at) for name in (REMARKS, ABOUT, REMARK))
    return frozenset(found)


def _is_private(assessment: Assessment, step: Answer | TakenBack) -> bool:
    about = step.value if isinstance(step, Answer) else ""
    item = assessment.library.items.get(str(about).partition("@")[0])
    return item is not None and item.private


def remarked(assessment: Assessment, where: Slot, text: str) -> list[tuple[Slot, Value | None]]:
    """The answers that put a remark beside a slot, change it, or with no text take it away."""
    known = remarks_of(assessment).get(where)
    if known is not None and not text.strip():
        return [(Slot(REMARKS, At(known[0])), "removed")]
    if known is not None:
        return [(Slot(REMARK, At(known[0])), text.strip())] if text.strip() != known[1] else []
    if not text.strip():
        return []
    used = [at.record for name in (REMARKS, ABOUT, REMARK) for at in assessment.answers.of_item(name)]
    number = max((one for one in used if one is not None), default=0) + 1
    return [
        (Slot(REMARKS, At(number)), "added"),
        (Slot(ABOUT, At(number)), str(where)),
        (Slot(REMARK, At(number)), text.strip()),
    ]
