"""A theme for tests of widgets, put back after each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from ui.theme import Theme
from workup.style import load_style

RESOURCES = Path(__file__).parents[2] / "resources"


@pytest.fixture(scope="module")
def module_theme(qapp: QApplication) -> Theme:
    return Theme(load_style(RESOURCES / "style.toml"), RESOURCES / "icons", qapp)


@pytest.fixture
def theme(module_theme: Theme) -> Iterator[Theme]:
    module_theme.set_scheme("light")
    module_theme.set_scale(100)
    yield module_theme
    module_theme.set_touch(False)
    module_theme.letter_keys = True
