"""What a stroke of a brush does: one area is turned on or off, several are only added to, or only erased."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workup.answers import Painted
from workup.body import Region

Stroke = list[tuple[Region, Painted | None]]


def stroke(painted: Mapping[Region, Painted], regions: Sequence[Region], quality: str, *, erasing: bool) -> Stroke:
    """The areas that change, each with what it holds then."""
    if erasing:
        return [(region, None) for region in regions if region in painted]
    if len(regions) == 1:
        return [(regions[0], turned(painted, regions[0], quality))]
    old = {region: painted.get(region, Painted()) for region in regions}
    return [
        (region, Painted((*value.qualities, quality), value.intensity))
        for region, value in old.items()
        if quality not in value.qualities
    ]


def turned(painted: Mapping[Region, Painted], region: Region, quality: str) -> Painted | None:
    """An area with a quality more, or with one less; None when nothing is left of it."""
    old = painted.get(region, Painted())
    if quality not in old.qualities:
        return Painted((*old.qualities, quality), old.intensity)
    rest = tuple(one for one in old.qualities if one != quality)
    return Painted(rest, old.intensity) if rest else None
