"""What points to which root, side by side: agreeing kinds of finding, and contrary ones named in words."""

from msgspec.structs import replace

from workup import words
from workup.answers import At, Slot
from workup.note.blocks import Block, Cell, Paragraph, Part, Run, Runs, Table
from workup.note.reader import Reader
from workup.protocol import Column
from workup.reasoning.concordance import Board
from workup.texts import N_, _

POINTS, AWAY, UNKNOWN = "+", "–", "?"
KEY = N_("+ points to this root, – does not, ? not known; blank: cannot point there.")


def board_part(reader: Reader) -> Part | None:
    """A table for each side on which anything points to a root; nothing when nothing does."""
    boards = [board for board in reader.assessment.reasoning.boards if board.leading]
    if not boards:
        return None
    tables: list[Block] = [_table(reader, board) for board in boards]
    remarks = [Paragraph(_words(board), look="remark", slots=_given(reader, board.slots)) for board in boards]
    remarks[-1] = replace(remarks[-1], runs=(*remarks[-1].runs, Run(f" {_(KEY)}", "quiet")))
    return Part("board", _("What points to which root"), (*tables, *remarks))


def _given(reader: Reader, slots: tuple[Slot, ...]) -> tuple[Slot, ...]:
    return tuple(slot for slot in slots if reader.answer(slot) is not None)


def _table(reader: Reader, board: Board) -> Table:
    """Kinds of finding down, roots across, as far as anything points to them or is known of them."""
    lines = [line for line in board.lines if line.points]
    rows = []
    for number, column in enumerate(board.columns):
        cells = [line.cells[number] for line in lines]
        if not any(cell is not None for cell in cells):
            continue
        marks = [
            Cell() if column.roots and line.root not in column.roots else _cell(reader, board, column, line.root, cell)
            for line, cell in zip(lines, cells, strict=True)
        ]
        rows.append((Cell(((Run(column.title),),)), *marks))
    head = (words.capital(board.side), *(line.root for line in lines))
    return Table(head, tuple(rows), (4.0, *(1.0 for _rest in lines)), "grid")


def _cell(reader: Reader, board: Board, column: Column, root: str, found: bool | None) -> Cell:
    if found is None:
        return Cell(((Run(UNKNOWN, "quiet"),),))
    because = reader.assessment.reasoning.weigher.because(f"column:{column.id}", At(None, root, board.side))
    slots = _given(reader, tuple(sorted(because, key=str)))
    run = Run(POINTS, "strong") if found else Run(AWAY)
    return Cell(((run,),), finding=found, slots=slots)


def _words(board: Board) -> Runs:
    """`Right: L5 by pain drawing, strength and MRI. Contrary: EMG points to S1.`"""
    roots = words.listing(list(board.leading))
    agreeing = words.listing([words.in_sentence(column.title) for column in board.agreeing])
    runs = [Run(f"{words.capital(board.side)}: {roots} ", "strong"), Run(_("by {agreeing}.").format(agreeing=agreeing))]
    for column, others in board.contrary:
        elsewhere = _("{title} points to {list}").format(
            title=words.in_sentence(column.title), list=words.listing(list(others))
        )
        runs.append(Run(_(" Contrary: {elsewhere}.").format(elsewhere=elsewhere), "strong"))
    return tuple(runs)
