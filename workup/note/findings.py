"""Key findings: what is abnormal, strongest first, and the normal findings that matter beside it."""

from collections.abc import Iterable, Sequence

from workup import agreeing, words
from workup.answers import At, Gap, Slot
from workup.note.blocks import Block, Bullets, Part, Run, Runs
from workup.note.phrases import WHERES, Told, are_codes, sided, told
from workup.note.reader import Reader, has_grades
from workup.protocol import Grade, Row, YesNo
from workup.texts import _

FINDINGS, NEGATIVES = "findings", "negatives"
# Steps whose abnormal answers are findings even where the content gives them no line of their own.
EXAMINED = ("exam", "tests")
SHARED = 150  # letters that lines without a rank may have together


def key_findings(reader: Reader) -> Part | None:
    """Positives in the order the content ranks them, then what it does not name, then the relevant negatives."""
    rows = {section.id: section.rows for section in reader.library.report}
    spoken: set[Slot] = set()
    before = frozenset(reader.told)
    base = reader.base_visit(_found(reader, (n for row in rows.get(FINDINGS, ()) for n in row.items)))
    lines: list[Runs] = []
    every = [(row.label, _found(reader, row.items)) for row in _all_rows(reader, rows.get(FINDINGS, ()))]
    since, alike = _alike_since(reader, every)
    ranked = {row.label for row in rows.get(FINDINGS, ())}
    for label, found in every:
        if found:
            spoken.update(found)
            line = _line(reader, label, found, base, since if label in alike else "")
            beside = bool(lines) and label not in ranked and _room(lines[-1], line)
            lines[-1:] = [(*lines[-1], Run(". "), *line)] if beside else [*lines[-1:], line]
    if alike:
        labels = words.listing([words.in_sentence(label) for label in alike])
        lines.append((Run(f"{words.capital(since)}: ", "strong"), Run(f"{labels}.")))
    negatives = _negatives(reader, rows.get(NEGATIVES, ()))
    if negatives:
        lines.append((Run(_("Normal: "), "strong"), Run(f"{', '.join(negatives)}.")))
    slots = tuple(dict.fromkeys((*sorted(spoken, key=str), *reader.newly(before))))
    blocks: tuple[Block, ...] = (Bullets(tuple(lines), look="small", slots=slots),) if lines else ()
    return Part("findings", _("Key findings"), blocks, reader.aside(spoken)) if blocks else None


def examined(reader: Reader, step: str = "exam") -> list[tuple[Runs, tuple[Slot, ...]]]:
    """What a step found, a line for each kind of finding in the order the content ranks them, without since when."""
    rows = {section.id: section.rows for section in reader.library.report}
    lines: list[tuple[Runs, tuple[Slot, ...]]] = []
    for row in _all_rows(reader, rows.get(FINDINGS, ())):
        found = [where for where in _found(reader, row.items) if reader.library.section_of[where.item].step == step]
        if found:
            sides: dict[str, list[str]] = {}
            for side, text, _rest in _merged(told(reader, found, dated=False, since=False, brief=True)):
                sides.setdefault(side, []).append(text)
            texts = [_spaced(side, ", ".join(dict.fromkeys(own))) for side, own in sides.items()]
            runs = (Run(f"{words.in_sentence(row.label)}: ", "strong"), Run(", ".join(texts)))
            lines.append(((*runs, *_other_side(reader, found)), tuple(found)))
    return lines


def _room(above: Runs, line: Runs) -> bool:
    """Whether a short line of those the content does not rank may share that of another."""
    return sum(len(run.text) for run in (*above, *line)) <= SHARED


def _all_rows(reader: Reader, named: Sequence[Row]) -> list[Row]:
    return [*named, *_other_rows(reader, named)]


def _alike_since(reader: Reader, every: Sequence[tuple[str, list[Slot]]]) -> tuple[str, list[str]]:
    """Since when several lines have been there, told once: the words, and the lines of which all of it is true."""
    lines = [(label, {reader.follow_up(where) for where in found}) for label, found in every if found]
    same: dict[str, list[str]] = {}
    for label, said in lines:
        if len(said) == 1:
            same.setdefault(said.pop(), []).append(label)
    since = max((text for text in same if text), key=lambda text: len(same[text]), default="")
    return (since, same[since]) if since and len(same[since]) > 1 else ("", [])


def unremarkable(reader: Reader) -> list[str]:
    """What was examined as a whole and found normal."""
    rows = {section.id: section.rows for section in reader.library.report}
    return _negatives(reader, rows.get(NEGATIVES, ()))


def _found(reader: Reader, names: Iterable[str]) -> list[Slot]:
    """The abnormal slots; results of a cancelled order or a removed record are not among the asked ones."""
    found = ([where for where in reader.slots(name) if reader.is_finding(where)] for name in names)
    return [where for own in found for where in sorted(own, key=lambda where: _mildness(reader, where))]


def _mildness(reader: Reader, where: Slot) -> float:
    """How near a grade is to normal, so that the gravest comes first; other findings keep their order."""
    item, value = reader.library.items[where.item], reader.value(where.item, where.at)
    if not isinstance(item, Grade) or not isinstance(value, (int, float)):
        return 0.0
    return -min((abs(value - normal) for normal in item.normal), default=0.0)


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


def _line(reader: Reader, label: str, found: list[Slot], base: int, but: str) -> Runs:
    """`Weakness: right great toe extension (L5) 4/5, hip abduction (L5) 4/5 (new since operation, Dec 2024)`."""
    groups: dict[tuple[str, str], list[str]] = {}
    at_hand = [where for where in found if not reader.study(where)]
    for entry in _merged(told(reader, at_hand, base=base, brief=True, but=but)):
        groups.setdefault((entry[0], entry[2]), []).append(entry[1])
    for study in dict.fromkeys(text for where in found if (text := reader.study(where))):
        own = [where for where in found if reader.study(where) == study]
        spoken = _merged(told(reader, own, dated=False, brief=True))
        groups.setdefault(("", f" ({study})"), []).extend(_spaced(side, text) for side, text, _rest in spoken)
    lines = [_spaced(side, ", ".join(dict.fromkeys(texts))) + tail for (side, tail), texts in groups.items()]
    return (Run(f"{label}: ", "strong"), Run("; ".join(lines)), *_other_side(reader, found))


def _merged(entries: list[Told]) -> list[tuple[str, str, str]]:
    """Side, words and tail of each finding; two tests that say the same of the same place are told together."""
    alike: dict[tuple[str, tuple[str, ...], str, str], list[Told]] = {}
    for entry in entries:
        alike.setdefault((entry.side or "", entry.places, entry.value, entry.tail), []).append(entry)
    lines: list[tuple[str, str, str]] = []
    for (side, places, value, tail), same in alike.items():
        where = words.listing(places)
        if same[0].speaks_for_itself and where:
            lines.append((side, f"{where} {value}", tail))
            continue
        if not where:
            lines.extend((side, _bare(entry), tail) for entry in same)
            continue
        labels = words.listing(list(dict.fromkeys(entry.label for entry in same)))
        spoken = labels if isinstance(same[0].item, YesNo) and value == _("yes") else words.valued(labels, value)
        if has_grades(same[0].item) or are_codes(places):
            alone = spoken == labels
            spoken = agreeing.placed(where, labels) if alone else words.valued(agreeing.placed(where, labels), value)
            lines.append((side, spoken, tail))
        else:
            lines.append((side, f"{spoken}, {where}", tail))
    return lines


def _spaced(side: str, text: str) -> str:
    return next((sided(one, text) for one in WHERES if one == side), text)


def _bare(entry: Told) -> str:
    if isinstance(entry.item, YesNo):
        return entry.label if entry.value == _("yes") else _("no {label}").format(label=entry.label)
    return words.valued(entry.label, entry.value)


def _other_side(reader: Reader, found: list[Slot]) -> Runs:
    """` (left 2+)`: the normal other side of a single reflex."""
    item = reader.library.items[found[0].item]
    at = found[0].at
    if len(found) != 1 or at.side is None or not has_grades(item):
        return ()
    other = Slot(item.id, At(at.record, at.place, "left" if at.side == "right" else "right"))
    answer = reader.answer(other)
    if answer is None or isinstance(answer.value, Gap) or reader.is_finding(other):
        return ()
    return (Run(f", {sided(other.at.side, reader.read(other))}"),)


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
