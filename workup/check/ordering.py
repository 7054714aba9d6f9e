"""What kinds of test and their gates must keep to: sourced, complete, reachable, and no outcome by mistake."""

import re
from collections.abc import Iterable, Iterator, Mapping

from workup.check.reasoning import numbers_in, shown_for
from workup.protocol import Claim, Dose, Gate, GateRule, Indication, Library, Optioned, Problem, Question, TestKind

LOINC = re.compile(r"\d{3,6}-\d")
MEDICINE_ADVICE = re.compile(
    r"\b(stop|hold|withhold|pause|start|restart|resume) (the |his |her |its )?(\w+ )?"
    r"(drug|medicine|metformin|anticoagulant|antiplatelet|apixaban|warfarin)",
    re.IGNORECASE,
)
Said = Claim | Dose | GateRule | Indication | Question | TestKind


def of_ordering(library: Library) -> Iterator[Problem]:
    """One problem for each rule broken."""
    if not library.tests and not library.gates:
        return
    for kind in library.tests.values():
        for path, sentence in _kind(library, kind):
            yield Problem(f"protocol/tests/{kind.id}.toml", path, sentence)
    for gate in library.gates.values():
        for path, sentence in _gate(library, gate):
            yield Problem("gates.toml", f"gate {gate.id}{path}", sentence)
    for path, sentence in (*_questions(library), *_due(library)):
        yield Problem("ordering.toml", path, sentence)
    for path, sentence in _proposed(library):
        yield Problem("engine.toml", path, sentence)


def _basis(library: Library, said: Said) -> Iterator[str]:
    """A claim has sources, or a basis that says that it has none."""
    if bool(said.source) == bool(said.basis):
        yield "A claim has either sources or a basis."
    if said.basis in ("published", "computed"):
        yield "What was published or computed names its source."
    for key in said.source:
        if key not in library.sources:
            yield f"The source “{key}” is not in sources.toml."
    if MEDICINE_ADVICE.search(said.what if isinstance(said, TestKind) else said.text):
        yield "It tells somebody to start or stop a medicine."


# --------------------------------------------------------------------------------------------------------------- kinds


def _kind(library: Library, kind: TestKind) -> Iterator[tuple[str, str]]:
    yield from (("test", sentence) for sentence in _basis(library, kind))
    said = [("cannot", claim) for claim in kind.cannot] + [("timing", claim) for claim in kind.timing]
    said += [("variant", claim) for variant in kind.variant for claim in variant.cannot]
    for path, claim in said:
        yield from ((path, sentence) for sentence in _claim(library, claim))
    for one in kind.answers:
        path = f"answers {one.question}"
        yield from ((path, sentence) for sentence in _basis(library, one))
        if one.question not in library.questions:
            yield path, f"There is no question “{one.question}”."
        if one.rating and not one.source:
            yield path, "A rating names who gave it."
        if one.variant and kind.variant_of(one.variant) is None:
            yield path, f"There is no variant “{one.variant}”."
    if not kind.answers:
        yield "answers", "It answers no question."
    if kind.burden not in library.engine.burden:
        yield "burden", f"There is no burden “{kind.burden}”."
    yield from _names(library, kind)
    yield from _variants(library, kind)
    yield from _dose(library, kind)


def _claim(library: Library, claim: Claim) -> Iterator[str]:
    yield from _basis(library, claim)
    if not claim.text.endswith("."):
        yield "It is not a sentence."


def _names(library: Library, kind: TestKind) -> Iterator[tuple[str, str]]:
    for gate in (*kind.gates, *(name for one in kind.variant for name in one.gates)):
        if gate not in library.gates:
            yield "gates", f"There is no gate “{gate}”."
    for name in kind.asks:
        item = library.items.get(name)
        if item is None or library.section_of[name].id != "orders":
            yield "asks", f"“{name}” is not asked of an order."
    for name in kind.results:
        item = library.items.get(name)
        if item is None or library.section_of[name].record != "orders":
            yield "results", f"“{name}” is not an item of a result."
        elif not shown_for(library, name, kind.id):
            yield "results", f"“{name}” is not asked of this test."
    yield from _samples(library, kind)
    for code in (kind.codes, *(one.codes for one in kind.variant)):
        yield from (("codes", f"“{value}” is not a LOINC code.") for value in code.values() if not is_loinc(value))


def _samples(library: Library, kind: TestKind) -> Iterator[tuple[str, str]]:
    item = library.items.get(kind.sampled_by)
    options = item.options if isinstance(item, Optioned) else {}
    if kind.sampled_by and (not options or kind.sampled_by not in kind.asks):
        yield "sampled_by", f"“{kind.sampled_by}” is not asked with options."
    findings = {f"{cause.id}/{one.id}" for cause in library.causes.values() for one in cause.criterion}
    for finding, needs in kind.samples.items():
        if finding not in findings:
            yield "samples", f"There is no finding “{finding}”."
        for name in needs:
            if name not in options:
                yield "samples", f"“{name}” is not an option of “{kind.sampled_by}”."


def _variants(library: Library, kind: TestKind) -> Iterator[tuple[str, str]]:
    if bool(kind.chosen_by) != bool(kind.variant):
        yield "chosen_by", "Variants and the item that chooses among them belong together."
    item = library.items.get(kind.chosen_by)
    options = item.options if isinstance(item, Optioned) else {}
    for one in kind.variant:
        if one.id not in options:
            yield f"variant {one.id}", f"It is not an option of “{kind.chosen_by}”."
        for cause in one.causes:
            if cause not in library.causes:
                yield f"variant {one.id}", f"There is no cause “{cause}”."
    if kind.variant:
        for option in options.keys() - {one.id for one in kind.variant}:
            yield "variant", f"“{option}” can be chosen and is no variant here."


def _dose(library: Library, kind: TestKind) -> Iterator[tuple[str, str]]:
    if kind.dose is None:
        yield "dose", "It says nothing of radiation."
        return
    yield from (("dose", sentence) for sentence in _basis(library, kind.dose))
    low, high = kind.dose.low, kind.dose.high
    if (low is None) != (high is None) or (low is not None and high is not None and not 0 <= low <= high):
        yield "dose", "The range is half or upside down."
    if low is not None and high and kind.dose.basis == "unverified":
        yield "dose", "A figure that was not read in a source is left out."


def is_loinc(code: str) -> bool:
    """Whether the check digit fits: every second digit from the right doubled, the digits added (Luhn)."""
    if not LOINC.fullmatch(code):
        return False
    digits = [int(digit) for digit in code.replace("-", "")]
    doubled = [digit * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(sum(map(int, str(number))) for number in doubled) % 10 == 0


# --------------------------------------------------------------------------------------------------------------- gates


def _gate(library: Library, gate: Gate) -> Iterator[tuple[str, str]]:
    outcomes = {rule.outcome for rule in gate.rule}
    if "clear" not in outcomes or len(outcomes) == 1:
        yield "", "It needs a rule that clears and one that does not."
    if not gate.question.endswith("?") or not gate.reviewer:
        yield "", "It asks a question and names who reviews it."
    if gate.days and gate.days not in library.engine.constant:
        yield "", f"There is no constant “{gate.days}”."
    if bool(gate.fresh) != bool(gate.days):
        yield "", "What has to be fresh and how many days that is belong together."
    for name in (*gate.asks, *gate.fresh, *gate.told):
        if name not in library.items:
            yield "", f"There is no item “{name}”."
    for rule in gate.rule:
        path = f", rule {rule.id}"
        yield from ((path, sentence) for sentence in _basis(library, rule))
        if not rule.text.endswith("."):
            yield path, "It is not a sentence."
        if numbers_in(rule.when) and not rule.source and rule.basis not in ("unverified", "consensus"):
            yield path, "A number without a source is marked."
    for note in gate.note:
        yield from ((", note", sentence) for sentence in _claim(library, note))
    asked = {name for kind in library.tests.values() for name in (*kind.gates, *_of_variants(kind))}
    if gate.id not in asked:
        yield "", "No test asks it."


def _of_variants(kind: TestKind) -> Iterable[str]:
    return (name for one in kind.variant for name in one.gates)


# ------------------------------------------------------------------------------------------------- questions, due dates


def _questions(library: Library) -> Iterator[tuple[str, str]]:
    answered = {one.question for kind in library.tests.values() for one in kind.answers}
    for question in library.ordering.question:
        path = f"question {question.id}"
        yield from ((path, sentence) for sentence in _basis(library, question))
        for cause in question.causes if library.causes else ():
            if cause not in library.causes:
                yield path, f"There is no cause “{cause}”."
        if question.id not in answered:
            yield path, "No test answers it."
    for name, values in library.ordering.value_of.items():
        for place, item in values.items():
            if name not in library.items or place not in library.items[name].places or item not in library.items:
                yield f"value_of {name}", f"“{place}” and “{item}” do not name a place of an item and an item."
    for name, items in library.ordering.same_finding.items():
        for item in items:
            if item not in library.items:
                yield f"same_finding {name}", f"There is no item “{item}”."


def _due(library: Library) -> Iterator[tuple[str, str]]:
    ordering = library.ordering
    priority = library.items.get("order_priority")
    options: Mapping[str, str] = priority.options if isinstance(priority, Optioned) else {}
    for name in (ordering.reported, ordering.reviewed, ordering.critical, *(rule.days for rule in ordering.due)):
        if name not in library.engine.constant:
            yield "due", f"There is no constant “{name}”."
    for rule in ordering.due:
        if rule.priority not in options:
            yield f"due {rule.id}", f"There is no priority “{rule.priority}”."
    for option in options:
        if not any(rule.priority == option and not rule.families for rule in ordering.due):
            yield "due", f"No rule holds for every {option} test."


def _proposed(library: Library) -> Iterator[tuple[str, str]]:
    """Every test the reasoning can propose can be ordered, and every kind on offer has its file."""
    asked = {by for cause in library.causes.values() for one in cause.criterion for by in one.by}
    bedside = {"history", "exam", "questionnaire"}
    for step in sorted(asked - bedside):
        if not any(kind in library.tests for kind in library.engine.orders.get(step, ())):
            yield f"orders {step}", "The reasoning can propose it, and no kind of test answers it."
    for by, kinds in library.engine.orders.items():
        for kind in kinds:
            if kind not in library.tests:
                yield f"orders {by}", f"There is no kind of test “{kind}”."
    chosen = library.items.get("order_kind")
    for kind in chosen.options if isinstance(chosen, Optioned) else ():
        if kind not in library.tests:
            yield f"order_kind {kind}", f"There is no file protocol/tests/{kind}.toml with a [test]."
