"""The look: what the colours promise to the eye, recomputed, and what a broken file says."""

from __future__ import annotations

from pathlib import Path

import pytest

from workup.errors import ContentError
from workup.style import ContrastRole, Style, Token, contrast_ratio, load_style

STYLE = Path(__file__).parents[2] / "resources" / "style.toml"

# What is read, what it stands on, and the stated ratios in the light and in the dark theme.
STATED: list[tuple[Token, Token, float, float]] = [
    ("control", "surface", 3.7, 4.0),
    ("ink", "surface", 16.4, 13.8),
    ("ink2", "bg", 7.5, 9.9),
    ("ink3", "bg", 5.2, 6.8),
    ("accent", "surface", 7.3, 8.2),
    ("accent_hover", "surface", 9.6, 9.7),
    ("ink", "accent_soft", 13.7, 10.7),
    ("on_accent", "accent", 7.3, 9.3),
    ("focus", "surface", 5.6, 7.7),
    ("finding", "surface", 8.4, 8.0),
    ("ink", "finding_soft", 13.8, 12.4),
    ("on_finding", "finding", 8.4, 9.3),
    ("caution", "surface", 7.2, 9.6),
    ("ink", "caution_soft", 14.6, 11.9),
    ("danger", "surface", 7.2, 7.7),
    ("ink", "danger_soft", 13.9, 13.0),
    ("on_danger", "danger", 7.2, 8.9),
    ("ok", "surface", 6.9, 8.8),
    ("ink", "ok_soft", 14.0, 12.2),
    ("against", "surface", 5.1, 7.4),
    ("body_outline", "surface", 6.3, 5.8),
    ("q_ache", "body", 4.7, 7.0),
    ("q_burning", "body", 4.2, 6.8),
    ("q_electric", "body", 5.2, 8.1),
    ("q_stabbing", "body", 5.9, 5.9),
    ("q_numbness", "body", 6.0, 6.5),
    ("q_pins", "body", 4.7, 7.6),
    ("accent", "accent_soft", 6.1, 6.4),
    ("finding", "finding_soft", 7.1, 7.2),
    ("caution", "caution_soft", 6.4, 8.3),
    ("danger", "danger_soft", 6.1, 7.3),
    ("ok", "ok_soft", 5.9, 7.8),
    ("ink3", "sunken", 4.8, 7.2),
    ("ink2", "accent_soft", 6.9, 7.0),
]
MARKS: set[Token] = {
    "control", "focus", "body_outline", "q_ache", "q_burning", "q_electric", "q_stabbing", "q_numbness", "q_pins"
}  # fmt: skip
# Every text on every ground it stands on anywhere.
TEXTS: list[tuple[Token, Token]] = [
    (ink, ground)
    for ink in ("ink", "ink2", "ink3")
    for ground in ("bg", "surface", "sunken", "hover")
] + [
    (ink, ground)
    for ink in ("ink", "ink2")
    for ground in ("accent_soft", "finding_soft", "caution_soft", "danger_soft", "ok_soft")
]


@pytest.fixture(scope="module")
def style() -> Style:
    return load_style(STYLE)


@pytest.mark.parametrize(("mark", "ground", "light", "dark"), STATED)
def test_contrast_is_as_stated_and_enough(style: Style, mark: Token, ground: Token, light: float, dark: float) -> None:
    one, other = style.colour[mark], style.colour[ground]
    least = 3.0 if mark in MARKS else 4.5
    for found, stated in (
        (contrast_ratio(one.light, other.light), light),
        (contrast_ratio(one.dark, other.dark), dark),
    ):
        assert found == pytest.approx(stated, abs=0.06)
        assert found >= least


@pytest.mark.parametrize(("ink", "ground"), TEXTS)
def test_text_is_readable_on_every_ground(style: Style, ink: Token, ground: Token) -> None:
    assert contrast_ratio(style.colour[ink].light, style.colour[ground].light) >= 4.5
    assert contrast_ratio(style.colour[ink].dark, style.colour[ground].dark) >= 4.5


@pytest.mark.parametrize(
    ("text", "ground"),
    [("text", "canvas"), ("selected", "canvas"), ("on_selected", "selected"), ("link", "canvas"), ("alarm", "canvas"),
     ("on_alarm", "alarm")],
)
def test_high_contrast_is_seven_to_one(style: Style, text: ContrastRole, ground: ContrastRole) -> None:
    colours = style.contrast.colour
    assert contrast_ratio(colours[text].light, colours[ground].light) >= 7
    assert contrast_ratio(colours[text].dark, colours[ground].dark) >= 7


def test_printed_grey_text_is_readable(style: Style) -> None:
    ink = style.paper.ink
    assert contrast_ratio(ink["text2"], ink["shade"]) >= 4.5
    assert contrast_ratio(ink["accent"], ink["white"]) >= 4.5
    assert contrast_ratio(ink["black"], ink["shade"]) >= 7


def test_black_on_white_is_twenty_one() -> None:
    assert contrast_ratio("#000000", "#FFFFFF") == pytest.approx(21)


def test_scale_steps_depend_on_the_screen(style: Style) -> None:
    assert style.scale.allowed(1366) == (100, 115, 130, 150)
    assert style.scale.allowed(1920) == (100, 115, 130, 150, 175, 200)
    assert (style.scale.automatic(1366), style.scale.automatic(1920)) == (100, 115)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('bg           = { light = "#F3F5F5"', 'bg           = { light = "grey"', "colour.bg"),
        ("focus        =", "fokus        =", "fokus"),
        ('ink2 = "text"\n', "", "contrast.role.ink2"),
        ("[space]", "[space", "style.toml"),
        ("margin_mm = 15", 'margin_mm = "wide"', "margin_mm"),
    ],
)
def test_a_broken_file_is_named_with_its_line(tmp_path: Path, before: str, after: str, told: str) -> None:
    text = STYLE.read_text(encoding="utf-8")
    assert before in text
    broken = tmp_path / "style.toml"
    broken.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(ContentError) as refusal:
        load_style(broken)
    assert told in refusal.value.sentence


def test_a_missing_file_is_a_refusal(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="cannot be read"):
        load_style(tmp_path / "style.toml")
