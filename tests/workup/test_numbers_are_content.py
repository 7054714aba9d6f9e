"""Numbers are content: none stands in the reasoning, and none in the content without saying where it is from."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.workup.patients import RESOURCES, library
from workup.check.figures import of_bands, of_cut_offs, of_scores
from workup.protocol import Band, Computed, ImportantChange, Instrument, MissingRule, Number, Scale
from workup.settings import load_settings

WORKUP = Path(__file__).parents[2] / "workup"
REASONED = sorted(path for part in ("reasoning", "orders") for path in (WORKUP / part).rglob("*.py"))
PLAIN = (0, 1, 10, 100)  # and -1, which is a sign before 1


def numbers(source: str) -> Iterator[tuple[int, complex]]:
    """Each number written in a piece of code that is not a plain one, with its line."""
    for node in ast.walk(ast.parse(source)):
        negative = isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub)
        written = node.operand if isinstance(node, ast.UnaryOp) else node
        if not isinstance(written, ast.Constant) or isinstance(written.value, bool):
            continue
        if isinstance(written.value, (int, float, complex)):
            plain = written.value == 1 if negative else written.value in PLAIN
            if not plain:
                yield written.lineno, -written.value if negative else written.value


@pytest.mark.parametrize("file", [path.relative_to(WORKUP).as_posix() for path in REASONED])
def test_no_number_stands_in_the_reasoning(file: str) -> None:
    source = (WORKUP / file).read_text(encoding="utf-8")
    assert [f"{file}:{line}: {number}" for line, number in numbers(source)] == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("x = 7", [7]),
        ("x = y[2:]", [2]),
        ("def f(n: int = 5) -> None: ...", [5]),
        ("x = 0.5 if y else 1.0", [0.5]),
        ("x = -1 + 0 * 100 / 10", []),
        ("x = -100", [-100]),
        ("x = -7", [-7, 7]),
        ("x = True", []),
        ("x = '7'", []),
    ],
)
def test_the_search_finds_what_it_looks_for(source: str, found: list[float]) -> None:
    assert [number for _, number in numbers(source)] == found


def test_every_band_says_where_its_border_is_from() -> None:
    banded = [item for item in library().items.values() if getattr(item, "bands", ())]
    assert len(banded) > 20
    assert {item.id: list(of_bands(item)) for item in banded if list(of_bands(item))} == {}
    assert list(of_cut_offs(load_settings(RESOURCES / "settings.toml"))) == []


@pytest.mark.parametrize("instrument", library().instruments.values(), ids=lambda one: one.id)
def test_every_figure_of_a_score_has_a_source_or_a_basis(instrument: Instrument) -> None:
    assert list(of_scores(library(), instrument)) == []
    for rule in instrument.score:
        for part in (rule.missing, rule.change):
            assert part is None or bool(part.source) != bool(part.basis)


def test_the_linter_refuses_figures_from_nowhere() -> None:
    bands = (Band(3, "low"), Band(10, "high", finding=True))
    for kind in (Number, Computed):
        assert list(of_bands(kind(id="x", text="X", bands=bands))) == [
            "Its bands have neither a source nor the mark unverified."
        ]
    assert list(of_bands(Scale(id="x", text="X", bands=bands, unverified=True))) == []
    assert list(of_bands(Number(id="x", text="X", bands=bands[::-1], source=("a",)))) == ["Its bands do not rise."]
    odi = library().instruments["odi"]
    rule = odi.score[0]
    assert rule.missing is not None
    wrong = [
        (replace(rule, item="odi"), "not an item"),
        (replace(rule, change=ImportantChange(points=12)), "either sources or a basis"),
        (replace(rule, change=ImportantChange(points=12, source=("nobody",))), "not in sources.toml"),
        (replace(rule, change=ImportantChange(basis="design")), "no figure"),
        (replace(rule, change=ImportantChange(points=6, upto=2, basis="unverified")), "upside down"),
        (replace(rule, better=""), "which way is better"),
        (replace(rule, missing=MissingRule(allowed=2)), "either sources or a basis"),
        (replace(rule, missing=replace(rule.missing, blank="odi_version")), "does not count"),
        (replace(rule, missing=replace(rule.missing, allowed=0)), "its condition does not say so"),
        (replace(rule, decided_by="dn4_total", groups=("low",)), "one band for each group"),
    ]
    for broken, said in wrong:
        found = list(of_scores(library(), replace(odi, score=(broken,))))
        assert any(said in sentence for sentence in found), (said, found)
    nine = library().instruments["phq9"]
    short = replace(nine, score=(replace(nine.score[1], questions=8),))
    assert any("counted from 9" in sentence for sentence in of_scores(library(), short))
