"""The safety questions of one order on paper: each with its outcome, what it rests on and what is not known."""

from collections.abc import Iterator

from workup import words
from workup.answers import At, Gap, Marks, PartialDate, Slot
from workup.note.background import cut
from workup.note.blocks import Cell, Run, Tone
from workup.note.phrases import phrases
from workup.note.reader import Reader
from workup.note.rows import fact
from workup.note.wording import slot_words
from workup.orders import Checked
from workup.orders.gates import DECISION, NOT_KNOWN, REVIEWER, SEEN
from workup.protocol import Records
from workup.texts import N_, _

NONE = N_("No safety question belongs to this test.")
Row = tuple[Cell, ...]


def safety_rows(reader: Reader, number: int) -> Iterator[Row]:
    """What is not clear a row each, what stops first; then what is clear in one."""
    checks = reader.assessment.orders.gates(number)
    clear = [one for one in checks if one.outcome == "clear" and not one.refused]
    others = sorted((one for one in checks if one not in clear), key=lambda one: (one.settled, one.outcome != "stop"))
    for one in others:
        yield _row(reader, number, one)
    if clear:
        before = frozenset(reader.told)
        told = " ".join(_clear(reader, one) for one in clear)
        given = tuple(slot for one in clear for slot in _rests(reader, number, one))
        yield fact(_("Clear"), ((Run(told),),), tuple(dict.fromkeys((*given, *reader.newly(before)))))
    if not checks:
        yield fact(_("Asked"), ((Run(_(NONE), "quiet"),),), ())


def _rests(reader: Reader, number: int, one: Checked) -> list[Slot]:
    kept = (Slot(name, At(number, one.gate.id)) for name in (DECISION, REVIEWER, SEEN))
    return [slot for slot in (*one.because, *kept) if reader.answer(slot) is not None]


def _clear(reader: Reader, one: Checked) -> str:
    """`eGFR 30 or more (eGFR 78 mL/min/1.73 m², 5 Nov 2025).`: what the rule says, and what was measured."""
    values = _values(reader, one, measured=True)
    return words.sentence(f"{one.text.rstrip('.')} ({', '.join(values)})" if values else one.text)


def _row(reader: Reader, number: int, one: Checked) -> Row:
    before = frozenset(reader.told)
    runs = [Run(f"{_outcome(one)}. ", "plain" if one.settled else "strong")]
    if one.text != _(NOT_KNOWN):
        runs.append(Run(f"{words.sentence(one.text)} "))
    if values := _values(reader, one):
        runs.append(Run(f"{words.sentence('; '.join(values))} "))
    tone: Tone = "strong" if one.unknown else "plain"
    if one.open:
        runs.append(
            Run(_("Not known: {asked}. ").format(asked="; ".join(_asked(reader, slot) for slot in one.open)), tone)
        )
    elif one.unknown:
        runs.append(Run(_("To be asked: {question} ").format(question=one.gate.question), tone))
    if one.decision is not None:
        runs.append(Run(_reviewed(one)))
    slots = tuple(dict.fromkeys((*_rests(reader, number, one), *reader.newly(before))))
    return fact(one.gate.title, (tuple(runs),), slots)


def _asked(reader: Reader, slot: Slot) -> str:
    """A question that is open; of a list that was begun, whether that is all."""
    item = reader.library.items[slot.item]
    if isinstance(item, Records) and reader.records(item.id):
        return _("whether these are all {label}").format(label=words.in_sentence(item.label))
    return slot_words(reader.library, slot)


def _outcome(one: Checked) -> str:
    """`UNKNOWN, to be reviewed by radiologist`, `STOP, …`, `May go ahead`."""
    if one.refused:
        return _("NOT TO BE DONE")
    if one.settled:
        return _("May go ahead")
    by = words.in_sentence(one.gate.reviewer)
    if one.outcome == "stop":
        return _("STOP, to be reviewed by {by}").format(by=by)
    return (
        _("UNKNOWN, to be reviewed by {by}").format(by=by) if one.unknown else _("NEEDS REVIEW by {by}").format(by=by)
    )


def _reviewed(one: Checked) -> str:
    """Who reviewed it and when."""
    day = words.calendar_day(one.decision.at.date()) if one.decision is not None else ""
    changed = _(" and changed since") if one.changed else ""
    return _("Reviewed by {cut}, {day}{changed}.").format(
        cut=cut(one.reviewer) or _("somebody not named"), day=day, changed=changed
    )


def _values(reader: Reader, one: Checked, *, measured: bool = False) -> list[str]:
    """The answers that say more than the rule does, as far as they were not told above, a record together."""
    asked = [slot for name in one.gate.asks for slot in reader.slots(name) if slot.at.record in (None, *_numbers(one))]
    own = [slot for slot in dict.fromkeys((*one.because, *asked, *one.told)) if slot not in reader.told]
    groups: dict[int | None, list[Slot]] = {}
    for slot in own:
        if _says_more(reader, slot) and (not measured or _is_measured(reader, slot)):
            groups.setdefault(slot.at.record, []).append(slot)
    texts: list[str] = []
    for record, slots in groups.items():
        if record is None:
            for slot in slots:
                _add(reader, texts, slot, one.text)
        else:
            name = _name_of(reader, record, slots)
            runs = phrases(reader, [*name, *slots], dated=False, brief=True, colon=True, named=False)
            texts.append(cut(", ".join(run.text for run in runs)))
    return texts


def _add(reader: Reader, texts: list[str], slot: Slot, said: str) -> None:
    """One answer with its name and its own date; nothing that the rule says already."""
    if isinstance(reader.value(slot.item, slot.at), PartialDate) and slot in reader.told:
        return
    dated = Slot(f"{slot.item}_date", slot.at)
    day = f", {reader.read(dated)}" if reader.answer(dated) is not None else ""
    told = (run.text for run in phrases(reader, [slot], brief=True, colon=True))
    texts.extend(cut(f"{text}{day}") for text in told if _bare(text) not in said.casefold())


def _bare(text: str) -> str:
    """The words of an answer without colon and date."""
    return text.replace(":", "").partition(" (")[0].casefold()


def _is_measured(reader: Reader, slot: Slot) -> bool:
    return isinstance(reader.value(slot.item, slot.at), (int, float, PartialDate))


def _numbers(one: Checked) -> set[int]:
    return {slot.at.record for slot in (*one.because, *one.told) if slot.at.record is not None}


def _name_of(reader: Reader, record: int | None, slots: list[Slot]) -> list[Slot]:
    """What names a record: a reaction means nothing without what it was to."""
    owner = reader.library.items.get(reader.library.items[slots[0].item].record)
    if record is None or not isinstance(owner, Records) or owner.id == "orders":
        return []
    name = Slot(owner.summary[0], At(record=record))
    return [name] if name not in slots and reader.answer(name) is not None else []


def _says_more(reader: Reader, slot: Slot) -> bool:
    value = reader.value(slot.item, slot.at)
    if value is None or isinstance(value, Gap) or value in ("yes", "no"):
        return False
    return not isinstance(value, Marks) or bool(value.present)
