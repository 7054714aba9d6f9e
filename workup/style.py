"""The look as frozen values, read once from resources/style.toml; screen and paper share it."""

from __future__ import annotations

import tomllib
from collections.abc import Container
from pathlib import Path
from typing import Annotated, Literal, get_args

import msgspec

from workup.errors import ContentError
from workup.texts import _

Token = Literal[
    "bg", "surface", "sunken", "hover", "line", "control", "ink", "ink2", "ink3",
    "accent", "accent_hover", "accent_soft", "accent_line", "on_accent", "focus",
    "finding", "finding_soft", "finding_line", "on_finding",
    "caution", "caution_soft", "caution_line",
    "danger", "danger_soft", "danger_line", "on_danger",
    "ok", "ok_soft", "ok_line", "against",
    "body", "body_line", "body_outline",
    "q_ache", "q_burning", "q_electric", "q_stabbing", "q_numbness", "q_pins",
]  # fmt: skip
ContrastRole = Literal["canvas", "text", "selected", "on_selected", "link", "alarm", "on_alarm"]
Role = Literal[
    "screen_title", "patient_name", "card_title", "big_button", "question", "control", "label", "hint", "score"
]  # fmt: skip
PaperRole = Literal["title", "name", "conclusion", "heading", "body", "table", "label", "reference"]
PaperInk = Literal["black", "white", "text2", "rule", "shade", "accent"]
Space = Literal["xs", "s", "m", "l", "xl", "xxl", "page"]
Radius = Literal["tag", "control", "card", "dialog"]
Height = Literal["control", "row", "pill", "tag"]
Weight = Literal[400, 600, 700]
Hex = Annotated[str, msgspec.Meta(pattern="^#[0-9A-Fa-f]{6}$")]


class Shade(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One colour in the light and in the dark theme."""

    light: Hex
    dark: Hex


class Contrast(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """High contrast: the role each token takes, and the colours of the roles."""

    role: dict[Token, ContrastRole]
    colour: dict[ContrastRole, Shade]


class TypeRole(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A size of type with its line height and weight."""

    size: float
    line: float
    weight: Weight


class Typeface(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The family and the roles of type on screen."""

    family: str
    role: dict[Role, TypeRole]


class Reach(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A height for the mouse and one for the finger."""

    mouse: int
    touch: int


class Edge(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Widths of lines around things."""

    normal: int
    selected: int
    contrast: int
    ring: int
    ring_gap: int


class Scale(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Steps of enlargement in percent and which of them need a wide screen."""

    steps: tuple[int, ...]
    wide_screen: int
    wide_only_above: int
    automatic_wide: int

    def automatic(self, screen_width: int) -> int:
        """The step a screen of this width starts with."""
        return self.automatic_wide if screen_width >= self.wide_screen else self.steps[0]

    def allowed(self, screen_width: int) -> tuple[int, ...]:
        """The steps a screen of this width has room for."""
        if screen_width >= self.wide_screen:
            return self.steps
        return tuple(step for step in self.steps if step <= self.wide_only_above)


class Paper(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Ink, sizes and margin of the printed page."""

    margin_mm: float
    ink: dict[PaperInk, Hex]
    role: dict[PaperRole, TypeRole]


class Style(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything style.toml says."""

    colour: dict[Token, Shade]
    contrast: Contrast
    type: Typeface
    space: dict[Space, int]
    radius: dict[Radius, int]
    height: dict[Height, Reach]
    edge: Edge
    scale: Scale
    paper: Paper


def load_style(path: Path) -> Style:
    """Read the look; the program cannot paint without it, so anything missing is a refusal."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        for token, shade in raw.get("colour", {}).items():
            _shade(token, shade)
        style = msgspec.convert(raw, Style)
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(_(
            "The look cannot be read from {path}. No patient file is touched. "
            "Install Workup again, or restore this file."
        ).format(path=path)) from error
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise ContentError(_(
            "{name} is not usable: {error}. No patient file is touched. Correct this line, or restore the file."
        ).format(name=path.name, error=error)) from error
    if lost := _missing(style):
        raise ContentError(_(
            "{name} lacks {lost}. No patient file is touched. Add the missing lines, or restore the file."
        ).format(name=path.name, lost=", ".join(lost)))
    return style


def _shade(token: str, shade: object) -> None:
    """Check one colour by itself, so that the refusal can name it."""
    try:
        msgspec.convert(shade, Shade)
    except msgspec.ValidationError as error:
        raise msgspec.ValidationError(f"colour.{token}: {error}") from error


def _missing(style: Style) -> list[str]:
    tables: tuple[tuple[str, object, Container[str]], ...] = (
        ("colour", Token, style.colour),
        ("contrast.role", Token, style.contrast.role),
        ("contrast.colour", ContrastRole, style.contrast.colour),
        ("type.role", Role, style.type.role),
        ("space", Space, style.space),
        ("radius", Radius, style.radius),
        ("height", Height, style.height),
        ("paper.ink", PaperInk, style.paper.ink),
        ("paper.role", PaperRole, style.paper.role),
    )
    return [f"{name}.{key}" for name, keys, table in tables for key in get_args(keys) if key not in table]


def contrast_ratio(one: str, other: str) -> float:
    """The WCAG 2.2 contrast ratio of two #RRGGBB colours."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
