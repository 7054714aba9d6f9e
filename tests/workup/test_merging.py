"""Two patients merged, and that undone: everything that reads the log follows, and apart they are as before."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.workup.belongings import begun, belonging, raw, told, two
from tests.workup.patients import library
from tests.workup.random_answers import random_answers
from tests.workup.sessions import give
from tests.workup.signed import FIRST_DAY, audited, preferences, signed
from tests.workup.test_vault_crash import killed
from tests.workup.vaults import NOW, Clock, Made
from workup.answers import slot
from workup.cases import read_answer
from workup.errors import WorkupError
from workup.fhir import Origin, bundle
from workup.record import (
    WorkupCame,
    WorkupLeft,
    evaluation_log,
    joins,
    merged_into,
    owner,
    patient_log,
    stands_for,
)
from workup.rights import NotAllowed
from workup.session import Refused, Session, keep_up
from workup.session.counting import EVERYBODY
from workup.session.signing import as_signed
from workup.session.wholerecord import WholeRecord, patient_of
from workup.store import Batch, PersonRow
from workup.vault import StaleLog, Vault, verify
from workup.vault.trail import read_about, subjects_of


@pytest.fixture
def clock() -> Clock:
    return Clock(FIRST_DAY)


def test_two_records_become_one_and_are_two_again(opened: Vault, clock: Clock) -> None:
    one, first, other, second = two(opened, clock)
    before, stored, work = told(opened, one, other), raw(opened), belonging(opened, clock)
    assert any("777-1" in line for line in work.differing(one, other))
    work.merge(one, other, "the same person, named twice")
    file = opened.patient(other)
    assert file is not None
    assert {row.evaluation for row in file.evaluations} == {first, second}
    assert [row.mrn for row in file.merged] == ["004-9999"]
    for text in ("okoye", "004-9999", "oquist", "777-1"):
        assert [row.patient for row in opened.search(text)] == [other], text
    assert opened.search("okoye")[0].found_as == file.merged[0]
    alike = opened.search(PersonRow("", "Okoye", "Amara", "1971-06-14", "", "004-9999"))
    assert [row.patient for row in alike] == [other]
    recent = [row.person.patient for row in opened.lists(EVERYBODY).recent]
    assert [patient for patient in recent if patient in (one, other)] == [other]
    assert all(row.person.patient == other for row in opened.work())
    assert all("okoye" in row.words for row in opened.work())
    session = Session(library(), opened, clock)
    session.open(other, first)
    assert session.assessment.answers.value("mrn") == "777-1"
    assert session.assessment.answers.value("sex") == "female", "only the other had it"
    assert session.assessment.records["operations"] == (1, 2)
    session.close()
    with pytest.raises(StaleLog):
        opened.append(Batch(patient_log(one), opened.last_seq(patient_log(one)), opened.read(patient_log(one))[:1]))
    work.unmerge(one, other, "two people after all")
    assert told(opened, one, other) == before
    assert raw(opened)[: len(stored)] == stored
    assert opened.read(patient_log(one))


def test_the_bundle_names_the_merged_record_and_the_access_report_holds_it(opened: Vault, clock: Clock) -> None:
    one, first, other, _second = two(opened, clock)
    belonging(opened, clock).merge(one, other, "the same")
    session = Session(library(), opened, clock)
    session.open(other, first)
    made = bundle(session.assessment, session.cover(preferences()), Origin(other, first, merged=session.opened.merged))
    patient = next(entry["resource"] for entry in made["entry"] if entry["resource"]["resourceType"] == "Patient")
    assert [link["other"]["identifier"]["value"] for link in patient["link"]] == [one]
    session.close()
    record = WholeRecord(library(), opened, clock, other, preferences())
    assert len(record.told) == 2
    assert one.encode() in record.bundle
    assert patient_of(opened, "004-9999").patient == other
    (subject,) = subjects_of(opened, "004-9999")
    assert (subject.patient, subject.merged) == (other, (one,))
    actions = [(row.action, row.what) for row in read_about(opened, subject, clock.now)]
    assert ("merged", one) in actions
    assert ("opened", first) in actions


def test_a_signed_workup_of_a_merged_patient_reads_as_it_was_signed(opened: Vault, clock: Clock) -> None:
    one, first, other, _second = two(opened, clock)
    session = Session(library(), opened, clock)
    session.open(one, first)
    signed(session)
    session.close()
    belonging(opened, clock).merge(one, other, "the same")
    session.open(other, first)
    then, _cover = as_signed(session, session.opened.standing.versions[-1], preferences())
    assert then.answers.value("mrn") == "004-9999"
    assert then.records["operations"] == (1,)
    assert session.opened.status == "signed"


def test_what_came_after_the_merge_stays_where_it_was_entered(opened: Vault, clock: Clock) -> None:
    one, first, other, _second = two(opened, clock)
    work = belonging(opened, clock)
    work.merge(one, other, "the same")
    clock.now += timedelta(days=1)
    session = Session(library(), opened, clock)
    session.open(other, first)
    session.answer(slot("leg_pain_now@left"), 4)
    session.answer(slot("operations@3"), "added")
    numbers = [visit.number for visit in session.assessment.visits]
    session.close()
    third = begun(opened, clock, {"reason": "new"}, other)[1]
    work.unmerge(one, other, "no")
    assert [row.evaluation for row in opened.patient(one).evaluations] == [first]  # type: ignore[union-attr]
    assert third in {row.evaluation for row in opened.patient(other).evaluations}  # type: ignore[union-attr]
    session.open(one, first)
    assert session.assessment.answers.value("leg_pain_now", slot("leg_pain_now@left").at) == 4
    assert len(session.assessment.visits) == len(numbers)
    operations = [session.assessment.records["operations"]]
    session.close()
    session.open(other, third)
    operations.append(session.assessment.records["operations"])
    assert operations == [(1,), (1, 3)]


def test_merged_over_merged_moved_out_of_it_and_all_undone(opened: Vault, clock: Clock) -> None:
    one, first, other, _second = two(opened, clock)
    last, third = begun(opened, clock, {"family_name": "Oko", "reason": "x"})
    before, work = told(opened, one, other, last), belonging(opened, clock)
    work.merge(one, other, "a")
    work.merge(other, last, "b")
    assert [row.patient for row in opened.search("okoye")] == [last]
    assert {row.patient for row in opened.patient(last).merged} == {one, other}  # type: ignore[union-attr]
    offered = [[row.patient for row in parted] for parted in work.parted_by(last)]
    assert offered == [[other, one]], "only what can be undone, and who goes with it"
    with pytest.raises(Refused):
        work.unmerge(one, last, "not directly")
    work.unmerge(other, last, "c")
    work.unmerge(one, other, "d")
    assert told(opened, one, other, last) == before
    work.merge(one, other, "again")
    work.move(first, other, last, "out of the merged one")
    work.unmerge(one, other, "and apart")
    assert {row.evaluation for row in opened.patient(last).evaluations} == {first, third}  # type: ignore[union-attr]
    assert owner(opened.read(evaluation_log(first))) == last


def test_the_tables_are_what_the_logs_say(opened: Vault, clock: Clock) -> None:
    one, first, other, _second = two(opened, clock)
    session = Session(library(), opened, clock)
    session.open(one, first)
    give(session, {"orders@1": "added", "order_kind@1": "emg", "plan@1": "added", "plan_action@1": "Ring"})
    session.close()
    keep_up(library(), opened)
    belonging(opened, clock).merge(one, other, "the same")
    kept = told(opened, other)
    opened.database.run("DELETE FROM open_work")
    opened.set_setting("open_work", "other rules", "test", FIRST_DAY)
    assert keep_up(library(), opened)
    assert told(opened, other) == kept
    assert {row.row.record for row in opened.work() if row.row.kind == "order"} == {2}


def test_only_a_clinician_moves_or_merges(opened: Vault, clock: Clock) -> None:
    one, first, other, _second = two(opened, clock)
    was = opened.person
    for roles in (("assistant",), ("administrator",), ()):
        opened.person = replace(was, roles=roles)
        work = belonging(opened, clock)
        with pytest.raises(NotAllowed):
            work.move(first, one, other, "why")
        with pytest.raises(NotAllowed):
            work.merge(one, other, "why")
        with pytest.raises(NotAllowed):
            work.unmerge(one, other, "why")
    opened.person = was
    assert "moved" not in audited(Session(library(), opened, clock))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32), st.lists(st.sampled_from(["move", "merge", "nest"]), min_size=1, max_size=3))
def test_undone_is_as_before(opened: Vault, seed: int, deeds: list[str]) -> None:
    """Law: whatever was entered, a deed and its undoing leave every answer, list and search as they were."""
    clock, random = Clock(FIRST_DAY), Random(seed)
    patients: list[tuple[str, str]] = []
    for _number in range(3):
        clock.now += timedelta(hours=random.choice((1, 30)))
        session = Session(library(), opened, clock)
        session.begin()
        for address, value in random_answers(random, 25).items():
            with suppress(WorkupError):
                session.answer_all([read_answer(library(), address, value, clock.now.date())])
        patients.append((session.opened.patient, session.opened.evaluation))
        session.close()
    work, ids = belonging(opened, clock), [patient for patient, _rest in patients]
    before = told(opened, *ids)
    (one, first), (other, _second), (last, _third) = patients
    for deed in deeds:
        clock.now += timedelta(hours=random.choice((0, 30)))
        if deed == "move":
            work.move(first, one, other, "there")
            work.move(first, other, last, "on")
            work.move(first, last, one, "back")
        elif deed == "merge":
            work.merge(one, other, "same")
            work.unmerge(one, other, "not")
        else:
            work.merge(one, other, "same")
            work.merge(other, last, "same")
            work.unmerge(other, last, "not")
            work.unmerge(one, other, "not")
        assert told(opened, *ids) == before


DEEDS = st.sampled_from(["merge", "merge", "part", "move"])


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(DEEDS, st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=8))
def test_over_any_chain_what_is_offered_can_be_undone_and_every_name_finds_its_record(
    opened: Vault, chain: list[tuple[str, int, int]]
) -> None:
    """Law: every name finds the record it goes on in and is told; each merge that is offered is undone, no other is."""
    clock = Clock(FIRST_DAY)
    names = [f"Quill{letter}" for letter in "abcd"]
    ids = [begun(opened, clock, {"family_name": name, "reason": "x"}) for name in names]
    people, work = [patient for patient, _rest in ids], belonging(opened, clock)
    into: dict[str, str] = {}
    for deed, one, other in chain:
        clock.now += timedelta(hours=1)
        gone, stays = people[one], people[other]
        with suppress(Refused, StaleLog):
            if deed == "merge" and gone not in into and stays not in into and gone != stays:
                work.merge(gone, stays, "same")
                into[gone] = stays
            elif deed == "part":
                offered = [parted[0].patient for parted in work.parted_by(stays)] if stays not in into else []
                assert set(offered) == {name for name, whose in into.items() if whose == stays and stays not in into}
                if gone in offered:
                    work.unmerge(gone, stays, "not")
                    del into[gone]
            elif deed == "move":
                work.move(ids[one][1], gone, stays, "there")
    for name, patient in zip(names, people, strict=True):
        whose = patient
        while whose in into:
            whose = into[whose]
        found = [row for row in opened.search(name) if patient in (row.patient, row.found_as and row.found_as.patient)]
        assert [row.patient for row in found] == [whose], "found by every name, also one merged twice over"
        assert (found[0].found_as is not None) == (whose != patient), "and told which"
    for patient in [one for one in people if one not in into]:
        for parted in list(work.parted_by(patient)):
            work.unmerge(parted[0].patient, patient, "apart")


# -- killed in between ----------------------------------------------------------------------------------------------

TO_AND_FRO = """
from datetime import timedelta
from tests.workup.patients import library
from tests.workup.test_vault_crash import killed
from tests.workup.vaults import NOW, Clock, Made
from workup.session import Session
from workup.session.belonging import Belonging
from workup.answers import slot
clock = Clock(NOW)
session = Session(library(), opened, clock)
ids = []
for name in ("Left", "Right"):
    session.begin()
    session.answer(slot("family_name"), name)
    session.answer(slot("reason"), name)
    ids.append((session.opened.patient, session.opened.evaluation))
    session.close()
(one, first), (other, second) = ids
work = Belonging(library(), opened, clock)
print(0, flush=True)
while True:
    work.merge(one, other, "same")
    print(1, flush=True)
    work.unmerge(one, other, "not")
    print(2, flush=True)
    work.move(first, one, other, "there")
    print(3, flush=True)
    work.move(first, other, one, "back")
    print(4, flush=True)
"""


def test_killed_in_between_it_is_as_before_or_as_after(made: Made) -> None:
    """Both logs and the lists say the same, whenever it was killed: one transaction."""
    dice = Random(11)
    for _round in range(3):
        killed(made, TO_AND_FRO, dice.randint(2, 40))
        opened = made.open()
        both = "SELECT patient, merged_into FROM person WHERE family IN ('Left', 'Right') ORDER BY number DESC"
        rows = opened.database.rows(both)
        (other, _rest), (one, merged) = rows[0], rows[1]
        left, right = opened.read(patient_log(str(one))), opened.read(patient_log(str(other)))
        assert merged_into(left) == str(merged)
        assert bool(joins(right)) == bool(merged)
        away = sum(isinstance(entry.value, WorkupLeft) for entry in left)
        here = sum(isinstance(entry.value, WorkupCame) for entry in right)
        assert away == here
        theirs = "SELECT evaluation, patient FROM evaluation WHERE patient IN (?, ?)"
        for row in opened.database.rows(theirs, (one, other)):
            whose = owner(opened.read(evaluation_log(str(row[0]))))
            assert stands_for(opened.read, whose) == row[1]
        assert verify(opened, made.sheet.audit_start).sound
        opened.close(NOW)
