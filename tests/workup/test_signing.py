"""Signing, amending and handing over: who may, what stands against it, what is kept and what is refused."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import pytest

from tests.workup.full_disk import full_disk
from tests.workup.patients import library
from tests.workup.sessions import begun, give, vault_of
from tests.workup.signed import FIRST_DAY, KNOWN, audited, log_of, page, preferences, reopened, signed
from tests.workup.vaults import PASSWORD, Clock
from workup.answers import PartialDate, slot
from workup.note import Cover, Note, plain_text
from workup.paper.archive import sealed_place
from workup.paper.metadata import Attachment
from workup.record import patient_log
from workup.session import Refused, Session
from workup.session.ordering import draft, report, send
from workup.session.signing import (
    amend,
    note_as_signed,
    page_of,
    results_since_signing,
    sign,
)
from workup.session.unresolved import unresolved
from workup.store import Batch
from workup.vault import DiskFull, SignedLog, Vault

OTHER = "another long phrase"


@pytest.fixture
def clock() -> Clock:
    return Clock(FIRST_DAY)


@pytest.fixture
def session(opened: Vault, clock: Clock) -> Iterator[Session]:
    with begun(opened, clock) as session:
        give(session, KNOWN)
        yield session


# Signing


def test_a_signature_freezes_the_version_and_keeps_its_page(session: Session, clock: Clock) -> None:
    shared, own = (vault_of(session).last_seq(log) for log in session.opened.logs)
    built: list[bytes] = []

    def build(note: Note, cover: Cover, attachments: Sequence[Attachment]) -> bytes:
        assert (cover.status, cover.version, cover.printed_at, cover.dated) == ("SIGNED", 1, clock(), clock())
        assert cover.signature is not None
        assert (cover.signature.name, cover.signature.at) == (session.who.name, clock())
        assert len(cover.signature.audit_head) == len(cover.signature.record_digest) == 64
        assert "Signed electronically 25 Nov 2025, 09:41" in plain_text(note)
        built.append(page(note, cover))
        clock.now += timedelta(seconds=2)  # building takes its time; the page already says when
        return built[0]

    sign(session, PASSWORD, preferences(), build)
    assert session.opened.status == "signed"
    (version,) = reopened(session).opened.standing.versions
    assert (version.who, version.at) == (session.who.id, FIRST_DAY)
    signed_as = version.signed
    assert (signed_as.version, signed_as.patient_seq, signed_as.evaluation_seq) == (1, shared, own)
    assert signed_as.content == f"{library().version} {library().digest}"
    kept, place = page_of(session, version), sealed_place(built[0])
    assert signed_as.page == hashlib.sha256(kept).hexdigest()
    assert kept[: place.start] + built[0][place] + kept[place.stop :] == built[0] != kept
    assert audited(session)[-1] == "viewed"
    assert "signed" in audited(session)


def test_a_signed_evaluation_takes_what_is_kept_with_the_patient_and_nothing_else(session: Session) -> None:
    signed(session)
    for address, value in (("reason", "back pain"), ("impression", "other"), ("leg_pain_now@right", 1)):
        with pytest.raises(Refused, match="signed"):
            session.answer(slot(address), value)
    with pytest.raises(Refused, match="signed"):
        session.answer_all([(slot("plan@1"), "added"), (slot("reason"), "back pain")])
    session.answer_all([(slot("plan@1"), "added"), (slot("plan_action@1"), "Ring the surgeon")])
    session.undo()
    assert session.assessment.answers.value("plan_action", slot("plan_action@1").at) is None
    with pytest.raises(Refused):
        session.undo()
    own = session.vault.read(log_of(session))
    with pytest.raises(SignedLog):
        session.vault.append(Batch(log_of(session), own[-1].seq, own))
    assert session.assessment.answers.value("reason") == "leg pain"


def test_undo_does_not_go_behind_a_signature(session: Session) -> None:
    signed(session)
    with pytest.raises(Refused, match="nothing of yours"):
        session.undo()
    amend(session, "the side was wrong")
    with pytest.raises(Refused, match="nothing of yours"):
        session.undo()
    session.answer(slot("reason"), "left leg pain")
    session.undo()
    assert session.assessment.answers.value("reason") == "leg pain"


def test_without_an_impression_signing_is_refused(session: Session) -> None:
    session.answer(slot("impression"), None)
    with pytest.raises(Refused, match="No impression recorded"):
        signed(session)
    assert session.opened.status == "draft"
    session.answer(slot("impression"), "Right L5 root pain.")
    assert signed(session).opened.status == "signed"


def test_a_wrong_password_signs_nothing_and_is_audited(session: Session) -> None:
    def never(note: Note, cover: Cover, attachments: Sequence[Attachment]) -> bytes:
        raise AssertionError("no page is built before the password is right")

    for wrong in ("", PASSWORD + " ", OTHER):
        with pytest.raises(Refused, match="not your password"):
            sign(session, wrong, preferences(), never)
    assert session.opened.status == "draft"
    assert audited(session)[-1] == "denied"
    session.answer(slot("reason"), "goes on")


@pytest.mark.parametrize("broken", [b"", b"%PDF-1.7 and no end", b"<html>"])
def test_a_page_that_cannot_be_used_signs_nothing(session: Session, broken: bytes) -> None:
    before = session.vault.read(log_of(session))
    with pytest.raises(Refused, match="nothing was signed"):
        sign(session, PASSWORD, preferences(), lambda note, cover, attachments: broken)
    assert session.vault.read(log_of(session)) == before
    assert session.opened.status == "draft"
    session.answer(slot("reason"), "goes on")


def test_a_full_disk_leaves_the_draft_as_it_was(session: Session) -> None:
    before = session.vault.read(log_of(session))
    with full_disk(), pytest.raises(DiskFull):
        signed(session)
    assert session.vault.read(log_of(session)) == before
    assert (session.opened.status, session.documents.held) == ("draft", {})
    assert signed(session).opened.status == "signed"


def test_it_is_signed_once(session: Session) -> None:
    signed(session)
    with pytest.raises(Refused, match="signed already"):
        signed(session)
    assert len(session.opened.standing.versions) == 1


def test_a_void_workup_is_not_signed(session: Session) -> None:
    session.void("entered for the wrong patient")
    with pytest.raises(Refused, match="void"):
        signed(session)


def test_what_was_signed_is_no_draft_any_more_and_the_lists_say_when(session: Session) -> None:
    signed(session)
    assert session.vault.lists().drafts == ()
    file = session.vault.patient(session.opened.patient)
    assert file is not None
    assert [(row.state, row.version, row.signed) for row in file.evaluations] == [("signed", 1, FIRST_DAY)]
    amend(session, "the side was wrong")
    (found,) = session.vault.lists().drafts
    assert (found.evaluation.state, found.evaluation.version) == ("amending", 1)
    latest = session.vault.lists().recent[0].latest
    assert latest is not None
    assert latest.state == "amending"


def test_the_words_of_the_signed_version_leave_as_they_were_signed(session: Session) -> None:
    signed(session)
    page = page_of(session, session.opened.standing.versions[0])
    draft(session, "mri")
    session.answer(slot("allergies@1"), "added")
    told = plain_text(note_as_signed(session, session.opened.standing.versions[0], preferences()))
    assert "Right L5 root pain" in told
    assert "MRI" not in told
    for line in told.splitlines():
        if "Check codes" not in line and "record" not in line:
            assert line.encode() in page


# A clock that went back


def test_a_clock_that_went_back_is_told_and_the_order_of_entries_holds(session: Session, clock: Clock) -> None:
    clock.now -= timedelta(days=2)
    assert any("clock" in one.text for one in unresolved(session))
    signed(session)
    version = reopened(session).opened.standing.versions[0]
    assert version.at == FIRST_DAY - timedelta(days=2)
    assert version.signed.evaluation_seq < vault_of(session).last_seq(log_of(session))
    clock.now -= timedelta(days=1)
    amend(session, "a slip")
    session.answer(slot("reason"), "back pain")
    signed(session)
    assert [one.signed.version for one in reopened(session).opened.standing.versions] == [1, 2]
    assert session.assessment.answers.value("reason") == "back pain"


# Amending


def test_a_chain_of_three_amendments_keeps_every_page_and_says_what_changed(session: Session, clock: Clock) -> None:
    signed(session)
    for number, pain in enumerate((5, 3, 1), 1):
        clock.now += timedelta(days=1)
        amend(session, f"reason {number}")
        assert session.opened.status == "amending"
        assert session.cover(preferences()).status == "DRAFT"
        session.answer(slot("leg_pain_now@right"), pain)
        assert f"was {7 if number == 1 else pain + 2}/10" in plain_text(session.note(preferences()))
        signed(session)
    versions = reopened(session).opened.standing.versions
    assert [one.signed.version for one in versions] == [1, 2, 3, 4]
    pages = [page_of(session, one).decode() for one in versions]
    assert [text.splitlines()[1][:9] for text in pages] == ["SIGNED 1 ", "AMENDED 2", "AMENDED 3", "AMENDED 4"]
    for number, text in enumerate(pages[1:], 1):
        pain = 7 - 2 * number
        assert f"reason {number}" in text.casefold()
        assert f"{pain}/10, was {pain + 2}/10" in text
        assert session.who.name in text
    assert "reason 1" not in pages[2].casefold()
    told = plain_text(note_as_signed(session, versions[1], preferences()))
    assert "5/10, was 7/10" in told
    assert "reason 2" not in told.casefold()
    assert "Amendment" not in pages[0]


def test_amending_needs_a_reason_and_something_signed(session: Session) -> None:
    with pytest.raises(Refused, match="Only a signed"):
        amend(session, "why not")
    signed(session)
    with pytest.raises(Refused, match="reason"):
        amend(session, "  ")
    assert session.opened.status == "signed"


def test_what_is_taken_back_or_added_is_told_in_words(session: Session) -> None:
    signed(session)
    amend(session, "more is known")
    give(session, {"operations@1": "added", "operation_date@1": PartialDate(2019), "reason": None})
    told = " ".join(plain_text(session.note(preferences())).split())
    assert "taken back, was leg pain" in told
    assert "Operation 1" in told
    assert "2019" in told


def test_a_signed_workup_can_be_made_void_with_a_reason(session: Session) -> None:
    signed(session)
    kept = page_of(session, session.opened.standing.versions[0])
    session.void("entered for the wrong patient")
    assert (reopened(session).opened.status, session.opened.reason) == ("void", "entered for the wrong patient")
    assert page_of(session, session.opened.standing.versions[0]) == kept
    assert session.cover(preferences()).status == "VOID"
    with pytest.raises(Refused, match="void"):
        session.answer(slot("reason"), "x")
    with pytest.raises(Refused, match="void"):
        amend(session, "no")


# Results after signing


def test_a_result_that_comes_later_is_counted_until_it_is_signed_with(session: Session, clock: Clock) -> None:
    given = {"order_side": "side_right", "order_priority": "routine"}
    number = draft(session, "emg", question="Is the L5 root damaged?", given=given)
    other = draft(session, "ct")
    send(session, number)
    signed(session)
    assert results_since_signing(session) == ()
    clock.now += timedelta(days=3)
    session.answer(slot(f"order_note@{other}"), "with thin cuts")
    assert results_since_signing(session) == ()
    report(session, number, date(2025, 11, 28), done=date(2025, 11, 27))
    assert results_since_signing(session) == (number,)
    assert results_since_signing(reopened(session)) == (number,)
    order = session.assessment.orders.order(number)
    assert (order.state, str(order.resulted)) == ("resulted", "2025-11-28"), "it is recorded on its order"
    assert session.vault.read(patient_log(session.opened.patient))[-1].slot is not None
    waiting = [one.row.state for one in session.vault.work() if one.row.record == number and one.row.kind == "order"]
    assert waiting == ["resulted"], "and waits on the worklist for its review"
    assert session.opened.status == "signed"
    amend(session, "the EMG came")
    assert results_since_signing(session) == ()
    signed(session)
    assert results_since_signing(session) == ()


def test_the_patient_log_stays_open_for_a_new_workup(session: Session, clock: Clock) -> None:
    signed(session)
    clock.now += timedelta(days=30)
    session.begin(session.opened.patient)
    assert (session.opened.ordinal, session.opened.status) == (2, "draft")
    assert session.opened.former.value("reason") == "leg pain"


def test_patient_log_and_evaluation_log_are_both_frozen(session: Session) -> None:
    signed(session)
    seqs = session.opened.standing.versions[0].signed
    assert seqs.patient_seq == vault_of(session).last_seq(patient_log(session.opened.patient))
    assert seqs.evaluation_seq < vault_of(session).last_seq(log_of(session))
