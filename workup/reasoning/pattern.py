"""Which roots the painted pattern fits: the skin areas that hold the most of the areas painted on a side."""

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from workup.answers import SIDES, Side
from workup.body import Region
from workup.protocol import Anatomy

_AREA = "dermatome_"


class Fit(Struct, frozen=True):
    """The roots with the most painted areas of a side, how many of them they hold, and how many there are."""

    side: Side
    roots: tuple[str, ...]
    inside: int
    painted: int


def roots_fitting(anatomy: Anatomy, painted: Iterable[Region]) -> tuple[Fit, ...]:
    """A fit for each side where an area that belongs to the skin of a root is painted; it weighs nothing."""
    areas = {name.removeprefix(_AREA): set(regions) for name, regions in anatomy.area.items() if name.startswith(_AREA)}
    found = []
    regions = list(painted)
    for side in SIDES:
        here = {region.name for region in regions if region.side == side}
        skin = {name for name in here if any(name in area for area in areas.values())}
        counts = Counter({root: len(skin & area) for root, area in areas.items()})
        most = max(counts.values(), default=0)
        if most:
            roots = tuple(root for root, count in counts.items() if count == most)
            found.append(Fit(side, roots, most, len(skin)))
    return tuple(found)
