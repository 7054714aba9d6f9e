"""What the chart shows beside today's paint: that of the last visit, and in words which roots the pattern fits."""

from __future__ import annotations

from collections.abc import Sequence

from workup import words
from workup.answers import Answer, Painted, Slot
from workup.assess import Assessment
from workup.body import BodyFigure, Region
from workup.reasoning.pattern import Fit
from workup.texts import _, _n


def painted_before(assessment: Assessment, item: str, figure: BodyFigure) -> dict[Region, Painted]:
    """The chart as it stood before this visit: in this workup, else in the one before it."""
    slots = {slot for slot in assessment.answers.ever if slot.item == item}
    slots |= {Slot(item, at) for at in assessment.former.of_item(item)}
    found: dict[Region, Painted] = {}
    for slot in slots:
        region = figure.region(slot.at.place, slot.at.side) if slot.at.place is not None else None
        earlier = [step for step in assessment.answers.trail(slot) if step.visit < assessment.visit]
        last = earlier[-1] if earlier else assessment.former.get(slot)
        if region is not None and isinstance(last, Answer) and isinstance(last.value, Painted):
            found[region] = last.value
    return found


def fit_words(fits: Sequence[Fit]) -> str:
    """`Fits L5, right: 4 of 5 areas`; nothing where no skin of a root is painted."""
    said = [
        _("Fits {roots}, {side}: {inside} of {count}").format(
            roots=_(" or ").join(fit.roots),
            side=words.on_side(fit.side),
            inside=fit.inside,
            count=_n("{n} area", "{n} areas", fit.painted),
        )
        for fit in fits
    ]
    return "; ".join(said)
