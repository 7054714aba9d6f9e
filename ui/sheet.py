"""The palette and the short style sheet for the plain Qt controls, made from the colour tokens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from string import Template

from PySide6.QtGui import QColor, QPalette

from workup.style import Token

_Role = QPalette.ColorRole
_ROLES: dict[QPalette.ColorRole, Token] = {
    _Role.Window: "bg",
    _Role.WindowText: "ink",
    _Role.Base: "surface",
    _Role.AlternateBase: "hover",
    _Role.Text: "ink",
    _Role.PlaceholderText: "ink3",
    _Role.Button: "surface",
    _Role.ButtonText: "ink",
    _Role.BrightText: "danger",
    _Role.Highlight: "accent",
    _Role.HighlightedText: "on_accent",
    _Role.ToolTipBase: "surface",
    _Role.ToolTipText: "ink",
    _Role.Link: "accent",
    _Role.LinkVisited: "accent",
    _Role.Mid: "control",
    _Role.Dark: "control",
    _Role.Midlight: "line",
    _Role.Light: "surface",
    _Role.Shadow: "line",
    _Role.Accent: "accent",
}

_SHEET = Template("""
QToolTip { background: $surface; color: $ink; border: ${edge}px solid $control; padding: ${p4}px ${p8}px; }
QLineEdit { background: transparent; border: none; padding: 0; }
QMenu { background: $surface; color: $ink; border: ${edge}px solid $control; padding: ${p4}px; }
QMenu::item { padding: ${menu}px ${p20}px ${menu}px ${p12}px; border-radius: ${p4}px; background: transparent; }
QMenu::icon { padding-left: ${p8}px; }
QMenu::item:selected { background: $accent_soft; color: $ink; }
QMenu::item:disabled { color: $ink3; }
QMenu::separator { height: 1px; background: $line; margin: ${p4}px ${p8}px; }
QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: ${p10}px; }
QScrollBar:horizontal { height: ${p10}px; }
QScrollBar::handle { background: $thumb; border-radius: ${round}px; margin: ${p2}px; }
QScrollBar::handle:vertical { min-height: ${p32}px; }
QScrollBar::handle:horizontal { min-width: ${p32}px; }
QScrollBar::handle:hover { background: $control; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; background: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: none; }
QAbstractItemView#popup { background: $surface; color: $ink; border: ${edge}px solid $control; padding: ${p4}px;
  outline: 0; selection-background-color: $accent_soft; selection-color: $ink; }
QAbstractItemView#popup::item { min-height: ${row}px; padding: 0 ${p8}px; border: none; border-radius: ${p4}px; }
QAbstractItemView#popup::item:selected { background: $accent_soft; color: $ink; }
""")


def palette(colours: Mapping[Token, QColor]) -> QPalette:
    """Qt's own palette from the tokens, with quiet text where a control is off."""
    made = QPalette()
    for role, token in _ROLES.items():
        made.setColor(role, colours[token])
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, colours["ink3"])
    made.setColor(QPalette.ColorGroup.Inactive, _Role.Highlight, colours["accent_line"])
    made.setColor(QPalette.ColorGroup.Inactive, _Role.HighlightedText, colours["ink"])
    return made


def sheet(colours: Mapping[Token, QColor], px: Callable[[float], int], edge: int, *, touch: bool) -> str:
    """The application style sheet at the present scale, with rows of menus and lists for the mouse or a finger."""
    lengths = {f"p{n}": str(px(n)) for n in (2, 4, 8, 10, 12, 20, 32)}
    lengths |= {"menu": str(px(13 if touch else 6)), "row": str(px(44 if touch else 28))}
    names: dict[str, str] = {token: colour.name() for token, colour in colours.items()}
    lengths |= {"edge": str(edge), "round": str((px(10) - 2 * px(2)) // 2)}
    return _SHEET.substitute(names | lengths, thumb=colours["body_line"].name())
