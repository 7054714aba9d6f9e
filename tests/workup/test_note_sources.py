"""The sources on the page: what leads, how many findings are named, and that nothing reads as a probability."""

from __future__ import annotations

import re

import pytest

from tests.workup.notes import assessed_case, flat, library, note_of, note_of_case
from workup import words
from workup.note import Note
from workup.note.blocks import Balance, Paragraph, Part, Table, TimeLine, plain

CASES = ("sample-patient", "demo-recurrent-disc", "demo-early-infection", "causes/sacroiliac_joint", "flags/r02")
CONFIRMED = ("causes/sacroiliac_joint", "causes/foraminal_stenosis", "causes/recurrent_herniation")


def part(note: Note, name: str) -> Part:
    found = [one for one in note.parts if one.id == name]
    assert len(found) == 1
    return found[0]


def front(note: Note) -> list[str]:
    return [plain(block.runs) for block in part(note, "front").blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize("name", CASES)
def test_figures_and_table_follow_the_ranking_and_name_the_strongest_findings(name: str) -> None:
    reasoning = assessed_case(name).reasoning
    sources = part(note_of_case(name), "sources")
    figures = [block for block in sources.blocks if isinstance(block, Balance)]
    (table,) = [block for block in sources.blocks if isinstance(block, Table)]
    ranked = list(enumerate(reasoning.shown, 1))
    assert len(reasoning.shown) <= 5
    for (number, one), drawn in zip(ranked[:2], figures, strict=True):
        assert drawn.title.startswith(f"{number} {one.cause.short}")
        assert drawn.phrase.startswith(library().engine.phrase[one.phrase])
        turns = reasoning.turns(one)
        assert [(lack.present, lack.absent) for lack in drawn.missing] == [(t.present, t.absent) for t in turns[:2]]
        assert drawn.unknown == len(turns)
    for (number, one), row in zip(ranked[2:], table.rows, strict=True):
        assert row[0].text.startswith(f"{number} {one.cause.short}")
        assert words.signed(one.balance) in row[0].text
        assert library().engine.phrase[one.phrase] in row[0].text
        shown = " ".join(cell.text for cell in row[1:]).replace(words.NO_BREAK, " ")
        figures = re.findall(r"[+−]\d+\.\d (?:T\d|m|c)\b", shown)
        assert len(figures) == min(len(one.best.counted), 3)
        left = len(one.best.counted) - len(figures)
        assert sum(int(count) for count in re.findall(r"(\d+) more, [+−]", shown)) == left


@pytest.mark.parametrize("name", CASES)
def test_the_bars_of_a_figure_come_to_its_balance(name: str) -> None:
    figures = [block for block in part(note_of_case(name), "sources").blocks if isinstance(block, Balance)]
    assert len(figures) <= 2
    leading = {one.cause.short: one for one in assessed_case(name).reasoning.shown}
    for figure in figures:
        one = next(one for short, one in leading.items() if figure.title.partition(" ")[2].startswith(short))
        assert figure.total == one.balance
        assert sum(bar.points for bar in figure.bars) == pytest.approx(figure.total, abs=0.051)
        measured = {c.criterion.text: c.criterion.basis != "consensus" for c in one.best.counted}
        for bar in figure.bars:
            assert bar.measured is measured.get(bar.text, bar.measured)
            assert bar.grade or "smaller finding" in bar.text


@pytest.mark.parametrize("name", CASES)
def test_stability_start_and_meaning_of_the_figures_are_said(name: str) -> None:
    text = flat(note_of_case(name))
    stable = assessed_case(name).reasoning.stability
    assert f"Ranking {stable.word}: " in text
    assert f"leads in {round(stable.share * 100)} of 100 draws" in text
    assert "Every source starts level." in text
    assert "doublings of the odds, not a probability" in text
    assert "c: consensus, not measured" in text


@pytest.mark.parametrize("name", CONFIRMED)
def test_the_first_page_says_what_the_record_points_to_and_why(name: str) -> None:
    first = assessed_case(name).reasoning.candidates[0]
    (line,) = [line for line in front(note_of_case(name)) if line.startswith("The record points to: ")]
    assert words.in_sentence(first.cause.short) in line
    assert words.in_sentence(first.best.counted[0].criterion.text) in line
    assert "Not a probability" in line
    assert not re.search(r"[+−]\d", line.split(", for ")[0])
    assert "%" not in line.split(", for ")[0]


def test_what_a_flag_holds_on_top_is_said_first() -> None:
    (line,) = [line for line in front(note_of_case("flags/r02")) if line.startswith("To rule out first")]
    assert "epidural haematoma" in line.partition(". ")[0]


def test_the_first_page_says_what_is_next() -> None:
    (line,) = [line for line in front(note_of_case("sample-patient")) if line.startswith("Next: ")]
    assert line.startswith("Next: Right L5 root block, L5–S1, image-guided; Spine surgery opinion on the right L5–S1 ")
    assert "with MRI and CT, within 4 weeks and 4 more. " in line
    assert line.endswith("Next visit 16 Dec 2025.")


@pytest.mark.parametrize(
    ("actions", "said"),
    [
        (["Refer to Dr. Lund for the block. Ask about INR.", "CT."], "Next: Refer to Dr. Lund for the block; CT."),
        (["Root block " + "and again " * 20, "CT."], "Next: 2 actions, told in the plan."),
        (["CT.", "Root block " + "and again " * 20, "EMG."], "Next: CT and 2 more."),
    ],
)
def test_no_action_is_cut_on_the_first_page(actions: list[str], said: str) -> None:
    note = note_of({f"plan_action@{number}": text for number, text in enumerate(actions, 1)})
    assert [line for line in front(note) if line.startswith("Next: ")] == [said]


def test_without_a_plan_the_first_page_says_what_would_tell_most() -> None:
    note = note_of_case("causes/foraminal_stenosis")
    (line,) = [line for line in front(note) if line.startswith("Would tell most: ")]
    assert assessed_case("causes/foraminal_stenosis").reasoning.steps[0].text in line
    assert flat(note).count("Would tell most: ") == 1
    planned = note_of_case("sample-patient")
    assert not [line for line in front(planned) if line.startswith("Would tell most: ")]
    assert flat(planned).count("Would tell most: ") == 1


# ------------------------------------------------------------------------------------------------ course and board


def test_the_time_line_tells_each_operation_the_free_time_the_return_and_how_it_reads() -> None:
    course = part(note_of_case("sample-patient"), "course")
    (line,) = [block for block in course.blocks if isinstance(block, TimeLine)]
    told = [(event.kind, f"{event.date} {event.text}".strip()) for event in line.events if event.kind != "visit"]
    assert told == [
        ("operation", "2016 Microdiscectomy L5–S1, right"),
        (
            "operation",
            "3 Sep 2024 Posterior lumbar interbody fusion (PLIF) L4–S1, both sides, screws and rods, cage",
        ),
        ("pain", "Dec 2024 pain came back"),
        ("pain", "Dec 2024 new: numbness in a leg"),
        ("free", "pain-free 3 months"),
    ]
    assert not [block for block in course.blocks if isinstance(block, Paragraph)]
    for reading in assessed_case("sample-patient").reasoning.timeline.readings:
        assert words.in_sentence(reading.text) in course.aside


def test_what_points_to_a_root_is_said_in_words_by_every_kind_of_finding() -> None:
    (said,) = part(note_of_case("sample-patient"), "board").blocks
    assert isinstance(said, Paragraph)
    text = plain(said.runs)
    (own,) = [one for one in assessed_case("sample-patient").reasoning.boards if one.leading]
    assert text.startswith("By root, right: L5 by pain drawing")
    leading, _, also = text.partition("; also ")
    for number, column in enumerate(own.columns):
        name = words.in_sentence(column.title)
        roots = {line.root for line in own.lines if line.cells[number]}
        assert (name in leading) is bool(roots & set(own.leading)), name
        assert (name in also) is bool(roots - set(own.leading)), name


def test_what_points_elsewhere_is_named_with_its_root() -> None:
    given = {
        "distribution": ["root_like"],
        "root_pain@L5/right": "yes",
        "light_touch@L5/right": "reduced",
        "strength@L5/right": 4,
        "reflex@ankle/right": 1,
        "reflex@ankle/left": 2,
    }
    text = flat(note_of(given))
    assert "By root, right: L5 by pain drawing or stated root, skin sensation and strength." in text
    assert "Contrary: reflex points to S1 and S2." in text
    assert "Contrary" not in flat(note_of({**given, "reflex@ankle/right": 2}))


def test_nothing_points_anywhere_and_there_is_no_board() -> None:
    assert not [one for one in note_of_case("flags/r02").parts if one.id == "board"]
