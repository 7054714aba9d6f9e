"""No meaning by colour alone: with every hue of a meaning made one and the same, each meaning still looks different."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.answering import Make, focused, plain_theme, real_figure, real_library
from tests.ui.examples import TODAY, VALUES, MakeField
from ui.fields import FieldView
from ui.fields.view import TO_CONFIRM
from ui.form.chart.chart import BodyChart
from ui.form.grid import GridBlock
from ui.signing import OpenRow
from ui.theme import Theme
from ui.widgets import Notice, ProgressRing
from ui.widgets.panels import _STRIPS
from workup.answers import UNKNOWN, Gap, Painted, slot
from workup.protocol import BodyMap
from workup.session.unresolved import Unresolved

pytest_plugins = ("tests.ui.form_fixtures",)

MEANINGS = ("accent", "finding", "caution", "danger", "ok", "against")
PAINTS = ("q_ache", "q_burning", "q_electric", "q_stabbing", "q_numbness", "q_pins")


def flatten(theme: Theme) -> None:
    """One ink and edge for all that means something, and one ground; what is left is shape, weight, glyph and word."""
    colours = theme._colours
    for token in list(colours):
        base = token.removesuffix("_soft").removesuffix("_line").removesuffix("_hover")
        if token in PAINTS or token in MEANINGS:
            colours[token] = colours["ink"]
        elif token.startswith("on_"):
            colours[token] = colours["surface"]
        elif base in MEANINGS:
            colours[token] = colours["ink" if token.endswith("_line") else "bg"]
    colours["ink2"] = colours["ink3"] = colours["ink"]


@pytest.fixture
def grey(form_theme: Theme) -> Iterator[Theme]:
    form_theme.set_scheme("light")
    flatten(form_theme)
    yield form_theme
    form_theme.set_scheme("light")


def picture(widget: QWidget) -> QImage:
    QApplication.processEvents()
    return widget.grab().toImage()


def alike(pictures: dict[str, QImage]) -> list[tuple[str, str]]:
    """Which of them nobody could tell apart."""
    return [(one, other) for one, other in combinations(pictures, 2) if pictures[one] == pictures[other]]


def test_the_check_itself_notices_what_is_told_by_colour_alone(grey: Theme) -> None:
    assert len({grey.color(token).name() for token in MEANINGS}) == 1  # type: ignore[arg-type]  # names of tokens
    spots = {}
    for token in ("caution", "danger"):
        spot = QImage(8, 8, QImage.Format.Format_RGB32)
        spot.fill(grey.color(token))
        spots[token] = spot
    assert alike(spots) == [("caution", "danger")]
    unlike = plain_theme(QApplication.instance())  # type: ignore[arg-type]
    assert unlike.color("caution") != unlike.color("danger")


@pytest.mark.parametrize("name", [name for name in VALUES if name not in ("raise", "report")])
def test_a_finding_an_open_question_and_a_plain_answer(grey: Theme, make: MakeField, name: str) -> None:
    assert grey
    value = VALUES[name][0]
    field = make(name)
    seen = {}
    for what, view in {
        "plain": FieldView(TODAY, value=value),
        "finding": FieldView(TODAY, value=value, is_finding=True),
        "unknown": FieldView(TODAY, value=UNKNOWN),
        "doubtful": FieldView(TODAY, value=value, doubt="This is doubtful."),
        "not stored": FieldView(TODAY, value=value, pending="This is not stored yet."),
        "as before": FieldView(TODAY, value=value, mark="same as before"),
        "remarked": FieldView(TODAY, value=value, remark="Said so."),
        **{mark: FieldView(TODAY, value=value, mark=mark) for mark in (*sorted(TO_CONFIRM), "by the patient")},
    }.items():
        field.render(view)
        field.resize(500, field.height_for(500))
        seen[what] = picture(field)
    assert not alike(seen)


def test_cells_of_a_grid_normal_abnormal_not_examined_and_set_in_bulk(grey: Theme, answering: Make) -> None:
    assert grey
    host = answering("exam", {"strength@L5/right": 5})
    host.focus("strength@L5/right")
    grid = focused()
    assert isinstance(grid, GridBlock)
    seen = {"normal": picture(grid)}
    host.lay("strength@L5/right", 5, "normal-macro")
    host.show()
    seen["set in bulk"] = picture(grid)
    host.lay("strength@L5/right", 4)
    host.show()
    seen["abnormal"] = picture(grid)
    host.lay("strength@L5/right", Gap("not_examined", "declined"))
    host.show()
    seen["not examined"] = picture(grid)
    host.lay("strength@L5/right", None)
    host.show()
    seen["not asked"] = picture(grid)
    assert not alike(seen)


def test_what_is_painted_on_the_body_has_a_pattern_for_each_quality(grey: Theme) -> None:
    item = next(item for item in real_library().items.values() if isinstance(item, BodyMap))
    figure = real_figure()
    chart = BodyChart(grey, figure, "Pain map")
    chart.resize(700, 600)
    region = next(one for one in figure.regions if one.name == "front.thigh" or "thigh" in one.name)
    seen = {}
    for quality in item.qualities:
        chart.show_painted({region: Painted((quality,), 5)}, {}, {region: quality})
        seen[quality] = picture(chart)
    chart.show_painted({}, {}, {})
    seen["nothing"] = picture(chart)
    chart.show_painted({}, {region: Painted(("ache",), 5)}, {})
    seen["last visit"] = picture(chart)
    assert len(seen) >= 8
    assert not alike(seen)
    chart.deleteLater()


def test_what_stops_a_signature_and_what_is_only_open(grey: Theme) -> None:
    same = [Unresolved("The same words.", slot("impression"), blocks) for blocks in (True, False)]
    rows = {str(one.blocks): OpenRow(grey, one) for one in same}
    assert not alike({name: picture(row) for name, row in rows.items()})
    for row in rows.values():
        row.deleteLater()


def test_how_far_a_step_is(grey: Theme) -> None:
    rings = {f"{done}": ProgressRing(grey, done, 4) for done in (0, 2, 4)}
    assert not alike({name: picture(ring) for name, ring in rings.items()})
    for ring in rings.values():
        ring.deleteLater()


def test_strips_of_each_kind_have_a_sign_of_their_own(grey: Theme) -> None:
    made: dict[str, Notice] = {kind: Notice(grey, kind, "The same title", "The same words") for kind in _STRIPS}
    assert not alike({name: picture(one) for name, one in made.items()})
    for one in made.values():
        one.deleteLater()


def test_every_state_of_an_order_has_a_word_of_its_own() -> None:
    words = [state.casefold() for state in real_library().items["order_state"].options.values()]  # type: ignore[union-attr]
    assert len(words) == len(set(words)) >= 7
    assert all(words)


def test_what_is_amber_in_the_top_bar_has_a_sign_or_says_what_it_is() -> None:
    """Kinds of safety tags: those without a sign begin with the word of what they are."""
    text = (Path(__file__).parents[2] / "ui" / "identity.py").read_text("utf-8")
    amber = [line for line in text.splitlines() if 'Safety("caution"' in line]
    assert len(amber) >= 4
    assert all('"warning"' in line or '"pill"' in line or "Allergy:" in line for line in amber), amber


