"""Boxes laid onto pages: one column, two side by side, and text that runs through two columns."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from workup.paper.boxes import Box

STEP = 4.0
HEADED = 2.0


@dataclass(frozen=True, slots=True)
class Placed:
    """A box at its place on a page."""

    box: Box
    x: float
    top: float


@dataclass(frozen=True, slots=True)
class Poured:
    """What fitted into a column, what did not, and how high it stands."""

    placed: tuple[tuple[Box, float], ...]
    rest: tuple[Box, ...]
    height: float


def pour(boxes: Sequence[Box], room: float, *, fresh: bool) -> Poured:
    """Fill a column from its top; `fresh` says that it is a whole page high, so that something must fit."""
    queue = deque(boxes)
    placed: list[tuple[Box, float]] = []
    y = 0.0
    while queue:
        box = queue[0]
        gap = _between(placed[-1][0], box) if placed else 0.0
        left = room - y - gap
        if box.keep and (placed or not fresh) and chain(queue) > left:
            break
        if box.height <= left:
            placed.append((queue.popleft(), y + gap))
            y += gap + box.height
            continue
        parts = box.split(left, force=fresh and not placed)
        if parts is not None and (placed or fresh or parts[0].height >= box.least):
            placed.append((parts[0], y + gap))
            y += gap + parts[0].height
            queue[0] = parts[1]
        elif fresh and not placed:
            placed.append((queue.popleft(), 0.0))
            y += box.height
        break
    return Poured(tuple(placed), tuple(queue), y)


def stacked(boxes: Sequence[Box]) -> float:
    """How high boxes stand on one another."""
    gaps = sum(_between(boxes[number - 1], boxes[number]) for number in range(1, len(boxes)))
    return sum(box.height for box in boxes) + gaps


def _between(above: Box, below: Box) -> float:
    """The space between two boxes: little below a heading."""
    return min(below.gap, HEADED) if above.keep else below.gap


def chain(queue: Sequence[Box]) -> float:
    """The height a heading needs together with the start of what it heads."""
    need = 0.0
    for number, box in enumerate(queue):
        need += _between(queue[number - 1], box) if number else 0.0
        if not box.keep:
            return need + box.least
        need += box.height
    return need


@dataclass
class Sheets:
    """The pages while they fill."""

    left: float
    width: float
    tops: Callable[[int], float]
    bottom: float
    pages: list[list[Placed]] = field(default_factory=lambda: [[]])
    y: float = 0.0

    def __post_init__(self) -> None:
        self.y = self.tops(0)

    @property
    def fresh(self) -> bool:
        """Whether nothing stands on the page yet."""
        return not self.pages[-1]

    @property
    def room(self) -> float:
        """How much is left of the page."""
        return self.bottom - self.y

    def turn(self) -> None:
        """Begin the next page."""
        self.pages.append([])
        self.y = self.tops(len(self.pages) - 1)

    def _place(self, poured: Poured, x: float, top: float) -> None:
        self.pages[-1].extend(Placed(box, x, top + dy) for box, dy in poured.placed)

    def _gap(self, boxes: Sequence[Box]) -> float:
        return 0.0 if self.fresh or not boxes else boxes[0].gap

    def full(self, boxes: Sequence[Box]) -> None:
        """One column over the whole width."""
        while boxes:
            gap, fresh = self._gap(boxes), self.fresh
            if not fresh and boxes[0].keep and gap + chain(boxes) > self.room:
                self.turn()
                continue
            poured = pour(boxes, self.room - gap, fresh=fresh)
            self._place(poured, self.left, self.y + gap)
            self.y += gap + poured.height if poured.placed else 0.0
            boxes = poured.rest
            if boxes:
                self.turn()

    def beside(self, left: Sequence[Box], right: Sequence[Box], share: float, gutter: float) -> tuple[Box, ...]:
        """Two columns of their own contents; what does not fit on this page on the left is handed back."""
        gap = max(self._gap(left), self._gap(right))
        fresh = self.fresh
        if not fresh and (chain(left) if left else 0.0) + gap > self.room:
            self.turn()
            gap, fresh = 0.0, True
        top = self.y + gap
        one = pour(left, self.bottom - top, fresh=fresh)
        two = pour(right, self.bottom - top, fresh=fresh)
        self._place(one, self.left, top)
        self._place(two, self.left + self.width * share + gutter, top)
        self.y = top + max(one.height, two.height)
        if two.rest:
            self.turn()
            return (*two.rest, *one.rest)
        return one.rest

    def through(self, boxes: Sequence[Box], gutter: float) -> None:
        """Text that runs through two columns of equal height, page after page."""
        across = self.left + (self.width + gutter) / 2
        while boxes:
            gap, fresh = self._gap(boxes), self.fresh
            room = self.room - gap
            if not fresh and chain(boxes) > room:
                self.turn()
                continue
            height = _balanced(boxes, room)
            one = pour(boxes, height, fresh=fresh and height >= room)
            two = pour(one.rest, height, fresh=fresh and height >= room)
            top = self.y + gap
            self._place(one, self.left, top)
            self._place(two, across, top)
            self.y = top + max(one.height, two.height)
            boxes = two.rest
            if boxes:
                self.turn()


def _balanced(boxes: Sequence[Box], room: float) -> float:
    """The least height at which two columns hold everything, at most the room there is."""
    height = stacked(boxes) / 2
    while height < room:
        one = pour(boxes, height, fresh=False)
        if not one.placed:
            height += STEP
            continue
        two = pour(one.rest, height, fresh=False)
        if not two.rest:
            return height
        height += STEP
    return room
