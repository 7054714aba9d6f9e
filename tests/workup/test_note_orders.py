"""Tests in the summary: state, days and names, judgement, what is late; and the open loops that lead the plan."""

from __future__ import annotations

import msgspec
import pytest

from tests.workup.notes import COVER, FIRST, LAST, flat, laid, library, note_of, note_of_case
from workup.assess import assess
from workup.note import Note, compose
from workup.note.blocks import Bullets, Heading, Table, plain
from workup.record import Visit

NAMED = msgspec.structs.replace(COVER, names={"Dr Okafor": "Dr Petra Lund"})
EMG = {
    "order_kind@1": "emg",
    "order_question@1": "L5 root or peroneal nerve?",
    "order_priority@1": "routine",
    "order_state@1": "ordered",
    "ordered_on@1": "2025-11-04",
    "order_due@1": "2025-11-18",
}
MRI = {
    "order_kind@2": "mri",
    "order_contrast@2": "with_contrast",
    "order_state@2": "resulted",
    "ordered_on@2": "2025-11-04",
    "performed_on@2": "2025-11-19",
    "resulted_on@2": "2025-11-21",
}


def row(note: Note, number: int = 0) -> list[str]:
    """The cells of an order in the tests table."""
    part = next(part for part in note.parts if part.id == "tests")
    table = next(block for block in part.blocks if isinstance(block, Table))
    return [cell.text for cell in table.rows[number]]


def plan(note: Note) -> list[object]:
    return list(next(part for part in note.parts if part.id == "plan").blocks)


def test_a_row_says_when_by_whom_and_how_it_was_judged() -> None:
    first = {**EMG, "order_due@1": "2025-12-16"}
    then = {
        "order_state@1": "reviewed",
        "performed_on@1": "2025-11-19",
        "resulted_on@1": "2025-11-21",
        "reviewed_on@1": "2025-11-25",
        "result_judgement@1": "abnormal",
        "result_relevance@1": "not_relevant",
    }
    what, state, _ = row(note_of(first, then, cover=NAMED))
    assert what.startswith("EMG and nerve conduction L5 root or peroneal nerve?")
    assert state == (
        "Reviewed 25 Nov Ordered 4 Nov by Dr Petra Lund, done 19 Nov, reported 21 Nov, reviewed by the same. "
        "Judged abnormal, not relevant"
    )


def test_what_the_author_did_is_said_once_below_the_table() -> None:
    own = msgspec.structs.replace(COVER, names={"Dr Okafor": COVER.author})
    note = note_of(EMG, cover=own)
    assert row(note)[1] == "Ordered 4 Nov OVERDUE since 18 Nov, not done"
    said = f"Ordered and reviewed by {COVER.author} where nobody else is named."
    assert flat(note).count(said) == 1
    assert said not in flat(note_of(EMG, cover=NAMED))
    assert said not in flat(note_of(EMG))


def test_a_name_that_is_not_known_is_not_made_up() -> None:
    assert row(note_of(EMG))[1] == "Ordered 4 Nov OVERDUE since 18 Nov, not done"


def test_a_result_nobody_looked_at_is_not_judged() -> None:
    assert row(note_of(MRI))[1].endswith("Not judged yet")


def test_what_is_late_is_boxed_and_says_what_is_missing() -> None:
    part = next(part for part in note_of(EMG).parts if part.id == "tests")
    table = next(block for block in part.blocks if isinstance(block, Table))
    assert table.rows[0][1].finding
    assert "OVERDUE since 18 Nov, not done" in table.rows[0][1].text
    in_time = note_of({**EMG, "order_due@1": "2025-11-25"})
    assert "to be done by 25 Nov" in row(in_time)[1]


def test_the_causes_to_tell_apart_stand_with_the_question() -> None:
    given = {**EMG, "order_separates@1/epidural_fibrosis": "yes", "order_separates@1/recurrent_herniation": "yes"}
    assert "To tell apart: epidural scar and recurrent herniation." in row(note_of(given))[0]


def test_an_order_that_became_unsafe_says_so() -> None:
    given = {**MRI, "order_state@2": "ordered", "gate_seen@2/stimulator": "clear no_device"}
    note = note_of({**given, "mr_hazards": ["stimulator"]})
    assert "UNSAFE: stimulator or pump and MRI. A stimulator, pump or lead is in place" in row(note)[1]
    assert "UNSAFE" not in row(note_of({**given, "mr_hazards": "absent"}))[1]


def test_an_unsafe_order_says_so_until_it_is_reviewed() -> None:
    stent = {"mr_hazards": ["stent"], "implant_kind@1": "stent", "mr_status@1": "mr_unsafe"}
    told = "UNSAFE: implants and MRI. An implant or device is labelled MR Unsafe."
    given = {**MRI, "order_state@2": "ordered", **stent}
    assert told in row(note_of(given))[1]
    assert "UNSAFE" not in row(note_of({**given, "order_state@2": "proposed"}))[1]
    decided = {"gate_seen@2/mr_label": "stop unsafe_label", "gate_decision@2/mr_label": "go_ahead"}
    assert "UNSAFE" not in row(note_of({**given, **decided, "gate_reviewer@2/mr_label": "Dr Ray"}))[1]


def test_the_bookkeeping_of_an_order_is_not_printed() -> None:
    kept = {
        "gate_seen@2/mr_label": "review unknown",
        "order_due_rule@2": "done 42, reported 28, reviewed 7, critical 2",
    }
    text = flat(note_of({**MRI, **kept}))
    assert "review unknown" not in text
    assert "reported 28" not in text


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (
            {"order_state@1": "scheduled", "scheduled_for@1": "2025-11-20", "order_due@1": "2025-12-16"},
            "OVERDUE: booked 20 Nov, not done",
        ),
        (
            {
                "order_state@1": "resulted",
                "performed_on@1": "2025-11-10",
                "resulted_on@1": "2025-11-12",
                "result_critical@1": "yes",
                "order_due@1": "2025-11-19",
                "order_due_rule@1": "done 42, reported 28, reviewed 7, critical 2",
            },
            "OVERDUE since 14 Nov, not reviewed",
        ),
    ],
)
def test_late_is_said_of_what_is_late(given: dict[str, object], told: str) -> None:
    note = note_of({**EMG, **given})
    assert told in row(note)[1]
    loops = plan(note)[1]
    assert isinstance(loops, Bullets)
    assert told in plain(loops.rows[0])


def test_a_draft_is_never_overdue() -> None:
    note = note_of({**EMG, "order_state@1": "proposed"})
    assert "due by 18 Nov" in row(note)[1]
    assert "OVERDUE" not in flat(note)


def test_what_a_reviewer_decided_is_printed_with_the_name() -> None:
    given = {**MRI, "gate_decision@2/stimulator": "go_ahead", "gate_reviewer@2/stimulator": "P. Lund, MR safety"}
    text = row(note_of({**given, "mr_hazards": ["stimulator"]}))[0]
    assert "Safety reviewed: stimulator or pump and MRI, may go ahead, P. Lund, MR safety." in text


def test_open_loops_lead_the_plan_the_late_one_first() -> None:
    note = note_of({**MRI, **EMG, "plan_action@1": "Physiotherapy"})
    head, loops, actions = plan(note)
    assert head == Heading("Open loops", 3)
    assert isinstance(loops, Bullets)
    assert isinstance(actions, Bullets)
    assert actions.numbered
    first, second = (plain(row) for row in loops.rows)
    assert first == (
        "EMG and nerve conduction: OVERDUE since 18 Nov, not done. Ordered, not booked. L5 root or peroneal nerve?"
    )
    assert second == "MRI lumbar, without and with gadolinium: result in, not reviewed."


def test_a_finished_order_is_no_open_loop() -> None:
    done = {**EMG, "order_state@1": "reviewed", "plan_action@1": "Physiotherapy"}
    assert not any(isinstance(block, Heading) for block in plan(note_of(done)))
    cancelled = {**EMG, "order_state@1": "cancelled", "plan_action@1": "Physiotherapy"}
    assert not any(isinstance(block, Heading) for block in plan(note_of(cancelled)))


def test_open_loops_print_without_any_action() -> None:
    assert "Open loops - EMG and nerve conduction: OVERDUE since 18 Nov" in flat(note_of(EMG))


def test_late_actions_come_before_those_to_come_and_done_ones_last() -> None:
    given = {
        "plan_action@1": "Done thing",
        "plan_done@1": "yes",
        "plan_action@2": "Coming thing",
        "plan_due@2": "2025-12-16",
        "plan_action@3": "Late thing",
        "plan_due@3": "2025-11-20",
    }
    text = flat(note_of(given))
    assert text.index("1. Late thing") < text.index("2. Coming thing") < text.index("3. Done thing")


def test_a_planned_visit_without_a_visit_since_is_an_open_loop() -> None:
    planned = laid({"next_visit": "2025-11-20"})
    missed = assess(library(), planned, LAST, (Visit(1, FIRST, "Dr Okafor"),))
    said = "Next visit was planned for 20 Nov 2025: no visit recorded since."
    text = flat(compose(library(), missed, COVER))
    assert f"Open: {said}" in text
    assert text.count(said) == 2
    kept = assess(library(), planned, LAST, (Visit(1, FIRST, "Dr Okafor"), Visit(2, LAST, "Dr Okafor")))
    assert "no visit recorded since" not in flat(compose(library(), kept, COVER))


def test_the_first_page_names_what_somebody_has_to_act_on() -> None:
    text = flat(note_of_case("sample-patient"))
    assert "Open: EMG and nerve conduction: OVERDUE since 18 Nov, not done. Next: Right L5 root block" in text
    assert "Open: " not in flat(note_of({**EMG, "order_due@1": "2025-12-16"}))
