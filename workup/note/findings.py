"""Key findings: what is abnormal, strongest first, and the normal findings that matter beside it."""

from collections.abc import Iterable, Sequence

from workup import words
from workup.answers import Gap, Slot
from workup.note.blocks import Block, Bullets, Part, Run, Runs
from workup.note.phrases import phrases
from workup.note.reader import Reader
from workup.protocol import Grade, Row, YesNo

FINDINGS, NEGATIVES = "findings", "negatives"
# Steps whose abnormal answers are findings even where the content gives them no line of their own.
EXAMINED = ("exam", "tests")


def key_findings(reader: Reader) -> Part | None:
    """Positives in the order the content ranks them, then what it does not name, then the relevant negatives."""
    rows = {section.id: section.rows for section in reader.library.report}
    told: set[Slot] = set()
    base = reader.base_visit(_found(reader, (n for row in rows.get(FINDINGS, ()) for n in row.items)))
    lines: list[Runs] = []
    for row in (*rows.get(FINDINGS, ()), *_other_rows(reader, rows.get(FINDINGS, ()))):
        found = _found(reader, row.items)
        if found:
            told.update(found)
            lines.append(_line(reader, row.label, found, base))
    negatives = _negatives(reader, rows.get(NEGATIVES, ()))
    if negatives:
        lines.append((Run("Normal: ", "strong"), Run(f"{', '.join(negatives)}.")))
    blocks: tuple[Block, ...] = (Bullets(tuple(lines), slots=tuple(sorted(told, key=str))),) if lines else ()
    return Part("findings", "Key findings", blocks, reader.aside(told)) if blocks else None


def _found(reader: Reader, names: Iterable[str]) -> list[Slot]:
    """The abnormal slots; results of a cancelled order or a removed record are not among the asked ones."""
    return [where for name in names for where in reader.slots(name) if reader.is_finding(where)]


def _other_rows(reader: Reader, named: Sequence[Row]) -> list[Row]:
    """A line per section for findings without a line of their own."""
    known = {name for row in named for name in row.items}
    rows = []
    for section in reader.library.sections:
        if section.step in EXAMINED:
            left = tuple(n for n in section.items if n not in known and not reader.library.items[n].about)
            if left:
                rows.append(Row(label=section.title, items=left))
    return rows


def _line(reader: Reader, label: str, found: list[Slot], base: int) -> Runs:
    """`Weakness: right great toe extension 4/5, new since operation`."""
    texts: list[str] = []
    for name in dict.fromkeys(where.item for where in found):
        own = [where for where in found if where.item == name]
        item = reader.library.items[name]
        named = not isinstance(item, YesNo) or reader.value(name, own[0].at) == "yes"
        tail = _other_side(reader, own)
        texts.extend(run.text + tail for run in phrases(reader, own, named=named, base=base))
    return (Run(f"{label}: ", "strong"), Run("; ".join(texts)))


def _other_side(reader: Reader, slots: list[Slot]) -> str:
    """` (left 2+)`: the normal other side of a single graded finding."""
    if len(slots) != 1 or slots[0].at.side is None or not isinstance(reader.library.items[slots[0].item], Grade):
        return ""
    at = slots[0].at
    other: Slot = Slot(slots[0].item, type(at)(at.record, at.place, "left" if at.side == "right" else "right"))
    answer = reader.answer(other)
    if answer is None or isinstance(answer.value, Gap) or reader.is_finding(other):
        return ""
    return f" ({other.at.side} {reader.read(other)})"


def _negatives(reader: Reader, rows: Sequence[Row]) -> list[str]:
    """The labels of rows whose every asked place was found normal."""
    normal = []
    for row in rows:
        asked = [Slot(n, at) for n in row.items if reader.item(n) for at in reader.assessment.asked.get(n, ())]
        answers = [reader.answer(where) for where in asked]
        complete = asked and all(a is not None and not isinstance(a.value, Gap) for a in answers)
        if complete and not any(reader.is_finding(where) for where in asked):
            normal.append(words.in_sentence(row.label))
    return normal
