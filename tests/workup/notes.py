"""Evaluations to write notes of: the worked cases, and answers laid by hand over the real content."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from random import Random

from pypdf import PdfReader

from tests import shipped
from workup.answers import (
    NOWHERE,
    SIDES,
    Answer,
    Answers,
    At,
    Attached,
    AttachedFile,
    Finding,
    Gap,
    Levels,
    Marks,
    Painted,
    PartialDate,
    Side,
    Slot,
    Value,
)
from workup.assess import Assessment, assess
from workup.body import BodyFigure, load_body
from workup.cases import Case, read_answer, read_case
from workup.limits import refusal
from workup.note import Cover, Note, compose, plain_text
from workup.note.blocks import Callout
from workup.paper import pdf
from workup.protocol import (
    AnyItem,
    BodyMap,
    Choice,
    Choices,
    Document,
    Grade,
    Library,
    ManoeuvreItem,
    Number,
    Scale,
    SpanOfLevels,
    Text,
    When,
    YesNo,
)
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
    return shipped.library()


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


def pages_of(note: Note, cover: Cover = COVER) -> list[str]:
    """The text of each printed page."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf(note, style(), figure(), cover))).pages]


def flat(note: Note) -> str:
    """The plain text in one line."""
    return re.sub(r"\s+", " ", plain_text(note))


def callout(note: Note, kind: str) -> Callout:
    """The one frame of this kind."""
    found = [block for block in note.blocks if isinstance(block, Callout) and block.kind == kind]
    assert len(found) == 1
    return found[0]


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


# ----------------------------------------------------------------------------------------------------- random answers

TEXTS = ("short", "Longer <b>text</b> & {x}. And more.", "名前", "line one\nline two\n\nline four", "w" * 150)


def random_assessment(seed: int) -> Assessment:
    """Answers of every kind to many questions over one to three visits, the same for the same seed."""
    chance = Random(seed)
    visits = chance.randint(1, 3)
    density = chance.choice((0.05, 0.3, 0.9))
    entries: list[tuple[Slot, Answer]] = []
    for visit in range(1, visits + 1):
        moment = datetime.combine(LAST, time(12), UTC)
        for item in library().items.values():
            for at in _places(item, chance) if chance.random() < density else ():
                value = _random_value(item, chance)
                if value is not None and not refusal(library(), item, at, value, LAST):
                    entries.append((Slot(item.id, at), Answer(value, visit, moment, "Dr Okafor")))
    days = tuple(Visit(number, date(2025, 11, 4 + 7 * number), "Dr Okafor") for number in range(1, visits + 1))
    return assess(library(), Answers(entries), LAST, days)


def _places(item: AnyItem, chance: Random) -> list[At]:
    if isinstance(item, BodyMap):
        regions = chance.sample(list(figure().regions), chance.randint(0, 20))
        return [At(place=region.name, side=region.side) for region in regions]
    records = range(1, chance.randint(2, 5)) if item.record else (None,)
    places = (item.places or tuple(library().axes[item.axis])) if item.axis else (None,)
    sides: tuple[Side | None, ...] = SIDES if item.side else (None,)
    return [At(record, place, side) for record in records for place in places for side in sides]


def _random_value(item: AnyItem, chance: Random) -> Value | None:
    if chance.random() < 0.06:
        return Gap("unknown")
    match item:
        case YesNo():
            return chance.choice(("yes", "no"))
        case Choice():
            return chance.choice(list(item.options))
        case Choices():
            options = chance.sample(list(item.options), len(item.options))
            cuts = sorted(chance.choices(range(len(options) + 1), k=2))
            return Marks(tuple(options[: cuts[0]]), tuple(options[cuts[0] : cuts[1]]), tuple(options[cuts[1] :][:1]))
        case Number() | Scale():
            low = 0 if item.least is None else item.least
            return chance.randint(int(low), int(low + 100 if item.most is None else item.most))
        case Grade():
            return int(chance.choice(list(item.grades)))
        case Text():
            return chance.choice(TEXTS)[: item.most]
        case When():
            return PartialDate(chance.randint(1990, 2025), chance.randint(1, 12), chance.randint(1, 28))
        case SpanOfLevels():
            names = list(item.places or library().axes["vertebra"])
            upper, lower = sorted(chance.choices(range(len(names)), k=2))
            return Levels(names[upper], names[lower])
        case ManoeuvreItem():
            return Finding(chance.choice(("positive", "negative")))
        case Document():
            count = chance.randint(1, 3)
            return Attached(tuple(AttachedFile(f"Report {n} & <b>", "application/pdf", 9, f"{n:064x}", n)
                                  for n in range(1, count + 1)))  # fmt: skip
        case BodyMap():
            return Painted(tuple(chance.sample(list(item.qualities), 2)), chance.randint(0, 10))
        case _:
            return None
