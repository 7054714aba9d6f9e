"""The only place where anything changes, over a real vault: stored, undone, reopened, and never by halves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

import pytest

from tests.workup.full_disk import full_disk
from tests.workup.patients import RESOURCES, library
from tests.workup.sessions import begun, give, vault_of
from tests.workup.vaults import Clock, Made
from workup.answers import UNKNOWN, Finding, Marks, Painted, PartialDate, Value, slot
from workup.cases import read_case
from workup.record import evaluation_log
from workup.session import Refused, Session, enter_case
from workup.settings import Preferences, load_settings, preferences_of
from workup.vault import DiskFull, Vault

ZONE = timezone(timedelta(hours=1))
FIRST_DAY = datetime(2025, 11, 4, 9, 0, tzinfo=ZONE)
THREE_WEEKS = timedelta(days=21)


@pytest.fixture
def clock() -> Clock:
    return Clock(FIRST_DAY)


@pytest.fixture
def session(opened: Vault, clock: Clock) -> Iterator[Session]:
    with begun(opened, clock) as session:
        yield session


ANSWERS: dict[str, Value] = {
    "family_name": "Okoye",
    "sex": "female",
    "birth_date": PartialDate(1980, 2, 29),
    "operations@1": "added",
    "operation_date@1": PartialDate(2019),
    "procedure@1": Marks(("plif",), ("laminectomy",)),
    "leg_pain_now@right": 7,
    "strength@L5/right": 4,
    "slr@right": Finding("positive", 40),
    "pain_map@back.buttock/right": Painted(("burning",), 7),
    "fever_sweats": UNKNOWN,
    "reason": "line one\nline two <b> & {} =1+1 名前 שלום 🙂",
}


def value(session: Session, address: str) -> Value | None:
    answer = session.assessment.answers.get(slot(address))
    return None if answer is None else answer.value


def preferences() -> Preferences:
    return preferences_of(load_settings(RESOURCES / "settings.toml"), {}, {})[0]


# Stored and opened again


def test_every_kind_of_answer_is_there_after_reopening(made: Made, clock: Clock) -> None:
    vault = made.open()
    first = Session(library(), vault, clock)
    first.begin()
    give(first, ANSWERS)
    told, patient, evaluation = first.assessment, first.opened.patient, first.opened.evaluation
    vault.close(clock())
    again = Session(library(), made.open(), clock)
    found = again.open(patient, evaluation)
    assert {str(where): answer.value for where, answer in found.answers.items()} == ANSWERS
    assert dict(found.answers) == dict(told.answers)
    assert (found.open, found.findings, found.steps) == (told.open, told.findings, told.steps)
    vault_of(again).close(clock())


def test_reopening_lands_on_the_step_one_left(session: Session) -> None:
    patient, evaluation = session.opened.patient, session.opened.evaluation
    session.at_step("exam")
    session.close()
    session.open(patient, evaluation)
    assert session.step == "exam"


def test_an_answer_is_in_the_vault_when_it_is_on_the_screen(session: Session) -> None:
    session.answer(slot("reason"), "leg pain")
    log = evaluation_log(session.opened.evaluation)
    assert [entry.value for entry in session.vault.read(log)][-1] == "leg pain"


def test_the_patient_can_be_found_by_what_was_answered(session: Session) -> None:
    give(session, ANSWERS)
    assert [row.patient for row in session.vault.search("okoye")] == [session.opened.patient]
    assert session.vault.lists().drafts[0].evaluation.evaluation == session.opened.evaluation


# Undo and redo


def test_undo_takes_back_and_redo_puts_back_whole_steps(session: Session) -> None:
    session.answer(slot("leg_pain_now@right"), 7)
    session.answer(slot("leg_pain_now@right"), 3)
    normal: list[tuple[object, Value]] = [(slot("strength@L4/right"), 5), (slot("strength@L4/left"), 5)]
    session.answer_all(normal, "normal-macro")  # type: ignore[arg-type]
    session.undo()
    assert (value(session, "strength@L4/right"), value(session, "strength@L4/left")) == (None, None)
    session.undo()
    assert value(session, "leg_pain_now@right") == 7
    session.redo()
    session.redo()
    assert (value(session, "leg_pain_now@right"), value(session, "strength@L4/left")) == (3, 5)
    with pytest.raises(Refused, match="nothing to redo"):
        session.redo()


def test_undo_goes_over_patient_and_evaluation_in_the_order_entered(session: Session) -> None:
    session.answer(slot("family_name"), "Okoye")
    session.answer(slot("reason"), "leg pain")
    session.answer(slot("given_name"), "Amara")
    for gone in ("given_name", "reason", "family_name"):
        session.undo()
        assert value(session, gone) is None
    with pytest.raises(Refused, match="nothing of yours left to undo"):
        session.undo()


def test_an_answer_taken_back_is_not_asked_again_after_reopening(session: Session) -> None:
    session.answer(slot("reason"), "leg pain")
    session.answer(slot("reason"), None)
    session.open(session.opened.patient, session.opened.evaluation)
    assert value(session, "reason") is None
    assert slot("reason") in session.assessment.open


# Another day, another evaluation


def test_another_day_is_a_second_visit_that_asks_again_what_changes(session: Session, clock: Clock) -> None:
    give(session, ANSWERS)
    clock.now += THREE_WEEKS
    session.refresh()
    assert slot("leg_pain_now@right") in session.assessment.open
    assert value(session, "leg_pain_now@right") == 7
    session.answer(slot("leg_pain_now@right"), 4)
    assert [visit.number for visit in session.assessment.visits] == [1, 2]
    assert [step.visit for step in session.assessment.answers.trail(slot("leg_pain_now@right"))] == [1, 2]
    assert session.assessment.answers.at_visit(1).value("reason") == ANSWERS["reason"]
    session.undo()
    with pytest.raises(Refused, match="4 Nov"):
        session.undo()


def test_a_new_evaluation_keeps_the_patient_and_copies_nothing_else(session: Session, clock: Clock) -> None:
    give(session, ANSWERS)
    patient, former = session.opened.patient, session.opened.evaluation
    clock.now += THREE_WEEKS
    session.close()
    found = session.begin(patient)
    assert session.opened.evaluation != former
    kept = {str(where) for where in found.answers}
    assert kept == {name for name in ANSWERS if library().items[slot(name).item].keep == "patient"}
    assert found.former.value("leg_pain_now", slot("leg_pain_now@right").at) == 7
    assert session.opened.ordinal == 2
    assert session.cover(preferences()).document.endswith("-W2")
    assert session.open(patient, former).answers.value("reason") == ANSWERS["reason"]


# Refused


@pytest.mark.parametrize(
    ("address", "wrong", "said"),
    [
        ("birth_date", PartialDate(2030, 1, 1), "lies in the future"),
        ("height", 1720, "the most that can be right"),
        ("sex", "none", "is not an option"),
        ("reason", "x" * 10_000_000, "characters are too many"),
    ],
)
def test_what_cannot_be_right_changes_nothing(session: Session, address: str, wrong: Value, said: str) -> None:
    before, entries = session.assessment, session.vault.read(evaluation_log(session.opened.evaluation))
    with pytest.raises(Refused, match=said):
        session.answer(slot(address), wrong)
    assert session.assessment is before
    assert session.vault.read(evaluation_log(session.opened.evaluation)) == entries


def test_one_wrong_answer_of_several_stores_none(session: Session) -> None:
    with pytest.raises(Refused):
        session.answer_all([(slot("reason"), "leg pain"), (slot("height"), 1720)])
    assert value(session, "reason") is None


# Void


def test_a_void_workup_stays_readable_and_takes_nothing_more(session: Session) -> None:
    session.answer(slot("reason"), "leg pain")
    session.void("entered for the wrong patient")
    assert session.cover(preferences()).status == "VOID"
    with pytest.raises(Refused, match="void"):
        session.answer(slot("reason"), "back pain")
    with pytest.raises(Refused, match="void"):
        session.undo()
    session.open(session.opened.patient, session.opened.evaluation)
    assert (session.opened.status, session.opened.reason) == ("void", "entered for the wrong patient")
    assert value(session, "reason") == "leg pain"


def test_a_void_workup_still_takes_the_result_of_an_order(session: Session) -> None:
    give(session, ANSWERS | {"orders@1": "added", "order_kind@1": "mri", "order_state@1": "ordered"})
    session.void("entered twice")
    with pytest.raises(Refused, match="the day it was done and the day of the result"):
        session.answer(slot("order_state@1"), "resulted")
    today = PartialDate.of(session.today())
    arrived: dict[str, Value] = {"performed_on@1": today, "resulted_on@1": today, "order_state@1": "resulted"}
    session.answer_all([(slot(address), given) for address, given in arrived.items()])
    assert [found.row.state for found in session.vault.work()] == ["resulted"]
    with pytest.raises(Refused, match="void"):
        session.answer_all([(slot("order_state@1"), "reviewed"), (slot("impression"), "radicular")])
    session.undo()
    assert value(session, "order_state@1") == "ordered"
    assert session.opened.evaluation not in [draft.evaluation.evaluation for draft in session.vault.lists().drafts]
    session.open(session.opened.patient, session.opened.evaluation)
    assert session.opened.status == "void", "it stays void"


def test_a_void_workup_is_no_draft_any_more(session: Session) -> None:
    give(session, ANSWERS)
    session.void("entered twice")
    assert session.opened.evaluation not in [draft.evaluation.evaluation for draft in session.vault.lists().drafts]


def test_void_needs_a_reason(session: Session) -> None:
    with pytest.raises(Refused, match="reason"):
        session.void("  ")
    assert session.opened.status == "draft"


# A save that fails


def test_a_full_disk_leaves_everything_as_before_and_the_next_try_stores(session: Session) -> None:
    session.answer(slot("reason"), "leg pain")
    before, log = session.assessment, evaluation_log(session.opened.evaluation)
    entries = session.vault.read(log)
    with full_disk(), pytest.raises(DiskFull) as refused:
        session.answer(slot("reason"), "back pain")
    assert refused.value.sentence.endswith(".")
    assert session.assessment is before
    assert session.vault.read(log) == entries
    session.answer(slot("reason"), "back pain")
    assert value(session, "reason") == "back pain"
    assert [entry.value for entry in session.vault.read(log)][-2:] == ["leg pain", "back pain"]


def test_a_full_disk_stops_a_new_workup_without_a_trace(opened: Vault, clock: Clock) -> None:
    session = Session(library(), opened, clock)
    drafts = opened.lists().drafts
    with full_disk(), pytest.raises(DiskFull):
        session.begin()
    with pytest.raises(Refused, match="No workup is open"):
        _ = session.opened
    assert opened.lists().drafts == drafts
    session.begin()
    assert session.opened.status == "draft"


def test_a_full_disk_stops_undo_void_and_typing_without_a_trace(session: Session) -> None:
    session.answer(slot("reason"), "leg pain")
    session.typing(slot("impression"), "recurrent disc")
    with full_disk():
        for change in (session.undo, lambda: session.void("twice"), lambda: session.typing(slot("impression"), "x")):
            with pytest.raises(DiskFull):
                change()
    assert (value(session, "reason"), session.opened.status) == ("leg pain", "draft")
    assert [kept.text for kept in session.typed()] == ["recurrent disc"]


# What was being typed


def test_typed_text_waits_for_its_author_and_goes_with_the_answer(session: Session) -> None:
    session.typing(slot("reason"), "leg")
    session.typing(slot("reason"), "leg pa")
    session.open(session.opened.patient, session.opened.evaluation)
    assert [(str(kept.slot), kept.text) for kept in session.typed()] == [("reason", "leg pa")]
    session.answer(slot("reason"), "leg pain")
    assert session.typed() == ()


# A whole patient


def test_the_sample_patient_is_entered_and_assessed_as_from_its_file(opened: Vault, clock: Clock) -> None:
    case = read_case(library(), RESOURCES / "cases" / "sample-patient.toml")
    session = enter_case(library(), opened, case, ZONE)
    kept = ("gate_seen", "order_due_rule", "order_due")  # what sending an order keeps besides
    entered = {str(w): a.value for w, a in session.assessment.answers.items() if w.item not in kept}
    assert entered == {str(w): a.value for w, a in case.answers.items() if w.item not in kept}
    assert [visit.day for visit in session.assessment.visits] == [visit.day for visit in case.visits]
