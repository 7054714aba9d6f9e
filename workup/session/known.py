"""What is known of the patient for the places of a text macro; what is not known is left out."""

from collections.abc import Mapping

from workup import words
from workup.answers import SIDES, At, Levels, PartialDate, Slot
from workup.assess import Assessment

SCORES = ("leg_pain_now", "leg_pain_worst")


def known_for(assessment: Assessment, where: Slot | None) -> Mapping[str, str]:
    """Side, level, age, sex and date, at a slot."""
    birth, sex = assessment.answers.value("birth_date"), assessment.answers.value("sex")
    found = {"date": words.calendar_day(assessment.today), "side": _side(assessment, where)}
    found["level"] = _level(assessment, where)
    if isinstance(birth, PartialDate):
        found["age"] = words.age_known(birth.first, birth.last, assessment.today)
    if isinstance(sex, str) and sex in ("female", "male"):
        found["sex"] = sex
    return {name: said for name, said in found.items() if said}


def _side(assessment: Assessment, where: Slot | None) -> str:
    """That of the slot, else the only leg that hurts."""
    if where is not None and where.at.side is not None:
        return where.at.side
    for item in SCORES:
        pains = {side: assessment.answers.value(item, At(side=side)) for side in SIDES}
        hurting = [side for side, pain in pains.items() if isinstance(pain, int | float) and pain > 0]
        if hurting:
            return hurting[0] if len(hurting) == 1 and None not in pains.values() else ""
    return ""


def _level(assessment: Assessment, where: Slot | None) -> str:
    """That of the slot's record, else of the latest operation."""
    number = where.at.record if where is not None and where.item.startswith("operation") else None
    number = number if number is not None else assessment.facts.latest_operation()[0]
    span = assessment.answers.value("operation_levels", At(record=number)) if number is not None else None
    return words.levels(span.upper, span.lower) if isinstance(span, Levels) else ""
