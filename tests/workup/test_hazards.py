"""Controls of the hazard log that no other test proves, and the log itself."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from tests.workup.notes import COVER, flat, library, note_of, note_of_case
from tests.workup.patients import assessed
from tests.workup.vaults import ANN, MARIA, NOW, PASSWORD, drafts
from workup import vault
from workup.check.hazards import without_test
from workup.store import Batch

ROOT = Path(__file__).parents[2]


def test_every_hazard_names_its_cause_and_a_test_that_exists() -> None:
    assert len(library().hazards) >= 20
    assert all(hazard.cause and hazard.control and hazard.test for hazard in library().hazards)
    assert list(without_test(library(), ROOT / "resources")) == []


def test_a_hazard_whose_test_is_gone_is_refused(tmp_path: Path) -> None:
    (tmp_path / "tests" / "workup").mkdir(parents=True)
    (tmp_path / "tests" / "workup" / "test_note_flags.py").write_text(
        "def test_one_flag_not_asked_is_open() -> None: ...\n", encoding="utf-8"
    )
    told = [problem.path for problem in without_test(library(), tmp_path / "resources")]
    assert "Z1" not in told
    assert told == [hazard.id for hazard in library().hazards if hazard.id != "Z1"]
    assert list(without_test(library(), tmp_path / "elsewhere" / "resources")) == []


def test_the_numbering_of_an_operation_and_of_a_report_prints() -> None:
    given = {
        "procedure@1": ["laminectomy"],
        "operation_levels@1": "L4-L5",
        "surgeon_numbering@1": "transitional",
        "order_kind@2": "mri",
        "order_state@2": "reviewed",
        "result_numbering@2": "Counted down from C2, six lumbar vertebrae",
    }
    text = flat(note_of(given))
    item = library().items["surgeon_numbering"]
    assert getattr(item, "options")["transitional"].casefold() in text.casefold()  # noqa: B009
    assert "Counted down from C2, six lumbar vertebrae" in text


def test_the_page_prints_its_content_and_says_when_that_is_past_its_review() -> None:
    text = flat(note_of_case("sample-patient"))
    assert f"Content {library().id} {library().version}, {library().digest[:8]}" in text
    assert "due for review" not in text
    late = msgspec.structs.replace(COVER, printed_at=datetime(2031, 1, 1, tzinfo=UTC))
    assert "This content was due for review by 30 Nov 2027." in flat(note_of_case("sample-patient", late))


PATIENT = {
    "procedure@1": ["microdiscectomy"],
    "operation_date@1": "2024-01-10",
    "operation_levels@1": "L4-L5",
    "operation_side@1": "right",
    "operation_region@1": "lumbar",
    "main_region": "back_leg",
    "back_share": 20,
    "leg_pain_now@right": 7,
}


def test_a_scan_is_not_proposed_while_an_implant_has_no_status() -> None:
    def proposed(more: Mapping[str, object]) -> set[str]:
        return {step.by for step in assessed({**PATIENT, **more}).reasoning.steps}

    assert "mri" in proposed({})
    assert "mri" in proposed({"mr_hazards": "absent"})
    for hazard in ("pacemaker", "abandoned_leads", "aneurysm_clip", "eye_metal"):
        assert not {"mri", "neurography"} & proposed({"mr_hazards": [hazard]}), hazard
    kind = {"mr_hazards": ["pacemaker"], "implant_kind@2": "pacemaker"}
    assert "mri" not in proposed(kind)
    assert "mri" not in proposed({**kind, "mr_status@2": "mr_unsafe"})
    assert "mri" in proposed({**kind, "mr_status@2": "mr_conditional"})


def test_kidney_function_prints_with_its_unit_and_date() -> None:
    assert "78 mL/min/1.73 m², 5 Nov 2025" in flat(note_of_case("sample-patient"))


def test_a_copy_of_the_folder_opens_with_the_password_and_with_the_recovery_key(tmp_path: Path) -> None:
    opened, sheet = vault.create(tmp_path / "North", PASSWORD, ANN, NOW, kdf=vault.FLOOR)
    opened.append(Batch(MARIA, 0, drafts(MARIA, {"family_name": "Schmidt"})))
    opened.close(NOW)
    copy = Path(shutil.copytree(opened.folder, tmp_path / "stick" / "North.workup"))
    shutil.rmtree(opened.folder)
    again = vault.open_with_password(copy, opened.person.id, PASSWORD, NOW)
    assert [entry.value for entry in again.read(MARIA)] == ["Schmidt"]
    again.close(NOW)
    recovered = vault.open_with_recovery(copy, sheet.key, NOW)
    assert [entry.value for entry in recovered.read(MARIA)] == ["Schmidt"]
    recovered.close(NOW)
