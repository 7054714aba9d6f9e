"""A report in a folder, and the sample patient open at the result it belongs to."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.documents_hands import REPORT, WHERE
from tests.ui.room import Room


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A report as it lies in a folder."""
    folder = tmp_path / "from outside"
    folder.mkdir()
    (folder / "MRI_report 19 Nov.pdf").write_bytes(REPORT)
    return folder / "MRI_report 19 Nov.pdf"


@pytest.fixture
def desk(sample: Room) -> Room:
    """The sample patient at the result of the MRI, with the keyboard on its documents."""
    sample.go_to(WHERE)
    return sample
