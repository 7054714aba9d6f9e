"""One patient's whole record: all of it and of nobody else, as real PDF and as Bundle; and who may take it out."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from msgspec.structs import replace
from pypdf import PdfReader

from tests.workup.notes import RESOURCES, library
from tests.workup.reports import pdf as report
from tests.workup.sessions import give
from tests.workup.signed import FIRST_DAY, KNOWN, preferences, signed
from tests.workup.tagged import spoken
from tests.workup.vaults import NOW, PASSWORD, Clock, Made
from workup.answers import Answers, Attached, AttachedFile, slot
from workup.fhir import read_bundle
from workup.note import plain_text
from workup.note.blocks import Table
from workup.paper.archive import faults
from workup.rights import NotAllowed
from workup.session import Session
from workup.session.ordering import draft, send
from workup.session.otherpages import page_for_patient_left
from workup.session.signing import amend
from workup.session.wholerecord import NAME, NoRecord, WholeRecord, patient_of
from workup.vault import Vault

ROOT = Path(__file__).resolve().parents[2]
REPORT = report(1)
DIGEST = hashlib.sha256(REPORT).hexdigest()
MRN = "004-2318"


def filled(vault: Vault) -> str:
    """A patient with a workup signed twice, a void one and a draft, an order with its report; and somebody else."""
    clock = Clock(FIRST_DAY)
    session = Session(library(), vault, clock)
    session.begin()
    give(session, KNOWN)
    draft(session, "mri", question="Is a root pressed on?")
    send(session, 1, {"order_priority": "routine"})
    file = AttachedFile("Old MRI report", "application/pdf", len(REPORT), session.documents.hold(REPORT), 1)
    session.answer(slot("result_documents@1"), Attached((file,)))
    signed(session)
    clock.now += timedelta(hours=1)
    amend(session, "The side was wrong")
    give(session, {"impression": "Left L5 root pain."})
    signed(session)
    session.left("printed")
    page_for_patient_left(session, "exported")
    session.documents.left("viewed", DIGEST)
    patient = session.opened.patient
    for words in ("Fell on the stairs", "Second opinion"):
        clock.now += timedelta(days=30)
        session.begin(patient)
        give(session, {"reason": words})
        if words == "Fell on the stairs":
            session.void("Entered for the wrong patient")
    session.begin()
    give(session, {"family_name": "Zyxmarker", "mrn": "9", "reason": "Zyxmarker pain"})
    session.left("printed")
    session.close()
    return patient


def record_of(vault: Vault, patient: str) -> WholeRecord:
    """The whole record, taken out a good while later."""
    return WholeRecord(library(), vault, Clock(FIRST_DAY + timedelta(days=90)), patient, preferences())


def test_everything_of_the_patient_stands_in_it_and_nothing_of_anybody_else(opened: Vault) -> None:
    record = record_of(opened, filled(opened))
    text = " ".join(plain_text(record.note).split())
    for said in (
        "OKOYE, Amara", "Workup 1: leg pain", "Signed, amended", "The side was wrong", "was Right L5 root pain.",
        "Left L5 root pain.", "Workup 2: fell on the stairs", "Void; visit", "Entered for the wrong patient",
        "Workup 3: second opinion", "Draft, not signed", "Old MRI report", "Access report", "MRI",
    ):  # fmt: skip
        assert said in text, said
    tables = [block for block in record.note.blocks if isinstance(block, Table)]
    packed = {cell.text.replace(" ", "") for table in tables for row in table.rows for cell in row}
    assert DIGEST in packed
    versions = [one.page for one in record.told[0].versions]
    assert len(versions) == 2
    assert packed.issuperset(versions)
    assert "Zyxmarker" not in text


def test_the_access_report_says_who_did_what_in_words_and_holds_no_clinical_text(opened: Vault) -> None:
    patient = filled(opened)
    record = record_of(opened, patient)
    record.left("viewed")
    (part,) = [each for each in record_of(opened, patient).note.parts if each.id == "access"]
    (table,) = [block for block in part.blocks if isinstance(block, Table)]
    rows = [tuple(cell.text for cell in row)[1:] for row in table.rows]
    name = opened.person.name
    for action, what in (
        ("signed", "workup 1"), ("amended", "workup 1"), ("printed", "workup 1"), ("voided", "workup 2"),
        ("exported", "page for the patient, workup 1"), ("viewed", f"document {DIGEST[:16]}"),
        ("viewed", "whole record"),
    ):  # fmt: skip
        assert (name, action, what) in rows
    assert sum(row[1] == "printed" for row in rows) == 1, "that of another patient is not in it"
    assert "root pain" not in str(rows)
    assert "Old MRI report" not in str(rows)
    assert patient not in str(rows)


def test_the_pdf_is_an_archive_that_carries_the_bundle_and_names_nobody_outside(opened: Vault) -> None:
    record = record_of(opened, filled(opened))
    page = record.page(RESOURCES)
    assert faults(page) == ()
    assert spoken(page).outside == []
    told = " ".join("".join(one.extract_text() for one in PdfReader(BytesIO(page)).pages).split())
    assert "WHOLE RECORD" in told
    assert "The side was wrong" in told
    with pikepdf.open(BytesIO(page)) as file:
        assert list(file.attachments) == [NAME]
        assert file.attachments[NAME].get_file().read_bytes() == record.bundle
        assert "Okoye".casefold() not in str(file.docinfo).casefold()
        assert b"okoye" not in file.Root.Metadata.read_bytes().lower()
    assert record_of(opened, record.patient).page(RESOURCES) == page


def test_each_document_of_the_bundle_reads_back_with_its_answers(opened: Vault) -> None:
    record = record_of(opened, filled(opened))
    found = json.loads(record.bundle)
    assert found["type"] == "collection"
    documents = [entry["resource"] for entry in found["entry"]]
    assert [one["type"] for one in documents] == ["document"] * 3
    assert len({entry["fullUrl"] for entry in found["entry"]}) == 3
    states = [one["entry"][0]["resource"]["status"] for one in documents]
    assert states == ["amended", "entered-in-error", "preliminary"]
    for one, told in zip(documents, record.told, strict=True):
        back = Answers(read_bundle(library(), json.dumps(one).encode(), told.assessment.today).entries)
        for item in ("reason", "impression"):
            assert back.value(item) == told.assessment.answers.value(item)
    assert "Zyxmarker" not in record.bundle.decode()


def test_only_who_may_export_takes_it_out_and_nothing_is_moved_by_it(opened: Vault) -> None:
    patient = filled(opened)
    before = opened.database.rows("SELECT count(*) FROM entry")
    record_of(opened, patient)
    assert opened.database.rows("SELECT count(*) FROM entry") == before
    opened.person = replace(opened.person, roles=("assistant", "administrator"))
    with pytest.raises(NotAllowed, match="Only a clinician"):
        record_of(opened, patient)
    with pytest.raises(NotAllowed):
        patient_of(opened, MRN)


def test_a_patient_nobody_worked_up_has_no_record_and_a_number_of_two_names_neither(opened: Vault) -> None:
    with pytest.raises(NoRecord, match="Nothing was recorded"):
        record_of(opened, "nobody000000")
    session = Session(library(), opened, Clock(FIRST_DAY))
    for _ in range(2):
        session.begin()
        give(session, {"mrn": "77"})
    session.close()
    for number, sentence in (("77", "More than one"), ("7", "No patient"), (" ", "No patient")):
        with pytest.raises(NoRecord, match=sentence):
            patient_of(opened, number)


def run(made: Made, target: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """The command, its password through a pipe."""
    end, start = os.pipe()
    os.write(start, f"{PASSWORD}\n".encode())
    os.close(start)
    command = [sys.executable, "main.py", "record", str(made.folder), "--patient", MRN, "--out", str(target)]
    done = subprocess.run(
        [*command, "--password-fd", str(end), *more],
        cwd=ROOT, pass_fds=(end,), capture_output=True, text=True, check=False,
    )  # fmt: skip
    os.close(end)
    return done


def test_the_command_writes_each_form_once_and_audits_it(made: Made, tmp_path: Path) -> None:
    opened = made.open()
    # The patient every vault of the tests begins with has this number too.
    patient = filled(opened)
    session = Session(library(), opened, lambda: NOW)
    session.begin("maria0000000")
    give(session, {"mrn": "1"})
    session.close()
    opened.close(NOW)
    page, data = tmp_path / "record.pdf", tmp_path / "record.json"
    for target, more in ((page, ()), (data, ("--fhir",))):
        done = run(made, target, *more)
        assert done.returncode == 0, done.stderr
        assert "3 workups" in done.stdout
        assert "okoye" not in done.stdout.lower()
        assert target.stat().st_mode & 0o077 == 0
    assert page.read_bytes().startswith(b"%PDF-1.7")
    assert json.loads(data.read_bytes())["resourceType"] == "Bundle"
    kept = page.read_bytes()
    assert "already there" in run(made, page).stderr
    assert page.read_bytes() == kept
    opened = made.open()
    rows = opened.database.rows("SELECT action, object FROM audit WHERE object = ?", (f"record:{patient}",))
    assert rows == [("exported", f"record:{patient}")] * 2
    opened.close(NOW)
