"""The red flags on the page: what fires and what was done, else how many were asked and which are open."""

from collections.abc import Iterable
from typing import Literal

from workup import words
from workup.answers import NOWHERE, Answer, At, Gap, Marks, Slot
from workup.note.blocks import Block, Callout, Run, Runs
from workup.note.phrases import phrases
from workup.note.reader import Reader
from workup.protocol import Choices
from workup.reasoning.flags import Raised

NAMED_FLAGS = 5
TIER = {"E": "emergency", "U": "urgent", "S": "soon"}

State = Literal["yes", "no", "unknown", "not asked"]


def flag_blocks(reader: Reader) -> tuple[Block, ...]:
    """One frame for each flag that fires, and one that counts the others with what was answered and what is open."""
    fired = reader.assessment.reasoning.fired
    banners = tuple(_banner(reader, one) for one in fired if one.banner)
    cautions = tuple(_caution(reader, one) for one in fired if not one.banner)
    return (*banners, _count(reader, any_fired=bool(banners)), *cautions)


def _banner(reader: Reader, one: Raised) -> Callout:
    title = f"{one.flag.title} ({TIER[one.tier or 'S']})"
    return Callout("alarm", title, tuple(_lines(reader, one)), slots=_slots(reader, one))


def _caution(reader: Reader, one: Raised) -> Callout:
    first, *rest = _lines(reader, one)
    return Callout("flags", f"Caution: {words.in_sentence(one.flag.title)}.", (first, *rest), slots=_slots(reader, one))


def _slots(reader: Reader, one: Raised) -> tuple[Slot, ...]:
    answers = (Slot(name, at) for name in ("flag_action", "flag_override") for at in _places(reader, name, one))
    return tuple(dict.fromkeys((*(slot for slot in one.because if reader.answer(slot) is not None), *answers)))


def _places(reader: Reader, name: str, one: Raised) -> list[At]:
    return [at for at in reader.assessment.counted.of_item(name) if at.place == one.flag.id]


def _lines(reader: Reader, one: Raised) -> Iterable[Runs]:
    """What fired it, what may be considered, what stands beside it, and what was done."""
    source = reader.cite_keys(dict.fromkeys((*(key for rule in one.rules for key in rule.source), *one.flag.source)))
    fired = "; ".join(dict.fromkeys(words.in_sentence(rule.text.rstrip(".")) for rule in one.rules))
    before = frozenset(reader.told)
    entries = phrases(reader, [slot for slot in one.because if reader.answer(slot) is not None])
    reader.told |= before
    said = words.sentence("; ".join(run.text for run in entries)) if entries else ""
    yield (Run("These entries match its criteria: ", "strong"), Run(f"{fired}. "), Run(said, "quiet"))
    yield (Run(f"{one.flag.consider.rstrip('.')}.{source}"),)
    beside = [slot for name in one.flag.beside for slot in reader.slots(name)]
    if beside and one.banner:
        told = words.sentence("; ".join(run.text for run in phrases(reader, beside)))
        yield (Run("Recorded beside it, which does not lower it: ", "strong"), Run(told))
    yield from _done(reader, one)


def _done(reader: Reader, one: Raised) -> Iterable[Runs]:
    for name, label in (("flag_action", "Action"), ("flag_override", "No action, because")):
        for at in _places(reader, name, one):
            slot = Slot(name, at)
            answer = reader.answer(slot)
            if answer is not None:
                yield (Run(f"{label}: ", "strong"), Run(f"{words.sentence(reader.read(slot))}{_who(reader, answer)}"))
    if one.again:
        yield (Run(f"To be answered anew. {one.again}", "strong"),)
    elif one.waiting:
        yield (Run("No action recorded.", "strong"),)


def _who(reader: Reader, answer: Answer) -> str:
    return f" ({answer.who}, {words.day_and_time(answer.at)})"


def _count(reader: Reader, *, any_fired: bool) -> Callout:
    """How many flags were asked and what was answered; how many are open comes from the content."""
    slots = _flag_slots(reader)
    by_state: dict[State, list[Slot]] = {"yes": [], "no": [], "unknown": [], "not asked": []}
    for where in slots:
        by_state[_state(reader, where)].append(where)
    answered = tuple(where for where in slots if reader.answer(where) is not None)
    source = reader.cite(*(reader.library.items[name] for name in dict.fromkeys(s.item for s in answered)))
    stale = [where for where in by_state["no"] if not reader.assessment.is_current(where)]
    reasoning = reader.assessment.reasoning
    total, still = len(reasoning.flags), len(reasoning.open_flags)
    if not answered:
        text = f"{words.plural(len(slots), 'question')} not asked." if slots else "The content asks none here."
        return Callout("flags", f"{_others(any_fired)}: not asked.", ((Run(text),),), slots=slots)
    before = frozenset(reader.told)
    lines: list[Runs] = []
    if by_state["yes"] and not any_fired:
        runs = phrases(reader, by_state["yes"])
        lines.append((Run("Recorded: ", "strong"), Run(words.sentence("; ".join(run.text for run in runs)))))
    elif by_state["yes"]:
        phrases(reader, by_state["yes"])
    lines.extend(_no_lines(reader, by_state["no"], len(slots), ""))
    lines.extend(_open_lines(reader, by_state, stale, ""))
    if lines and source:
        lines[-1] = (*lines[-1], Run(source))
    slots = tuple(dict.fromkeys((*slots, *reader.newly(before))))
    if still:
        title = f"{_others(any_fired)}: none so far, {still} of {total} still open."
    else:
        title = f"{_others(any_fired)}: none found, all {total} asked{_asked_on(reader, answered)}."
    return Callout("flags", title, tuple(lines), slots=slots)


def _others(any_fired: bool) -> str:
    return "Other red flags" if any_fired else "Red flags"


def _asked_on(reader: Reader, answered: Iterable[Slot]) -> str:
    visit = max((visit for where in answered if (visit := reader.visit_of(where)) is not None), default=None)
    return "" if visit is None else f" on {reader.visit_words(visit)}"


def _flag_slots(reader: Reader) -> tuple[Slot, ...]:
    return tuple(
        Slot(name, at)
        for name, item in reader.library.items.items()
        if item.red_flag and reader.item(name) is not None
        for at in reader.assessment.asked.get(name, ())
    )


def _state(reader: Reader, where: Slot) -> State:
    answer = reader.answer(where)
    if answer is None:
        return "not asked"
    if reader.is_finding(where):
        return "yes"
    if isinstance(answer.value, Gap):
        return "unknown"
    item = reader.library.items[where.item]
    if isinstance(answer.value, Marks) and isinstance(item, Choices):
        if answer.value.unknown:
            return "unknown"
        if len(answer.value.present) + len(answer.value.absent) < len(item.options):
            return "not asked"
    return "no"


def _no_lines(reader: Reader, slots: list[Slot], total: int, source: str) -> tuple[Runs, ...]:
    """`All 10 answered no on 25 Nov 2025: …`; those of an earlier visit carry its date."""
    if not slots:
        return ()
    last = reader.last_visit
    count = f"All {total}" if len(slots) == total else f"{len(slots)} of {total}"
    now = [where for where in slots if reader.visit_of(where) == last]
    before = [where for where in slots if reader.visit_of(where) != last]
    texts = [f"{count} answered no"]
    if now:
        texts.append(f" on {reader.visit_words(last)}: {_names(reader, now)}")
    if before:
        visits = sorted({visit for where in before if (visit := reader.visit_of(where)) is not None}, reverse=True)
        dated = "; ".join(
            f"{reader.visit_words(visit)}: {_names(reader, [w for w in before if reader.visit_of(w) == visit])}"
            for visit in visits
        )
        texts.append(f"; earlier, {dated}" if now else f" on {dated}")
    reader.told.update(slots)
    return ((Run(f"{''.join(texts)}.{source}"),),)


def _open_lines(
    reader: Reader, by_state: dict[State, list[Slot]], stale: list[Slot], source: str
) -> tuple[Runs, ...]:
    lines: list[Runs] = []
    begun = reader.assessment.visit <= reader.last_visit
    today = reader.visit_words(reader.last_visit) if begun else words.calendar_day(reader.assessment.today)
    for label, slots in (
        ("Unknown", by_state["unknown"]),
        ("Not asked", by_state["not asked"]),
        (f"Not asked again on {today}", stale),
    ):
        if slots:
            reader.told.update(where for where in slots if not isinstance(reader.value(where.item, where.at), Marks))
            lines.append((Run(f"{label}: ", "strong"), Run(f"{_names(reader, slots)}.")))
    if lines and source:
        lines[-1] = (*lines[-1], Run(source))
    return tuple(lines)


def _names(reader: Reader, slots: Iterable[Slot]) -> str:
    return ", ".join(dict.fromkeys(_name(reader, where) for where in slots))


def _name(reader: Reader, where: Slot) -> str:
    """The short name of a flag, with its side and place."""
    label = words.in_sentence(reader.library.items[where.item].label.rstrip("?"))
    parts = (where.at.side or "", label, reader.place(where) if where.at != NOWHERE else "")
    return " ".join(part for part in parts if part)
