"""A workup moved to another patient: entries alone change, everything that reads follows, back is as before."""

from __future__ import annotations

import pytest

from tests.workup.belongings import begun, belonging, raw, told, two, words_of
from tests.workup.patients import library
from tests.workup.signed import FIRST_DAY, preferences, signed
from tests.workup.vaults import Clock
from workup.answers import slot
from workup.session import Refused, Session
from workup.session.wholerecord import WholeRecord
from workup.vault import Vault


@pytest.fixture
def clock() -> Clock:
    return Clock(FIRST_DAY)


def test_a_moved_draft_is_the_other_patients_and_comes_back_as_it_was(opened: Vault, clock: Clock) -> None:
    one, first, other, second = two(opened, clock)
    before, stored, work = told(opened, one, other), raw(opened), belonging(opened, clock)
    work.move(first, one, other, "clicked the line above")
    file = opened.patient(other)
    assert file is not None
    assert {row.evaluation for row in file.evaluations} == {first, second}
    assert len({visit.number for visit in file.visits}) == 2
    assert not opened.patient(one).evaluations  # type: ignore[union-attr]
    assert [row.row.patient for row in opened.work() if row.row.kind == "visit"] == [other]
    session = Session(library(), opened, clock)
    session.open(other, first)
    assert session.assessment.answers.value("family_name") == "Oquist"
    assert session.assessment.answers.value("leg_pain_now", slot("leg_pain_now@right").at) == 7
    assert len(session.assessment.visits) == 1
    with pytest.raises(Refused):
        session.undo()
    session.close()
    work.move(first, other, one, "it was right after all")
    assert told(opened, one, other) == before
    assert raw(opened)[: len(stored)] == stored
    assert opened.patient(one).evaluations[0].evaluation == first  # type: ignore[union-attr]


def test_a_moved_workup_goes_on_with_visits_of_its_new_patient(opened: Vault, clock: Clock) -> None:
    one, first, other, second = two(opened, clock)
    belonging(opened, clock).move(first, one, other, "wrong line")
    session = Session(library(), opened, clock)
    session.open(other, first)
    session.answer(slot("leg_pain_now@left"), 2)
    assert [visit.number for visit in session.opened.visits] == [1, 2, 3]
    assert [visit.number for visit in session.assessment.visits] == [2, 3]
    session.close()
    session.open(other, second)
    assert 2 not in [visit.number for visit in session.assessment.visits]
    session.close()
    belonging(opened, clock).move(first, other, one, "right after all")
    session.open(one, first)
    assert [visit.number for visit in session.assessment.visits] == [1, 2]


def test_a_signed_one_is_amended_and_both_documents_say_so(opened: Vault, clock: Clock) -> None:
    one, first, other, _second = two(opened, clock)
    session = Session(library(), opened, clock)
    session.open(one, first)
    signed(session)
    old = opened.document(session.opened.standing.versions[0].signed.page)
    session.close()
    belonging(opened, clock).move(first, one, other, "wrong line")
    session.open(other, first)
    assert session.opened.status == "amending"
    note = words_of(session.note(preferences()))
    assert "Version 1 was recorded under another patient by mistake and does not count." in note
    assert "rong line" in note
    assert "Okoye" not in note
    assert "OQUIST" in note.upper()
    signed(session)
    version = session.opened.standing.versions[-1]
    page = opened.document(version.signed.page).decode(errors="replace")
    assert "Version 1 was recorded under another patient by mistake" in " ".join(page.split())
    assert session.opened.standing.versions[0].signed.page
    session.close()
    assert b"OKOYE" in old.upper()
    begun(opened, clock, {"reason": "the right one this time"}, one)
    record = words_of(WholeRecord(library(), opened, clock, one, preferences()).note)
    assert "by mistake" in record
    assert "rong line" in record
    assert "Oquist" not in record
    record = words_of(WholeRecord(library(), opened, clock, other, preferences()).note)
    assert "another patient by mistake" in record
    assert "Okoye" not in record


def test_what_cannot_be_moved_is_refused_and_changes_nothing(opened: Vault, clock: Clock) -> None:
    one, first, other, second = two(opened, clock)
    work, before = belonging(opened, clock), raw(opened)
    for evaluation, former, to, reason in (
        (first, one, other, "  "), (first, one, one, "why"), (first, one, "nobody", "why"), (second, one, other, "why"),
    ):  # fmt: skip
        with pytest.raises(Refused):
            work.move(evaluation, former, to, reason)
    assert raw(opened) == before
    session = Session(library(), opened, clock)
    session.open(one, first)
    session.void("a mistake")
    session.close()
    with pytest.raises(Refused, match="void"):
        work.move(first, one, other, "why")


def test_what_stays_with_the_patient_is_named(opened: Vault, clock: Clock) -> None:
    one, first, _other, _second = two(opened, clock)
    staying = belonging(opened, clock).staying(first, one)
    assert library().items["operations"].label in staying
    assert library().items["leg_pain_now"].label not in staying
