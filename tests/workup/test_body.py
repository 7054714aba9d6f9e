"""The body chart: regions with permanent names, paths as they are drawn, patterns that cover."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workup.body import QUALITIES, BodyFigure, Bounds, Contour, Dot, Quality, Stroke, bounds_of, load_body, pattern
from workup.body.path import read_path
from workup.errors import ContentError

FIGURE = Path(__file__).parents[2] / "resources" / "figures" / "body.svg"
NEW = ("front.ankle-medial", "front.foot-medial")


@pytest.fixture(scope="module")
def figure() -> BodyFigure:
    return load_body(FIGURE)


def test_the_regions_of_the_first_chart_and_the_new_ones_are_there(figure: BodyFigure) -> None:
    assert len(figure.regions) == 89 + 2 * len(NEW)
    assert [view.id for view in figure.views] == ["front", "back", "saddle", "sole"]
    for name in (*NEW, "back.buttock", "front.shin", "saddle.inner", "sole.great-toe"):
        for side in ("right", "left"):
            assert figure.region(name, side), (name, side)
    assert figure.region("back.spine-lumbar")
    assert figure.region("back.spine-lumbar", "right") is None


def test_addresses_are_unique_and_can_be_read_aloud(figure: BodyFigure) -> None:
    addresses = {(region.name, region.side) for region in figure.regions}
    assert len(addresses) == len(figure.regions)
    for region in figure.regions:
        assert region.title
        if region.side:
            assert region.title.startswith(region.side.capitalize()), region


def test_each_side_has_its_counterpart_in_the_mirror(figure: BodyFigure) -> None:
    for view in figure.views:
        for region in view.regions:
            if region.side == "right":
                other = figure.region(region.name, "left")
                assert other is not None
                assert other.bounds.width == pytest.approx(region.bounds.width, abs=0.5)
                middle = (region.bounds.left + other.bounds.right) / 2
                assert middle == pytest.approx(view.offset[0], abs=1), region.name


def test_right_is_on_the_viewers_left_in_front_and_right_behind(figure: BodyFigure) -> None:
    for view, way in (("front", -1), ("sole", -1), ("saddle", -1), ("back", 1)):
        found = next(one for one in figure.views if one.id == view)
        for region in found.regions:
            if region.side == "right":
                centre = (region.bounds.left + region.bounds.right) / 2
                assert math.copysign(1, centre - found.offset[0]) == way, region


def test_everything_lies_on_the_sheet(figure: BodyFigure) -> None:
    for view in figure.views:
        for path in (view.base, view.outline, *view.detail, *(region.path for region in view.regions)):
            box = bounds_of(path)
            assert 0 <= box.left <= box.right <= figure.width
            assert 0 <= box.top <= box.bottom <= figure.height


def inside(path: Contour, x: float, y: float) -> bool:
    """Even-odd test against the path with its curves cut into short lines."""
    points: list[tuple[float, float]] = []
    for segment in path:
        match segment:
            case ("C", x1, y1, x2, y2, x3, y3):
                x0, y0 = points[-1]
                for step in range(1, 17):
                    t = step / 16
                    u = 1 - t
                    points.append((
                        u**3 * x0 + 3 * u * u * t * x1 + 3 * u * t * t * x2 + t**3 * x3,
                        u**3 * y0 + 3 * u * u * t * y1 + 3 * u * t * t * y2 + t**3 * y3,
                    ))
            case ("M", x3, y3) | ("L", x3, y3):
                points.append((x3, y3))
    odd = False
    for (xa, ya), (xb, yb) in zip(points, [*points[1:], points[0]]):
        if (ya > y) != (yb > y) and x < xa + (y - ya) / (yb - ya) * (xb - xa):
            odd = not odd
    return odd


def test_the_new_regions_overlap_nothing(figure: BodyFigure) -> None:
    front = figure.views[0]
    for name in NEW:
        region = figure.region(name, "right")
        assert region is not None
        box = region.bounds
        met = set()
        for across in range(1, 8):
            for down in range(1, 12):
                x, y = box.left + box.width * across / 8, box.top + box.height * down / 12
                here = [one.name for one in front.regions if inside(one.path, x, y)]
                assert len(here) <= 1, (here, x, y)
                met.update(here)
        assert name in met


def test_relative_and_other_commands_become_absolute_cubics() -> None:
    assert read_path("m1 1 2 0h1v2H0z") == (
        ("M", 1, 1), ("L", 3, 1), ("L", 4, 1), ("L", 4, 3), ("L", 0, 3), ("Z",)
    )  # fmt: skip
    assert read_path("M0 0Q3 3 6 0")[1] == ("C", 2, 2, 4, 2, 6, 0)
    assert read_path("M0 0C1 1 2 1 3 0S5-1 6 0")[2] == ("C", 4, -1, 5, -1, 6, 0)
    assert read_path("M0 0q3 3 6 0t6 0")[2] == ("C", 8, -2, 10, -2, 12, 0)


def test_an_arc_is_round() -> None:
    path = read_path("M10 0A10 10 0 0 1 -10 0A10 10 0 0 1 10 0Z")
    assert bounds_of(path) == pytest.approx(Bounds(-10, -10, 10, 10), abs=0.01)
    wide = bounds_of(read_path("M0 0a20 5 0 1 0 0.1 0z"))
    assert (wide.width, wide.height) == pytest.approx((40, 10), abs=0.05)


@pytest.mark.parametrize("data", ["M0", "10 10", "M0 0L5", "M0 0X", "M0 0L1 1 2", "M 0 0 C 1 2 3"])
def test_broken_path_data_is_refused(data: str) -> None:
    with pytest.raises(ValueError):
        read_path(data)


@given(st.sampled_from(QUALITIES), st.floats(0, 500), st.floats(0, 600), st.floats(2, 90), st.floats(2, 90))
def test_a_pattern_marks_every_patch_and_joins_its_neighbour(
    quality: Quality, left: float, top: float, width: float, height: float
) -> None:
    """No square of 16 units is empty, and a larger rectangle shows the very same marks inside the smaller."""
    box = Bounds(left, top, left + width, top + height)
    shapes = pattern(quality, box)
    assert shapes
    spots = [(shape.x, shape.y) for shape in shapes if isinstance(shape, Dot)]
    if spots:
        x, y = left + width / 2, top + height / 2
        assert min(math.hypot(x - sx, y - sy) for sx, sy in spots) < 8
        wider = {shape for shape in pattern(quality, Bounds(left - 9, top - 9, box.right + 9, box.bottom + 9))
                 if isinstance(shape, Dot)}
        for x, y in spots:
            assert any(abs(x - one.x) < 1e-6 and abs(y - one.y) < 1e-6 for one in wider)


def test_the_six_patterns_differ_in_shape() -> None:
    box = Bounds(0, 0, 40, 40)
    kinds = {
        quality: (
            sum(isinstance(shape, Stroke) for shape in pattern(quality, box)) > 0,
            any(isinstance(shape, Dot) and shape.filled for shape in pattern(quality, box)),
            any(isinstance(shape, Stroke) and any(part[0] == "C" for part in shape.path)
                for shape in pattern(quality, box)),
            max((len(shape.path) for shape in pattern(quality, box) if isinstance(shape, Stroke)), default=0) > 2,
            len(pattern(quality, box)) > 30,
        )
        for quality in QUALITIES
    }
    assert len(set(kinds.values())) == len(QUALITIES)


@pytest.mark.parametrize(
    ("before", "after"),
    [("</svg>", ""), ('id="back.outline"', 'id="back.edge"'), ("translate(146 22)", "rotate(3)"),
     ("<title>Left abdomen</title>", ""), ('viewBox="0 0 600 700"', "")],
)
def test_a_broken_chart_is_a_refusal_with_a_sentence(tmp_path: Path, before: str, after: str) -> None:
    text = FIGURE.read_text(encoding="utf-8")
    assert before in text
    broken = tmp_path / "body.svg"
    broken.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(ContentError, match=r"body\.svg"):
        load_body(broken)


def test_a_missing_chart_is_a_refusal(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="cannot be read"):
        load_body(tmp_path / "none.svg")
