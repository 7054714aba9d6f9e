"""The sections in the step rail: each name stands there whole, with its count, in each language."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize

from tests import shipped
from ui.rail import WIDTH, RailLine, RailRow
from ui.theme import Theme
from workup.content.overlay import library_in

pytest_plugins = ("tests.ui.widget_fixtures",)

ASKED_BY_ORDERS = "tests"  # its sections are in the panel of an order; the rail shows the orders instead
SCROLL_BAR = 10


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_section_is_named_whole_in_the_rail(theme: Theme, language: str) -> None:
    steps = [step for step in library_in(shipped.library(), language).steps if step.id != ASKED_BY_ORDERS]
    bold, wide = theme.metrics("label", 600), list[str]()
    for section in (section for step in steps for section in step.sections if section.look != "reasoning"):
        row = RailRow(theme, section.title, step=False, short=section.short)
        row.resize(QSize(theme.px(WIDTH - SCROLL_BAR), row.sizeHint().height()))
        few = len(section.items) < 10 and section.look in ("form", "flags")
        room = row.section_places("0/0" if few else "00/00")[0].width()
        wide += [f"{section.id}: {row.named}"] if bold.horizontalAdvance(row.named) > room else []
        assert row.accessibleName() == section.title
    assert not wide


def test_a_short_name_tells_the_whole_one_to_who_points_at_it(theme: Theme) -> None:
    row = RailRow(theme, "Provocation: nerve and loading", step=False, short="Nerve, loading")
    assert (row.named, row.accessibleName()) == ("Nerve, loading", "Provocation: nerve and loading")
    assert "Provocation: nerve and loading" in row.toolTip()
    assert RailRow(theme, "Hip", step=False).toolTip() == ""


def test_how_an_order_stands_goes_below_its_name_where_both_have_no_room(theme: Theme) -> None:
    row = RailRow(theme, "", step=False)
    row.set_line(RailLine("order:1", "EMG", "overdue"), current=False)
    low = row.sizeHint().height()
    row.set_line(RailLine("order:1", "EMG, pierna derecha", "atrasada"), current=False)
    assert row.sizeHint().height() > low
