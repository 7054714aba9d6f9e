"""Runs of text broken into lines. No mark-up is read anywhere on the way: `<b>`, `&` and `{}` are letters."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from msgspec import Struct
from msgspec.structs import replace

from workup import words
from workup.note.blocks import Runs
from workup.paper.fonts import Weight, printable, text_width
from workup.paper.tags import Node
from workup.style import Paper, PaperInk, PaperRole, TypeRole

_TOKENS = re.compile(r"( +)|(\n)|([^ \n]+)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line in one weight and ink."""

    text: str
    weight: Weight
    ink: PaperInk
    width: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line of set text; `end` is what stands between it and the next, nothing where a word was cut."""

    pieces: tuple[Piece, ...]
    end: str = ""

    @property
    def width(self) -> float:
        return sum(piece.width for piece in self.pieces)

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Set:
    """Lines set in one role, ready to draw, and the element they are read as; without one they are an artifact."""

    lines: tuple[Line, ...]
    role: TypeRole
    tag: Node | None = None

    @property
    def height(self) -> float:
        return len(self.lines) * self.role.line

    @property
    def width(self) -> float:
        return max((line.width for line in self.lines), default=0.0)

    def head(self, count: int) -> "Set":
        """The first lines."""
        return Set(self.lines[:count], self.role, self.tag)

    def tail(self, count: int) -> "Set":
        """All but the first lines."""
        return Set(self.lines[count:], self.role, self.tag)


@dataclass(slots=True)
class _Word:
    """Pieces without a space between them, and the space before."""

    pieces: list[Piece]
    space: Piece | None = None

    @property
    def width(self) -> float:
        return sum(piece.width for piece in self.pieces)


SMALLEST = 8.0
_Token = tuple[str, str, float]


class Closeness(Struct, frozen=True):
    """How close a page is set: the share of type size, gaps and padding that is left, and the leading at most."""

    scale: float = 1.0
    space: float = 1.0
    leading: float = 2.0

    def of(self, role: TypeRole) -> TypeRole:
        """A role set as close; nothing gets smaller than the smallest type of the page."""
        size = max(role.size * self.scale, min(role.size, SMALLEST))
        return TypeRole(size, min(role.line * size / role.size, size * self.leading), role.weight)


OPEN = Closeness()


class Typesetter:
    """Sets runs in the roles of the style, as close as asked for.

    What was measured and set is kept for the `closer` ones of the same document, and no longer than it.
    """

    def __init__(self, paper: Paper, closeness: Closeness = OPEN) -> None:
        self.closeness, self._open = closeness, paper
        roles = {name: closeness.of(role) for name, role in paper.role.items()}
        self.paper = paper if closeness == OPEN else replace(paper, role=roles)
        self._measured: dict[tuple[str, Weight], tuple[_Token, ...]] = {}
        self._done: dict[tuple[Runs, float, TypeRole, bool], tuple[Line, ...]] = {}

    def closer(self, closeness: Closeness) -> "Typesetter":
        """One for the same document at another closeness."""
        other = Typesetter(self._open, closeness)
        other._measured, other._done = self._measured, self._done
        return other

    def set(
        self, runs: Runs, width: float, role: PaperRole = "body", *, bold: bool = False, tag: Node | None = None
    ) -> Set:
        """Break runs into lines no wider than `width`; what is longer than a line is cut between letters."""
        kind = self.paper.role[role]
        known = self._done.get((runs, width, kind, bold))
        if known is None:
            known = self._done[runs, width, kind, bold] = self._lines(runs, width, kind, bold=bold)
        return Set(known, kind, tag)

    def _lines(self, runs: Runs, width: float, kind: TypeRole, *, bold: bool) -> tuple[Line, ...]:
        lines: list[Line] = []
        for paragraph in _paragraphs(self._words(runs, kind, bold=bold)):
            lines.extend(_fill(paragraph, width, kind.size))
        while lines and not lines[-1].pieces:
            lines.pop()
        if lines:
            lines[-1] = Line(lines[-1].pieces)
        return tuple(lines)

    def _tokens(self, text: str, weight: Weight) -> "tuple[_Token, ...]":
        """The words, spaces and line ends of a text, with their widths at a size of 1."""
        known = self._measured.get((text, weight))
        if known is None:
            found = _TOKENS.findall(words.glued(printable(text)))
            known = tuple((end, word, text_width(word or " ", weight, 1)) for _, end, word in found)
            self._measured[text, weight] = known
        return known

    def _words(self, runs: Runs, kind: TypeRole, *, bold: bool) -> Iterator[_Word | None]:
        """Words across runs; None is the end of a paragraph."""
        word = _Word([])
        for run in runs:
            weight: Weight = 700 if bold or run.tone == "strong" else kind.weight
            ink: PaperInk = "text2" if run.tone == "quiet" else "black"
            for end, text, width in self._tokens(run.text, weight):
                if text:
                    word.pieces.append(Piece(text, weight, ink, width * kind.size))
                    continue
                if word.pieces:
                    yield word
                if end:
                    yield None
                    word = _Word([])
                else:
                    word = _Word([], Piece(" ", weight, ink, width * kind.size))
        if word.pieces:
            yield word


def _paragraphs(stream: Iterable[_Word | None]) -> Iterator[list[_Word]]:
    paragraph: list[_Word] = []
    for word in stream:
        if word is None:
            yield paragraph
            paragraph = []
        else:
            paragraph.append(word)
    yield paragraph


def _fill(paragraph: list[_Word], width: float, size: float) -> Iterator[Line]:
    line: list[Piece] = []
    used = 0.0
    for word in paragraph:
        space = word.space if line and word.space else None
        need = word.width + (space.width if space else 0.0)
        if line and used + need > width:
            yield _line(line)
            line, used, space, need = [], 0.0, None, word.width
        if need > width:
            *full, rest = _cut(word, width, size)
            yield from (_line(pieces, end="") for pieces in full)
            line, used = rest, sum(piece.width for piece in rest)
            continue
        line.extend([space, *word.pieces] if space else word.pieces)
        used += need
    yield _line(line)


def _cut(word: _Word, width: float, size: float) -> list[list[Piece]]:
    """A word wider than a line as lines of its own."""
    lines: list[list[Piece]] = [[]]
    used = 0.0
    for piece in word.pieces:
        start = 0
        for place, character in enumerate(piece.text):
            step = text_width(character, piece.weight, size)
            if used + step > width and (lines[-1] or place > start):
                _keep(lines[-1], piece, start, place, size)
                lines.append([])
                start, used = place, 0.0
            used += step
        _keep(lines[-1], piece, start, len(piece.text), size)
    return lines


def _keep(line: list[Piece], piece: Piece, start: int, end: int, size: float) -> None:
    text = piece.text[start:end]
    if text:
        line.append(Piece(text, piece.weight, piece.ink, text_width(text, piece.weight, size)))


def _line(pieces: list[Piece], end: str = " ") -> Line:
    """Neighbours of one weight and ink as one piece."""
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if last is not None and (last.weight, last.ink) == (piece.weight, piece.ink):
            joined[-1] = Piece(last.text + piece.text, piece.weight, piece.ink, last.width + piece.width)
        else:
            joined.append(piece)
    return Line(tuple(joined), end)
