"""What can be chosen in a segment, a chip or a list, and how it looks once chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from workup.style import Token
from workup.texts import _

Look = Literal["fact", "normal", "finding", "solid", "flag", "caution"]


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be chosen, how it looks when chosen, and the keys that choose it beside its place."""

    id: str
    label: str
    look: Look = "fact"
    keys: str = ""


@dataclass(frozen=True, slots=True)
class Colours:
    """The tokens of a chosen option."""

    fill: Token
    edge: Token
    text: Token


LOOKS: dict[Look, Colours] = {
    "fact": Colours("accent_soft", "accent", "accent"),
    "normal": Colours("sunken", "control", "ink"),
    "finding": Colours("finding_soft", "finding", "finding"),
    "solid": Colours("finding", "finding", "on_finding"),
    "flag": Colours("danger", "danger", "on_danger"),
    "caution": Colours("caution_soft", "caution", "caution"),
}
_CONTRAST_LOOKS: dict[Look, Colours] = {
    "normal": Colours("surface", "accent", "ink"),
    "flag": LOOKS["flag"],
}
_CONTRAST_LOOK = Colours("accent", "accent", "on_accent")


def chosen_look(look: Look, *, high_contrast: bool) -> Colours:
    """The tokens of a chosen option; high contrast keeps only quiet, chosen and red flag apart."""
    return _CONTRAST_LOOKS.get(look, _CONTRAST_LOOK) if high_contrast else LOOKS[look]


def keys_of(options: Sequence[Option]) -> dict[str, int]:
    """Which place each key chooses: an option's own keys, else the digits by place."""
    own = {key.lower(): place for place, option in enumerate(options) for key in option.keys}
    return {str(place + 1): place for place in range(min(9, len(options)))} | own


def yes_no_options(
    finding: Look = "finding", *, unknown: bool = True, unknown_look: Look = "fact"
) -> tuple[Option, ...]:
    """Yes, No and Unknown with the keys Y, N and U."""
    options = (Option("yes", _("Yes"), finding, "y"), Option("no", _("No"), "normal", "n"))
    return (*options, Option("unknown", _("Unknown"), unknown_look, "u")) if unknown else options


def ending_place(event: QKeyEvent) -> int:
    """The place from 0 that Ctrl and a digit name, the last of several options; -1 for any other key."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    place = event.key() - Qt.Key.Key_1
    return place if 0 <= place < 9 and held == Qt.KeyboardModifier.ControlModifier else -1
