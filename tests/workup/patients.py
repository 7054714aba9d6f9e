"""Answers laid by hand over the content as shipped."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path

from tests import shipped
from workup.answers import Answer, Answers, TakenBack, slot
from workup.assess import Assessment, assess
from workup.cases import read_answer
from workup.protocol import Library
from workup.record import Visit

RESOURCES = Path(__file__).parents[2] / "resources"
FIRST, LAST = date(2025, 11, 4), date(2025, 11, 25)
ANN = "ann"


@cache
def library() -> Library:
    """The content as shipped."""
    return shipped.library()


def laid(*visits: Mapping[str, object], before: Answers | None = None) -> Answers:
    """Answers by address as in a case file, one mapping for each visit; None takes an answer back."""
    answers = before or Answers()
    for number, given in enumerate(visits, 1):
        day = FIRST if number < len(visits) else LAST
        moment = datetime.combine(day, time(12), UTC)
        for address, raw in given.items():
            if raw is None:
                answers = answers.laid(slot(address), TakenBack(number, moment, ANN))
                continue
            where, value = read_answer(library(), address, raw, day)
            answers = answers.laid(where, Answer(value, number, moment, ANN))
    return answers


def assessed(*visits: Mapping[str, object]) -> Assessment:
    """These answers, assessed at the last visit."""
    return of(laid(*visits), len(visits))


def of(answers: Answers, visits: int = 1, before: Assessment | None = None) -> Assessment:
    """Answers assessed at the last of one or two visits."""
    days = (Visit(1, FIRST if visits > 1 else LAST, ANN), Visit(2, LAST, ANN))[:visits]
    return assess(library(), answers, LAST, days, before=before)
