"""Reads a PDF as a screen reader does: the elements in order with their words, and what stands outside of them."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pikepdf

PAINTING = {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "Do", "sh", "Tj", "TJ", "'", '"', "EI"}


@dataclass
class Element:
    """An element as the file has it; `text` is its own, not that of what is inside."""

    kind: str
    text: str = ""
    alt: str = ""
    scope: str = ""
    marking: str = ""
    span: int = 1
    frame: tuple[float, ...] = ()
    pages: tuple[int, ...] = ()
    inside: list[Element] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        """It and all that is inside, in reading order."""
        yield self
        for one in self.inside:
            yield from one.walk()

    @property
    def words(self) -> str:
        """All that is read of it, but for its drawings: of those it is read what is told of them."""
        return " ".join(" ".join(one.text for one in self.walk() if one.kind != "Figure").split())


@dataclass
class Spoken:
    """A file read: its tree, and of each page what was painted outside of any element or artifact."""

    root: Element
    outside: list[str]
    artifacts: list[str]


def spoken(data: bytes) -> Spoken:
    """Read a file by its tags; what does not fit together raises."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        contents: dict[tuple[int, int], str] = {}
        outside: list[str] = []
        artifacts: list[str] = []
        for number, page in enumerate(pdf.pages):
            reading = _Page(page)
            reading.read()
            contents |= {(number, mcid): text for mcid, text in reading.texts.items()}
            outside += [f"page {number + 1}: {what}" for what in reading.outside]
            artifacts.append(" ".join(reading.artifacts))
        used: set[tuple[int, int]] = set()
        root = _element(
            {page.obj.objgen: number for number, page in enumerate(pdf.pages)},
            pdf.Root.StructTreeRoot.K,
            contents,
            used,
        )
        assert used == set(contents), "marked content that no element holds"
        _check_parents(pdf)
    return Spoken(root, outside, artifacts)


class _Page:
    """Runs the content of a page; knows fonts and marked content and nothing of places."""

    def __init__(self, page: pikepdf.Page) -> None:
        self.page = page
        self.fonts = {str(name): _letters(font) for name, font in page.resources["/Font"].items()}
        self.texts: dict[int, str] = {}
        self.outside: list[str] = []
        self.artifacts: list[str] = []
        self.open: list[tuple[str, int | None, str | None]] = []
        self.font: dict[int, str] = {}

    def read(self) -> None:
        for instruction in pikepdf.parse_content_stream(self.page):
            name, operands = str(instruction.operator), instruction.operands
            if name == "BDC":
                self._begin(str(operands[0]), operands[1])
            elif name == "BMC":
                self._begin(str(operands[0]), {})
            elif name == "EMC":
                self.open.pop()
            elif name == "Tf":
                self.font = self.fonts[str(operands[0])]
            if name in PAINTING:
                self._painted(name, operands)
        assert not self.open, "marked content that does not end"

    def _begin(self, tag: str, properties: Any) -> None:
        number = properties.get("/MCID")
        actual = properties.get("/ActualText")
        inside = [one for one in self.open if one[1] is not None or one[0] == "/Artifact"]
        assert number is None or not inside, "an element within another's content"
        assert tag != "/Artifact" or not inside, "an artifact within an element"
        if number is not None:
            assert int(number) == len(self.texts), "numbers of marked content out of order"
            self.texts[int(number)] = ""
        self.open.append((tag, None if number is None else int(number), None if actual is None else str(actual)))
        if actual is not None:
            self._say(str(actual))

    def _painted(self, name: str, operands: Any) -> None:
        if not any(number is not None or tag == "/Artifact" for tag, number, _ in self.open):
            self.outside.append(name)
        if name == "Tj" and all(actual is None for _, _, actual in self.open):
            self._say("".join(self.font[code] for code in bytes(operands[0])))
        assert name not in ("TJ", "'", '"'), "text set in a way this reader does not know"

    def _say(self, text: str) -> None:
        number = next((number for _, number, _ in self.open if number is not None), None)
        if number is None:
            self.artifacts.append(text)
        else:
            self.texts[number] += text


def _letters(font: pikepdf.Object) -> dict[int, str]:
    """What each code of a font means, as its ToUnicode map says."""
    return _mapped(bytes(font.ToUnicode.read_bytes()))


@cache
def _mapped(data: bytes) -> dict[int, str]:
    found: dict[int, str] = {}
    for section in data.split(b"beginbfrange")[1:] + data.split(b"beginbfchar")[1:]:
        for line in section.split(b"endbf")[0].strip().splitlines():
            parts = [
                bytes.fromhex(part.decode())
                for part in line.replace(b"<", b" ").replace(b">", b" ").replace(b"[", b" ").replace(b"]", b" ").split()
            ]
            first, rest = parts[0][0], parts[1:]
            if len(parts) > 2 or len(parts[1]) == 1:
                for step, letter in enumerate(rest[1:]):
                    found[first + step] = letter.decode("utf-16-be")
            else:
                found[first] = rest[0].decode("utf-16-be")
    return found


def _element(
    pages: Mapping[Any, int], raw: Any, contents: dict[tuple[int, int], str], used: set[tuple[int, int]]
) -> Element:
    attributes: Any = raw.get("/A", {})
    element = Element(str(raw.S)[1:], alt=str(raw.get("/Alt", "")))
    element.scope = str(attributes.get("/Scope", ""))[1:]
    element.marking = str(attributes.get("/ListNumbering", ""))[1:]
    element.span = int(attributes.get("/ColSpan", 1))
    element.frame = tuple(float(number) for number in attributes.get("/BBox", ()))
    kids = raw.get("/K", None)
    texts, found = [], []
    for kid in () if kids is None else kids if isinstance(kids, pikepdf.Array) else (kids,):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            assert kid.P.objgen == raw.objgen, "a part that names another parent"
            element.inside.append(_element(pages, kid, contents, used))
            continue
        page, number = (raw.Pg, int(kid)) if isinstance(kid, int) else (kid.Pg, int(kid.MCID))
        place = pages[page.objgen], number
        assert place not in used, "marked content read twice"
        used.add(place)
        found.append(place[0])
        texts.append(contents[place])
    element.text, element.pages = "".join(texts), tuple(dict.fromkeys(found))
    return element


def _check_parents(pdf: Any) -> None:
    """From each marked content the parent tree leads to the element that holds it."""
    parents: Any = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
    for page in pdf.pages:
        for number, element in enumerate(parents[int(page.obj.StructParents)]):
            kids = element.K if isinstance(element.K, pikepdf.Array) else [element.K]
            held = [
                (kid if isinstance(kid, int) else int(kid.MCID), element.Pg if isinstance(kid, int) else kid.Pg)
                for kid in kids
                if isinstance(kid, int) or "/MCID" in kid
            ]
            assert any(mcid == number and where.objgen == page.obj.objgen for mcid, where in held)
