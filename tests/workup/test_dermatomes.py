"""The skin areas of the roots as drawn: both sides of each, on the body, and where the content says they are."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from tests import shipped
from workup.body import BodyFigure, Contour, Dermatomes, Region, load_body, load_dermatomes
from workup.errors import ContentError
from workup.protocol import Library
from workup.reasoning.pattern import Fit, roots_fitting

RESOURCES = Path(__file__).parents[2] / "resources"
ROOTS = ["L1", "L2", "L3", "L4", "L5", "S1", "S2", "S3", "S4", "S5"]


@pytest.fixture(scope="module")
def skin() -> Dermatomes:
    return load_dermatomes(RESOURCES / "figures" / "dermatomes.svg")


@pytest.fixture(scope="module")
def figure() -> BodyFigure:
    return load_body(RESOURCES / "figures" / "body.svg")


@pytest.fixture(scope="module")
def library() -> Library:
    return shipped.library()


def corners(path: Contour) -> list[tuple[float, float]]:
    """The path as a polygon; curves by points along them."""
    found: list[tuple[float, float]] = []
    for part in path:
        match part:
            case ("C", x1, y1, x2, y2, x, y):
                x0, y0 = found[-1]
                for step in (0.25, 0.5, 0.75, 1.0):
                    a, b, c, d = (1 - step) ** 3, 3 * step * (1 - step) ** 2, 3 * step**2 * (1 - step), step**3
                    found.append((a * x0 + b * x1 + c * x2 + d * x, a * y0 + b * y1 + c * y2 + d * y))
            case ("M" | "L", x, y):
                found.append((x, y))
            case _:
                pass
    return found


def holds(polygon: list[tuple[float, float]], x: float, y: float) -> bool:
    inside = False
    for (x1, y1), (x2, y2) in zip(polygon, polygon[1:] + polygon[:1]):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def test_every_root_has_both_sides_as_mirror_images(skin: Dermatomes) -> None:
    assert sorted({area.root for area in skin.areas}) == ROOTS
    for root in ROOTS:
        right = [area for area in skin.areas if (area.root, area.side) == (root, "right")]
        left = [area for area in skin.areas if (area.root, area.side) == (root, "left")]
        assert [area.view for area in right] == [area.view for area in left] != []
        assert [len(area.path) for area in right] == [len(area.path) for area in left]


def test_sides_are_the_patients_own(skin: Dermatomes, figure: BodyFigure) -> None:
    for area in skin.areas:
        shin = {"front": "front.shin", "back": "back.calf", "saddle": "saddle.outer", "sole": "sole.heel"}[area.view]
        middle = sum(_middle(figure, shin, side)[0] for side in ("right", "left")) / 2
        own = _middle(figure, shin, area.side)[0]
        xs = [x for x, _ in corners(area.path)]
        assert (sum(xs) / len(xs) < middle) == (own < middle), area


def _middle(figure: BodyFigure, name: str, side: str) -> tuple[float, float]:
    region = figure.region(name, side)
    assert region is not None
    return (region.bounds.left + region.bounds.right) / 2, (region.bounds.top + region.bounds.bottom) / 2


def test_the_drawing_agrees_with_the_areas_of_the_content(
    skin: Dermatomes, figure: BodyFigure, library: Library
) -> None:
    """What is drawn for a root covers a part of each region that the content gives to it, on both sides."""
    apart = []
    for name, regions in library.anatomy.area.items():
        root = name.removeprefix("dermatome_")
        for region, side in product(regions if root != name else (), ("right", "left")):
            drawn = [corners(area.path) for area in skin.areas if (area.root, area.side) == (root, side)]
            if not any(holds(polygon, *spot) for polygon in drawn for spot in _spots(figure, region, side)):
                apart.append((root, region, side))
    assert apart == []


def _spots(figure: BodyFigure, name: str, side: str) -> list[tuple[float, float]]:
    region = figure.region(name, side)
    assert region is not None
    box, shape = region.bounds, corners(region.path)
    grid = product(range(1, 12), repeat=2)
    spots = [(box.left + box.width * x / 12, box.top + box.height * y / 12) for x, y in grid]
    return [spot for spot in spots if holds(shape, *spot)]


def test_its_sources_are_known_and_it_says_what_it_is(skin: Dermatomes, library: Library) -> None:
    assert skin.sources
    assert set(skin.sources) <= set(library.sources)
    said = (RESOURCES / "figures" / "dermatomes.svg").read_text(encoding="utf-8")
    assert "Own drawing" in said


def test_a_drawing_that_is_missing_or_broken_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="restore this file"):
        load_dermatomes(tmp_path / "none.svg")
    broken = tmp_path / "broken.svg"
    broken.write_text("<svg", encoding="utf-8")
    with pytest.raises(ContentError, match="restore it"):
        load_dermatomes(broken)


def _named(figure: BodyFigure, *addresses: tuple[str, str]) -> Iterator[Region]:
    for name, side in addresses:
        region = figure.region(name, side)
        assert region is not None
        yield region


def test_the_pattern_fits_the_root_with_the_most_painted_areas(figure: BodyFigure, library: Library) -> None:
    leg = [("front.leg-lateral", "right"), ("front.foot-dorsum", "right"), ("front.shin", "right")]
    assert roots_fitting(library.anatomy, _named(figure, *leg)) == (Fit("right", ("L5",), 2, 3),)


def test_a_draw_names_both_roots_and_a_back_names_none(figure: BodyFigure, library: Library) -> None:
    knee = [("front.knee", "left")]
    assert roots_fitting(library.anatomy, _named(figure, *knee)) == (Fit("left", ("L3", "L4"), 1, 1),)
    back = [("back.low-back", "left"), ("back.buttock", "right")]
    assert roots_fitting(library.anatomy, _named(figure, *back)) == ()
