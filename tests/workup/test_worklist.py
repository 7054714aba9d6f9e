"""The worklist: how each row stands on a day, its order, its filters, its words, and its page."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from tests.workup.notes import figure, flat, style
from tests.workup.patients import laid, library
from workup.note import plain_text
from workup.orders.due import WAITS, late
from workup.orders.order import order_of
from workup.paper import pdf
from workup.protocol.states import State
from workup.session.work import open_in_patient
from workup.store import OpenWork, PersonRow, WorkRow
from workup.worklist import KINDS, Line, Sort, Wording, about, counts, kept, lines, name_of, ordered, page, page_cover
from workup.worklist.standing import Standing, standing

TODAY = date(2025, 11, 25)  # a Tuesday
MONDAY, SUNDAY, NEXT_MONDAY = date(2025, 11, 24), date(2025, 11, 30), date(2025, 12, 1)
STATES: tuple[State, ...] = ("proposed", "ordered", "scheduled", "performed", "resulted")
ANNA = PersonRow("anna00000000", "Müller", "Anna", "1971-06-14", "female", "004-1")
BO = PersonRow("bo0000000000", "Šimek", "Bo", "1950", "male", "")
NOBODY = PersonRow("nobody000000", "", "", "", "", "")
WORDS = Wording(library(), TODAY)
DAYS = st.none() | st.dates(date(2025, 10, 1), date(2026, 2, 1))


def order(state: str = "ordered", due: date | None = None, booked: date | None = None, **more: str) -> WorkRow:
    given: dict[str, Any] = {"patient": ANNA.patient, "what": "emg", **more}
    return WorkRow(kind="order", record=1, state=state, first=due, due=due, booked=booked, **given)


def line(row: WorkRow, person: PersonRow = ANNA) -> Line:
    found = lines([OpenWork(person, row, "muller mueller anna 19710614 0041")], TODAY, WORDS.title)
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("row", "wanted", "late"),
    [
        (order(due=MONDAY), "overdue", 1),
        (order(due=TODAY), "waiting", 0),
        (order(), "waiting", 0),
        (order("proposed", MONDAY), "waiting", 0),
        (order("performed", MONDAY), "overdue", 1),
        (order("resulted", MONDAY), "unread", 1),
        (order("resulted"), "unread", 0),
        (order("scheduled", None, TODAY), "booked", 0),
        (order("scheduled", None, SUNDAY), "booked", 0),
        (order("scheduled", None, NEXT_MONDAY), "waiting", 0),
        (order("scheduled", None, MONDAY), "overdue", 1),
        (order("scheduled", MONDAY, SUNDAY), "overdue", 1),
        (order("scheduled", SUNDAY, MONDAY), "overdue", 1),
        (WorkRow("a", "plan", 1), "waiting", 0),
        (WorkRow("a", "plan", 1, first=TODAY, due=TODAY), "due", 0),
        (WorkRow("a", "plan", 1, first=MONDAY, due=MONDAY), "due", 1),
        (WorkRow("a", "plan", 1, first=date(2025, 11, 1), due=SUNDAY), "waiting", 0),
        (WorkRow("a", "visit", 0, "e", first=MONDAY, due=MONDAY), "missed", 1),
    ],
)
def test_each_row_stands_as_its_days_say(row: WorkRow, wanted: str, late: int) -> None:
    assert (line(row).standing, line(row).late) == (wanted, late)


def test_a_visit_that_is_still_to_come_is_not_on_the_list() -> None:
    for due in (None, TODAY, SUNDAY):
        assert standing(WorkRow("a", "visit", 0, "e", first=due, due=due), TODAY)[0] is None


@given(st.sampled_from(STATES), DAYS, DAYS)
def test_no_open_order_is_ever_off_the_list(state: str, due: date | None, booked: date | None) -> None:
    how, _ = standing(order(state, due, booked), TODAY)
    assert how in KINDS
    if state in WAITS and due is not None and due < TODAY:
        assert how in ("overdue", "unread")


@given(st.sampled_from(STATES), DAYS, DAYS)
def test_list_and_board_name_the_same_days_for_the_same_order(state: State, due: date | None, day: date | None) -> None:
    """From the order to its row as the vault keeps it, and from there to the line."""
    told = {"order_kind@1": "mri", "order_state@1": state}
    told |= {} if due is None else {"order_due@1": due.isoformat()}
    told |= {} if day is None else {"scheduled_for@1": day.isoformat()}
    answers = laid(told)
    board = late(order_of(library(), answers, 1), TODAY)
    (row,) = open_in_patient(library(), answers, "anna", {})
    shown = line(row)
    assert shown.late == board.days
    assert (shown.day if shown.late else None) == (board.due if board.days else None)
    assert (shown.standing == "overdue") == bool(board.days and board.waits != "review")
    assert ("Booking passed" in WORDS.state(shown)) == board.missed


def test_a_result_called_critical_later_is_late_sooner_on_the_list_too() -> None:
    told = {"order_kind@1": "mri", "order_state@1": "resulted", "order_due@1": "2025-12-02",
            "resulted_on@1": "2025-11-20",
            "order_due_rule@1": "done 42, reported 28, reviewed 7, critical 2"}  # fmt: skip
    late_days = []
    for more in ({}, {"result_critical@1": "yes"}):
        answers = laid({**told, **more})
        shown = line(open_in_patient(library(), answers, "anna", {})[0])
        assert shown.late == late(order_of(library(), answers, 1), TODAY).days
        late_days.append(shown.late)
    assert late_days == [0, 3]


ROWS = [
    line(order("ordered", MONDAY)),
    line(order("resulted", SUNDAY, detail="Recurrent disc or scar?")),
    line(WorkRow(BO.patient, "plan", 1, what="ring the surgeon", detail="Dr O", first=TODAY, due=TODAY, who="ben"), BO),
    line(order(), BO),
]


@pytest.mark.parametrize(
    ("sort", "wanted"), [("kind", [1, 0, 2, 3]), ("due", [0, 2, 1, 3]), ("patient", [0, 1, 2, 3])]
)
def test_it_is_sorted_by_urgency_by_day_and_by_patient(sort: Sort, wanted: list[int]) -> None:
    assert ordered(ROWS, sort) == [ROWS[place] for place in wanted]


def test_it_is_filtered_by_kind_by_clinician_and_by_what_is_typed() -> None:
    assert counts(ROWS) == {"unread": 1, "overdue": 1, "booked": 0, "due": 1, "missed": 0, "waiting": 1}
    due: tuple[Standing, ...] = ("due",)
    assert kept(ROWS, kinds=due) == [ROWS[2]]
    assert kept(ROWS, who="ben") == [ROWS[2]]
    assert kept(ROWS, "scar müller") == [ROWS[1]]
    late: tuple[Standing, ...] = ("overdue", "missed")
    assert kept(ROWS, "EMG 004-1", late) == [ROWS[0]]
    assert kept(ROWS, "surgeon anna")[0].row.what == "ring the surgeon"
    assert kept(ROWS, " ") == ROWS
    assert not kept(ROWS, "nobody at all")


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (order(due=date(2025, 11, 18), side="side_right"),
         "EMG and nerve conduction, right | 7 days late | not done by 18 Nov"),
        (order("resulted", MONDAY), "EMG and nerve conduction | Result in | not reviewed by 24 Nov"),
        (order("resulted"), "EMG and nerve conduction | Result in | not reviewed"),
        (order("scheduled", None, date(2025, 11, 27)), "EMG and nerve conduction | Thu 27 Nov | booked"),
        (order("scheduled", None, TODAY), "EMG and nerve conduction | Today | booked"),
        (order("scheduled", None, MONDAY),
         "EMG and nerve conduction | Booking passed | booked for 24 Nov, not marked done"),
        (order("scheduled", None, NEXT_MONDAY), "EMG and nerve conduction | Booked | booked for 1 Dec"),
        (order("proposed", date(2026, 1, 2), what="DEXA"), "DEXA | Draft | due 2 Jan 2026"),
        (order("performed", MONDAY, what="mri", variant="with_contrast"),
         "MRI lumbar, without and with gadolinium | 1 day late | no report by 24 Nov"),
        (order("proposed", what="labs"), "Blood tests | Draft | no due date"),
        (order("proposed", what=""), "Test, kind not recorded | Draft | no due date"),
        (WorkRow("a", "plan", 1, what="ring\nthe GP", first=TODAY, due=TODAY), "Ring the GP | Due today | due 25 Nov"),
        (WorkRow("a", "plan", 1, first=date(2025, 12, 1), due=date(2025, 12, 31)),
         "Action without words | To do | due Dec 2025"),
        (WorkRow("a", "visit", 0, "e", first=date(2024, 1, 1), due=date(2024, 12, 31)),
         "Next visit | 329 days late | agreed for 2024"),
    ],
)  # fmt: skip
def test_it_is_told_in_plain_words(row: WorkRow, told: str) -> None:
    shown = line(row)
    assert " | ".join((WORDS.title(row), WORDS.state(shown), WORDS.when(shown))) == told


def test_whose_it_is_is_told_as_far_as_it_is_known() -> None:
    assert [(name_of(one), about(one, TODAY)) for one in (ANNA, BO, NOBODY)] == [
        ("MÜLLER, Anna", "F · 54 y · MRN 004-1"),
        ("ŠIMEK, Bo", "M · 74–75 y"),
        ("New patient, no name yet", ""),
    ]


COVER = page_cover("Dr Ann Example", datetime(2025, 11, 25, 9, 12, tzinfo=UTC), "North Clinic", "A4")


def test_its_page_holds_every_row_under_the_heads_of_its_kinds() -> None:
    note = page(ordered(ROWS, "kind"), "kind", WORDS, COVER, "only “emg”", "The clock stands before the last entry.")
    assert [part.title for part in note.parts] == [
        "", "Result in, not reviewed (1)", "Overdue (1)", "Actions due (1)", "Waiting (1)"
    ]  # fmt: skip
    text = flat(note)
    for wanted in ("The clock stands", "OVERDUE", "for Dr O", "disc or scar?", "4 rows, only “emg”"):
        assert wanted in text, wanted
    pages = PdfReader(io.BytesIO(pdf(note, style(), figure(), COVER))).pages
    printed = " ".join("".join(one.extract_text() for one in pages).split())
    for wanted in ("WORKLIST", "About several patients", "MÜLLER, Anna", "ŠIMEK, Bo", "North Clinic"):
        assert wanted in printed, wanted
    assert "DRAFT" not in printed


def test_a_list_sorted_otherwise_is_one_table_and_an_empty_one_says_so() -> None:
    assert [part.title for part in page(ROWS, "patient", WORDS, COVER).parts] == ["By patient (4)"]
    assert "Nothing is open." in plain_text(page([], "kind", WORDS, COVER))
