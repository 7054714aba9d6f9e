"""The words of the reasoning on screen: places, points, flags and steps, each said in one way everywhere."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from ui.widgets import StripKind
from workup import words
from workup.answers import At
from workup.assess import Assessment
from workup.note.flags import TIERS
from workup.protocol import Cause, Criterion, Library
from workup.reasoning.flags import Raised
from workup.reasoning.next_step import NextStep
from workup.reasoning.ranking import Candidate
from workup.reasoning.reason import Reasoning
from workup.reasoning.weighing import Contribution
from workup.texts import N_, _, _n

DECIDE = N_("Weighs recorded answers only. You decide.")
ASKING = ("history", "exam", "questionnaire")
NAMED = 3


def place_words(at: At) -> str:
    """A place beside a name: `L5–S1, right`."""
    return ", ".join(part for part in (words.level(at.place or ""), words.on_side(at.side) if at.side else "") if part)


def source_name(cause: Cause, at: At) -> str:
    """A source with its place: `Foraminal stenosis L5–S1, right`."""
    return words.at_place(cause.short, at.place, at.side)


def candidate_name(candidate: Candidate) -> str:
    """A source with the place that speaks for it most."""
    return source_name(candidate.cause, candidate.at)


def phrase(library: Library, candidate: Candidate) -> str:
    """The certainty word of a candidate."""
    return library.engine.phrase.get(candidate.phrase, "")


def points(number: float) -> str:
    """A signed weight: `+2.4`, `−0.3`."""
    return words.signed(number)


def finding_words(one: Contribution) -> str:
    """A finding as it stands: present, or absent in its own words."""
    if one.state is False:
        return one.criterion.absent_text or _("Not: {text}").format(text=words.in_sentence(one.criterion.text))
    return one.criterion.text


def reasons(reasoning: Reasoning, candidate: Candidate) -> tuple[tuple[bool, str], ...]:
    """The strongest finding for and the strongest against, else two for; what is private is not shown to the room."""
    counted, library = candidate.best.counted, reasoning.library
    told = [one for one in counted if not is_private(library, candidate.cause, one.criterion)]
    found = [one for one in told if one.counts > 0][:2]
    against = [one for one in told if one.counts < 0][-1:]
    chosen = [*found[: 2 - len(against)], *against]
    return tuple((one.counts > 0, finding_words(one)) for one in chosen)


def is_private(library: Library, cause: Cause, criterion: Criterion) -> bool:
    """Whether a finding rests on a question whose answer is not shown beside the patient."""
    condition = library.conditions.get(f"criterion:{cause.id}/{criterion.id}")
    read = condition.items if condition is not None else frozenset[str]()
    return any(library.items[name].private for name in read if name in library.items)


# -- red flags ---------------------------------------------------------------------------------------------------------


class FlagWords(Struct, frozen=True):
    """The state of all red flags: how loud, the fact, and a line below it."""

    kind: StripKind
    fact: str
    line: str
    clear: bool = False


def named(names: Sequence[str], most: int = NAMED) -> str:
    """The first few names, and how many more there are."""
    rest = len(names) - most
    return ", ".join(names[:most]) + (_(" and {rest} more").format(rest=rest) if rest > 0 else "")


def flag_words(assessment: Assessment) -> FlagWords:
    """What the panel, the title row and the check list say of the red flags; counts come from the content."""
    reasoning = assessment.reasoning
    waiting = [one for one in reasoning.banners if one.waiting]
    answered = [one for one in reasoning.banners if not one.waiting]
    strips = [one for one in reasoning.fired if not one.banner]
    if waiting:
        fact = _n("{n} red flag", "{n} red flags", len(waiting))
        return FlagWords("danger", fact, f"{_tiered(waiting)}. {_recorded(waiting)}")
    if answered:
        line = f"{_tiered(answered)}. {_open_words(reasoning)}"
        return FlagWords(
            "caution", _("{count}, answered").format(count=_n("{n} red flag", "{n} red flags", len(answered))), line
        )
    statement = none_words(assessment)
    if strips:
        return FlagWords(
            "caution", _("Caution: {named}").format(named=named([one.flag.title for one in strips])), statement
        )
    return FlagWords(
        "neutral",
        _("Red flags: {statement}").format(statement=words.in_sentence(statement)),
        _asks_open(assessment),
        _clear(reasoning),
    )


def _clear(reasoning: Reasoning) -> bool:
    return bool(reasoning.flags) and not (reasoning.fired or reasoning.open_flags or reasoning.unknown_flags)


def none_words(assessment: Assessment) -> str:
    """`None so far, 3 of 18 still open`, or that all were asked and when; an unknown answer is not “none found”."""
    reasoning = assessment.reasoning
    total, still, unknown = len(reasoning.flags), len(reasoning.open_flags), len(reasoning.unknown_flags)
    if still:
        return _("None so far, {still} of {total} still open").format(still=still, total=total)
    asked = _("all {total} asked on {day}").format(total=total, day=words.calendar_day(assessment.today))
    return (
        _("None so far, {asked}, {unknown} with an answer unknown").format(asked=asked, unknown=unknown)
        if unknown
        else _("None found, {asked}").format(asked=asked)
    )


def _tiered(flags: Sequence[Raised]) -> str:
    told = [f"{one.flag.title} ({_(TIERS[one.tier])})" for one in flags if one.tier is not None]
    return named(told)


def _recorded(flags: Sequence[Raised]) -> str:
    again = any(one.again for one in flags)
    return _("Asked again.") if again else _("No action recorded yet.")


def _open_words(reasoning: Reasoning) -> str:
    left = len(reasoning.open_flags)
    return (
        _("{left} of {count} still open.").format(left=left, count=len(reasoning.flags))
        if left
        else _("All {count} asked.").format(count=len(reasoning.flags))
    )


def _asks_open(assessment: Assessment) -> str:
    """Which questions are still open, or which answers are unknown."""
    reasoning, items = assessment.reasoning, assessment.library.items
    still = dict.fromkeys(slot.item for one in reasoning.open_flags for slot in one.open_asks)
    if still:
        return _("Still open: {named}.").format(
            named=named([words.in_sentence(items[name].label) for name in still], 2)
        )
    unknown = {slot for one in reasoning.flags for slot in one.unknown_asks}
    return _("{count} unknown.").format(count=_n("{n} answer", "{n} answers", len(unknown))) if unknown else ""


# -- next step ---------------------------------------------------------------------------------------------------------


def is_asked(step: NextStep) -> bool:
    """Whether the step is a question, a manoeuvre or a questionnaire, answered in a slot."""
    return bool(step.slots)


def step_title(step: NextStep, library: Library) -> str:
    """What to do: `Examine: crossed straight leg raise`, `MRI lumbar`."""
    if step.first or step.by not in ASKING:
        return step.text
    return f"{library.engine.step.get(step.by, step.by)}: {words.in_sentence(step.text)}"


def step_why(step: NextStep) -> str:
    """Why it comes first, or which sources it separates."""
    if step.first:
        return step.first
    names = [words.in_sentence(cause.short) for cause in step.causes]
    if len(names) == 1:
        return _("Speaks for or against {name}.").format(name=names[0])
    return _("Separates {name}.").format(name=words.listing(names[:NAMED]))


def step_moves(step: NextStep) -> tuple[str, ...]:
    """What each outcome would do, for those who ask why."""
    return tuple(
        _("{source_name}: {points} if {text}, {points2} if not").format(
            source_name=source_name(turn.cause, turn.at),
            points=points(turn.present),
            text=words.in_sentence(turn.criterion.text),
            points2=points(turn.absent),
        )
        for turn in step.turns[:NAMED]
    )


def about_words(library: Library, cause: Cause) -> str:
    """What to tell a cause apart from, when it comes up, and the codes that may be considered."""
    others = [words.in_sentence(library.causes[one].short) for one in cause.apart_from if one in library.causes]
    lines = [
        _("Tell apart from: {others}.").format(others=", ".join(others)) if others else "",
        cause.timing,
        _("Codes to consider (ICD-10-CM): {codes}.").format(codes=", ".join(cause.codes)) if cause.codes else "",
    ]
    return "\n".join(filter(None, lines))
