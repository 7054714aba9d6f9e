"""The wall itself: inside this folder Qt and the screen cannot be imported."""

from __future__ import annotations

import importlib

import pytest


@pytest.mark.parametrize("name", ["PySide6", "PySide6.QtCore", "PySide6.QtWidgets", "ui", "ui.theme"])
def test_the_screen_is_out_of_reach(name: str) -> None:
    with pytest.raises(ImportError):
        importlib.import_module(name)
