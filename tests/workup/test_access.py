"""The access report of one patient: everything done with the record, nothing of anybody else, no clinical text."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from tests.workup.patients import library
from tests.workup.sessions import give, vault_of
from tests.workup.signed import FIRST_DAY, KNOWN, signed
from tests.workup.vaults import Clock
from workup.answers import slot
from workup.rights import NotAllowed
from workup.session import Session
from workup.session.access import object_words
from workup.session.signing import page_of
from workup.vault import Vault
from workup.vault.trail import read_about, read_trail, subjects_of


@pytest.fixture
def session(opened: Vault) -> Session:
    """A patient with a signed workup that was looked at and printed, and somebody else."""
    made = Session(library(), opened, Clock(FIRST_DAY))
    made.begin()
    give(made, {**KNOWN, "mrn": "77-1"})
    signed(made)
    page_of(made, made.opened.standing.versions[0])
    made.left("printed")
    patient = made.opened.patient
    made.close()
    other = Session(library(), opened, Clock(FIRST_DAY))
    other.begin()
    give(other, {"family_name": "Other", "mrn": "88-2"})
    other.open(other.opened.patient, other.opened.evaluation)
    other.close()
    made.begin(patient)
    made.answer(slot("reason"), "again")
    made.open(patient, made.opened.evaluation)
    return made


def test_it_tells_what_was_done_with_this_record_and_no_other(session: Session) -> None:
    vault = vault_of(session)
    (subject,) = subjects_of(vault, "77 1")  # a number as people write it
    rows = read_about(vault, subject, FIRST_DAY + timedelta(hours=1))
    workups = {name: n for n, name in enumerate(subject.evaluations, 1)}
    told = [(row.action, object_words(row.what, workups, subject.documents)) for row in rows]
    assert told == [
        ("signed", "workup 1"), ("viewed", "workup 1, version 1"), ("printed", "workup 1"), ("opened", "workup 2"),
        ("trail read", "patient"),
    ]  # fmt: skip
    assert not any("Okoye" in row.what or "leg pain" in row.what for row in rows)
    assert subjects_of(vault, "nobody") == subjects_of(vault, "") == ()


def test_only_who_reads_the_trail_may_and_needs_to_see_no_record(session: Session) -> None:
    vault = vault_of(session)
    vault.person = replace(vault.person, roles=("administrator",))
    (subject,) = subjects_of(vault, "77-1")
    assert read_about(vault, subject, FIRST_DAY)
    vault.person = replace(vault.person, roles=("clinician",))
    for act in (lambda: subjects_of(vault, "77-1"), lambda: read_about(vault, subject, FIRST_DAY)):
        with pytest.raises(NotAllowed):
            act()


def test_what_was_looked_for_in_vain_is_not_kept(session: Session) -> None:
    vault = vault_of(session)
    for about in ("Okoye", "signed"):
        read_trail(vault, 5, FIRST_DAY, about)
    kept = [row.what for row in read_trail(vault, 50, FIRST_DAY) if row.action == "trail read"]
    assert kept == ["signed", ""], "a name that somebody typed stands in the trail"
