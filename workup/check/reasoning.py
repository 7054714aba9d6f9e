"""What causes, flags, definitions and constants must keep to: sources, ratios within bounds, and being reachable."""

import ast
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time

from workup.answers import Answer, Answers, At, Slot
from workup.expr import Context
from workup.protocol import Cause, Criterion, Engine, Flag, Library, Problem, Weight

CODE = re.compile(r"[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?-?x?")
MOST_TEXT = 80
SHORT = 32
CARD = re.compile(r"C\d{2}")
TABLE = re.compile(r"[EG]\d{2,3}")
NOON = datetime.combine(date(2025, 1, 1), time(12), UTC)


def of_reasoning(library: Library) -> Iterator[Problem]:
    """One problem for each rule broken."""
    for cause in library.causes.values():
        for path, sentence in (*_cause(library, cause), *_criteria(library, cause)):
            yield Problem(f"causes/{cause.id}.toml", path, sentence)
    for flag in library.flags.values():
        for path, sentence in _flag(library, flag):
            yield Problem("flags.toml", f"flag {flag.id}{path}", sentence)
    for term in library.terms.values():
        yield from _sources(library, term.source, "definitions", f"term {term.id}")
        if numbers_in(term.when) and not term.source and not term.basis:
            yield Problem("definitions", f"term {term.id}", "A number with neither source nor basis.")
        if not term.text.strip():
            yield Problem("definitions", f"term {term.id}", "It does not say what it means.")
    for path, sentence in _engine(library, library.engine):
        yield Problem("engine.toml", path, sentence)


def numbers_in(*conditions: str) -> list[float]:
    """The numbers that conditions of usable content name, other than 0 and 1."""
    trees = [ast.parse(text.strip(), mode="eval") for text in conditions if text]
    found = [node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    return [value for value in found if isinstance(value, (int, float)) and value not in (0, 1)]


# -------------------------------------------------------------------------------------------------------------- causes


def _cause(library: Library, cause: Cause) -> Iterator[tuple[str, str]]:
    if not any(one.present or one.absent for one in cause.criterion):
        yield "", "A cause without evidence."
    if not cause.codes:
        yield "", "It suggests no code."
    for code in cause.codes:
        if not CODE.fullmatch(code):
            yield "codes", f"“{code}” does not look like an ICD-10-CM code."
    if len(cause.short) > SHORT:
        yield "short", f"The short name has {len(cause.short)} letters; {SHORT} fit."
    if cause.gate and not cause.gate_text:
        yield "gate", "It does not say why it can be closed."
    for name in (*cause.gate_asks, *(item for one in cause.criterion for item in one.asks)):
        if name not in library.items:
            yield "asks", f"There is no item “{name}”."
    for other in cause.apart_from:
        if other not in library.causes:
            yield "apart_from", f"There is no cause “{other}”."
    for by in cause.tests:
        if by not in library.engine.orders and by not in library.engine.burden:
            yield "tests", f"There is no kind of step “{by}”."
    for flag in cause.pinned_by:
        if flag not in library.flags:
            yield "pinned_by", f"There is no red flag “{flag}”."
    if numbers_in(cause.gate, cause.released_when, cause.ceiling_unless, *cause.where) and not cause.source:
        yield "gate", "A number without a source of the cause."
    if cause.pinned_by and not cause.released_when:
        yield "pinned_by", "It does not say which scan lets go of it."
    if cause.ceiling and not cause.ceiling_text:
        yield "ceiling", "It does not say why it stops there."
    if cause.per in ("root", "segment", "vertebra") and not cause.where:
        yield "where", "It does not say at which places it comes up."
    yield from _unknown_rows(library, cause.rows, "rows")
    for key in cause.source:
        if key not in library.sources:
            yield "source", f"The source “{key}” is not in sources.toml."


def _criteria(library: Library, cause: Cause) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    groups = {one.id: one.group for one in cause.criterion}
    for one in cause.criterion:
        path = f"criterion {one.id}"
        if one.id in seen:
            yield path, "The id is used twice."
        seen.add(one.id)
        for sentence in (*_criterion(library, one), *_weights(library, cause, one)):
            yield path, sentence
        for name in one.replaces:
            if groups.get(name) != one.group:
                yield path, f"“{name}” is not a criterion of the same group."
        for name in one.while_open:
            if name not in library.causes:
                yield path, f"There is no cause “{name}”."
        for sentence in _reach(library, cause, one):
            yield path, sentence
        yield from _unknown_rows(library, one.rows, path)


def _criterion(library: Library, one: Criterion) -> Iterator[str]:
    if numbers_in(one.when, one.absent_when) and not (one.rows or one.source or one.reason):
        yield "A number with neither row, source nor reason."
    if not one.text or len(one.text) > MOST_TEXT or one.text.endswith("."):
        yield "The text is missing, too long for a line, or ends in a full stop."
    if one.absent is not None and not one.absent_text:
        yield "What it says when absent is missing."
    for key in one.source:
        if key not in library.sources:
            yield f"The source “{key}” is not in sources.toml."
    for by in one.by:
        if by != "exploration" and by not in library.engine.burden:
            yield f"The step “{by}” has no burden."


def _weights(library: Library, cause: Cause, one: Criterion) -> Iterator[str]:
    measured = False
    for weight in (one.present, one.absent):
        if weight is None:
            continue
        if (weight.lr is None) == (not weight.word):
            yield "A weight is either a ratio or a word."
            continue
        if weight.lr is not None:
            measured = True
            yield from _ratio(library, weight)
    if (one.present or one.absent) and one.basis != "consensus" and not (one.rows or one.source):
        yield "It weighs something measured and names neither row nor source."
    if measured:
        if one.basis not in ("published", "computed"):
            yield "A ratio is published or computed; consensus is a word."
        if not one.transfer:
            yield "How far the ratio holds after surgery is not said."
        if one.transfer == "T0":
            yield "What does not work after surgery weighs nothing."
    elif one.basis in ("published", "computed") and (one.present or one.absent):
        yield "A word is consensus; what was measured is a ratio."


def _ratio(library: Library, weight: Weight) -> Iterator[str]:
    low, high = library.engine.number("lr_floor"), library.engine.number("lr_cap")
    if weight.lr is None or not low <= weight.lr <= high:
        yield f"The ratio {weight.lr} is outside its cap of {low:g} to {high:g}."
    if weight.against:
        yield "A ratio below 1 is against by itself."


def _unknown_rows(library: Library, rows: Iterable[str], path: str) -> Iterator[tuple[str, str]]:
    for row in rows:
        if CARD.fullmatch(row):
            continue
        if not TABLE.fullmatch(row) or row not in library.evidence:
            yield path, f"There is no row “{row}” in the evidence table."


def _reach(library: Library, cause: Cause, one: Criterion) -> Iterator[str]:
    """Whether anything can ever be answered that settles it, by the steps it names."""
    condition = library.conditions[f"criterion:{cause.id}/{one.id}"]
    if not condition.items and not condition.facts:
        yield "It reads nothing and cannot be reached."
    results = [item for name in condition.items if (item := library.items.get(name)) and item.record == "orders"]
    results = [item for item in results if library.section_of[item.id].id != "orders"]
    kinds = [kind for by in one.by for kind in library.engine.orders.get(by, ())]
    if results and kinds and not any(shown_for(library, item.id, kind) for item in results for kind in kinds):
        yield "None of the results it reads is asked for the tests it names."


def shown_for(library: Library, item: str, kind: str) -> bool:
    """Whether a result item is asked of this kind of test once it has a result."""
    at = At(record=1)
    given = {"order_kind": kind, "order_state": "reviewed"}
    answers = Answers((Slot(name, at), Answer(value, 1, NOON, "")) for name, value in given.items())
    section = library.section_of[item]
    for key in (f"section:{section.id}", item):
        condition = library.conditions.get(key)
        if condition is not None and condition.holds(Context(answers, lambda *_: None, at)) is False:
            return False
    return True


# --------------------------------------------------------------------------------------------------------------- flags


def _flag(library: Library, flag: Flag) -> Iterator[tuple[str, str]]:
    if not flag.rule:
        yield "", "Nothing fires it."
    if not flag.asks:
        yield "", "It names no question."
    for name in (*flag.asks, *(name for ask in flag.ask for name in ask.items), *flag.beside):
        if name not in library.items:
            yield "", f"There is no item “{name}”."
    for rule in flag.rule:
        if not rule.text or len(rule.text) > MOST_TEXT:
            yield f", rule {rule.id}", "The text is missing or too long for a line."
        for key in rule.source:
            if key not in library.sources:
                yield f", rule {rule.id}", f"The source “{key}” is not in sources.toml."
    try:
        date.fromisoformat(flag.since)
    except ValueError:
        yield "", f"“{flag.since}” is not a day."
    for key in flag.source:
        if key not in library.sources:
            yield "", f"The source “{key}” is not in sources.toml."
    if not flag.source and flag.basis not in ("consensus", "design", "unverified"):
        yield "", "A claim has neither a source nor a basis."
    if "Consider" not in flag.consider:
        yield "", "What may be done is worded as “Consider …”."


# -------------------------------------------------------------------------------------------------------------- engine


def _engine(library: Library, engine: Engine) -> Iterator[tuple[str, str]]:
    for name, constant in (*engine.constant.items(), *engine.burden.items()):
        if not constant.reason:
            yield f"constant {name}", "A number without its reason."
        for key in constant.source:
            if key not in library.sources:
                yield f"constant {name}", f"The source “{key}” is not in sources.toml."
    groups = {one.group for cause in library.causes.values() for one in cause.criterion}
    for group in sorted(groups ^ engine.group.keys()) if groups else ():
        yield f"group {group}", "It has no words." if group in groups else "No criterion is of this group."
    for profile in engine.profile:
        for cause in profile.shares if library.causes else ():
            if cause not in library.causes:
                yield f"profile {profile.id}", f"There is no cause “{cause}”."
        for key in profile.source:
            if key not in library.sources:
                yield f"profile {profile.id}", f"The source “{key}” is not in sources.toml."
    named = [(part.id, part.source) for part in engine.stop]
    named += [(part.id, part.source) for part in engine.reminder]
    named += [(part.id, part.source) for part in engine.reading]
    named += [(part.id, part.source) for part in engine.column]
    for name, keys in named:
        for key in keys:
            if key not in library.sources:
                yield name, f"The source “{key}” is not in sources.toml."
    for scope in library.scopes:
        for cause in scope.closes if library.causes else ():
            if cause not in library.causes:
                yield f"scope {scope.id}", f"There is no cause “{cause}”."


def _sources(library: Library, keys: Iterable[str], file: str, path: str) -> Iterator[Problem]:
    for key in keys:
        if key not in library.sources:
            yield Problem(file, path, f"The source “{key}” is not in sources.toml.")


