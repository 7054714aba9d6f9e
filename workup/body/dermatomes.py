"""Reads resources/figures/dermatomes.svg: the skin areas of the roots, which cut across the regions of the chart."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree as ET

from workup.body.figure import SVG, VIEWS, Caption, offset_of, read_drawing
from workup.body.path import Contour, read_path
from workup.texts import N_


@dataclass(frozen=True, slots=True)
class Dermatome:
    """The skin of one root on one side in one view; it is cut to the body where it is drawn."""

    root: str
    side: Literal["right", "left"]
    view: str
    path: Contour


@dataclass(frozen=True, slots=True)
class Dermatomes:
    """All of them, the names written on them, and the sources of the key areas."""

    areas: tuple[Dermatome, ...]
    labels: tuple[Caption, ...]
    sources: tuple[str, ...]


def load_dermatomes(path: Path) -> Dermatomes:
    """Read the drawing; a file that is missing or broken is a refusal with a sentence."""
    return read_drawing(path, N_("The drawing of the skin areas"), _dermatomes)


def _dermatomes(root: ET.Element) -> Dermatomes:
    areas: list[Dermatome] = []
    labels: list[Caption] = []
    for group in root.iter(f"{SVG}g"):
        dx, dy = offset_of(group)
        view = group.attrib["id"].rpartition(".")[2]
        if view not in VIEWS:
            raise ValueError(f"“{view}” is no view of the chart")
        for shape in group.iter(f"{SVG}path"):
            side: Literal["right", "left"] = "right" if shape.attrib["data-side"] == "right" else "left"
            areas.append(Dermatome(shape.attrib["data-root"], side, view, read_path(shape.attrib["d"], (dx, dy))))
        labels += [
            Caption(text.text or "", float(text.attrib["x"]) + dx, float(text.attrib["y"]) + dy)
            for text in group.iter(f"{SVG}text")
        ]
    return Dermatomes(tuple(areas), tuple(labels), tuple((root.findtext(f"{SVG}metadata") or "").split()))
