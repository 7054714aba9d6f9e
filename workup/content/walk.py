"""Every human text of a library with its address; the one way to read them all, or to say them in other words."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar, cast

from msgspec import Struct
from msgspec.structs import replace

from workup.protocol import Library, Optioned, Step, TestKind

Address = tuple[str, ...]
Say = Callable[[Address, str], str]
T = TypeVar("T", bound=Struct)

# The fields that people read, by the class that declares them. Codes, figures of a table and sources stay.
TEXTS: dict[str, frozenset[str]] = {
    "Item": frozenset(
        {
            "text", "short", "help", "labels", "options", "grades", "low", "high", "suggestions", "singular", "none",
            "qualities", "unit", "units",
        }
    ),
    "Band": frozenset({"label"}),
    "Step": frozenset({"title"}),
    "Section": frozenset({"title", "short", "note"}),
    "Manoeuvre": frozenset({"title", "technique", "positive", "negative", "normal", "caution", "felt"}),
    "Instrument": frozenset({"full", "licence", "notice", "translated", "warning", "missing", "change"}),
    "ScoreRule": frozenset({"groups"}),
    "ScopeRule": frozenset({"sentence", "works"}),
    "ReportSection": frozenset({"title"}),
    "Row": frozenset({"label"}),
    "EvidenceRow": frozenset({"finding", "figure", "population", "note"}),
    "Term": frozenset({"text"}),
    "Cause": frozenset({"title", "short", "definition", "gate_text", "timing", "ceiling_text", "note"}),
    "Criterion": frozenset({"text", "absent_text", "reason"}),
    "Flag": frozenset({"title", "rationale", "consider", "beside_text", "note"}),
    "FlagRule": frozenset({"text"}),
    "Constant": frozenset({"reason"}),
    "Profile": frozenset({"title", "text"}),
    "Reminder": frozenset({"text"}),
    "Stop": frozenset({"text"}),
    "Reading": frozenset({"text"}),
    "Column": frozenset({"title", "short"}),
    "Engine": frozenset({"phrase", "step", "group"}),
    "Claim": frozenset({"text"}),
    "Indication": frozenset({"text"}),
    "Dose": frozenset({"text"}),
    "Variant": frozenset({"title"}),
    "TestKind": frozenset({"title", "short", "what", "codes_note", "never_proposed"}),
    "Question": frozenset({"text"}),
    "Gate": frozenset({"title", "question", "reviewer"}),
    "GateRule": frozenset({"text"}),
    "PlainWords": frozenset(
        {
            "title", "about", "told", "found", "found_none", "found_written", "thought", "excluded", "results", "ask",
            "open", "open_none", "waiting", "checked", "help", "help_lead", "urgent", "advice_other", "next", "noted",
            "next_none", "keep", "state", "cause", "test",
        }
    ),
    "Hazard": frozenset({"hazard", "cause", "control"}),
    "Setting": frozenset({"group", "text", "help", "options", "unit"}),
}  # fmt: skip
UNITS = frozenset({"unit", "units"})
WORDS = re.compile(r"\b(?!min\b|[mnp]?mol\b)[a-z]{3}|\d\.\d")  # with a word in it, or a decimal mark: weeks, not min
HEAD = ("title", "intended_use", "limits")


def _texts_of(kind: type[Struct]) -> frozenset[str]:
    return frozenset().union(*(TEXTS.get(parent.__name__, frozenset()) for parent in kind.__mro__))


def _plainly(value: object, where: Address, say: Say) -> object:
    """A text, or texts by key or in a row."""
    if isinstance(value, str):
        return say(where, value) if value else value
    if isinstance(value, Mapping):
        return {key: say((*where, key), text) for key, text in value.items()}
    return tuple(say((*where, str(number)), text) for number, text in enumerate(cast(tuple[str, ...], value), 1))


def _units(value: object, where: Address, say: Say) -> object:
    """A unit, or further ones with their factors; only those that are words are told."""

    def told(unit: str, at: Address) -> str:
        return say(at, unit) if WORDS.search(unit) else unit

    if isinstance(value, Mapping):
        return {told(unit, (*where, unit)): factor for unit, factor in value.items()}
    return told(cast(str, value), where)


def _within(value: object, where: Address, say: Say) -> object:
    """What stands in a field that is no text: structs, one or many, have texts of their own."""
    if isinstance(value, Struct):
        return said(value, where, say)
    if isinstance(value, tuple) and value and isinstance(value[0], Struct):
        return tuple(
            said(one, (*where, str(getattr(one, "id", number))), say) for number, one in enumerate(value, 1)
        )
    if isinstance(value, Mapping) and value and isinstance(next(iter(value.values())), Struct):
        return {key: said(one, (*where, key), say) for key, one in value.items()}
    return value


def said(value: T, where: Address, say: Say) -> T:
    """The same with its texts said in other words."""
    texts, changed = _texts_of(type(value)), {}
    for name in value.__struct_fields__:
        old = getattr(value, name)
        tell = _within if name not in texts else _units if name in UNITS else _plainly
        new = tell(old, (*where, name), say)
        if new is not old and new != old:
            changed[name] = new
    return replace(value, **changed) if changed else value


def _each(values: Mapping[str, T], word: str, say: Say) -> dict[str, T]:
    return {key: said(one, (word, key), say) for key, one in values.items()}


def _listed(values: Iterable[T], word: str, say: Say) -> tuple[T, ...]:
    return tuple(said(one, (word, str(getattr(one, "id", ""))), say) for one in values)


def _steps(steps: Iterable[Step], say: Say) -> tuple[Step, ...]:
    """The steps with their sections, which have addresses of their own."""
    return tuple(
        replace(
            said(replace(step, sections=()), ("step", step.id), say),
            sections=_listed(step.sections, "section", say),
        )
        for step in steps
    )


def _axes(
    axes: Mapping[str, Mapping[str, str]], titled: Mapping[str, Mapping[str, str]], say: Say
) -> dict[str, dict[str, str]]:
    """The names of places; a place that is a cause, a flag or a gate is called as that is."""
    return {
        axis: {
            place: titled.get(axis, {}).get(place) or say(("place", axis, place), name)
            for place, name in places.items()
        }
        for axis, places in axes.items()
    }


def _tests(tests: Mapping[str, TestKind], titles: Mapping[str, str], say: Say) -> dict[str, TestKind]:
    """The kinds of test, called as the item that asks for the kind calls them."""
    bare = {key: replace(one, title="") for key, one in tests.items()}
    return {key: replace(one, title=titles.get(key, "")) for key, one in _each(bare, "test", say).items()}


def walked(library: Library, say: Say) -> Library:
    """The library with every text as `say` has it; conditions, ids and numbers are the same objects as before."""
    items = _each(library.items, "item", say)
    steps = _steps(library.steps, say)
    sections = {section.id: section for step in steps for section in step.sections}
    causes = _each(library.causes, "cause", say)
    flags = _each(library.flags, "flag", say)
    gates = _each(library.gates, "gate", say)
    titled = {
        "cause": {key: one.title for key, one in causes.items()},
        "flag": {key: one.title for key, one in flags.items()},
        "gate": {key: one.title for key, one in gates.items()},
    }
    kind = items.get("order_kind")
    return replace(
        library,
        **{name: say(("protocol", name), getattr(library, name)) for name in HEAD},
        steps=steps,
        items=items,
        section_of={item: sections.get(one.id, one) for item, one in library.section_of.items()},
        manoeuvres=_each(library.manoeuvres, "manoeuvre", say),
        instruments=_each(library.instruments, "instrument", say),
        axes=_axes(library.axes, titled, say),
        scopes=_listed(library.scopes, "scope", say),
        hazards=_listed(library.hazards, "hazard", say),
        report=_listed(library.report, "report", say),
        evidence=_each(library.evidence, "evidence", say),
        regions={region: say(("region", region), name) for region, name in library.regions.items()},
        terms=_each(library.terms, "term", say),
        causes=causes,
        flags=flags,
        gates=gates,
        tests=_tests(library.tests, kind.options if isinstance(kind, Optioned) else {}, say),
        engine=said(library.engine, ("engine",), say),
        ordering=said(library.ordering, ("ordering",), say),
        plain=said(library.plain, ("plain",), say),
    )
