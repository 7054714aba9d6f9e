"""Orders on the page: what they are to tell apart, late and unsafe in strong words, and nothing of the bookkeeping."""

from __future__ import annotations

from typing import Any

import pytest

from tests.workup.notes import flat, note_of

ORDER: dict[str, Any] = {
    "order_kind@1": "mri", "order_contrast@1": "no_contrast", "order_state@1": "ordered", "ordered_on@1": "2025-11-04",
    "order_question@1": "Recurrent disc or scar?",
}  # fmt: skip
UNSAFE = {"mr_hazards": ["stent"], "implant_kind@1": "stent", "mr_status@1": "mr_unsafe"}


def test_the_causes_an_order_tells_apart_are_printed() -> None:
    separates = {"order_separates@1/epidural_fibrosis": "yes", "order_separates@1/recurrent_herniation": "yes"}
    text = flat(note_of({**ORDER, **separates}))
    assert "To tell apart: Epidural scar and Recurrent herniation." in text
    assert "To tell apart" not in flat(note_of(ORDER))


def test_an_unsafe_order_says_so_until_it_is_reviewed() -> None:
    told = "UNSAFE: Implants and MRI. An implant or device is labelled MR Unsafe."
    assert told in flat(note_of({**ORDER, **UNSAFE}))
    assert "UNSAFE" not in flat(note_of({**ORDER, **UNSAFE, "order_state@1": "proposed"}))
    decided = {"gate_seen@1/mr_label": "stop unsafe_label", "gate_decision@1/mr_label": "go_ahead",
               "gate_reviewer@1/mr_label": "Dr Ray"}  # fmt: skip
    text = flat(note_of({**ORDER, **UNSAFE, **decided}))
    assert told not in text
    assert "Implants and MRI: may go ahead, Dr Ray." in text


def test_the_bookkeeping_of_an_order_is_not_printed() -> None:
    rule = "done 42, reported 28, reviewed 7, critical 2"
    kept = {"gate_seen@1/mr_label": "review unknown", "order_due_rule@1": rule}
    text = flat(note_of({**ORDER, **kept}))
    assert "review unknown" not in text
    assert "reported 28" not in text


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"order_due@1": "2025-11-18"}, "OVERDUE since 18 Nov"),
        ({"order_due@1": "2025-11-25"}, "due 25 Nov"),
        ({"order_state@1": "scheduled", "scheduled_for@1": "2025-11-20", "order_due@1": "2025-12-16"},
         "booked 20 Nov, not done"),
        ({"order_state@1": "resulted", "performed_on@1": "2025-11-10", "resulted_on@1": "2025-11-12",
          "result_critical@1": "yes", "order_due@1": "2025-11-19",
          "order_due_rule@1": "done 42, reported 28, reviewed 7, critical 2"}, "OVERDUE since 14 Nov"),
    ],
)  # fmt: skip
def test_late_is_said_of_what_is_late(given: dict[str, Any], told: str) -> None:
    assert told in flat(note_of({**ORDER, **given}))


def test_a_draft_is_never_overdue() -> None:
    text = flat(note_of({**ORDER, "order_state@1": "proposed", "order_due@1": "2025-11-18"}))
    assert "due 18 Nov" in text
    assert "OVERDUE" not in text
