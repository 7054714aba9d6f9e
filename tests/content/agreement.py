"""How often the confirmed cause of the published patients comes first, and in the first three; run it to read it."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from workup.__main__ import summary
from workup.assess import assess
from workup.cases import Case, read_case
from workup.content import load
from workup.protocol import Library

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


if __name__ == "__main__":
    sys.stdout.write(report(load(RESOURCES)[0]) + "\n")
