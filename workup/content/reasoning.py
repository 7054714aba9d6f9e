"""Reads what the reasoning is made of: anatomy, constants, definitions, causes and red flags, with their conditions."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from msgspec.structs import replace

from workup.expr import Condition, ExpressionError, Names, compile_condition
from workup.protocol import FACT_READS, Anatomy, Cause, Criterion, Engine, Flag, Problem, Term

Wanted = tuple[str, str, str, str]  # key, text, axis it stands at, path in the file


def numbers(engine: Engine) -> dict[str, float]:
    """The constants that conditions may name."""
    return {name: constant.value for name, constant in engine.constant.items()}


def with_terms(
    names: Names, terms: list[tuple[Term, str]], problems: list[Problem]
) -> tuple[Names, dict[str, Condition]]:
    """The names with every definition compiled, whatever order they stand in; a circle is a Problem."""
    compiled: dict[str, Condition] = {}
    files = {term.id: file for term, file in terms}
    waiting = {term.id: term for term, _ in terms}
    known = replace(names, terms=compiled)
    while waiting:
        ready = [term for term in waiting.values() if not (_words(term.when) & waiting.keys() - {term.id})]
        if not ready:
            circle = "The definition leads back to itself."
            problems.extend(Problem(files[name], f"term {name}", circle) for name in waiting)
            break
        for term in ready:
            del waiting[term.id]
            try:
                compiled[term.id] = compile_condition(term.when, known, detached=True)
            except ExpressionError as error:
                problems.append(Problem(files[term.id], f"term {term.id}", error.sentence, error.suggestion))
    return known, compiled


def _words(text: str) -> set[str]:
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except SyntaxError:
        return set()
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def of_cause(cause: Cause) -> Iterator[Wanted]:
    """The conditions of a cause that the whole cause needs."""
    per = _axis(cause)
    if cause.gate:
        yield f"gate:{cause.id}", cause.gate, per, "gate"
    for number, text in enumerate(cause.where):
        yield f"where:{cause.id}/{number}", text, per, f"where {number + 1}"
    if cause.released_when:
        yield f"released:{cause.id}", cause.released_when, per, "released_when"
    if cause.ceiling_unless:
        yield f"ceiling:{cause.id}", cause.ceiling_unless, per, "ceiling_unless"


def of_criterion(cause: Cause, criterion: Criterion) -> Iterator[Wanted]:
    """The conditions of one line of a cause."""
    path = f"criterion {criterion.id}"
    yield f"criterion:{cause.id}/{criterion.id}", criterion.when, _axis(cause), path
    if criterion.absent_when:
        yield f"absent:{cause.id}/{criterion.id}", criterion.absent_when, _axis(cause), path


def _axis(cause: Cause) -> str:
    return cause.per if cause.per not in ("none", "side") else ""


def of_flag(flag: Flag) -> Iterator[Wanted]:
    """The conditions of a red flag."""
    if flag.when:
        yield f"flag:{flag.id}", flag.when, "", "when"
    for rule in flag.rule:
        yield f"flag:{flag.id}/{rule.id}", rule.when, "", f"rule {rule.id}"
    for number, ask in enumerate(flag.ask):
        yield f"flag:{flag.id}/ask {number}", ask.when, "", f"ask {number + 1}"


def of_engine(engine: Engine) -> Iterator[Wanted]:
    """The conditions of profiles, of reminders and of the early weeks."""
    for profile in engine.profile:
        yield f"profile:{profile.id}", profile.when, "", f"profile {profile.id}"
    for stop in engine.stop:
        yield f"stop:{stop.id}", stop.when, "", f"stop {stop.id}"
    for reading in engine.reading:
        yield f"reading:{reading.id}", reading.when, "", f"reading {reading.id}"
    for column in engine.column:
        yield f"column:{column.id}", column.when, "root", f"column {column.id}"
    for reminder in engine.reminder:
        yield f"reminder:{reminder.id}", reminder.when, "", f"reminder {reminder.id}"
    if engine.early:
        yield "engine:early", engine.early, "", "early"


# What every cause is compared with, besides its own conditions.
SHARED = ("term:leg_hurts", "term:side_hurts", "term:painful_root", "term:new_root_sign", "gate:adjacent_segment")


def readers(conditions: Mapping[str, Condition], causes: Iterable[str]) -> dict[str, frozenset[str]]:
    """By item, the keys of the conditions that read it, and of the definitions and causes that these belong to."""
    found: dict[str, set[str]] = {}
    known = set(causes)
    for key, condition in conditions.items():
        kind, _, rest = key.partition(":")
        keys = {key}
        if kind == "term":
            keys.add(rest)
        owner = rest.partition("/")[0]
        if kind in ("gate", "where", "criterion", "absent") and owner in known:
            keys.add(f"cause:{owner}")
        if key in SHARED:
            keys.add("agreement")
        for item in condition.items.union(*(FACT_READS[fact] for fact in condition.facts)):
            found.setdefault(item, set()).update(keys)
    return {item: frozenset(keys) for item, keys in found.items()}


class Conditions:
    """Compiles conditions into the library's table, and keeps a Problem for each that cannot be."""

    def __init__(self, names: Names, into: dict[str, Condition], problems: list[Problem]) -> None:
        self.names, self.into, self.problems = names, into, problems

    def compile(self, file: str, wanted: Iterable[Wanted]) -> bool:
        """Compile all; whether every one could be."""
        whole = True
        for key, text, per, path in wanted:
            try:
                self.into[key] = compile_condition(text, self.names, per)
            except ExpressionError as error:
                self.problems.append(Problem(file, path, error.sentence, error.suggestion))
                whole = False
        return whole

    def causes(self, causes: Mapping[str, Cause]) -> dict[str, Cause]:
        """The causes whose conditions work, without the criteria whose conditions do not."""
        kept: dict[str, Cause] = {}
        for cause in causes.values():
            file = f"causes/{cause.id}.toml"
            if self.compile(file, of_cause(cause)):
                usable = tuple(c for c in cause.criterion if self.compile(file, of_criterion(cause, c)))
                kept[cause.id] = replace(cause, criterion=usable)
        return kept

    def flags(self, flags: Mapping[str, Flag]) -> dict[str, Flag]:
        """The red flags, without the rules whose conditions do not work."""
        kept: dict[str, Flag] = {}
        for flag in flags.values():
            whole = Flag(**{**_fields(flag), "rule": ()})
            if self.compile("flags.toml", of_flag(whole)):
                usable = tuple(
                    rule for rule in flag.rule
                    if self.compile("flags.toml", of_flag(Flag(**{**_fields(flag), "when": "", "rule": (rule,)})))
                )
                kept[flag.id] = replace(flag, rule=usable)
        return kept


def _fields(flag: Flag) -> dict[str, Any]:
    return {name: getattr(flag, name) for name in flag.__struct_fields__}


def anatomy_problems(
    anatomy: Anatomy, axes: Mapping[str, Mapping[str, str]], points: Iterable[str]
) -> Iterator[Problem]:
    """A Problem for each place of a relation that no axis has."""
    loose = set(points)
    for name, relation in anatomy.relation.items():
        for start, ends in relation.places.items():
            pairs = [(start, relation.start), *((end, relation.end) for end in ends)]
            for place, axis in pairs:
                known = set(axes.get(axis, ())) or loose
                if place not in known:
                    close = get_close_matches(place, sorted(known), n=1)
                    sentence = f"“{place}” is not a place of the axis {axis}."
                    yield Problem("anatomy.toml", f"relation {name}", sentence, close[0] if close else "")
