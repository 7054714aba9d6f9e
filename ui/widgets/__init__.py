"""The base widgets of every screen: hand-painted, cheap, each with a spoken name."""

from ui.widgets.base import Painted, box, draw, word, write
from ui.widgets.button import Button, ButtonKind
from ui.widgets.chipface import ChipState
from ui.widgets.chips import Chips
from ui.widgets.dialog import Dialog
from ui.widgets.flow import FlowLayout
from ui.widgets.focus import FocusRing
from ui.widgets.inputs import SearchField, TextArea, TextLine
from ui.widgets.marks import (
    Bar,
    KeyHint,
    Label,
    Pill,
    PillKind,
    Problem,
    ProgressRing,
    Tag,
    TagKind,
    paint_passed,
    paint_progress,
)
from ui.widgets.options import Look, Option, yes_no_options
from ui.widgets.panels import Card, CautionStrip, DangerBanner, Divider, EmptyState, Icon, Notice, Scroll, StripKind
from ui.widgets.pressable import Pressable
from ui.widgets.reading import Reading
from ui.widgets.score import ScoreTrack
from ui.widgets.segments import Segments
from ui.widgets.select import Select

__all__ = [
    "Bar",
    "Button",
    "ButtonKind",
    "Card",
    "CautionStrip",
    "ChipState",
    "Chips",
    "DangerBanner",
    "Dialog",
    "Divider",
    "EmptyState",
    "FlowLayout",
    "FocusRing",
    "Icon",
    "KeyHint",
    "Label",
    "Look",
    "Notice",
    "Option",
    "Painted",
    "Pill",
    "PillKind",
    "Pressable",
    "Problem",
    "ProgressRing",
    "Reading",
    "ScoreTrack",
    "Scroll",
    "SearchField",
    "Segments",
    "Select",
    "StripKind",
    "Tag",
    "TagKind",
    "TextArea",
    "TextLine",
    "box",
    "draw",
    "paint_passed",
    "paint_progress",
    "word",
    "write",
    "yes_no_options",
]
