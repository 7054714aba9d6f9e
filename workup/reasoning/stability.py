"""How firmly one cause leads: seeded draws of every weight and every border (engine.md section 2)."""

from collections.abc import Sequence
from random import Random
from typing import Literal

from msgspec import Struct

from workup.protocol import Cause, Engine
from workup.reasoning.ranking import Candidate, cuts, word


class Stability(Struct, frozen=True):
    """The leading cause and the share of draws in which it leads; how often its phrase stays the same."""

    leader: Cause | None
    share: float
    phrase_share: float
    word: Literal["firm", "leaning", "open"]
    draws: int


def stability(engine: Engine, candidates: Sequence[Candidate]) -> Stability:
    """Draw every weight between half and one and a half, and every border up to a point away; who leads then?

    Pinned causes stand on top by their flag and take no part. Without a cause that something speaks for, it is open.
    """
    number = engine.number
    draws = int(number("draws"))
    field = [one for one in candidates if one.assessable and not one.pinned]
    if not field or field[0].balance <= 0:
        return Stability(None, 0, 0, "open", draws)
    leader = field[0]
    random = Random(int(number("draw_seed")))  # noqa: S311 - draws that can be repeated are the point
    low, high, cut = number("draw_low"), number("draw_high"), number("draw_cut")
    groups = [_groups(one) for one in field]
    first = same = 0
    for _ in range(draws):
        border = cuts(engine, random.uniform(-cut, cut))
        drawn = [_drawn(one, random, low, high) for one in groups]
        balances = [one.prior + sum(sums.values()) for one, sums in zip(field, drawn, strict=True)]
        best = max(range(len(field)), key=lambda index: balances[index])
        first += best == 0
        decisive = any(one.decisive and one.counts for one in leader.best.contributions)
        same += word(engine, border, balances[0], drawn[0], decisive=decisive) == leader.phrase
    share = first / draws
    firmness: Literal["firm", "leaning", "open"] = "open"
    if share >= number("firm"):
        firmness = "firm"
    elif share >= number("leaning"):
        firmness = "leaning"
    return Stability(leader.cause, share, same / draws, firmness, draws)


def _groups(candidate: Candidate) -> dict[str, list[float]]:
    """The weights that may count, by group: a weaker finding can overtake a stronger one in a draw."""
    found: dict[str, list[float]] = {}
    for one in candidate.best.contributions:
        if one.weight and not (one.within and not one.counts):
            found.setdefault(one.criterion.group, []).append(one.weight)
    return found


def _drawn(groups: dict[str, list[float]], random: Random, low: float, high: float) -> dict[str, float]:
    sums: dict[str, float] = {}
    for group, weights in groups.items():
        moved = [weight * random.uniform(low, high) for weight in weights]
        sums[group] = max(*moved, 0) + min(*moved, 0)
    return sums
