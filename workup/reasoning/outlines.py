"""What weighing needs to know of each cause and never changes: worked out once for a library."""

from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct

from workup.answers import SIDES, At
from workup.protocol import Cause, Criterion, Library
from workup.reasoning.weights import raw_points


class Line(Struct, frozen=True):
    """A criterion of a cause with the keys of its conditions, and what it weighs present and absent, not rounded."""

    criterion: Criterion
    when: str
    absent_when: str
    present: float
    absent: float
    weighty: bool


class Outline(Struct, frozen=True):
    """A cause with the keys of its conditions, and every place it could come up at; `axis` lists these without side."""

    cause: Cause
    gate: str
    where: tuple[str, ...]
    axis: tuple[str | None, ...]
    everywhere: tuple[At, ...]
    lines: tuple[Line, ...]


@lru_cache(maxsize=1)
def outlines_of(library: Library) -> Mapping[str, Outline]:
    """The outline of each cause of a library."""
    return {cause.id: _outline(library, cause) for cause in library.causes.values()}


def _outline(library: Library, cause: Cause) -> Outline:
    placed = cause.per not in ("none", "side")
    axis: tuple[str | None, ...] = library.anatomy.places.get(cause.per, ()) if placed else (None,)
    sides = SIDES if cause.side else (None,)
    return Outline(
        cause=cause,
        gate=f"gate:{cause.id}" if cause.gate else "",
        where=tuple(f"where:{cause.id}/{number}" for number in range(len(cause.where))),
        axis=tuple(axis),
        everywhere=tuple(At(None, place, side) for place in axis for side in sides),
        lines=tuple(_line(library, cause, criterion) for criterion in cause.criterion),
    )


def _line(library: Library, cause: Cause, criterion: Criterion) -> Line:
    return Line(
        criterion=criterion,
        when=f"criterion:{cause.id}/{criterion.id}",
        absent_when=f"absent:{cause.id}/{criterion.id}" if criterion.absent_when else "",
        present=raw_points(library.engine, cause, criterion, criterion.present),
        absent=raw_points(library.engine, cause, criterion, criterion.absent),
        weighty=bool(criterion.present or criterion.absent),
    )
