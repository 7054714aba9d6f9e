"""Reads the small drawings of resources/figures/manoeuvres: strokes of a few kinds, coloured where they are drawn."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args
from xml.etree import ElementTree as ET

from workup.body.figure import SVG, read_drawing
from workup.body.path import Contour, read_path
from workup.texts import N_

Part = Literal["head", "trunk", "limb", "moved", "couch", "force", "felt"]
PARTS: tuple[Part, ...] = get_args(Part)


@dataclass(frozen=True, slots=True)
class Sketch:
    """How a manoeuvre is done, in its own units; `moved` is the part examined, `force` what the hand does."""

    width: float
    height: float
    strokes: tuple[tuple[Part, Contour], ...]


def load_sketch(path: Path) -> Sketch | None:
    """Read one drawing; None when there is none, a refusal with a sentence when it is broken."""
    return read_drawing(path, N_("The drawing"), _sketch) if path.exists() else None


def _sketch(root: ET.Element) -> Sketch:
    _, _, width, height = (float(number) for number in root.attrib["viewBox"].split())
    strokes = [(shape.attrib["class"], read_path(shape.attrib["d"])) for shape in root.iter(f"{SVG}path")]
    if unknown := {kind for kind, _ in strokes} - set(PARTS):
        raise ValueError(f"the part {', '.join(sorted(unknown))} is not known")
    return Sketch(width, height, tuple((cast("Part", kind), contour) for kind, contour in strokes))
