"""The table of open work: kept answer by answer it is what the logs say, and an older vault gets it on opening."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.workup.patients import library
from tests.workup.random_answers import random_answers
from tests.workup.sessions import begun, give
from tests.workup.vaults import Clock, Made, of_version
from workup.answers import UNKNOWN, PartialDate, Value, slot
from workup.cases import read_answer
from workup.errors import WorkupError
from workup.session import Refused, Session, keep_up
from workup.session.ordering import book, decide, draft, put_back, report, send
from workup.store import Followed, OpenWork, WorkRow
from workup.vault import Vault

ZONE = timezone(timedelta(hours=1))
FIRST_DAY = datetime(2025, 11, 4, 9, 0, tzinfo=ZONE)
RECORDED: tuple[tuple[str, tuple[Value | None, ...]], ...] = (
    ("orders@{n}", ("added", "removed", None)),
    ("order_kind@{n}", ("emg", "mri", "ct", "other", UNKNOWN, None)),
    ("order_name@{n}", ("DEXA", None)),
    ("order_question@{n}", ("Fused?", None)),
    ("order_side@{n}", ("side_right", None)),
    ("order_state@{n}", ("proposed", "ordered", "scheduled", "performed", "resulted", "reviewed", "cancelled", None)),
    ("order_due@{n}", (PartialDate(2025, 11, 18), PartialDate(2025, 12), None)),
    ("scheduled_for@{n}", (PartialDate(2025, 11, 20), None)),
    ("plan@{n}", ("added", "removed", None)),
    ("plan_action@{n}", ("Ring the surgeon", None)),
    ("plan_for@{n}", ("Front desk", None)),
    ("plan_due@{n}", (PartialDate(2025), PartialDate(2025, 11, 6), None)),
    ("plan_done@{n}", ("yes", "no", UNKNOWN, None)),
    ("next_visit", (PartialDate(2025, 11, 20), PartialDate(2026, 1), UNKNOWN, None)),
    ("next_visit_for", ("Read the EMG", None)),
    ("leg_pain_now@right", (7, None)),
    ("family_name", ("Okoye", None)),
    ("order_contrast@{n}", ("with_contrast", "no_contrast", None)),
    ("order_aki@{n}", ("no", "yes", None)),
    ("gate_seen@{n}/iodine_kidney", ("clear egfr_45", None)),
    ("gate_seen@{n}/mr_label", ("clear nothing", None)),
    ("known_egfr", (60, 20, None)),
    ("known_egfr_date", (PartialDate(2025, 11, 1), PartialDate(2025, 6, 1), None)),
)


@pytest.fixture
def clock() -> Clock:
    return Clock(FIRST_DAY)


@pytest.fixture
def session(opened: Vault, clock: Clock) -> Iterator[Session]:
    keep_up(library(), opened)
    with begun(opened, clock) as session:
        yield session


def rows(session: Session, kind: str) -> list[WorkRow]:
    return [found.row for found in session.vault.work() if found.row.kind == kind]


def tables(vault: Vault) -> tuple[object, ...]:
    """All that is derived, as it stands in the file."""
    work = vault.database.rows("SELECT * FROM open_work ORDER BY log, kind, record")
    return work, vault.database.rows("SELECT evaluation, seen FROM evaluation ORDER BY evaluation")


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**9))
def test_what_was_kept_is_what_the_logs_say(made: Made, tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    chance, clock = Random(seed), Clock(FIRST_DAY)
    vault = made.copy(tmp_path_factory.mktemp("law")).open()
    session = Session(library(), vault, clock)
    keep_up(library(), vault)
    known: list[tuple[str, str]] = []
    for _ in range(chance.randint(1, 4)):
        if known and chance.random() < 0.6:
            patient = chance.choice(known)
            session.begin(patient[0]) if chance.random() < 0.5 else session.open(*patient)
        else:
            session.begin()
        known.append((session.opened.patient, session.opened.evaluation))
        for _ in range(chance.randint(1, 14)):
            something(session, clock, chance)
        session.close()
    kept = tables(vault)
    filling = vault.filling("the same, from the logs", lambda entries: _follows(session, entries))
    assert filling is not None
    while not filling.go_on(1):
        pass
    assert tables(vault) == kept
    vault.close(clock.now)


def _follows(session: Session, entries: object) -> Followed:
    from workup.session.work import follows

    return follows(session.library, entries)  # type: ignore[arg-type]  # entries of one log, as the vault hands them


def something(session: Session, clock: Clock, chance: Random) -> None:
    """One thing a clinician may do; what is refused changes nothing."""
    clock.now += timedelta(hours=chance.choice([0, 1, 30]))
    try:
        match chance.randint(0, 9):
            case 0:
                session.undo()
            case 1:
                session.redo()
            case 2 if chance.random() < 0.3:
                session.void("by mistake")
            case 3:
                drawn = random_answers(chance, 5)
                pairs = [read_answer(library(), address, raw, clock.now.date()) for address, raw in drawn.items()]
                session.answer_all(pairs)
            case _:
                address, values = chance.choice(RECORDED)
                session.answer(slot(address.format(n=chance.randint(1, 2))), chance.choice(values))
    except WorkupError:
        pass


def test_an_order_stays_until_it_is_reviewed_or_cancelled(session: Session) -> None:
    give(session, {"orders@1": "added", "order_kind@1": "emg", "order_side@1": "side_right"})
    give(session, {"order_due@1": PartialDate(2025, 11, 18)})
    days = {"performed": "performed_on@1", "resulted": "resulted_on@1"}
    for state in ("proposed", "ordered", "scheduled", "performed", "resulted"):
        day: dict[str, Value | None] = {days[state]: PartialDate(2025, 11, 4)} if state in days else {}
        give(session, {**day, "order_state@1": state})
        due = None if state == "proposed" else date(2025, 11, 18)  # nothing can be late for a draft
        assert [(row.what, row.side, row.state, row.due) for row in rows(session, "order")] == [
            ("emg", "side_right", state, due)
        ]
    judged = {"result_judgement@1": "normal", "result_relevance@1": "not_relevant"}
    give(session, {**judged, "order_state@1": "reviewed"})
    assert not rows(session, "order")
    put_back(session, 1, "resulted", "a value was wrong")
    assert [row.state for row in rows(session, "order")] == ["resulted"]
    give(session, {"orders@2": "added", "order_kind@2": "ct", "order_state@2": "ordered"})
    assert len(rows(session, "order")) == 2
    give(session, {"order_cancel_reason@2": "no longer needed", "order_state@2": "cancelled"})
    assert [row.record for row in rows(session, "order")] == [1]


def test_a_critical_result_is_due_sooner_than_was_stored(session: Session) -> None:
    given: dict[str, Value | None] = {"order_question": "Infection?", "order_priority": "urgent"}
    number = draft(session, "mri", "no_contrast", given=given)
    with suppress(Refused):
        send(session, number)
    for gate in session.assessment.orders.gates(number):
        if gate.outcome == "stop" or gate.unknown:
            decide(session, number, gate.gate.id, go_ahead=True, reviewer="Dr Radiologist")
    if session.assessment.orders.order(number).state == "proposed":
        send(session, number)
    report(session, number, PartialDate.of(FIRST_DAY.date()), done=PartialDate.of(FIRST_DAY.date()))
    (before,) = rows(session, "order")
    give(session, {f"result_critical@{number}": "yes"})
    (after,) = rows(session, "order")
    assert before.due is not None
    assert after.due is not None
    assert after.due < before.due


def test_an_order_whose_kind_or_state_is_not_known_is_not_lost(session: Session) -> None:
    give(session, {"orders@1": "added"})
    assert not rows(session, "order"), "a record nobody has answered yet"
    give(session, {"order_state@1": UNKNOWN})
    assert [(row.what, row.state) for row in rows(session, "order")] == [("", "proposed")]
    give(session, {"order_state@1": "ordered"})
    assert [(row.what, row.state) for row in rows(session, "order")] == [("", "ordered")]
    give(session, {"order_cancel_reason@1": "Wrong order", "order_state@1": "cancelled"})
    assert not rows(session, "order")


def test_a_draft_that_is_removed_is_gone(session: Session) -> None:
    give(session, {"orders@1": "added", "order_kind@1": "mri", "order_state@1": "proposed"})
    assert rows(session, "order")
    give(session, {"orders@1": "removed"})
    assert not rows(session, "order")


def test_a_booking_moves_no_due_date_and_a_sent_order_keeps_its_kind(session: Session) -> None:
    give(session, {"orders@1": "added", "order_kind@1": "emg", "order_state@1": "ordered"})
    give(session, {"order_due@1": PartialDate(2025, 11, 18)})
    book(session, 1, date(2025, 11, 28))
    assert [(row.what, row.due) for row in rows(session, "order")] == [("emg", date(2025, 11, 18))]
    with pytest.raises(Refused, match="Cancel it with a reason"):
        give(session, {"order_kind@1": "mri"})
    assert [row.what for row in rows(session, "order")] == ["emg"]


def test_the_booked_day_counts_while_it_is_booked(session: Session) -> None:
    give(session, {"orders@1": "added", "order_kind@1": "mri", "order_state@1": "scheduled"})
    give(session, {"scheduled_for@1": PartialDate(2025, 11, 20)})
    assert [row.booked for row in rows(session, "order")] == [date(2025, 11, 20)]
    give(session, {"performed_on@1": PartialDate(2025, 11, 4), "order_state@1": "performed"})
    assert [row.booked for row in rows(session, "order")] == [None]


def test_an_action_stays_until_it_is_done(session: Session) -> None:
    give(session, {"plan@1": "added", "plan_action@1": "Ring the surgeon", "plan_due@1": PartialDate(2025, 12)})
    (row,) = rows(session, "plan")
    assert (row.what, row.first, row.due) == ("Ring the surgeon", date(2025, 12, 1), date(2025, 12, 31))
    give(session, {"plan_done@1": UNKNOWN})
    assert rows(session, "plan")
    give(session, {"plan_done@1": "yes"})
    assert not rows(session, "plan")


def test_a_next_visit_is_kept_when_the_patient_was_seen_not_when_a_result_came(session: Session, clock: Clock) -> None:
    give(session, {"next_visit": PartialDate(2025, 11, 20), "next_visit_for": "Read the EMG"})
    assert [(row.due, row.detail) for row in rows(session, "visit")] == [(date(2025, 11, 20), "Read the EMG")]
    clock.now += timedelta(days=20)
    give(session, {"orders@1": "added", "order_kind@1": "emg", "order_state@1": "resulted", "impression": "radicular"})
    assert rows(session, "visit"), "the result was entered without the patient"
    give(session, {"leg_pain_now@right": 6})
    assert not rows(session, "visit"), "the patient was asked"
    session.undo()
    assert rows(session, "visit"), "that was a mistake"


def test_a_visit_in_another_workup_keeps_it_but_not_in_a_void_one(session: Session, clock: Clock) -> None:
    give(session, {"next_visit": PartialDate(2025, 11, 20)})
    patient, agreed = session.opened.patient, session.opened.evaluation
    clock.now += timedelta(days=16)
    session.begin(patient)
    give(session, {"leg_pain_now@right": 6})
    assert not rows(session, "visit")
    session.void("wrong patient")
    assert [row.evaluation for row in rows(session, "visit")] == [agreed]
    session.open(patient, agreed)
    session.void("wrong patient")
    assert not rows(session, "visit")


def test_the_latest_time_of_any_entry_is_known_whatever_the_clock_shows(session: Session, clock: Clock) -> None:
    clock.now += timedelta(days=40, microseconds=300)
    give(session, {"reason": "leg"})
    latest = clock.now
    clock.now = FIRST_DAY
    give(session, {"reason": "back"})
    assert session.vault.end().newest == latest.replace(microsecond=0)


def test_an_older_vault_gets_the_table_on_opening(tmp_path: Path) -> None:
    vault = of_version(1, tmp_path)
    assert not vault.work()
    session = Session(library(), vault, lambda: FIRST_DAY)
    assert keep_up(library(), vault)
    assert not keep_up(library(), vault), "once"
    ada = [(found.person.family_name, _told(found)) for found in sorted(vault.work(), key=lambda each: each.row.kind)]
    assert ada == [
        ("Example", ("order", 1, "emg", "ordered", date(2025, 11, 18))),
        ("Example", ("plan", 1, "Ring the surgeon", "", date(2025, 11, 6))),
        ("Example", ("visit", 0, "", "", date(2025, 11, 20))),
    ]
    newest = vault.end().newest
    assert newest is not None
    assert newest.date() == date(2025, 11, 5)
    assert {row[0] for row in vault.database.rows("SELECT seen FROM evaluation")} == {"2025-11-04", "2025-11-05"}
    file = vault.patient(next(iter(vault.work())).person.patient)
    assert file is not None
    session.open(file.person.patient, file.evaluations[0].evaluation)
    before = tables(vault)
    session.answer(slot("reason"), "leg pain since March")
    assert tables(vault) == before, "going on changes nothing that follows"
    session.close()
    vault.close(FIRST_DAY)


def _told(found: OpenWork) -> tuple[object, ...]:
    row = found.row
    return row.kind, row.record, row.what, row.state, row.due
