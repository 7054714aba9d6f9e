"""The referral page: what its reader needs stands on it, unknown says unknown, and it is one page."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec
import pytest

from tests.workup.notes import COVER, assessed, figure, flat, laid, library, pages_of, random_assessment, style
from tests.workup.referrals import BENDING, BLOCK, BLOODS, FULL, NEEDLE, PATIENTS, STIMULATOR
from workup.note import Cover, Note, plain_text
from workup.note.blocks import Table
from workup.note.compose import slots_of
from workup.note.referral import referral, referral_cover
from workup.paper.pages import laid_out

LETTER = msgspec.structs.replace(COVER, paper="Letter")
HOSTILE = "<b>Ωmega</b> & {0} %s \\n “quoted” \u202e./passwd 名 " * 3


def referred(given: Mapping[str, object], cover: Cover = COVER) -> tuple[Note, Cover]:
    """The referral of the first order, and its cover."""
    assessment = assessed(laid(given))
    own = referral_cover(cover, assessment, 1)
    return referral(library(), assessment, 1, own), own


def text_of(given: Mapping[str, object], cover: Cover = COVER) -> str:
    return re.sub(r"\s+", " ", plain_text(referred(given, cover)[0]))


def cell(given: Mapping[str, object], label: str) -> str:
    """What stands beside a label of one of the tables."""
    tables = [block for block in referred(given)[0].blocks if isinstance(block, Table)]
    return next(row[1].text for table in tables for row in table.rows if row[0].text == label)


def part(text: str, title: str, after: str) -> str:
    """What stands under a title."""
    return text.partition(f" {title} -")[2].partition(f" {after} -")[0]


# --------------------------------------------------------------------------------------------------------- one page


@pytest.mark.parametrize("name", [*PATIENTS, "full"])
@pytest.mark.parametrize("cover", [COVER, LETTER], ids=["A4", "Letter"])
def test_a_referral_is_one_page(name: str, cover: Cover) -> None:
    note, own = referred(PATIENTS.get(name, FULL), cover)
    pages = pages_of(note, own)
    assert len(pages) == 1
    assert pages[0].count("Page 1 of 1") == 2
    for said in ("MARCHETTI, Elena", "MRN 004-2318", "Dr Adaeze Okafor", "12 Fern Hill", "004-2318-W2-T1", "Signature"):
        assert said in pages[0]


def test_what_does_not_fit_goes_to_a_second_page_and_nothing_is_lost() -> None:
    given = {**FULL, "order_note@1": "Before the scan please call. " * 16}
    note, own = referred(given, msgspec.structs.replace(LETTER, letterhead_mm=90))
    pages = pages_of(note, own)
    assert len(pages) == 2
    printed = re.sub(r"\s+", "", "".join(pages))
    assert "MRlabelnotrecorded:countsasunsafe" in printed
    assert "Pleasesendthereporttothisaddress" in printed


def test_no_type_on_a_close_page_is_smaller_than_eight_points() -> None:
    note, own = referred(FULL, LETTER)
    _, sheets = laid_out(note, style(), figure(), own)
    sizes = [text.role.size for item in sheets.pages[0] for text in vars(item.box).values() if hasattr(text, "role")]
    assert sizes
    assert min(sizes) >= 8


def test_the_summary_is_not_set_closer() -> None:
    note, own = referred(STIMULATOR)
    assert note.single
    open_note = msgspec.structs.replace(referred(FULL, LETTER)[0], single=False)
    assert len(laid_out(open_note, style(), figure(), own)[1].pages) > 1


# ------------------------------------------------------------------------------------------------ what its reader needs


def test_a_radiologist_finds_question_implants_safety_and_what_to_look_for() -> None:
    text = text_of(STIMULATOR)
    assert "MRI lumbar, without and with gadolinium, L3–S1, right Ordered 25 Nov 2025" in text
    assert "Recurrent disc or scar at right L5–S1? State of the canal at L3–4?" in text
    assert "To tell apart: epidural scar, foraminal stenosis and recurrent herniation." in text
    assert "Priority Urgent. To be done by 2 Dec 2025. To Fernhill Hospital" in text
    assert "Metal artefact reduction asked for." in text
    assert (
        "Operated levels L4–S1 posterior lumbar interbody fusion (PLIF), 3 Sep 2024, 14 months ago, dural tear" in text
    )
    assert "Screws and rods, cage; titanium, PEEK (2024). MR label not recorded, implant card obtained." in text
    assert "tip position T8–T9 midline; card seen. MR Conditional." in text
    assert "eGFR 52 mL/min/1.73 m², 20 Nov 2025" in text
    assert "X-ray lumbar, 2 Sep 2025: “L4–S1 fused, implants intact. L3–4 slips 2 mm.”" in text
    assert "tissue around the painful root reads as scar" in cell(STIMULATOR, "Epidural scar, right")
    assert "Telephone 555 0188; interpreter needed; language Italian." in text


def test_an_electromyographer_reads_of_the_blood_thinner() -> None:
    safety = part(text_of(NEEDLE), "Safety", "What to look for")
    assert "NEEDS REVIEW by electromyographer." in safety
    assert "INR 1.1, 20 Nov 2025; blood thinner: apixaban." in safety
    assert "Not known: platelets." in safety


def test_a_reaction_says_what_it_was_to() -> None:
    assert "Iodinated contrast, rash, mild. Not known: whether these are all allergies." in text_of(BLOCK)


def test_blood_tests_name_the_samples_and_the_red_flag() -> None:
    text = text_of(BLOODS)
    assert "Asked for Bloods: CRP, ESR, blood count." in text
    assert "Red flags raised Infection of the spine." in text
    assert "No safety question belongs to this test." in text
    assert "Priority Stat." in text


def test_views_stand_with_what_is_asked_for_not_in_the_title() -> None:
    note, _ = referred(BENDING)
    assert note.title == "X-ray lumbar, flexion and extension"
    assert "Asked for Views: AP and lateral, flexion, extension." in text_of(BENDING)


# -------------------------------------------------------------------------------------------------- unknown is not no


def test_an_unknown_safety_answer_prints_as_unknown() -> None:
    safety = part(text_of(BENDING), "Safety", "What to look for")
    assert "Pregnancy UNKNOWN, to be reviewed by radiologist. Not known: pregnancy." in safety
    assert "Clear" not in safety


def test_a_question_nobody_asked_is_unknown_and_put_to_the_reader() -> None:
    bare = {"order_kind@1": "mri", "order_contrast@1": "no_contrast"}
    safety = part(text_of(bare), "Safety", "What to look for") or text_of(bare)
    assert safety.count("UNKNOWN") == 4
    assert "Clear" not in safety
    assert "Other implants Not asked." in text_of(bare)


def test_an_implant_without_a_label_counts_as_unsafe() -> None:
    given = {key: value for key, value in STIMULATOR.items() if key != "device_mr_status@1"}
    assert "MR label not recorded: counts as unsafe." in text_of(given)
    unknown = text_of({**given, "device_mr_status@1": "unknown"})
    assert "MR label not recorded: counts as unsafe." in unknown


def test_marks_not_known_are_named_beside_those_present() -> None:
    given = {**STIMULATOR, "mr_hazards": {"present": ["stimulator"], "unknown": ["eye_metal"]}}
    assert "Stimulator; not known: metal in the eye." in text_of(given)


def test_an_order_without_question_priority_or_studies_says_so() -> None:
    text = text_of({"order_kind@1": "xray"})
    for said in ("No question recorded", "Priority not recorded. No due date recorded.", "None on record."):
        assert said in text
    for said in ("Operated levels Not recorded.", "Pain Not recorded.", "No examination recorded."):
        assert said in text


def test_a_finding_at_the_other_side_is_not_asked_for() -> None:
    left = {**NEEDLE, "order_side@1": "side_left"}
    assert "right" not in part(text_of(left), "What to look for", "Dr Adaeze Okafor").partition("Dr Adaeze")[0]


# ------------------------------------------------------------------------------------------------------ state and words


def test_the_page_says_in_which_state_the_order_is() -> None:
    states = {"proposed": "DRAFT", "ordered": "REQUEST", "cancelled": "CANCELLED"}
    for state, word in states.items():
        note, own = referred({**NEEDLE, "order_state@1": state, "order_cancel_reason@1": "Done elsewhere"})
        assert own.status == note.status == word
        assert word in pages_of(note, own)[0]
    assert "Cancelled: done elsewhere." in text_of(
        {**NEEDLE, "order_state@1": "cancelled", "order_cancel_reason@1": "Done elsewhere"}
    )
    void = msgspec.structs.replace(COVER, status="VOID")
    assert referred(NEEDLE, void)[1].status == "VOID"


def test_a_page_printed_late_or_after_the_test_says_so() -> None:
    assert "OVERDUE: was to be done by 18 Nov 2025." in text_of({**NEEDLE, "order_due@1": "2025-11-18"})
    booked = {**NEEDLE, "order_state@1": "scheduled", "scheduled_for@1": "2025-12-01"}
    assert "Booked for 1 Dec 2025, to be done by 2 Dec 2025." in text_of(booked)
    done = {**NEEDLE, "order_state@1": "performed", "performed_on@1": "2025-11-24", "ordered_on@1": "2025-11-20"}
    assert "Done 24 Nov 2025." in text_of(done)


def test_a_reviewed_gate_names_the_reviewer() -> None:
    given = {**STIMULATOR, "gate_decision@1/stimulator": "go_ahead", "gate_reviewer@1/stimulator": "P. Lund, MR safety"}
    told = cell(given, "Stimulator or pump and MRI")
    assert told.startswith("May go ahead. ")
    assert told.endswith("Reviewed by P. Lund, MR safety, 25 Nov 2025.")
    refused = cell({**given, "gate_decision@1/stimulator": "not_safe"}, "Stimulator or pump and MRI")
    assert refused.startswith("NOT TO BE DONE. ")


def test_hostile_text_prints_as_letters() -> None:
    given = {
        **NEEDLE,
        "family_name": "<b>O'Brien</b> & {x}",
        "order_question@1": HOSTILE,
        "order_note@1": HOSTILE,
        "order_sent_to@1": HOSTILE,
        "device_model@1": HOSTILE,
    }
    note, own = referred(given, msgspec.structs.replace(COVER, clinic=HOSTILE, author="Dr <i>Ed</i>"))
    pages = pages_of(note, own)
    printed = re.sub(r"\s+", " ", " ".join(pages))
    assert len(pages) == 1
    assert "<b>Ωmega</b> & {0} %s" in printed
    assert "<B>O'BRIEN</B> & {X}" in printed or "<b>O'Brien</b> & {x}" in printed.replace("BRIEN", "Brien")
    assert "\u202e" not in printed
    assert "Dr <i>Ed</i>" in printed


def test_a_long_note_says_that_it_was_cut() -> None:
    assert "(cut here: ask for the rest)" in text_of({**NEEDLE, "order_note@1": "Call the ward before. " * 40})
    assert "(cut here" not in text_of(NEEDLE)


def test_private_answers_and_references_stay_at_home() -> None:
    note, own = referred({**STIMULATOR, "overdose": "never"}, msgspec.structs.replace(COVER, private=True))
    assert not own.private
    assert not own.references
    assert "References" not in plain_text(note)


def test_every_block_knows_its_answers() -> None:
    said = {str(slot) for slot in slots_of(referred(STIMULATOR)[0])}
    for address in (
        "order_question@1",
        "order_priority@1",
        "order_sent_to@1",
        "order_separates@1/epidural_fibrosis",
        "operation_levels@1",
        "leg_pain_now@right",
        "strength@L5/right",
        "device_mr_status@1",
        "mr_hazards",
        "known_egfr",
        "result_conclusion@9",
    ):
        assert address in said


def test_an_order_that_is_not_there_is_refused() -> None:
    with pytest.raises(KeyError):
        referred({"reason": "Leg pain"})


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_answered_a_referral_can_be_written(seed: int) -> None:
    assessment = random_assessment(seed)
    for order in assessment.orders.all:
        own = referral_cover(COVER, assessment, order.number)
        note = referral(library(), assessment, order.number, own)
        assert max(map(len, plain_text(note).splitlines())) <= 80
        frame, sheets = laid_out(note, style(), figure(), own)
        assert max(item.top + item.box.height for page in sheets.pages for item in page) <= frame.bottom + 0.01
        for one in assessment.orders.gates(order.number):
            words = plain_text(note) if one.outcome != "clear" else ""
            assert not words or one.gate.title.split()[0] in words


def test_standing_advice_of_the_test_is_on_the_page() -> None:
    operated = {"operations@1": "added", "procedure@1": {"present": ["plif"]}, "operation_date@1": "2023-01-10"}
    emg, _ = referred({**NEEDLE, **operated})
    for text in ("at least eight limb muscles without the paraspinals", "belong in one study"):
        assert text in flat(emg), text
    mri, _ = referred({"order_kind@1": "mri", "order_state@1": "ordered", **operated, "operation_date@1": "2025-11-01"})
    assert "read disc and scar with caution" in flat(mri)
    assert "Scar takes up contrast most" not in flat(mri)
