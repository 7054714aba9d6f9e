"""The elements of a document written into its PDF: structure tree, parent tree, the pages' keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workup.paper.tags import Node, Tree, headings, levelled

if TYPE_CHECKING:
    from pikepdf import Object, Pdf

LONG = 10  # pages


@dataclass(frozen=True, slots=True)
class Structure:
    """The elements, and of each page the element of each marked content by number."""

    tree: Tree
    marked: list[list[Node]]


def add_structure(pdf: Pdf, structure: Structure) -> None:
    """Write the tree into the file."""
    from pikepdf import Array, Dictionary, Name

    writer = _Writer(pdf)
    levelled(structure.tree.root)
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    root.K = writer.element(structure.tree.root, root)
    numbers = Array()
    for number, (page, nodes) in enumerate(zip(pdf.pages, structure.marked, strict=True)):
        page.obj.StructParents = number
        page.obj.Tabs = Name.S
        numbers.append(number)
        numbers.append(pdf.make_indirect(Array([writer.written[id(node)] for node in nodes])))
    root.ParentTree = pdf.make_indirect(Dictionary(Nums=numbers))
    root.ParentTreeNextKey = len(structure.marked)
    pdf.Root.StructTreeRoot = root
    pdf.Root.MarkInfo = Dictionary(Marked=True)


def add_bookmarks(pdf: Pdf, structure: Structure) -> None:
    """The headings of a long document as bookmarks, those of the third level below those of the second."""
    from pikepdf import Array, Dictionary, Name

    if len(structure.marked) < LONG:
        return
    tops: list[Object] = []
    below: dict[int, list[Object]] = {}
    for node in headings([structure.tree.root]):
        page = pdf.pages[node.places[0][0]].obj
        place = Array([page, Name.XYZ, 0, round(node.top, 2), 0])
        item = pdf.make_indirect(Dictionary(Title=node.said, Dest=place))
        if node.kind == "H3" and tops:
            below[len(tops) - 1].append(item)
        else:
            tops.append(item)
            below[len(tops) - 1] = []
    outlines = pdf.make_indirect(Dictionary(Type=Name.Outlines, Count=len(tops)))
    _chained(outlines, tops)
    for number, items in below.items():
        if items:
            tops[number].Count = -len(items)
            _chained(tops[number], items)
    pdf.Root.Outlines = outlines


def _chained(parent: Object, items: list[Object]) -> None:
    """Bookmarks under one, each knowing its neighbours."""
    for number, item in enumerate(items):
        item.Parent = parent
        if number:
            item.Prev, items[number - 1].Next = items[number - 1], item
    parent.First, parent.Last = items[0], items[-1]


class _Writer:
    def __init__(self, pdf: Pdf) -> None:
        from pikepdf import Array, Dictionary, Name

        self.pdf, self.array, self.dictionary, self.name = pdf, Array, Dictionary, Name
        self.pages = [page.obj for page in pdf.pages]
        self.written: dict[int, Object] = {}

    def element(self, node: Node, parent: Object) -> Object:
        """An element with all that is inside."""
        name = self.name
        element = self.pdf.make_indirect(self.dictionary(Type=name.StructElem, S=name("/" + node.kind), P=parent))
        self.written[id(node)] = element
        kids = self._contents(node, element)
        kids += [self.element(part, element) for part in node.inside]
        if kids:
            element.K = kids[0] if len(kids) == 1 else self.array(kids)
        if node.alt:
            element.Alt = node.alt
        attributes = self._attributes(node)
        if attributes:
            element.A = self.dictionary(attributes)
        return element

    def _contents(self, node: Node, element: Object) -> list[Object | int]:
        """Its marked contents; those on another page than the first name theirs."""
        kids: list[Object | int] = []
        for page, number in node.places:
            if page == node.places[0][0]:
                kids.append(number)
            else:
                kids.append(self.dictionary(Type=self.name.MCR, Pg=self.pages[page], MCID=number))
        if kids:
            element.Pg = self.pages[node.places[0][0]]
        return kids

    def _attributes(self, node: Node) -> dict[str, object]:
        name = self.name
        if node.frame:
            return {"/O": name.Layout, "/Placement": name.Block, "/BBox": self.array([round(x, 2) for x in node.frame])}
        if node.kind == "L":
            marked = any(part.kind == "Lbl" for item in node.inside for part in item.inside)
            numbering = name.Decimal if node.numbered else name.Disc if marked else name("/None")
            return {"/O": name.List, "/ListNumbering": numbering}
        found: dict[str, object] = {}
        if node.scope:
            found["/Scope"] = name("/" + node.scope)
        if node.span > 1:
            found["/ColSpan"] = node.span
        return {"/O": name.Table, **found} if found else {}
