"""A bug is reported with its place, never with its message: messages may hold what a patient said."""

from __future__ import annotations

import pytest

from ui.app import report
from workup.errors import WorkupError

MARKER = "Zyxmarker"


def test_an_unexpected_error_is_reported_without_its_message(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        raise ValueError(f"cannot read {MARKER}") from WorkupError(MARKER)
    except ValueError as error:
        report(type(error), error, error.__traceback__)
    said = capsys.readouterr()
    assert "ValueError" in said.err
    assert "test_report.py" in said.err
    assert MARKER not in said.err + said.out
