"""Evaluations to write notes of: the worked cases, and answers laid by hand over the real content."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path

from workup.answers import NOWHERE, Answer, Answers, At, Finding, Gap, Marks, Slot, Value
from workup.assess import Assessment, assess
from workup.body import BodyFigure, load_body
from workup.cases import Case, read_answer, read_case
from workup.content import load
from workup.note import Cover, Note, compose
from workup.protocol import AnyItem, Choice, Choices, Grade, Library, ManoeuvreItem, YesNo
from workup.record import Visit
from workup.style import Style, load_style

RESOURCES = Path(__file__).parents[2] / "resources"
CASES = sorted(path.stem for path in (RESOURCES / "cases").glob("*.toml"))
FIRST, LAST = date(2025, 11, 4), date(2025, 11, 25)
TWO_VISITS = (Visit(1, FIRST, "Dr Okafor"), Visit(2, LAST, "Dr Okafor"))
COVER = Cover(
    author="Dr Adaeze Okafor",
    profession="Pain medicine",
    clinic="Fernhill Spine and Pain Clinic",
    address="12 Fern Hill",
    phone="555 0100",
    licence="70-1482",
    document="004-2318-W2",
    printed_at=datetime(2025, 11, 25, 9, 41, tzinfo=UTC),
)


@cache
def library() -> Library:
    """The content as shipped."""
    return load(RESOURCES)[0]


@cache
def style() -> Style:
    """The look as shipped."""
    return load_style(RESOURCES / "style.toml")


@cache
def figure() -> BodyFigure:
    """The body chart as shipped."""
    return load_body(RESOURCES / "figures" / "body.svg")


@cache
def case(name: str) -> Case:
    """A worked case."""
    return read_case(library(), RESOURCES / "cases" / f"{name}.toml")


@cache
def assessed_case(name: str) -> Assessment:
    """A worked case, assessed."""
    worked = case(name)
    return assess(library(), worked.answers, worked.today, worked.visits)


def note_of_case(name: str, cover: Cover = COVER) -> Note:
    """The note of a worked case."""
    return compose(library(), assessed_case(name), cover)


def laid(*visits: Mapping[str, object]) -> Answers:
    """Answers by address, one mapping for each visit."""
    entries: list[tuple[Slot, Answer]] = []
    for number, given in enumerate(visits, 1):
        day = FIRST if number < len(visits) else LAST
        moment = datetime.combine(day, time(12), UTC)
        for address, raw in given.items():
            where, value = read_answer(library(), address, raw, day)
            entries.append((where, Answer(value, number, moment, "Dr Okafor")))
    return Answers(entries)


def assessed(answers: Answers, visits: int = 1) -> Assessment:
    """These answers, assessed at the last of one or two visits."""
    days = TWO_VISITS if visits == 2 else (Visit(1, LAST, "Dr Okafor"),)
    return assess(library(), answers, LAST, days)


def note_of(*visits: Mapping[str, object], cover: Cover = COVER) -> Note:
    """The note of answers laid by hand."""
    return compose(library(), assessed(laid(*visits), len(visits)), cover)


def flags() -> list[str]:
    """The addresses of the red-flag questions asked when nothing is known yet."""
    asked = assessed(Answers()).asked
    items = [name for name, item in library().items.items() if item.red_flag and asked.get(name)]
    return [str(Slot(name, at)) for name in items for at in asked[name]]


def normal(item: AnyItem) -> Value:
    """An answer to this item that is no finding."""
    match item:
        case YesNo():
            return "yes" if item.finding == "no" else "no"
        case Choice():
            return next(option for option in item.options if option in item.normal or option not in item.findings)
        case Choices():
            return Marks(absent=tuple(item.options))
        case Grade():
            return item.normal[0]
        case ManoeuvreItem():
            return Finding("negative")
        case _:
            return Gap("unknown")


def with_answer(answers: Answers, item: str, value: Value, at: At = NOWHERE, visit: int = 1) -> Answers:
    """The answers with one more on top."""
    moment = datetime.combine(LAST, time(12), UTC)
    return answers.laid(Slot(item, at), Answer(value, visit, moment, "Dr Okafor"))
