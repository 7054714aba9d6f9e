"""The pattern of each pain quality, in units of the figure; clipped to a region by whoever draws it.

Patterns tell the qualities apart without colour. They lie on one grid over the whole figure, so that neighbouring
regions join and screen and paper show the very same marks.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from workup.body.path import Bounds, Contour

Quality = Literal["ache", "burning", "electric", "stabbing", "numbness", "pins"]
QUALITIES: tuple[Quality, ...] = get_args(Quality)
PATTERN_WIDTH = 0.9


@dataclass(frozen=True, slots=True)
class Stroke:
    """An open line, PATTERN_WIDTH wide with round ends."""

    path: Contour


@dataclass(frozen=True, slots=True)
class Dot:
    """A filled dot, or a ring PATTERN_WIDTH wide."""

    x: float
    y: float
    radius: float
    filled: bool


Shape = Stroke | Dot


def pattern(quality: Quality, bounds: Bounds) -> tuple[Shape, ...]:
    """The marks that cover a rectangle of the figure."""
    return tuple(_DRAW[quality](bounds))


def _steps(low: float, high: float, step: float) -> Iterator[float]:
    """Grid lines that lie between two values, one beyond each."""
    for count in range(math.floor(low / step), math.ceil(high / step) + 1):
        yield count * step


def _cells(bounds: Bounds, width: float, height: float) -> Iterator[tuple[float, float]]:
    """The middles of a grid's cells, every other row half a cell to the right."""
    for y in _steps(bounds.top, bounds.bottom, height):
        shift = width / 2 if round(y / height) % 2 else 0.0
        for x in _steps(bounds.left - shift, bounds.right - shift, width):
            yield x + shift, y


def _waves(bounds: Bounds) -> Iterator[Shape]:
    length, rise = 10.0, 1.7
    for y in _steps(bounds.top, bounds.bottom, 6.5):
        path: list[tuple[Literal["C"], float, float, float, float, float, float]] = []
        start = math.floor(bounds.left / length) * length
        for x in _steps(bounds.left, bounds.right, length):
            half = x + length / 2
            path.append(("C", x + 1.8, y - rise, half - 1.8, y - rise, half, y))
            path.append(("C", half + 1.8, y + rise, x + length - 1.8, y + rise, x + length, y))
        yield Stroke((("M", start, y), *path))


def _crosses(bounds: Bounds) -> Iterator[Shape]:
    arm = 1.6
    for x, y in _cells(bounds, 8.0, 6.5):
        yield Stroke((("M", x - arm, y - arm), ("L", x + arm, y + arm)))
        yield Stroke((("M", x - arm, y + arm), ("L", x + arm, y - arm)))


def _zigzag(bounds: Bounds) -> Iterator[Shape]:
    half, rise = 3.0, 2.6
    for y in _steps(bounds.top, bounds.bottom, 8.0):
        xs = list(_steps(bounds.left, bounds.right, half))
        up = (1 if round(x / half) % 2 else -1 for x in xs)
        points = [(x, y + rise * way) for x, way in zip(xs, up)]
        yield Stroke((("M", *points[0]), *(("L", px, py) for px, py in points[1:])))


def _slashes(bounds: Bounds) -> Iterator[Shape]:
    height = bounds.height
    for foot in _steps(bounds.left + bounds.bottom - height, bounds.right + bounds.bottom, 5.4):
        yield Stroke((("M", foot - bounds.bottom, bounds.bottom), ("L", foot - bounds.top, bounds.top)))


def _rings(bounds: Bounds) -> Iterator[Shape]:
    for x, y in _cells(bounds, 8.4, 7.0):
        yield Dot(x, y, 2.0, filled=False)


def _dots(bounds: Bounds) -> Iterator[Shape]:
    for x, y in _cells(bounds, 5.0, 4.2):
        yield Dot(x, y, 0.8, filled=True)


_DRAW: dict[Quality, Callable[[Bounds], Iterator[Shape]]] = {
    "ache": _waves,
    "burning": _crosses,
    "electric": _zigzag,
    "stabbing": _slashes,
    "numbness": _rings,
    "pins": _dots,
}
