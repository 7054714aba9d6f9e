"""What a result does: the assessment without it, and with one that is not entered yet."""

from collections.abc import Iterable

from workup.answers import Answer, Answers, Slot, TakenBack, Value
from workup.assess.assessment import Assessment
from workup.assess.walk import assess
from workup.orders.expect import belongs_to_result, result_slots


def without_result(assessment: Assessment, number: int) -> Assessment:
    """The same patient as if the result of one order had not come in."""
    answers = assessment.answers
    for slot in result_slots(assessment.library, tuple(answers), number):
        given = answers[slot]
        answers = answers.laid(slot, TakenBack(given.visit, given.at, given.who))
    return _again(assessment, answers)


def same_without(one: Assessment, other: Assessment, number: int) -> bool:
    """Whether two assessments differ at most in the result of this order: without it both are the same."""
    if not one.is_comparable(other):
        return False
    for item in one.answers.differing(other.answers):
        mine, others = one.answers.of_item(item), other.answers.of_item(item)
        changed = {at for at in {**mine, **others} if mine.get(at) is not others.get(at)}
        if changed and not (belongs_to_result(one.library, item) and all(at.record == number for at in changed)):
            return False
    return True


def supposing(assessment: Assessment, pairs: Iterable[tuple[Slot, Value | None]], by: Answer) -> Assessment:
    """The same patient with answers that are not stored; `by` lends them visit, time and author."""
    answers = assessment.answers
    for slot, value in pairs:
        step = TakenBack(by.visit, by.at, by.who) if value is None else Answer(value, by.visit, by.at, by.who)
        answers = answers.laid(slot, step)
    return _again(assessment, answers)


def _again(assessment: Assessment, answers: Answers) -> Assessment:
    same = assessment
    return assess(same.library, answers, same.today, same.visits, same.visit, same.former, same)
