"""How often the confirmed cause is first, or in the first three, and where what decides stands; run it to read it."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests import shipped
from workup.__main__ import summary
from workup.answers import Answers, Slot, slot
from workup.assess import assess
from workup.cases import Case, read_case
from workup.protocol import Library
from workup.reasoning.next_step import NextStep

RESOURCES = Path(__file__).parents[2] / "resources"
PUBLISHED = RESOURCES / "cases" / "published"
VARIANTS = {"first": "without the confirming test", "full": "with everything recorded"}


def outcome(library: Library, path: Path) -> tuple[Case, dict[str, Any]]:
    """A case and what the program makes of it, as scripts see it."""
    case = read_case(library, path)
    return case, summary(case, assess(library, case.answers, case.today, case.visits))


def named(value: object) -> tuple[str, ...]:
    """The causes an expectation names: one, or any of several."""
    return (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list) else ()


def rank(told: Mapping[str, Any], causes: tuple[str, ...]) -> int | None:
    """Where the first of these causes stands among the candidates, from 1; None when none is listed."""
    order = [candidate["cause"] for candidate in told["candidates"]]
    places = [order.index(cause) + 1 for cause in causes if cause in order]
    return min(places, default=None)


def published(library: Library, variant: str) -> dict[str, int | None]:
    """The rank of the confirmed cause of each published patient, in one variant."""
    ranks = {}
    for path in sorted(PUBLISHED.glob(f"*_{variant}.toml")):
        case, told = outcome(library, path)
        ranks[path.stem.removesuffix(f"_{variant}")] = rank(told, named(case.expect["confirmed"]))
    return ranks


def within(ranks: Mapping[str, int | None], most: int) -> int:
    """How many stand among the first so many."""
    return sum(place is not None and place <= most for place in ranks.values())


def report(library: Library) -> str:
    """First and top-three agreement with and without the confirming test, and the rank of each patient."""
    lines = ["Published patients: agreement with the confirmed cause"]
    by_variant = {variant: published(library, variant) for variant in VARIANTS}
    for variant, ranks in by_variant.items():
        first, three, of = within(ranks, 1), within(ranks, 3), len(ranks)
        lines.append(f"  {VARIANTS[variant]:<28} first {first} of {of}, in the first three {three} of {of}")
    for patient in by_variant["full"]:
        places = [f"{variant} {ranks.get(patient) or 'not listed'}" for variant, ranks in by_variant.items()]
        lines.append(f"  {patient:<8} rank: {', '.join(places)}")
    return "\n".join(lines)


def without(library: Library, answers: Answers, deciding: set[Slot]) -> tuple[Answers, set[str]]:
    """The answers less the deciding ones, and the kinds of test that went; with its kind, all of a test goes."""
    tests = {one.at: str(answers.value("order_kind", one.at)) for one in deciding if one.item == "order_kind"}
    whole = {at.record for at in tests}
    kept = [
        (where, answer) for where, answer in answers.items()
        if where not in deciding
        and not (library.items[where.item].record == "orders" and where.at.record in whole)
    ]
    return Answers(kept), set(tests.values())


def settles(library: Library, step: NextStep, items: set[str], kinds: set[str]) -> bool:
    """Whether a step asks for one of these items, or proposes one of these kinds of test."""
    return bool(items & {one.item for one in step.slots} or kinds & {*library.engine.orders.get(step.by, ())})


def deciding_place(library: Library, path: Path, *, ranked: bool) -> int | None:
    """Where what decides a case stands among the next steps once it is taken away, from 1; None: not proposed.

    `ranked` leaves out what stands first by rule: open red-flag questions, and what decides whether causes apply.
    """
    case = read_case(library, path)
    deciding = {slot(address) for address in case.expect["deciding"]}
    assert deciding <= set(case.answers)
    answers, kinds = without(library, case.answers, deciding)
    assert len(answers) < len(case.answers)
    steps = assess(library, answers, case.today, case.visits).reasoning.steps
    items = {one.item for one in deciding}
    counted = [step for step in steps if not (ranked and step.first)]
    return next((at for at, step in enumerate(counted, 1) if settles(library, step, items, kinds)), None)


def first_visits(library: Library) -> str:
    """How the cases written before any run come out: what decides them, among the steps in order and as ranked."""
    lines = ["First visits written before any run: place of what decides, among all steps and among the ranked ones"]
    for path in sorted((RESOURCES / "cases" / "first_visits").glob("*.toml")):
        places = [deciding_place(library, path, ranked=ranked) or "–" for ranked in (False, True)]
        lines.append(f"  {path.stem:<24} {places[0]:>3} {places[1]:>3}")
    return "\n".join(lines)


if __name__ == "__main__":
    content = shipped.library()
    sys.stdout.write(f"{report(content)}\n{first_visits(content)}\n")
