"""Diagnosis codes on screen: offered by the sources, found by a word, kept and doubted beside the field."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from tests.ui.documents_hands import meeting
from tests.ui.room import Room, press
from ui.fields.codes import CodesDialog, CodesField


@pytest.fixture
def field(sample: Room) -> CodesField:
    sample.go_to("icd10")
    (found,) = sample.workspace.forms["assessment"].findChildren(CodesField)
    return found


def rows(dialog: CodesDialog) -> list[str]:
    return [row.text() for row in dialog.rows]


def test_codes_are_offered_by_the_sources_found_by_a_word_and_added_by_a_press(sample: Room, field: CodesField) -> None:
    offered: list[str] = []

    def choose(dialog: QWidget) -> None:
        assert isinstance(dialog, CodesDialog)
        offered.extend(rows(dialog))
        dialog.rows[0].click()
        dialog.rows[0].click()  # once is enough
        dialog.line.setText("disc radiculopathy")
        assert rows(dialog)[0] == "M51.16  Disc disorder with radiculopathy, lumbar"
        dialog.rows[0].click()
        dialog.line.setText("t84.216")
        assert [row.split()[0] for row in rows(dialog)] == ["T84.216A", "T84.216D", "T84.216S"]
        dialog.line.setText("no such word")
        assert rows(dialog) == []
        dialog.accept()

    meeting(CodesDialog, choose)
    field.choose()
    assert offered[0] == "M54.16  Radiculopathy, lumbar"  # of the foraminal stenosis that leads
    assert "M96.1  Postlaminectomy syndrome, not elsewhere classified" in offered
    assert sample.value("icd10") == "M54.16 Radiculopathy, lumbar\nM51.16 Disc disorder with radiculopathy, lumbar"
    assert field.problem == "M54.16 and M51.16 are not coded together (Excludes1)."


def test_a_code_that_is_typed_is_kept_with_a_word_of_it(sample: Room, field: CodesField) -> None:
    field.restore("M96.9")
    press("Tab")
    assert sample.value("icd10") == "M96.9"
    assert field.problem == "M96.9 is not in the list of ICD-10-CM, release of April 2026; check."
