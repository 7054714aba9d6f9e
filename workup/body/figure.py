"""Reads resources/figures/body.svg once into frozen regions; names are permanent, sides are the patient's own."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Literal, TypeVar
from xml.etree import ElementTree as ET

from workup.body.path import Bounds, Contour, Point, bounds_of, read_path
from workup.errors import ContentError
from workup.texts import N_, _, _p

VIEWS = ("front", "back", "saddle", "sole")
SVG = "{http://www.w3.org/2000/svg}"
Drawing = TypeVar("Drawing")
_TRANSLATE = re.compile(r"translate\(\s*([-\d.]+)[\s,]+([-\d.]+)\s*\)")


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the body that can be marked: `back.buttock` on a side, or on the midline without one."""

    name: str
    side: Literal["right", "left"] | None
    title: str
    path: Contour
    bounds: Bounds


@dataclass(frozen=True, slots=True)
class View:
    """One drawing of the body with its regions; `offset` is already applied to all its paths."""

    id: str
    offset: Point
    base: Contour
    outline: Contour
    detail: tuple[Contour, ...]
    regions: tuple[Region, ...]


@dataclass(frozen=True, slots=True)
class Caption:
    """A word on the figure, centred on a point of its base line."""

    text: str
    x: float
    y: float


@dataclass(frozen=True)
class BodyFigure:
    """The whole chart in its own units."""

    width: float
    height: float
    views: tuple[View, ...]
    captions: tuple[Caption, ...]

    @cached_property
    def regions(self) -> tuple[Region, ...]:
        """Every region in the order of the file."""
        return tuple(region for view in self.views for region in view.regions)

    @cached_property
    def _by_address(self) -> dict[tuple[str, str | None], Region]:
        return {(region.name, region.side): region for region in self.regions}

    def region(self, name: str, side: str | None = None) -> Region | None:
        """The region of an address's place and side, or None."""
        return self._by_address.get((name, side))


def caption_words(text: str) -> str:
    """A caption of the chart in the language in force; one that is not known stays as the file has it."""
    known = {
        "Front": _("Front"),
        "Back": _p("view of the body", "Back"),
        "Soles": _("Soles"),
        "Saddle": _("Saddle"),
        "R": _p("side", "R"),
        "L": _p("side", "L"),
    }
    return known.get(text, text)


def named(figure: BodyFigure, names: Mapping[str, str]) -> BodyFigure:
    """The figure with its regions called as the content calls them, by addresses as `back.buttock/right`."""

    def called(region: Region) -> Region:
        address = f"{region.name}/{region.side}" if region.side else region.name
        return replace(region, title=names.get(address, region.title))

    views = tuple(replace(view, regions=tuple(map(called, view.regions))) for view in figure.views)
    return figure if views == figure.views else replace(figure, views=views)


def load_body(path: Path) -> BodyFigure:
    """Read the body chart; a file that is missing or broken is a refusal with a sentence."""
    return read_drawing(path, N_("The body chart"), _figure)


def read_drawing(path: Path, named: str, read: Callable[[ET.Element], Drawing]) -> Drawing:
    """What is read of a drawing shipped with the program; one missing or broken is a refusal with a sentence."""
    try:
        # Our own file: no foreign XML is ever read here.
        return read(ET.parse(path).getroot())  # noqa: S314
    except OSError as error:
        raise ContentError(_(
            "{named} cannot be read from {path}. No patient file is touched. "
            "Install Workup again, or restore this file."
        ).format(named=_(named), path=path)) from error
    except (ET.ParseError, ValueError, KeyError) as error:
        raise ContentError(_(
            "{named} in {name} is not usable: {error}. No patient file is touched. Correct the file, or restore it."
        ).format(named=_(named), name=path.name, error=error)) from error


def region_titles(path: Path) -> dict[str, str]:
    """What each region is called, by its address as `back.buttock/right`; quick, for it reads no shapes.

    Empty when the chart cannot be read: load_body says why.
    """
    try:
        root = ET.parse(path).getroot()  # noqa: S314 - our own file
    except (OSError, ET.ParseError):
        return {}
    titles: dict[str, str] = {}
    for region in root.iter(f"{SVG}path"):
        if region.get("class") == "region":
            name, _, last = region.attrib["id"].rpartition(".")
            address = f"{name}/{last}" if last in ("right", "left") else region.attrib["id"]
            titles[address] = region.findtext(f"{SVG}title", "")
    return titles


def _figure(root: ET.Element) -> BodyFigure:
    _, _, width, height = (float(number) for number in root.attrib["viewBox"].split())
    groups = {group.get("id", ""): group for group in root.iter(f"{SVG}g")}
    if lost := [name for name in VIEWS if name not in groups]:
        raise ValueError(f"the view {', '.join(lost)} is missing")
    captions = tuple(
        Caption(text.text or "", float(text.attrib["x"]), float(text.attrib["y"])) for text in root.iter(f"{SVG}text")
    )
    return BodyFigure(width, height, tuple(_view(name, groups[name]) for name in VIEWS), captions)


def _view(name: str, group: ET.Element) -> View:
    offset = offset_of(group)
    paths = list(group.iter(f"{SVG}path"))
    named = {path.get("id", ""): path for path in paths}
    for part in ("base", "outline"):
        if f"{name}.{part}" not in named:
            raise ValueError(f"{name}.{part} is missing")
    return View(
        id=name,
        offset=offset,
        base=read_path(named[f"{name}.base"].attrib["d"], offset),
        outline=read_path(named[f"{name}.outline"].attrib["d"], offset),
        detail=tuple(read_path(path.attrib["d"], offset) for path in paths if path.get("class") == "detail"),
        regions=tuple(_region(path, offset) for path in paths if path.get("class") == "region"),
    )


def offset_of(group: ET.Element) -> Point:
    """How far a group of the drawing is moved."""
    given = group.get("transform", "")
    if not given:
        return (0.0, 0.0)
    found = _TRANSLATE.fullmatch(given.strip())
    if found is None:
        raise ValueError(f"“{given}”: only translate(x y) is understood")
    return (float(found[1]), float(found[2]))


def _region(path: ET.Element, offset: Point) -> Region:
    address = path.attrib["id"]
    title = path.findtext(f"{SVG}title", "")
    if not title:
        raise ValueError(f"{address} has no title to be read aloud")
    name, _, last = address.rpartition(".")
    shape = read_path(path.attrib["d"], offset)
    match last:
        case "right" | "left":
            return Region(name, last, title, shape, bounds_of(shape))
        case _:
            return Region(address, None, title, shape, bounds_of(shape))
