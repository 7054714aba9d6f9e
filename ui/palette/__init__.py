"""Ctrl K: finds any question, answer, area, action or text by a few letters."""

from ui.palette.command import Command
from ui.palette.matching import Entry, Finder
from ui.palette.palette import Palette

__all__ = ["Command", "Entry", "Finder", "Palette"]
