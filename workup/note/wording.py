"""The words for one value of one item; screen, paper and text all take them from here."""

from collections.abc import Callable, Collection
from datetime import date
from typing import Literal, assert_never

from workup import words
from workup.answers import At, Attached, AttachedFile, Finding, Gap, Levels, Marks, Painted, PartialDate, Slot, Value
from workup.protocol import (
    AnyItem,
    Band,
    BodyMap,
    Choice,
    Choices,
    Computed,
    Document,
    Grade,
    Library,
    ManoeuvreItem,
    Number,
    Posture,
    Records,
    Scale,
    SpanOfLevels,
    Text,
    When,
    YesNo,
)
from workup.reasoning.course import Change
from workup.reasoning.scores import Score
from workup.texts import N_, _, _n, _p

NAMED_ABSENT = 3  # absent options that page 1 names
RESULTS = {"positive": N_("positive"), "negative": N_("negative")}
YES_NO = {"yes": N_("yes"), "no": N_("no")}
NAMED_AT_MOST = 100  # letters of a list of absent things; a longer one is told as a whole


def value_words(library: Library, item: AnyItem, value: Value) -> str:
    """The value as it stands inside a sentence: `4/5`, `reduced`, `3 Sep 2024`, `positive at 45°, leg`."""
    if isinstance(value, Gap):
        return gap_words(value)
    if isinstance(value, Marks):
        return _marks(item, value)
    if isinstance(value, PartialDate):
        return words.partial_date(value.year, value.month, value.day)
    if isinstance(value, Levels):
        return words.levels(value.upper, value.lower)
    if isinstance(value, Finding):
        return _manoeuvre(library, item, value)
    if isinstance(value, Attached):
        return "; ".join(file_words(file) for file in value.files)
    if isinstance(value, Painted):
        return painted_words(item.qualities if isinstance(item, BodyMap) else {}, value)
    return _plain_value(item, value)


def _plain_value(item: AnyItem, value: str | int | float) -> str:
    match item:
        case Choice() | Choices():
            label = item.options.get(str(value))
            return words.in_sentence(label) if label else str(value)
        case Grade():
            return grade_words(item, value)
        case Scale() if isinstance(value, (int, float)):
            return f"{words.decimal(value)}/{item.most}" if item.least == 0 else words.decimal(value)
        case Number() | Computed() if isinstance(value, (int, float)):
            return words.measure(value, item.unit, None if isinstance(item, Number) else item.decimals)
        case Records():
            if value == "checked":
                return _("list checked, unchanged")
            return words.in_sentence(item.none) if value == "none" and item.none else str(value)
        case YesNo() if value in YES_NO:
            return _(YES_NO[str(value)])
        case YesNo() | Text() | When() | SpanOfLevels() | ManoeuvreItem() | BodyMap() | Document():
            return words.shown(str(value)).strip()
        case Number() | Scale() | Computed():
            return words.shown(str(value)).strip()
        case _:
            assert_never(item)


def file_words(file: AttachedFile) -> str:
    """`MRI report 19 Nov, 2 pages`: what an attached document is called and how long it is, never what it says."""
    return f"{words.shown(file.title).strip()}, {_n('{n} page', '{n} pages', file.pages)}"


def firmness_words(word: Literal["firm", "leaning", "open"]) -> str:
    """How firm a ranking is, inside a sentence."""
    return {"firm": _("firm"), "leaning": _("leaning"), "open": _p("a ranking", "open")}[word]


def gap_words(gap: Gap) -> str:
    """`unknown`, `not examined`, `not examined (refused)`."""
    if gap.state == "unknown":
        return _("unknown")
    reason = _(words.shown(gap.reason).strip())
    return _("not examined ({reason})").format(reason=reason) if reason else _("not examined")


def grade_words(item: Grade, value: str | int | float, *, alone: bool = False) -> str:
    """A grade: `4/5` in a sentence and `4` in a table (`alone`); a grade with a name of its own keeps it: `2+`."""
    label = item.grades.get(str(value), str(value))
    if alone or not all(name.isdecimal() for name in item.grades.values()):
        return words.in_sentence(label)
    return f"{label}/{max(int(name) for name in item.grades.values())}"


def _marks(item: AnyItem, marks: Marks) -> str:
    """Present ones first, then what is absent, then what is unknown; options not asked about are not spoken of."""
    options, named = (item.options, item.named) if isinstance(item, Choices) else ({}, False)
    present = [words.in_sentence(options.get(option, option)) for option in marks.present]
    absent = [words.in_sentence(options.get(option, option)) for option in marks.absent]
    unknown = [words.in_sentence(options.get(option, option)) for option in marks.unknown]
    parts = [", ".join(present)] if present else []
    if absent:
        complete = set(marks.present) | set(marks.absent) >= set(options)
        if present and complete and not named:
            parts.append(_("no others"))
        elif complete and len(", ".join(absent)) > NAMED_AT_MOST and not named:
            parts.append(_("none of those asked"))
        else:
            parts.append((_("not: {absent}") if present else _("none of: {absent}")).format(absent=", ".join(absent)))
    if unknown:
        parts.append(_("unknown: {unknown}").format(unknown=", ".join(unknown)))
    return "; ".join(parts)


def glance_words(item: Choices, marks: Marks, names: Collection[str]) -> tuple[str, bool]:
    """`no stimulator; none of the other 11 asked about`: present, unknown, and of the absent options those to be named.

    And whether that tells all of it.
    """
    full = _marks(item, marks)
    complete = set(marks.present) | set(marks.absent) >= set(item.options) and not item.named
    if not marks.absent or (complete and (marks.present or full.startswith(_("none of those asked")))):
        return full, True
    parts = [_marks(item, Marks(present=marks.present))] if marks.present else []
    if not marks.present:
        named = [option for option in names if option in marks.absent] or list(marks.absent)
        named = named if len(named) <= NAMED_ABSENT else []
        left = len(marks.absent) - len(named)
        no = ", ".join(
            _("no {options}").format(options=words.in_sentence(item.options.get(option, option))) for option in named
        )
        parts += [no] if no else []
        parts += (
            [
                (_("none of the other {left} asked about") if named else _("none of the {left} asked about")).format(
                    left=left
                )
            ]
            if left
            else []
        )
    else:
        left = len(marks.absent)
    if marks.unknown:
        parts.append(_marks(item, Marks(unknown=marks.unknown)))
    return "; ".join(parts), not left


def _manoeuvre(library: Library, item: AnyItem, finding: Finding) -> str:
    test = library.manoeuvres.get(item.manoeuvre) if isinstance(item, ManoeuvreItem) else None
    text = (
        _(RESULTS[finding.result])
        if finding.angle is None
        else _("{result} at {amount}").format(
            result=_(RESULTS[finding.result]), amount=words.measure(finding.angle, "°")
        )
    )
    if finding.felt is None:
        return text
    return f"{text}, {words.in_sentence(test.felt.get(finding.felt, finding.felt) if test else finding.felt)}"


def posture_words(posture: Posture | None) -> str:
    """A posture as one says it: `lying on the side`."""
    names: dict[Posture | None, str] = {
        "standing": _("standing"), "walking": _("walking"), "sitting": _("sitting"), "supine": _("supine"),
        "side": _("lying on the side"), "prone": _("prone"), None: _("in any posture"),
    }  # fmt: skip
    return names[posture]


def painted_words(qualities: dict[str, str], painted: Painted) -> str:
    """`ache, burning, 7/10`."""
    parts = [words.in_sentence(qualities.get(quality, quality)) for quality in painted.qualities]
    if painted.intensity is not None:
        parts.append(f"{painted.intensity}/10")
    return ", ".join(parts)


def band_of(item: AnyItem, number: float) -> Band | None:
    """The band a score falls in."""
    bands = item.bands if isinstance(item, (Number, Scale, Computed)) else ()
    return next((band for band in bands if number <= band.upto), None)


def score_words(score: Score) -> str:
    """`42 %`, `7 of 10`, `no total`."""
    if score.value is None:
        return _("no total")
    if score.unit or score.most is None:
        return words.measure(score.value, score.unit)
    return _("{number} of {number2}").format(number=words.decimal(score.value), number2=words.decimal(score.most))


def score_line(score: Score, today: date) -> str:
    """A score in one line: `42 %, moderate disability; 12 lower than on 4 Nov, better`."""
    change = change_words(score.change, today) if score.change is not None else ""
    lead = ", ".join(part for part in (score_words(score), band_words(score)) if part)
    return "; ".join(part for part in (lead, missing_words(score), change) if part)


def band_words(score: Score) -> str:
    """The name of the band; one whose border is a convention says so."""
    label = words.in_sentence(score.band)
    return _("conventional cut-off: {label}").format(label=label) if label and score.unverified else label


_NOUNS: dict[str, Callable[[int], str]] = {
    "answer": lambda count: _n("{n} answer", "{n} answers", count),
    "statement": lambda count: _n("{n} statement", "{n} statements", count),
    "section": lambda count: _n("{n} section", "{n} sections", count),
    "dose": lambda count: _n("{n} dose", "{n} doses", count),
}


def missing_words(score: Score) -> str:
    """`6 of 9 answers missing`, and whatever else the score does not stand on."""
    parts = []
    if score.missing:
        count = (
            _("{missing} of {of}").format(missing=score.missing, of=_NOUNS[score.noun](score.questions))
            if score.questions
            else _NOUNS[score.noun](score.missing)
        )
        told = _("{count} missing") if score.value is None else _("{count} missing, left out")
        parts.append(told.format(count=count))
    if score.left_out:
        parts.append(
            _("{count} without an equivalent not counted").format(count=_n("{n} opioid", "{n} opioids", score.left_out))
        )
    if score.mixed:
        parts.append(_("answers of more than one visit"))
    return ", ".join(parts)


def change_words(change: Change, today: date) -> str:
    """`12 lower than on 4 Nov, better; reaches 10 points or 30 %`."""
    day = words.short_day(change.since.first, today) if change.since.day else words.partial_date(
        change.since.year, change.since.month
    )
    if change.version:
        return _("{number} on {day} with another version ({version})").format(
            number=words.decimal(change.before), day=day, version=words.shown(change.version).strip()
        )
    if not change.points:
        return _("unchanged since {day}").format(day=day)
    told = _("{number} higher than on {day}") if change.points > 0 else _("{number} lower than on {day}")
    text = told.format(number=words.decimal(abs(change.points)), day=day)
    if change.better is None:
        return text
    text = f"{text}, {_('better') if change.better else _('worse')}"
    limit = limit_words(change)
    if not limit or not change.better:
        return text
    named = change.limit is not None and bool(change.limit.basis)
    if change.reached is None:
        return _("{text}; within the {limit}").format(text=text, limit=limit)
    if change.reached:
        told = _("{text}; reaches the {limit}") if named else _("{text}; reaches {limit}")
    else:
        told = _("{text}; the {limit} not reached") if named else _("{text}; {limit} not reached")
    return told.format(text=text, limit=limit)


def limit_words(change: Change) -> str:
    """`10 points or 30 %`; what no source was read for is called conventional."""
    limit = change.limit
    if limit is None:
        return ""
    parts = []
    if limit.points is not None:
        points = words.decimal(limit.points)
        if limit.upto is not None:
            parts.append(_("{points} to {upto} points").format(points=points, upto=words.decimal(limit.upto)))
        else:
            parts.append((_("{points} point") if limit.points == 1 else _("{points} points")).format(points=points))
    if limit.percent is not None:
        parts.append(f"{words.decimal(limit.percent)} %")
    told = words.choosing(parts)
    return _("conventional {limit}").format(limit=told) if limit.basis else told


def place_words(library: Library, item: AnyItem, place: str) -> str:
    """A place as the item calls it: `Great toe extension`, `L5`, `L5–S1`."""
    axis = library.axes.get(item.axis, {}) if item.axis else {}
    return item.labels.get(place) or axis.get(place) or words.level(place)


def slot_words(library: Library, where: Slot) -> str:
    """What a slot asks, in a sentence: `strength, right great toe extension (L5)`, `right straight leg raise`."""
    item = library.items[where.item]
    label = words.in_sentence(item.label)
    place = place_at(library, item, where.at)
    side = where.at.side
    if not side:
        return f"{label}, {place}" if place else label
    if place:
        return f"{label}, {words.beside(place, side)}"
    return words.beside(label, side)


def place_at(library: Library, item: AnyItem, at: At) -> str:
    """The place of a slot in a sentence, with its root or level when the label does not say it."""
    if at.place is None:
        return ""
    name = place_words(library, item, at.place)
    axis = library.axes.get(item.axis, {}) if item.axis else {}
    code = axis.get(at.place, "")
    if not code or code in name.split():
        return words.in_sentence(name)
    return f"{words.in_sentence(name)} ({code})"
