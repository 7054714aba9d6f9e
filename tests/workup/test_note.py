"""The note tells everything that was answered, once, in the words of a clinician, and says what is missing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec
import pytest

from tests.workup.notes import (
    CASES,
    COVER,
    assessed,
    assessed_case,
    callout,
    flat,
    laid,
    library,
    note_of,
    note_of_case,
    random_assessment,
    with_answer,
)
from workup.answers import Answers, At, Marks, Painted, Slot
from workup.note import Cover, Note, compose, plain_text
from workup.note.blocks import Balance, Block, Bullets, Callout, Paragraph, Table, plain
from workup.note.compose import slots_of
from workup.note.reader import is_marker
from workup.note.text import bar_words
from workup.words import in_sentence

IDENTITY = {"family_name", "given_name", "printed_name", "birth_date", "sex", "mrn"}
NEVER = ("failed back", "denies", "complains of", "abnormal patient")


# ------------------------------------------------------------------------------------------------- nothing is lost


def is_kept(where: Slot) -> bool:
    """Whether the program keeps it for itself: a mark of a record, or what stands on no page."""
    item = library().items[where.item]
    return item.unprinted or is_marker(item, where)


@pytest.mark.parametrize("name", CASES)
def test_every_answer_is_spoken_of(name: str) -> None:
    assessment = assessed_case(name)
    said = slots_of(compose(library(), assessment, msgspec.structs.replace(COVER, private=True)))
    lost = [
        str(where)
        for where in assessment.counted
        if where not in said and where.item not in IDENTITY and not is_kept(where)
    ]
    assert lost == []


@pytest.mark.parametrize("seed", range(8))
def test_whatever_is_answered_is_spoken_of(seed: int) -> None:
    assessment = random_assessment(seed)
    note = compose(library(), assessment, msgspec.structs.replace(COVER, private=True))
    said = slots_of(note)
    empty = (Marks(), Painted())
    lost = [
        str(where)
        for where, answer in assessment.counted.items()
        if where not in said and where.item not in IDENTITY and answer.value not in empty
        if not is_kept(where)
    ]
    assert lost == []
    assert max(map(len, plain_text(note).splitlines())) <= 80


@pytest.mark.parametrize("name", CASES)
def test_free_text_is_printed_word_for_word(name: str) -> None:
    assessment = assessed_case(name)
    text = flat(compose(library(), assessment, msgspec.structs.replace(COVER, private=True)))
    for where, answer in assessment.counted.items():
        if is_kept(where):
            continue
        if library().items[where.item].__class__.__name__ == "Text" and isinstance(answer.value, str):
            for word in answer.value.split():
                assert word.strip(".,;:").casefold() in text.casefold()


@pytest.mark.parametrize("name", CASES)
def test_private_answers_stay_out_unless_chosen(name: str) -> None:
    private = {item for item, known in library().items.items() if known.private}
    assert not {where.item for where in slots_of(note_of_case(name))} & private
    if any(where.item in private for where in assessed_case(name).counted):
        assert "Answers marked private are not printed." in flat(note_of_case(name))


def test_a_remark_on_a_private_answer_stays_out_with_it() -> None:
    values = {
        "trauma_consent": "yes", "trauma": "yes", "remarks@1": "added", "remark_about@1": "trauma",
        "remark@1": "Said in confidence.", "remarks@2": "added", "remark_about@2": "diabetes", "remark@2": "Diet only.",
    }  # fmt: skip
    assessment = assessed(laid(values))
    text = flat(compose(library(), assessment, COVER))
    assert "Said in confidence." not in text
    assert "Diet only." in text
    assert "Said in confidence." in flat(compose(library(), assessment, msgspec.structs.replace(COVER, private=True)))


@pytest.mark.parametrize("name", CASES)
def test_the_note_is_a_function_of_its_arguments(name: str) -> None:
    assert note_of_case(name) == note_of_case(name)


@pytest.mark.parametrize("name", CASES)
def test_a_note_travels_to_another_process(name: str) -> None:
    note = note_of_case(name)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(note), type=Note) == note


@pytest.mark.parametrize("name", CASES)
def test_no_line_is_wider_than_eighty_columns(name: str) -> None:
    assert max(map(len, plain_text(note_of_case(name)).splitlines())) <= 80


@pytest.mark.parametrize("name", CASES)
def test_words_that_blame_are_not_ours(name: str) -> None:
    own = flat(note_of_case(name, msgspec.structs.replace(COVER, references=False))).casefold()
    assert not [word for word in NEVER if word in own]


# ----------------------------------------------------------------------------------------------------- the first lines


def test_an_impression_leads() -> None:
    impression = "Likely scar around the right L5 root.\nOpen: CT."
    note = note_of({"impression": impression, "impression_reasoning": "Because."})
    lead = callout(note, "conclusion")
    assert lead.title == "Likely scar around the right L5 root."
    assert plain(lead.lines[0]) == "Open: CT."
    assert note.parts[0].blocks[0] is lead
    assert "Because." in flat(note)


def test_without_an_impression_it_says_so() -> None:
    assert callout(note_of({}), "conclusion").title == "No impression recorded"


def test_a_long_impression_is_whole() -> None:
    impression = "word " * 390
    assert flat(note_of({"impression": impression})).count("word") == 390


def test_the_reason_is_the_title() -> None:
    assert note_of({"reason": "right leg pain after fusion"}).title == "Right leg pain after fusion"
    note = note_of({"reason": "lengthy " * 50})
    assert note.title == "Workup summary"
    assert flat(note).count("lengthy") == 50


# ---------------------------------------------------------------------------------------------------- what is missing


def test_a_section_without_answers_is_named_once() -> None:
    text = flat(note_of({"back_pain_now": 3}))
    _, _, open_line = text.partition("Not asked: ")
    section = library().section_of["slr"]
    assert section.title.lower() in text.lower()
    assert text.lower().count(section.title.lower()) == 1
    assert open_line.index("Not examined: ") < open_line.lower().index(section.title.lower())


def test_what_the_clinician_judges_is_not_asked_of_the_patient() -> None:
    for text in (flat(note_of_case("sample-patient")), flat(note_of({"back_pain_now": 3}))):
        asked = text.partition("Not asked: ")[2].partition("Not examined: ")[0]
        assert asked
        for section in library().sections:
            if section.step == "assessment":
                assert in_sentence(section.title) not in asked.split(". ")[0].split("; ")
        assert "judgement of the sources" not in text
        assert "red flags answered" not in text
    assert "Not recorded: impression; plan; come-back advice" in text
    assert "Not recorded: " not in flat(note_of_case("sample-patient"))


def test_references_are_numbered_in_order_of_first_use() -> None:
    note = note_of_case("sample-patient")
    *_, references = note.parts
    assert references.title == "References"
    numbers: list[int] = []
    for part in note.parts[:-1]:
        # Cell by cell: in the wrapped text of a table the lines of neighbouring cells stand side by side.
        for words in read_in_order(part.blocks):
            for group in re.findall(r"\[([\d–, ]+)\]", words):
                for found in group.split(", "):
                    low, _, high = found.partition("–")
                    numbers.extend(n for n in range(int(low), int(high or low) + 1) if n not in numbers)
    assert len(numbers) > 5
    assert numbers == sorted(numbers) == list(range(1, len(numbers) + 1))
    assert f"{len(numbers)}. " in flat(note).partition("References ---")[2]


def read_in_order(blocks: Iterable[Block]) -> Iterator[str]:
    """The words of blocks as one reads them: lists row by row, tables cell by cell."""
    for block in blocks:
        match block:
            case Paragraph():
                yield plain(block.runs)
            case Bullets():
                yield from map(plain, block.rows)
            case Table():
                yield from (cell.text for row in block.rows for cell in row)
            case Callout():
                yield from map(plain, (*block.lines, *block.beside))
            case Balance():
                yield from map(bar_words, block.bars)


def test_references_can_be_left_out() -> None:
    text = flat(note_of_case("sample-patient", msgspec.structs.replace(COVER, references=False)))
    assert "References" not in text
    assert "[1" not in text


def test_a_draft_is_not_signed() -> None:
    assert "Not signed." in flat(note_of({}))
    void: Cover = msgspec.structs.replace(COVER, status="VOID", reason="wrong patient")
    assert "Void. Printed 25 Nov 2025, 09:41" in flat(note_of({}, cover=void))
    assert "Wrong patient." in flat(note_of({}, cover=void))


# --------------------------------------------------------------------------------------------------------- bad input


HARD = ("<b>bold</b> & <img src=x>", "{braces} {0} %s", "a\x00b\x1b[31mc", "ab\u202ecd\ud800")


@pytest.mark.parametrize("text", HARD)
def test_text_is_printed_as_typed(text: str) -> None:
    note = compose(library(), assessed(with_answer(Answers(), "impression", text)), COVER)
    expected = text.replace("\x00", "").replace("\x1b", "")
    expected = expected.replace("\u202e", "⟨U+202E⟩").replace("\ud800", "⟨U+D800⟩")
    assert expected in flat(note)
    assert msgspec.msgpack.encode(note)


def test_hidden_answers_are_not_printed() -> None:
    shown = {"comeback_given": "yes", "comeback_other": "ring the ward"}
    assert "ring the ward" in flat(note_of(shown))
    assert "ring the ward" not in flat(note_of({**shown, "comeback_given": "no"}))


def test_slots_are_those_of_the_answers() -> None:
    answers = laid({"strength@L5/right": 4})
    note = compose(library(), assessed(answers), COVER)
    assert Slot("strength", At(place="L5", side="right")) in slots_of(note)
    tables = [(part.id, block) for part in note.parts for block in part.blocks if isinstance(block, Table)]
    cells = [(part, cell) for part, table in tables for row in table.rows for cell in row]
    told = Slot("strength", At(place="L5", side="right"))
    assert [(part, cell.text) for part, cell in cells if told in cell.slots] == [("exam", "4")]


def test_a_label_of_a_row_never_lends_itself_to_another_item() -> None:
    text = plain_text(note_of({"free_interval": "one_to_six_months", "free_interval_weeks": 13.0}))
    assert "Pain-free for: 1–6 months" in text
