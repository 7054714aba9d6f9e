"""What can be ordered: kinds of test, the questions they answer, safety gates and due rules as the content has them."""

from collections.abc import Iterable, Iterator

from workup import words
from workup.knowledge.rows import Shelf, cell, facts, listed, quiet, strong
from workup.note.blocks import Block, Cell, Part
from workup.protocol import Claim, Dose, Gate, Indication, TestKind

OUTCOMES = {"clear": "Clear", "review": "Needs review", "stop": "Stop"}
PLACES = {"first": "first choice", "second": "second choice", "further": "further choice"}
RATINGS = {"usually_appropriate": "usually appropriate", "may_be_appropriate": "may be appropriate"}


def order_parts(shelf: Shelf) -> Iterator[Part]:
    """A part for each kind of test and each gate, then questions and due dates."""
    for kind in shelf.library.tests.values():
        yield Part(f"test-{kind.id}", f"Test: {kind.title}", tuple(_kind(shelf, kind)))
    for gate in shelf.library.gates.values():
        yield Part(f"gate-{gate.id}", f"Safety gate: {gate.title}", tuple(_gate(shelf, gate)))
    yield Part("questions", "Questions a test can settle", _questions(shelf))
    yield Part("due", "By when a test is due", _due(shelf))


def _kind(shelf: Shelf, kind: TestKind) -> Iterator[Block]:
    gates = shelf.library.gates
    codes = {**kind.codes, **{one.title: code for one in kind.variant for code in one.codes.values()}}
    yield from facts(
        (
            ("Shows", kind.what),
            ("Sources", shelf.cited(kind.source, kind.basis)),
            ("Safety gates", "; ".join(gates[name].title for name in kind.gates if name in gates)),
            ("Dose", "" if kind.dose is None else _dose(shelf, kind.dose)),
            ("LOINC", "; ".join(f"{name.replace('_', ' ')} {code}" for name, code in codes.items())),
            ("Codes left out", kind.codes_note),
            ("Never proposed", kind.never_proposed),
        )
    )
    yield from listed(("Answers", "Why", "Source, basis"), (_answer(shelf, kind, one) for one in kind.answers),
                      (0.36, 0.44, 0.2))  # fmt: skip
    variants = (
        (cell(strong(one.title)), cell(*(gates[name].title for name in one.gates if name in gates)),
         cell(*(shelf.library.causes[name].short for name in one.causes if name in shelf.library.causes)))
        for one in kind.variant
    )  # fmt: skip
    yield from listed(("Variant", "Further gates", "Speaks to"), variants, (0.44, 0.3, 0.26))
    own = [(one.title, claim) for one in kind.variant for claim in one.cannot]
    said = [*(("Cannot show", claim) for claim in kind.cannot), *own, *(("Timing", claim) for claim in kind.timing)]
    yield from _claims(shelf, said)


def _answer(shelf: Shelf, kind: TestKind, one: Indication) -> tuple[Cell, ...]:
    question, variant = shelf.library.questions.get(one.question), kind.variant_of(one.variant)
    place = PLACES[one.place] + (f", rated {RATINGS[one.rating]}" if one.rating else "")
    return (
        cell(strong(question.text if question else one.question), variant.title if variant else "", place),
        cell(one.text, quiet(one.when)),
        cell(shelf.cited(one.source, one.basis)),
    )


def _dose(shelf: Shelf, dose: Dose) -> str:
    known = dose.low is not None and dose.high is not None
    span = f" Range {words.decimal(dose.low or 0)} to {words.decimal(dose.high or 0)} mSv." if known else ""
    return f"{dose.text}{span} {shelf.cited(dose.source, dose.basis)}"


def _claims(shelf: Shelf, claims: Iterable[tuple[str, Claim]]) -> tuple[Block, ...]:
    rows = (
        (cell(label), cell(one.text, quiet(one.when)), cell(shelf.cited(one.source, one.basis)))
        for label, one in claims
    )
    return listed(("What", "Says", "Source, basis"), rows, (0.18, 0.62, 0.2))


def _gate(shelf: Shelf, gate: Gate) -> Iterator[Block]:
    days = shelf.library.engine.constant.get(gate.days)
    fresh = f"{shelf.items(gate.fresh)}, {words.plural(int(days.value), 'day')} before it at most" if days else ""
    yield from facts(
        (
            ("Question", gate.question),
            ("Reviewed by", gate.reviewer),
            ("Settled by", shelf.items(gate.asks)),
            ("Asked for the order", fresh),
            ("Told", shelf.items(gate.told)),
        )
    )
    rows = (
        (
            cell(OUTCOMES[rule.outcome]),
            cell(strong(rule.text), quiet(rule.when)),
            cell(shelf.cited(rule.source, rule.basis)),
        )
        for rule in gate.rule
    )
    yield from listed(("Outcome", "When", "Source, basis"), rows, (0.16, 0.64, 0.2))
    yield from _claims(shelf, (("Note", claim) for claim in gate.note))


def _questions(shelf: Shelf) -> tuple[Block, ...]:
    causes = shelf.library.causes
    rows = (
        (cell(strong(one.text)), cell("; ".join(causes[name].short for name in one.causes if name in causes)),
         cell(shelf.cited(one.source, one.basis)))
        for one in shelf.library.ordering.question
    )  # fmt: skip
    return listed(("Question", "Separates", "Source, basis"), rows, (0.4, 0.42, 0.18))


def _due(shelf: Shelf) -> tuple[Block, ...]:
    ordering, constants = shelf.library.ordering, shelf.library.engine.constant
    steps = [(f"{one.priority}, {' and '.join(one.families) or 'every test'}: done", one.days) for one in ordering.due]
    steps += [
        ("reported after being done", ordering.reported),
        ("reviewed after the report", ordering.reviewed),
        ("reviewed when critical", ordering.critical),
    ]
    rows = (
        (cell(what), cell(words.plural(int(constants[name].value), "day")), cell(constants[name].reason),
         cell(shelf.cited(constants[name].source, constants[name].basis)))
        for what, name in steps if name in constants
    )  # fmt: skip
    return listed(("Order", "Within", "Reason", "Source, basis"), rows, (0.3, 0.12, 0.4, 0.18))
