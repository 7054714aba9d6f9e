"""The note as plain text of 80 columns, readable in any record system; findings carry a star."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, assert_never

import msgspec

from workup import words
from workup.note.blocks import (
    Balance,
    Bar,
    Block,
    BodyChart,
    Bullets,
    Callout,
    Cell,
    Event,
    Heading,
    Note,
    Paragraph,
    Part,
    Scores,
    Table,
    TimeLine,
    plain,
    status_words,
)
from workup.note.columns import columns_of, filled, in_ascii, wrapped
from workup.texts import _

COLUMNS = 80
LABEL = 22
GAP = 2
STAR = "*"


def plain_text(note: Note, *, ascii_only: bool = False) -> str:
    """The whole note; the same words as on paper, or in ASCII for systems that garble anything else."""
    if ascii_only:
        note = msgspec.convert(_ascii_values(msgspec.to_builtins(note)), Note)
    lines = [*_wrapped(f"{note.subject} · {status_words(note.status)}", ""), *_wrapped(note.identity.words, "")]
    lines += ["", *_wrapped(note.title, ""), *_wrapped(note.subtitle, "")]
    for part in note.parts:
        lines.extend(_part(part))
    lines += ["", *_wrapped(note.foot, "")] if note.foot else []
    text = "\n".join(line.rstrip() for line in lines).replace(words.NO_BREAK, " ")
    text = words.shown(text).strip() + "\n"
    return in_ascii(text) if ascii_only else text


def _ascii_values(value: Any) -> Any:
    """Every text in a note, before it is broken into lines: a plain form may be longer."""
    match value:
        case str():
            return words.NO_BREAK.join(map(in_ascii, words.shown(value).split(words.NO_BREAK)))
        case dict():
            return {name: _ascii_values(each) for name, each in value.items()}
        case list() | tuple():
            return [_ascii_values(each) for each in value]
        case _:
            return value


def _part(part: Part) -> Iterator[str]:
    yield ""
    if part.title:
        title = f"{part.title} ({part.aside})" if part.aside else part.title
        lines = _wrapped(title, "")
        yield from lines
        yield "-" * max(map(columns_of, lines))
    for place, block in enumerate(part.blocks):
        if place and not isinstance(block, Paragraph) and not isinstance(part.blocks[place - 1], Heading):
            yield ""
        yield from _block(block)


def _block(block: Block) -> Iterable[str]:
    match block:
        case Heading():
            return [block.text]
        case Paragraph():
            return _wrapped(plain(block.runs), "")
        case Bullets():
            return _bullets(block)
        case Table(look="facts"):
            return _facts(block)
        case Table():
            return _table(block)
        case Callout():
            return _callout(block)
        case BodyChart():
            return [", ".join(name for _rest, name in block.legend)] if block.legend else []
        case Scores():
            lines = [f"{score.name}: {score.value} {score.beside}".rstrip() for score in block.scores]
            return [*lines, *(_wrapped(plain(block.remark), "") if block.remark else [])]
        case TimeLine():
            return [line for event in in_order(block.events) for line in _wrapped(event_words(event), "", "  ")]
        case Balance():
            return _balance(block)
        case _:
            assert_never(block)


def in_order(events: Sequence[Event]) -> list[Event]:
    """Events by date, and of one day in the order given."""
    return sorted((event for event in events if event.text), key=lambda event: event.first)


def event_words(event: Event) -> str:
    """`3 Sep 2024 PLIF L4–S1`; a stretch of time stands without its dates."""
    return event.text if event.kind == "free" else f"{event.date} {event.text}"


def bar_words(bar: Bar) -> str:
    """`Leg share 60 % or more, T2 [4]`."""
    return f"{f'{bar.text}, {bar.grade}' if bar.grade else bar.text}{bar.source}"


def missing_words(block: Balance) -> list[str]:
    """`Missing: EMG of the root (+1.6 if present, −0.4 if absent)`, and last how many more there are."""
    moves = _("{} (present {}, absent {})")
    told = [moves.format(one.text, words.signed(one.present), words.signed(one.absent)) for one in block.missing]
    lines = [_("Missing: {text}").format(text=text) for text in told]
    left = block.unknown - len(lines)
    return [*lines[:-1], _("{line}, and {left} more").format(line=lines[-1], left=left)] if lines and left else lines


def _balance(block: Balance) -> Iterator[str]:
    """`  +1.3  Leg share 60 % or more`, and the balance below."""
    yield f"{block.title}: {block.phrase}"
    for bar in block.bars:
        yield from _wrapped(bar_words(bar), f"  {words.signed(bar.points):>5}  ", " " * 9)
    yield _("  {signed:>5}  Balance").format(signed=words.signed(block.total))
    for text in (*missing_words(block), *map(plain, block.remarks)):
        yield from _wrapped(text, " " * 9, " " * 9)


def _bullets(block: Bullets) -> Iterator[str]:
    for number, runs in enumerate(block.rows, 1):
        mark = f"{number}. ".rjust(4) if block.numbered else "- "
        yield from _wrapped(plain(runs), mark, " " * len(mark))


def _callout(block: Callout) -> Iterator[str]:
    yield from _wrapped(_("RED FLAG: {title}").format(title=block.title) if block.kind == "alarm" else block.title, "")
    for runs in (*block.lines, *block.beside):
        yield from _wrapped(plain(runs), "")


def _facts(table: Table) -> Iterator[str]:
    for label, value in table.rows:
        lines = _cell_lines(value, COLUMNS - LABEL - GAP)
        names = _cell_lines(label, LABEL)
        for place in range(max(len(lines), len(names))):
            left = names[place] if place < len(names) else ""
            right = lines[place] if place < len(lines) else ""
            yield f"{filled(left, LABEL)}{' ' * GAP}{right}"


def _cell_lines(cell: Cell, width: int) -> list[str]:
    star = STAR if cell.finding else ""
    lines = [line for runs in cell.lines for line in _wrapped(plain(runs), "", width=width - len(star))]
    return [f"{star}{lines[0]}", *lines[1:]] if star and lines else lines


def _table(table: Table) -> Iterator[str]:
    widths = _widths(table)
    if any(table.head):
        heads = [wrapped(text, width) or [""] for text, width in zip(table.head, widths)]
        yield from _side_by_side(heads, widths)
        yield "-" * min(COLUMNS, sum(widths) + GAP * (len(widths) - 1))
    for row in table.rows:
        yield from _side_by_side([_cell_lines(cell, width) for cell, width in zip(row, widths)], widths)


def _widths(table: Table) -> list[int]:
    """What each column would like when that fits, else its share."""
    room = COLUMNS - GAP * (len(table.weights) - 1)
    texts = [table.head, *(tuple(_longest(cell) for cell in row) for row in table.rows)]
    columns = range(len(table.weights))
    wished = [max(columns_of(row[column]) if column < len(row) else 0 for row in texts) for column in columns]
    if sum(wished) <= room:
        return [max(width, 1) for width in wished]
    total = sum(table.weights)
    widths = [max(8, int(room * weight / total)) for weight in table.weights]
    widths[-1] = max(8, room - sum(widths[:-1]))
    return widths


def _longest(cell: Cell) -> str:
    lines = [line for runs in cell.lines for line in plain(runs).split("\n")]
    return max(lines, key=columns_of, default="") + (STAR if cell.finding else "")


def _side_by_side(columns: Sequence[Sequence[str]], widths: Sequence[int]) -> Iterator[str]:
    for place in range(max((len(lines) for lines in columns), default=0)):
        cells = [lines[place] if place < len(lines) else "" for lines in columns]
        yield (" " * GAP).join(filled(text, width) for text, width in zip(cells, widths)).rstrip()


def _wrapped(text: str, first: str, rest: str = "", *, width: int = COLUMNS) -> list[str]:
    lines: list[str] = []
    for place, paragraph in enumerate(words.glued(words.shown(text)).split("\n")):
        lead = first if place == 0 else rest
        lines.extend(wrapped(paragraph, max(width, columns_of(lead) + 1), lead, rest) or [""])
    return lines
