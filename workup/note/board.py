"""What points to which root, in a sentence a side: the root most agrees on, what points elsewhere, what is contrary."""

from workup import words
from workup.answers import Slot
from workup.note.blocks import Paragraph, Part, Run, Runs
from workup.note.reader import Reader
from workup.reasoning.concordance import Board
from workup.texts import _


def board_part(reader: Reader) -> Part | None:
    """A sentence for each side on which anything points to a root; nothing when nothing does."""
    boards = [board for board in reader.assessment.reasoning.boards if board.leading]
    if not boards:
        return None
    return Part("board", "", tuple(Paragraph(_words(board), "small", _given(reader, board.slots)) for board in boards))


def _given(reader: Reader, slots: tuple[Slot, ...]) -> tuple[Slot, ...]:
    return tuple(slot for slot in slots if reader.answer(slot) is not None)


def _words(board: Board) -> Runs:
    """`By root, right: L5 by pain drawing, strength and MRI; also L2 by pain drawing. Contrary: EMG points to S1.`"""
    roots = words.listing(list(board.leading))
    agreeing = words.listing([words.in_sentence(column.title) for column in board.agreeing])
    runs = [
        Run(_("By root, {side}: {roots} ").format(side=words.on_side(board.side), roots=roots), "strong"),
        Run(_("by {agreeing}").format(agreeing=agreeing)),
    ]
    contrary = {column.id for column, _others in board.contrary}
    also = [
        _("{root} by {titles}").format(root=line.root, titles=words.listing(titles))
        for line in board.lines
        if line.root not in board.leading
        and (titles := [
            words.in_sentence(column.title)
            for column, cell in zip(board.columns, line.cells, strict=True)
            if cell and column.id not in contrary
        ])
    ]  # fmt: skip
    runs.append(Run(_("; also {also}.").format(also=", ".join(also)) if also else "."))
    for column, others in board.contrary:
        elsewhere = _("{title} points to {list}").format(
            title=words.in_sentence(column.title), list=words.listing(list(others))
        )
        runs.append(Run(_(" Contrary: {elsewhere}.").format(elsewhere=elsewhere), "strong"))
    return tuple(runs)
