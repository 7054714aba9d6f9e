"""SVG path data as moves, lines, cubic curves and closings in absolute coordinates."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

Move = tuple[Literal["M"], float, float]
Line = tuple[Literal["L"], float, float]
Curve = tuple[Literal["C"], float, float, float, float, float, float]
Close = tuple[Literal["Z"]]
Segment = Move | Line | Curve | Close
Contour = tuple[Segment, ...]
Point = tuple[float, float]

_COUNTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}
_TOKENS = re.compile(r"([MmLlHhVvCcSsQqTtAaZz])|([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)|([^\s,])")


class Bounds(NamedTuple):
    """A rectangle by its edges."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top


def read_path(data: str, offset: Point = (0.0, 0.0)) -> Contour:
    """Read the `d` of an SVG path, moved by `offset`. Raises ValueError where it is not path data."""
    reader = _Reader()
    for command, numbers in _commands(data):
        reader.take(command, numbers)
    dx, dy = offset
    return tuple(_moved(segment, dx, dy) for segment in reader.segments)


def _moved(segment: Segment, dx: float, dy: float) -> Segment:
    match segment:
        case ("C", x1, y1, x2, y2, x, y):
            return ("C", x1 + dx, y1 + dy, x2 + dx, y2 + dy, x + dx, y + dy)
        case ("M", x, y):
            return ("M", x + dx, y + dy)
        case ("L", x, y):
            return ("L", x + dx, y + dy)
        case _:
            return segment


def _commands(data: str) -> Iterator[tuple[str, list[float]]]:
    """Each command with one set of its numbers; a set without a letter repeats the command before it."""
    command = ""
    numbers: list[float] = []
    for letter, number, other in _TOKENS.findall(data):
        if other or (letter and numbers):
            raise ValueError(f"“{(other or letter)}” is out of place in path data")
        if letter:
            command = letter
        else:
            numbers.append(float(number))
        if not command:
            raise ValueError("path data starts with a number")
        if len(numbers) == _COUNTS[command.upper()]:
            yield command, numbers
            numbers = []
            command = {"M": "L", "m": "l", "Z": "", "z": ""}.get(command, command)
    if numbers:
        raise ValueError(f"“{command}” lacks numbers at the end of path data")


class _Reader:
    """Follows the pen through the commands."""

    def __init__(self) -> None:
        self.segments: list[Segment] = []
        self._pen: Point = (0.0, 0.0)
        self._start: Point = (0.0, 0.0)
        self._cubic: Point | None = None
        self._quadratic: Point | None = None

    def take(self, command: str, numbers: list[float]) -> None:
        """Draw one command."""
        kind = command.upper()
        cubic, quadratic = self._cubic, self._quadratic
        self._cubic = self._quadratic = None
        if kind == "Z":
            self.segments.append(("Z",))
            self._pen = self._start
            return
        if kind == "A":
            end = self._point(command, numbers[5], numbers[6])
            rx, ry, turn, large, sweep, *_ = numbers
            self._arc(abs(rx), abs(ry), math.radians(turn), large=bool(large), sweep=bool(sweep), end=end)
            return
        points = self._points(command, numbers)
        match kind:
            case "M":
                self._pen = self._start = points[0]
                self.segments.append(("M", *points[0]))
            case "C":
                self._curve(*points)
            case "S":
                self._curve(_mirrored(cubic, self._pen), *points)
            case "Q":
                self._bend(*points)
            case "T":
                self._bend(_mirrored(quadratic, self._pen), *points)
            case _:
                self._pen = points[0]
                self.segments.append(("L", *points[0]))

    def _point(self, command: str, x: float, y: float) -> Point:
        return (x + self._pen[0], y + self._pen[1]) if command.islower() else (x, y)

    def _points(self, command: str, numbers: list[float]) -> list[Point]:
        here_x, here_y = (0.0, 0.0) if command.islower() else self._pen
        if command in "Hh":
            return [self._point(command, numbers[0], here_y)]
        if command in "Vv":
            return [self._point(command, here_x, numbers[0])]
        return [self._point(command, *pair) for pair in zip(numbers[::2], numbers[1::2])]

    def _curve(self, first: Point, second: Point, end: Point) -> None:
        self.segments.append(("C", *first, *second, *end))
        self._pen, self._cubic = end, second

    def _bend(self, control: Point, end: Point) -> None:
        """A quadratic curve as the cubic one it equals."""
        (x0, y0), (x1, y1), (x2, y2) = self._pen, control, end
        first = (x0 + 2 / 3 * (x1 - x0), y0 + 2 / 3 * (y1 - y0))
        second = (x2 + 2 / 3 * (x1 - x2), y2 + 2 / 3 * (y1 - y2))
        self._curve(first, second, end)
        self._cubic, self._quadratic = None, control

    def _arc(self, rx: float, ry: float, turn: float, *, large: bool, sweep: bool, end: Point) -> None:
        """An elliptical arc as cubic curves of at most a quarter turn each (SVG 1.1, appendix F.6)."""
        (x0, y0), (x1, y1) = self._pen, end
        if (x0, y0) == (x1, y1):
            return
        if rx == 0 or ry == 0:
            self._pen = end
            self.segments.append(("L", *end))
            return
        cos, sin = math.cos(turn), math.sin(turn)
        dx, dy = (x0 - x1) / 2, (y0 - y1) / 2
        px, py = cos * dx + sin * dy, cos * dy - sin * dx
        grow = math.sqrt(max(1.0, (px / rx) ** 2 + (py / ry) ** 2))
        rx, ry = rx * grow, ry * grow
        rest = (rx * ry) ** 2 - (rx * py) ** 2 - (ry * px) ** 2
        root = math.sqrt(max(0.0, rest) / ((rx * py) ** 2 + (ry * px) ** 2)) * (-1 if large == sweep else 1)
        cx, cy = root * rx * py / ry, -root * ry * px / rx
        centre = (cos * cx - sin * cy + (x0 + x1) / 2, sin * cx + cos * cy + (y0 + y1) / 2)
        start = math.atan2((py - cy) / ry, (px - cx) / rx)
        span = math.atan2((-py - cy) / ry, (-px - cx) / rx) - start
        span += 2 * math.pi if sweep and span < 0 else -2 * math.pi if not sweep and span > 0 else 0
        for curve in _quarter_turns(centre, (rx, ry), (cos, sin), start, span):
            self._curve(*curve)
        self._cubic = None


def _mirrored(control: Point | None, pen: Point) -> Point:
    """The control point that continues a curve smoothly."""
    return pen if control is None else (2 * pen[0] - control[0], 2 * pen[1] - control[1])


def _quarter_turns(
    centre: Point, radii: Point, turn: Point, start: float, span: float
) -> Iterator[tuple[Point, Point, Point]]:
    count = max(1, math.ceil(abs(span) / (math.pi / 2) - 1e-9))
    step = span / count
    reach = 4 / 3 * math.tan(step / 4)

    def place(x: float, y: float) -> Point:
        x, y = x * radii[0], y * radii[1]
        return (centre[0] + turn[0] * x - turn[1] * y, centre[1] + turn[1] * x + turn[0] * y)

    for part in range(count):
        here = start + part * step
        there = here + step
        cos0, sin0, cos1, sin1 = math.cos(here), math.sin(here), math.cos(there), math.sin(there)
        yield (
            place(cos0 - reach * sin0, sin0 + reach * cos0),
            place(cos1 + reach * sin1, sin1 - reach * cos1),
            place(cos1, sin1),
        )


def bounds_of(path: Contour) -> Bounds:
    """The smallest rectangle around a path; curves count where they run, not where their handles are."""
    xs: list[float] = []
    ys: list[float] = []
    pen: Point = (0.0, 0.0)
    for segment in path:
        match segment:
            case ("C", x1, y1, x2, y2, x, y):
                xs.extend(_extent(pen[0], x1, x2, x))
                ys.extend(_extent(pen[1], y1, y2, y))
                pen = (x, y)
            case ("M", x, y) | ("L", x, y):
                xs.append(x)
                ys.append(y)
                pen = (x, y)
    return Bounds(min(xs), min(ys), max(xs), max(ys))


def _extent(a: float, b: float, c: float, d: float) -> list[float]:
    """The ends of a cubic curve in one direction, and its turning points."""
    found = [a, d]
    p, q, r = -a + 3 * b - 3 * c + d, 2 * (a - 2 * b + c), b - a
    if abs(p) < 1e-12:
        times = [-r / q] if abs(q) > 1e-12 else []
    else:
        inside = q * q - 4 * p * r
        times = [(-q + sign * math.sqrt(inside)) / (2 * p) for sign in (1, -1)] if inside >= 0 else []
    for t in times:
        if 0 < t < 1:
            u = 1 - t
            found.append(u * u * u * a + 3 * u * u * t * b + 3 * u * t * t * c + t * t * t * d)
    return found
