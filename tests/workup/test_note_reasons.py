"""What the page says of the reasoning knows the answers it came from, and rests on them alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec
import pytest

from tests.workup.notes import COVER, assessed_case, case, library
from workup.answers import Answer, Answers, At, Slot
from workup.assess import Assessment, assess
from workup.note import Note, compose
from workup.note.blocks import Block, Callout, Cell, Paragraph, Table

NAMES = ("sample-patient", "demo-early-infection", "demo-recurrent-disc", "flags/r02", "causes/sacroiliac_joint")
PARTS = ("front", "course", "board", "sources")
FRAMES = ("alarm", "caution", "flags")


def reduced(name: str, keep: Iterable[Slot] = (), drop: Iterable[Slot] = ()) -> Assessment:
    """The case with these answers taken out, or with no others."""
    worked, kept, dropped = case(name), shown_with(name, set(keep)), set(drop)
    entries: list[tuple[Slot, Answer]] = [
        (slot, answer)
        for slot, answer in worked.answers.items()
        if slot not in dropped and (not kept or slot in kept)
    ]
    return assess(library(), Answers(entries), worked.today, worked.visits)


def shown_with(name: str, slots: set[Slot]) -> set[Slot]:
    """These answers and those that let their questions be asked at all, such as the kind and state of a test."""
    given = case(name).answers
    kept = set(slots)
    for _ in range(3):
        for slot in tuple(kept):
            keys = (slot.item, f"section:{library().section_of[slot.item].id}")
            reads = {item for key in keys if key in library().conditions for item in library().conditions[key].items}
            reads |= {library().items[slot.item].record, library().items[slot.item].about}
            kept |= {one for one, _ in given.items() if one.item in reads and one.at.record in (None, slot.at.record)}
    return kept


def reasoned(note: Note) -> Iterator[tuple[object, tuple[Slot, ...]]]:
    """What tells of the reasoning, of tables the cells in their place, without slots; and the slots of each."""
    for part in note.parts:
        if part.id in PARTS:
            for block in part.blocks:
                yield from _told(block)


def _told(block: Block) -> Iterator[tuple[object, tuple[Slot, ...]]]:
    if isinstance(block, Table):
        for row in block.rows:
            for head, cell in zip(block.head, row):
                if cell.slots:
                    yield (head, row[0].text, _bare(cell)), cell.slots
    elif not (isinstance(block, Callout) and block.kind not in FRAMES):
        yield _bare(block), block.slots


def _bare(block: Block | Cell) -> object:
    return msgspec.structs.replace(block, slots=())


@pytest.mark.parametrize("name", NAMES)
def test_without_its_answers_a_block_of_the_reasoning_says_something_else(name: str) -> None:
    note = compose(library(), assessed_case(name), COVER)
    seen = 0
    for bare, slots in reasoned(note):
        given = [slot for slot in slots if assessed_case(name).counted.get(slot) is not None]
        if not given:
            continue
        seen += 1
        without = compose(library(), reduced(name, drop=given), COVER)
        assert bare not in [other for other, _ in reasoned(without)], bare
    assert seen > 5


@pytest.mark.parametrize("name", NAMES)
def test_a_block_that_names_findings_knows_their_answers(name: str) -> None:
    """Only what names no finding may come without slots: scope, keys, what cannot be assessed, what to ask next."""
    note = compose(library(), assessed_case(name), COVER)
    for part in note.parts:
        for block in part.blocks:
            if part.id in PARTS and not block.slots and not (isinstance(block, Callout) and block.kind not in FRAMES):
                assert isinstance(block, Paragraph), block
                assert block.look in ("remark", "small"), block


@pytest.mark.parametrize("name", NAMES)
def test_a_finding_stands_on_its_own_answers_alone(name: str) -> None:
    reasoning = assessed_case(name).reasoning
    tried = 0
    for candidate in [one for one in reasoning.candidates if one.assessable][:5]:
        for one in candidate.best.counted:
            at = candidate.best.at
            if reasoning.weigher.state(candidate.cause, one.criterion, at) is not one.state:
                continue  # a lesion of another root, told in the note of the contribution
            alone = reduced(name, keep=reasoning.slots_of(candidate, one)).reasoning
            assert alone.weigher.state(candidate.cause, one.criterion, at) is one.state, one.criterion.id
            tried += 1
    assert tried


@pytest.mark.parametrize("name", NAMES)
def test_a_flag_fires_on_what_it_names_alone(name: str) -> None:
    for one in assessed_case(name).reasoning.fired:
        again = {other.flag.id: other for other in reduced(name, keep=one.because).reasoning.flags}
        assert again[one.flag.id].rules == one.rules


@pytest.mark.parametrize("name", NAMES)
def test_a_mark_on_the_board_stands_on_its_own_answers_alone(name: str) -> None:
    weigher = assessed_case(name).reasoning.weigher
    for board in assessed_case(name).reasoning.boards:
        for line in board.lines:
            for column, cell in zip(board.columns, line.cells, strict=True):
                if cell:
                    at = At(None, line.root, board.side)
                    alone = reduced(name, keep=weigher.because(f"column:{column.id}", at)).reasoning
                    assert alone.weigher.holds(f"column:{column.id}", at) is True, (column.id, at)


@pytest.mark.parametrize("name", NAMES)
def test_the_course_reads_the_same_from_its_own_answers(name: str) -> None:
    weigher = assessed_case(name).reasoning.weigher
    for reading in assessed_case(name).reasoning.timeline.readings:
        key = f"reading:{reading.id}"
        assert reduced(name, keep=weigher.because(key)).reasoning.weigher.holds(key) is True
