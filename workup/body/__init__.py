"""The body chart: its regions as paths, and the patterns of the pain qualities; screen and paper draw the same."""

from workup.body.dermatomes import Dermatome, Dermatomes, load_dermatomes
from workup.body.figure import BodyFigure, Caption, Region, View, caption_words, load_body, named, region_titles
from workup.body.path import Bounds, Contour, Segment, bounds_of
from workup.body.pattern import PATTERN_WIDTH, QUALITIES, Dot, Quality, Shape, Stroke, pattern
from workup.body.sketch import PARTS, Sketch, load_sketch

__all__ = [
    "PARTS",
    "PATTERN_WIDTH",
    "QUALITIES",
    "BodyFigure",
    "Bounds",
    "Caption",
    "Contour",
    "Dermatome",
    "Dermatomes",
    "Dot",
    "Quality",
    "Region",
    "Segment",
    "Shape",
    "Sketch",
    "Stroke",
    "View",
    "bounds_of",
    "caption_words",
    "load_body",
    "load_dermatomes",
    "load_sketch",
    "named",
    "pattern",
    "region_titles",
]
