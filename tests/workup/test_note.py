"""The note tells everything that was answered, once, in the words of a clinician, and says what is missing."""

from __future__ import annotations

import re

import msgspec
import pytest

from tests.workup.notes import (
    CASES,
    COVER,
    assessed,
    assessed_case,
    flags,
    laid,
    library,
    normal,
    note_of,
    note_of_case,
    random_assessment,
    with_answer,
)
from workup.answers import Answers, At, Finding, Gap, Levels, Marks, Painted, PartialDate, Slot
from workup.note import Cover, Note, compose, plain_text, value_words
from workup.note.blocks import Callout, Table, plain
from workup.note.compose import slots_of
from workup.note.reader import is_marker
from workup.protocol import Choice, Choices, Grade, ManoeuvreItem, Number, Scale, SpanOfLevels, When, YesNo

IDENTITY = {"family_name", "given_name", "birth_date", "sex", "mrn"}
NEVER = ("failed back", "denies", "complains of", "abnormal patient")


def flat(note: Note) -> str:
    """The plain text in one line."""
    return re.sub(r"\s+", " ", plain_text(note))


def callout(note: Note, kind: str) -> Callout:
    found = [block for block in note.blocks if isinstance(block, Callout) and block.kind == kind]
    assert len(found) == 1
    return found[0]


# ------------------------------------------------------------------------------------------------- nothing is lost


@pytest.mark.parametrize("name", CASES)
def test_every_answer_is_spoken_of(name: str) -> None:
    assessment = assessed_case(name)
    said = slots_of(compose(library(), assessment, msgspec.structs.replace(COVER, private=True)))
    lost = [
        str(where)
        for where in assessment.counted
        if where not in said and where.item not in IDENTITY and not is_marker(library().items[where.item], where)
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
        if not is_marker(library().items[where.item], where)
    ]
    assert lost == []
    assert max(map(len, plain_text(note).splitlines())) <= 80


@pytest.mark.parametrize("name", CASES)
def test_free_text_is_printed_word_for_word(name: str) -> None:
    assessment = assessed_case(name)
    text = flat(compose(library(), assessment, msgspec.structs.replace(COVER, private=True)))
    for where, answer in assessment.counted.items():
        if library().items[where.item].__class__.__name__ == "Text" and isinstance(answer.value, str):
            for word in answer.value.split():
                assert word.strip(".,;:").casefold() in text.casefold()


@pytest.mark.parametrize("name", CASES)
def test_private_answers_stay_out_unless_chosen(name: str) -> None:
    private = {item for item, known in library().items.items() if known.private}
    assert not {where.item for where in slots_of(note_of_case(name))} & private
    if any(where.item in private for where in assessed_case(name).counted):
        assert "Answers marked private are not printed." in flat(note_of_case(name))


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


# ----------------------------------------------------------------------------------------------------------- red flags


def all_no() -> dict[str, object]:
    return {address: normal(library().items[address.partition("@")[0]]) for address in flags()}


def test_no_red_flag_when_all_were_asked_at_this_visit() -> None:
    note = note_of(all_no())
    block = callout(note, "flags")
    assert block.title == "Red flags: none found."
    assert plain(block.lines[0]).startswith(f"All {len(flags())} answered no on 25 Nov 2025: ")


def test_one_flag_not_asked_is_open() -> None:
    given = all_no()
    left = given.popitem()[0]
    block = callout(note_of(given), "flags")
    assert block.title == "Red flags: none so far, 1 still open."
    label = library().items[left.partition("@")[0]].label
    assert any(plain(line).startswith("Not asked: ") and label[1:] in plain(line) for line in block.lines)


def test_an_unknown_flag_is_not_a_no() -> None:
    block = callout(note_of({**all_no(), flags()[0]: "unknown"}), "flags")
    assert block.title == "Red flags: none so far, 1 still open."
    assert any(plain(line).startswith("Unknown: ") for line in block.lines)


def test_flags_of_an_earlier_visit_must_be_asked_again() -> None:
    block = callout(note_of(all_no(), {"back_pain_now": 3}), "flags")
    asked_again = sum(library().items[flag.partition("@")[0]].every_visit for flag in flags())
    assert asked_again
    assert block.title == f"Red flags: none so far, {asked_again} still open."
    assert any("Not asked again on 25 Nov 2025" in plain(line) for line in block.lines)


def test_a_flag_found_is_an_alarm() -> None:
    block = callout(note_of({**all_no(), "saddle_numbness": "yes"}), "alarm")
    assert block.title == library().items["saddle_numbness"].label
    assert "RED FLAG: Saddle numbness" in flat(note_of({**all_no(), "saddle_numbness": "yes"}))


def test_no_flag_asked() -> None:
    block = callout(note_of({}), "flags")
    assert block.title == "Red flags: not asked."


# ------------------------------------------------------------------------------------------------------ values in words


def item_of(kind: type) -> str:
    return next(name for name, item in library().items.items() if isinstance(item, kind))


def test_each_kind_of_value_has_words() -> None:
    items = library().items
    strength, reflex = items["strength"], items["reflex"]
    assert value_words(library(), strength, 4) == "4/5"
    assert value_words(library(), reflex, 1) == "1+"
    assert value_words(library(), items["back_pain_now"], 7) == "7/10"
    assert value_words(library(), items["operation_date"], PartialDate(2024, 9, 3)) == "3 Sep 2024"
    assert value_words(library(), items["operation_levels"], Levels("L4", "S1")) == "L4–S1"
    assert value_words(library(), items["slr"], Finding("positive", 45)) == "positive at 45°"
    assert value_words(library(), items["saddle_numbness"], "no") == "no"
    assert value_words(library(), items["saddle_numbness"], Gap("unknown")) == "unknown"
    assert value_words(library(), strength, Gap("not_examined", "cast")) == "not examined (cast)"
    assert value_words(library(), items["pain_map"], Painted(("ache", "pins"), 6)) == "ache, pins and needles, 6/10"
    assert value_words(library(), items["height"], 166) == "166 cm"


def test_marks_keep_their_three_states() -> None:
    item = Choices(id="worse", text="Worse", options={"walk": "Walking", "sit": "Sitting", "lie": "Lying"})
    assert value_words(library(), item, Marks(present=("walk",), absent=("sit", "lie"))) == "walking; no others"
    assert value_words(library(), item, Marks(present=("walk",), absent=("sit",))) == "walking; not: sitting"
    assert value_words(library(), item, Marks(absent=("walk", "sit", "lie"))) == "none of: walking, sitting, lying"
    assert value_words(library(), item, Marks(absent=("sit",))) == "none of: sitting"
    assert value_words(library(), item, Marks(unknown=("lie",))) == "unknown: lying"


@pytest.mark.parametrize("kind", [YesNo, Choice, Choices, Number, Scale, Grade, When, SpanOfLevels, ManoeuvreItem])
def test_unknown_is_worded_for_every_kind(kind: type) -> None:
    assert value_words(library(), library().items[item_of(kind)], Gap("unknown")) == "unknown"


def test_a_finding_has_a_star_and_its_row_is_strong() -> None:
    note = note_of({"strength@L5/right": 4, "strength@L5/left": 5})
    cells = [cell for block in note.blocks if isinstance(block, Table) for row in block.rows for cell in row]
    found = [cell for cell in cells if cell.finding]
    assert [cell.text for cell in found] == ["4"]
    assert re.search(r"Great toe extension \(L5\)\s+\*4\s+5", plain_text(note))


def test_a_side_that_was_not_examined_says_so() -> None:
    text = plain_text(note_of({"strength@L5/right": 5}))
    assert re.search(r"Great toe extension \(L5\)\s+5\s+not examined", text)
    assert re.search(r"Hip flexion \(L2\)\s+not examined\s+not examined", text)


def test_a_reason_for_not_examining_is_told() -> None:
    text = flat(note_of({"slr@right": {"not_examined": "too painful"}, "slr@left": "negative"}))
    assert "not examined (too" in text
    assert "painful)" in text


def test_key_findings_tell_since_when_and_the_other_side() -> None:
    note = note_of(
        {
            "reflex@hamstring/right": 1,
            "reflex@hamstring/left": 2,
            "reflex_since@hamstring/right": "new_since_operation",
            "strength@L5/right": 4,
            "light_touch@L5/right": "reduced",
            "pin_prick@L5/right": "reduced",
        }
    )
    text = flat(note)
    assert "right hamstring (L5) reflex 1+ (new since operation), left 2+" in text
    assert "right great toe extension (L5) 4/5" in text
    assert text.count("top of foot (L5)") == 1


def test_the_same_on_both_sides_is_told_once() -> None:
    text = flat(note_of({"reflex@ankle/right": 0, "reflex@ankle/left": 0}))
    assert "bilateral ankle (S1) reflex 0" in text


def test_a_value_of_an_earlier_visit_carries_its_date() -> None:
    first = {"strength@L5/right": 4, "strength@L5/left": 5, "strength@L4/left": 5, "strength@L4/right": 5}
    text = flat(note_of(first, {"strength@L5/right": 3}))
    assert "Examination (4 Nov 2025)" in text
    assert "*3 5 (25 Nov)" in text
    assert "Rechecked 25 Nov 2025: right great toe extension (L5) 3/5: 4/5 on 4 Nov." in text


def test_a_score_taken_again_says_what_it_was() -> None:
    text = flat(note_of({"back_pain_now": 7}, {"back_pain_now": 4}))
    assert "Back pain now: 4 / 10 (4 Nov: 7)" in text


def test_an_overdue_test_says_overdue() -> None:
    given = {"order_kind@1": "emg", "order_state@1": "ordered", "order_due@1": "2025-11-18"}
    assert "OVERDUE since 18 Nov" in flat(note_of(given))
    assert "OVERDUE" not in flat(note_of({**given, "order_due@1": "2025-11-25"}))


def test_unverified_bands_are_conventional() -> None:
    name, item = next(
        (name, item)
        for name, item in library().items.items()
        if isinstance(item, Number) and item.unverified and item.bands and not item.when and not item.record
    )
    high = item.bands[-1].upto if item.most is None else min(item.bands[-1].upto, item.most)
    assert "onventional cut-off" in flat(note_of({name: high}))


def test_records_are_told_latest_first() -> None:
    text = flat(
        note_of(
            {
                "procedure@1": ["microdiscectomy"],
                "operation_date@1": "2016",
                "procedure@2": ["plif"],
                "operation_date@2": "2024-09-03",
                "operation_levels@2": "L4-S1",
            }
        )
    )
    assert "L4–S1, 3 Sep 2024, 14 months ago Earlier operation Microdiscectomy, 2016, about 9 years ago" in text


def test_no_records_are_told_in_the_words_of_the_content() -> None:
    assert "No spine operation" in flat(note_of({"operations": "none"}))


# ---------------------------------------------------------------------------------------------------- what is missing


def test_a_section_without_answers_is_named_once() -> None:
    text = flat(note_of({"back_pain_now": 3}))
    _, _, open_line = text.partition("Not asked: ")
    section = library().section_of["slr"]
    assert section.title.lower() in text.lower()
    assert text.lower().count(section.title.lower()) == 1
    assert open_line.index("Not examined: ") < open_line.lower().index(section.title.lower())


def test_references_are_numbered_in_order_of_first_use() -> None:
    text = flat(note_of_case("sample-patient"))
    body, _, references = text.partition("References ---")
    numbers: list[int] = []
    for group in re.findall(r"\[([\d–, ]+)\]", body):
        for part in group.split(", "):
            low, _, high = part.partition("–")
            numbers.extend(n for n in range(int(low), int(high or low) + 1) if n not in numbers)
    assert numbers == sorted(numbers) == list(range(1, len(numbers) + 1))
    assert f"{len(numbers)}. " in references


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


@pytest.mark.parametrize("text", ["<b>bold</b> & <img src=x>", "{braces} {0} %s", "a\x00b\x1b[31mc", "ab\u202ecd"])
def test_text_is_printed_as_typed(text: str) -> None:
    printed = flat(compose(library(), assessed(with_answer(Answers(), "impression", text)), COVER))
    expected = text.replace("\x00", "").replace("\x1b", "").replace("\u202e", "⟨U+202E⟩")
    assert expected in printed


def test_hidden_answers_are_not_printed() -> None:
    shown = {"comeback_given": "yes", "comeback_other": "ring the ward"}
    assert "ring the ward" in flat(note_of(shown))
    assert "ring the ward" not in flat(note_of({**shown, "comeback_given": "no"}))


def test_slots_are_those_of_the_answers() -> None:
    answers = laid({"strength@L5/right": 4})
    note = compose(library(), assessed(answers), COVER)
    assert Slot("strength", At(place="L5", side="right")) in slots_of(note)
    cells = [cell for block in note.blocks if isinstance(block, Table) for row in block.rows for cell in row]
    assert [cell.text for cell in cells if Slot("strength", At(place="L5", side="right")) in cell.slots] == ["4"]
