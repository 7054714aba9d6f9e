"""Printed pages look as they did: six evaluations against the pictures kept of them."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from tests.ui.page_pictures import FOLDER, NAMES, SHARE, apart, drawn, place


@pytest.mark.parametrize("name", NAMES)
def test_a_page_looks_as_it_did(qapp: QApplication, name: str) -> None:
    assert qapp
    pages = drawn(name)
    assert len(pages) == len(list(FOLDER.glob(f"{name.replace(' ', '-')}-*.png")))
    for number, page in enumerate(pages, 1):
        kept = QImage(str(place(name, number)))
        assert apart(page.picture, kept) <= SHARE, f"{place(name, number).name}: see tests/ui/page_pictures.py"


@pytest.mark.parametrize("name", NAMES)
def test_a_page_says_what_it_said(qapp: QApplication, name: str) -> None:
    assert qapp
    for number, page in enumerate(drawn(name), 1):
        kept = place(name, number).with_suffix(".txt").read_text(encoding="utf-8")
        assert page.words == kept, f"{place(name, number).stem}.txt: see tests/ui/page_pictures.py"


def test_a_page_that_moved_is_noticed(qapp: QApplication) -> None:
    assert qapp
    page = QImage(str(place("sample", 1)))
    assert apart(page, page) == 0
    assert apart(page, page.copy(0, 12, page.width(), page.height())) > SHARE
    assert apart(page, QImage(str(place("sample", 2)))) > SHARE
