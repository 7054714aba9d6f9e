"""What is read of a page and in which order: an element for each block of the note and for what it is made of.

The tree follows the note, wherever the boxes come to stand. Text that is set carries its element; the pen notes what it
draws for which element, and calls everything else an artifact. Only what was drawn ends up in the file.
"""

from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec.structs import replace

from workup.note.blocks import Block, Bullets, Heading, Note, Paragraph, Part, Table

Kind = Literal[
    "Document", "Sect", "Div", "H1", "H2", "H3", "P", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "Figure"
]
Frame = tuple[float, float, float, float]
KINDS: dict[type, Kind] = {
    Paragraph: "P",
    Bullets: "L",
    Table: "Table",
}
HEADINGS: dict[int, Kind] = {1: "H1", 2: "H2", 3: "H3"}
# The places of the document's own children; its parts stand between title and foot.
HEADER, TITLE, SUBTITLE, PARTS = 0, 1, 2, 3
LAST = 1_000_000
# Within a part: the heading, its date beside it, the blocks.
FIRST = 2


class Node:
    """An element; `places` are the marked contents drawn for it, each as page and number.

    `alt` and `frame` belong to a figure, `scope` to the head of a row or column, `span` to a cell of several columns,
    `numbered` to a list, `said` and `top` (words, and height on the page) to a heading.
    """

    __slots__ = ("alt", "frame", "kind", "numbered", "parts", "places", "said", "scope", "span", "top")

    def __init__(self, kind: Kind) -> None:
        self.kind: Kind = kind
        self.parts: dict[int, Node] = {}
        self.places: list[tuple[int, int]] = []
        self.alt = ""
        self.frame: Frame | None = None
        self.scope: Literal["", "Row", "Column"] = ""
        self.span = 1
        self.said, self.top = "", 0.0
        self.numbered = False

    def part(self, place: int, kind: Kind) -> "Node":
        """The part at a place, made when first asked for: a block may be set several times until it fits."""
        found = self.parts.get(place)
        if found is None:
            found = self.parts[place] = Node(kind)
        return found

    def item(self, number: int) -> "tuple[Node, Node]":
        """The mark and the words of an item of a list."""
        item = self.part(number, "LI")
        return item.part(0, "Lbl"), item.part(1, "LBody")

    def figure(self, place: int, alt: str) -> "Node":
        """A drawing, told in words."""
        figure = self.part(place, "Figure")
        figure.alt = alt
        return figure

    @property
    def inside(self) -> "list[Node]":
        """Its parts in reading order, without those for which nothing was drawn."""
        return [self.parts[place] for place in sorted(self.parts) if self.parts[place].shown]

    @property
    def shown(self) -> bool:
        """Whether anything was drawn for it; an empty cell of a table counts."""
        return bool(self.places) or self.kind in ("TD", "TH") or any(part.shown for part in self.parts.values())


class Tree:
    """The elements of a note."""

    def __init__(self, note: Note) -> None:
        self.note = distinct(note)
        self.root = Node("Document")
        self._of: dict[int, tuple[object, Node]] = {}
        for number, part in enumerate(self.note.parts):
            section = self.root.part(PARTS + number, "Sect")
            self._of[id(part)] = part, section
            for place, block in enumerate(part.blocks, FIRST):
                self.put(block, section, place)

    def put(self, block: Block, parent: Node, place: int) -> Block:
        """Give a block its place among the parts of a node."""
        kind = HEADINGS[block.level] if isinstance(block, Heading) else KINDS.get(type(block), "Div")
        self._of[id(block)] = block, parent.part(place, kind)
        return block

    def of(self, what: Block | Part) -> Node:
        """The element of a block or part of this note."""
        return self._of[id(what)][1]


def distinct(note: Note) -> Note:
    """The note with every part and block an object of its own, so that each finds its element."""
    seen: set[int] = set()

    def own(block: Block) -> Block:
        known = id(block) in seen
        seen.add(id(block))
        return replace(block) if known else block

    return replace(note, parts=tuple(replace(part, blocks=tuple(map(own, part.blocks))) for part in note.parts))


def headings(nodes: Sequence[Node]) -> Iterator[Node]:
    """The headings below some nodes in reading order."""
    for node in nodes:
        if node.kind in HEADINGS.values():
            yield node
        yield from headings(node.inside)


def levelled(root: Node) -> None:
    """A heading stands at most one level below the one before it."""
    last = 0
    for node in headings([root]):
        last = min(int(node.kind[1]), last + 1)
        node.kind = HEADINGS[last]
