"""The page for the patient and the blank checklists: what they tell, what they never tell, and as real PDF."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.workup.notes import COVER, assessed, assessed_case, figure, laid, library, pages_of, style
from tests.workup.tagged import spoken
from workup.__main__ import main
from workup.note import Cover, Note, plain_text
from workup.note.blank import checklist, checklist_cover, steps_of
from workup.note.blocks import Table
from workup.note.columns import columns_of
from workup.note.patientpage import patient_cover, patient_page
from workup.note.recovery import recovery_cover, recovery_page
from workup.paper import pdf
from workup.paper.figures import EMPTY
from workup.paper.pages import laid_out
from workup.paper.tables import LABEL_MOST, TableBox
from workup.protocol import Computed, Document

BLANK = checklist_cover("", COVER)


def page(given: dict[str, object], cover: Cover = COVER) -> Note:
    """The patient's page of these answers."""
    return patient_page(library(), assessed(laid(given)), patient_cover(cover))


def flat(note: Note) -> str:
    """Its text in one line."""
    return " ".join(plain_text(note).split())


def test_the_sample_patient_reads_what_is_open_and_what_comes_next() -> None:
    note = patient_page(library(), assessed_case("sample-patient"), patient_cover(COVER))
    text = flat(note)
    for said in (
        "MARCHETTI, Elena", "EMG and nerve conduction, to learn if a nerve", "asked for, no date yet",
        "date 2 Dec 2025", "Next visit: 16 Dec 2025", "Our phone: 555 0100", "trouble passing or holding urine",
    ):  # fmt: skip
        assert said in text
    (printed,) = pages_of(note, patient_cover(COVER))
    assert "When to get help at once" in printed


def test_only_what_the_clinician_judged_is_told_as_found() -> None:
    before = flat(page({"reason": "Leg pain", "leg_weakness": "yes"}))
    assert library().plain.found_none in before
    written = flat(page({"impression": "Right L5 root pain."}))
    assert library().plain.found_written in written, "it does not say that nothing is settled"
    assert library().plain.found_none not in written
    assert "L5" not in written
    judged = {"facet_joint": "agree", "infection": "ruled_out", "crps": "lower"}
    after = flat(page({f"judgement@{cause}": said for cause, said in judged.items()}))
    assert library().plain.cause["facet_joint"] in after
    assert after.index(library().plain.excluded) < after.index(library().plain.cause["infection"])
    assert library().plain.cause["crps"] not in after


def test_help_stands_whole_whatever_was_ticked_and_other_advice_is_added() -> None:
    ticked: tuple[dict[str, object], ...] = (
        {}, {"comeback_given": "no"}, {"comeback_given": "yes", "comeback_advice": ["fever"]},
    )  # fmt: skip
    for given in ticked:
        assert all(one in flat(page(given)) for one in library().plain.urgent)
    told = flat(page({"comeback_given": "yes", "comeback_other": "Keep the wound dry <b>"}))
    assert "Your clinician also told you: Keep the wound dry <b>." in told


def test_a_raised_flag_is_said_without_alarm_words_and_no_figure_or_phrase_of_the_ranking() -> None:
    text = flat(page({"bladder_bowel_change": "yes", "saddle_numbness": "yes", "judgement@cauda_equina": "agree"}))
    assert library().plain.checked in text
    for phrase in ("RED FLAG", "%", "+0.", "likely", "must rule out", "odds"):
        assert phrase not in text


def test_what_is_private_and_the_sources_stay_out() -> None:
    private = [item.id for item in library().items.values() if item.private]
    assert private
    text = flat(page({"litigation": "open"} if "litigation" in library().items else {}))
    assert "References" not in text
    assert patient_cover(COVER).private is False


# ------------------------------------------------------------------------------------------------------- checklists


@pytest.mark.parametrize("step", [step.id for step in steps_of(library())])
def test_every_question_of_a_step_has_room_for_its_answer(step: str) -> None:
    (own,) = steps_of(library(), (step,))
    note = checklist(library(), (own,), BLANK)
    told = flat(note)
    for section in own.sections:
        for name in section.items:
            item = library().items[name]
            if item.axis in ("cause", "flag", "gate") or isinstance(item, Computed | Document):
                continue
            if item.__struct_config__.tag == "body_map":
                assert "Shade where it hurts" in told
                continue
            asked = [
                row
                for part in note.parts
                if part.id == f"blank_{section.id}"
                for block in part.blocks
                if isinstance(block, Table)
                for row in block.rows
                if row[0].text.startswith(item.text)
            ]
            assert asked, name
    assert max(map(columns_of, plain_text(note).splitlines())) <= 80


def test_the_grids_have_right_and_left_and_every_place() -> None:
    text = plain_text(checklist(library(), steps_of(library(), ("exam",)), BLANK))
    assert "Right" in text
    assert "Great toe extension" in text
    assert re.search(r"0 +1 +2 +3 +4 +5", text)


def test_no_answer_of_anybody_and_no_draft_stands_on_a_blank_page() -> None:
    note = checklist(library(), steps_of(library(), ("history",)), BLANK)
    first, *_ = pages_of(note, BLANK)
    assert "CHECKLIST" in first
    assert "Name ____" in first
    assert "DRAFT" not in first


def test_a_blank_chart_is_there_to_be_shaded_and_questions_have_their_room() -> None:
    note = checklist(library(), steps_of(library(), ("symptoms",)), BLANK)
    found = spoken(pdf(note, style(), figure(), BLANK))
    assert [one.alt for one in found.root.walk() if one.kind == "Figure"] == [EMPTY]
    assert found.outside == []
    _frame, sheets = laid_out(note, style(), figure(), BLANK)
    tables = [placed.box for page in sheets.pages for placed in page if isinstance(placed.box, TableBox)]
    facts = [table for table in tables if table.source.look == "facts"]
    assert facts
    assert all(table.columns[0] > LABEL_MOST for table in facts)


def test_the_command_writes_a_pdf_and_never_over_another_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "exam.pdf"
    assert main(["checklist", "--out", str(target), "--step", "exam"]) == 0
    written = target.read_bytes()
    assert "Gait" in PdfReader(BytesIO(written)).pages[0].extract_text()
    assert main(["checklist", "--out", str(target), "--step", "exam"]) == 2
    assert "already there" in capsys.readouterr().err
    assert target.read_bytes() == written
    assert main(["checklist", "--out", str(target), "--step", "exam", "--replace"]) == 0
    assert main(["checklist", "--out", str(tmp_path / "x.pdf"), "--step", "nothing"]) == 2
    assert "There is no step" in capsys.readouterr().err
    link = tmp_path / "link.pdf"
    link.symlink_to(target)
    assert main(["checklist", "--out", str(link), "--step", "exam", "--replace"]) == 2
    assert "link" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["exam.pdf", "link.pdf"]


def test_the_recovery_sheet_leads_to_a_restored_vault_without_the_manual() -> None:
    """Whoever has only the sheet reads where to begin, what to pick and what becomes of this sheet."""
    text = flat(recovery_page("ABCD EFGH " * 6, "1234 5678 " * 4, "Practice", recovery_cover(COVER.printed_at)))
    for told in ("choose “Restore”", "pick the newest file of the backups", "“Use the recovery key”",
                 "opens only backups made before", "Where the backups are:"):  # fmt: skip
        assert told in text
