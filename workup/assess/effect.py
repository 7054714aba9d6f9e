"""What a result does: the assessment without it, and with one that is not entered yet."""

from collections.abc import Iterable

from workup.answers import Answer, Answers, Slot, TakenBack, Value
from workup.assess.assessment import Assessment
from workup.assess.walk import assess
from workup.orders.expect import result_slots


def without_result(assessment: Assessment, number: int) -> Assessment:
    """The same patient as if the result of one order had not come in."""
    answers = assessment.answers
    for slot in result_slots(assessment.library, tuple(answers), number):
        given = answers[slot]
        answers = answers.laid(slot, TakenBack(given.visit, given.at, given.who))
    return _again(assessment, answers)


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
