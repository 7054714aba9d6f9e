"""What one finding weighs, in doublings of the odds: computed from ratio, transfer and quality, never typed."""

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from math import log2

from workup.protocol import IMAGING, Cause, Criterion, Engine, Profile, Weight

_TENTH = Decimal("0.1")
PROVING = IMAGING | {"culture", "exploration"}


@lru_cache(maxsize=100 * 100)  # few points are ever met, and a decimal costs more than most conditions
def rounded(points: float) -> float:
    """To one decimal, halves away from zero."""
    return float(Decimal(points).quantize(_TENTH, ROUND_HALF_UP))


def ratio(engine: Engine, weight: Weight) -> float:
    """The likelihood ratio of a finding within the cap and floor; a word stands for its consensus ratio."""
    if weight.lr is not None:
        return min(max(weight.lr, engine.number("lr_floor")), engine.number("lr_cap"))
    value = engine.number(f"word_{weight.word}")
    return 1 / value if weight.against else value


def raw_points(engine: Engine, cause: Cause, criterion: Criterion, weight: Weight | None) -> float:
    """Doublings of the odds, not rounded: log2 of the ratio, shrunk by transfer and quality (engine.md section 2).

    A consensus word is not shrunk again. Bedside and laboratory findings against a dangerous cause are capped: rule 11.
    """
    if weight is None:
        return 0
    most = rounded(log2(engine.number("lr_cap")))
    points = min(max(log2(ratio(engine, weight)), -most), most)
    if weight.lr is not None:
        if criterion.transfer:
            points *= engine.number(f"transfer_{criterion.transfer}")
        if criterion.quality:
            points *= engine.number(f"quality_{criterion.quality}")
    if cause.dangerous and criterion.by[0] not in PROVING:
        points = max(points, engine.number("dangerous_against"))
    return points


def prior_points(engine: Engine, profile: Profile, cause: Cause) -> float:
    """Where a cause starts by a cohort: log2 of its odds over a flat start, shrunk by the cohort's size and capped.

    A prior never lowers a dangerous cause (engine.md section 3).
    """
    share = profile.shares.get(cause.id)
    if share is None:
        return 0
    odds = share / (100 - share) * engine.number("start_odds_against")
    points = log2(odds) * profile.n / (profile.n + engine.number("prior_shrink"))
    cap = engine.number("prior_cap")
    points = min(max(points, -cap), cap)
    return rounded(max(points, 0) if cause.dangerous else points)
