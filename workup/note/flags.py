"""The red flags on the page: what fires and what was done, else how many were asked and which are open."""

from collections.abc import Iterable
from typing import Literal

from workup import agreeing, words
from workup.answers import NOWHERE, Answer, At, Gap, Marks, Slot
from workup.note.blocks import Block, Callout, Run, Runs
from workup.note.phrases import phrases
from workup.note.reader import Reader
from workup.protocol import Choices, Tier
from workup.reasoning.flags import Raised
from workup.texts import N_, _, _n

NAMED_FLAGS = 5
NAMED_ASKS = 3
TIERS: dict[Tier, str] = {"E": N_("emergency"), "U": N_("urgent"), "S": N_("caution")}

State = Literal["yes", "no", "unknown", "not asked"]


def flag_blocks(reader: Reader) -> tuple[Block, ...]:
    """One frame for each flag that fires, and one that counts the others with what was answered and what is open."""
    fired = reader.assessment.reasoning.fired
    return (*(_framed(reader, one) for one in fired), _count(reader, len(fired)))


def _framed(reader: Reader, one: Raised) -> Callout:
    """An alarm for what cannot wait, a caution for the rest."""
    before = frozenset(reader.told)
    lines = tuple(_lines(reader, one))
    given = (slot for slot in one.because if reader.answer(slot) is not None)
    answers = (Slot(name, at) for name in ("flag_action", "flag_override") for at in _places(reader, name, one))
    slots = tuple(dict.fromkeys((*given, *answers, *reader.newly(before))))
    if one.banner:
        return Callout("alarm", f"{one.flag.title} ({_(TIERS[one.tier or 'S'])})", lines, slots=slots)
    return Callout(
        "caution", _("Caution: {title}.").format(title=words.in_sentence(one.flag.title)), lines, slots=slots
    )


def _places(reader: Reader, name: str, one: Raised) -> list[At]:
    return [at for at in reader.assessment.counted.of_item(name) if at.place == one.flag.id]


def _lines(reader: Reader, one: Raised) -> Iterable[Runs]:
    """What fired it, what may be considered, what stands beside it, and what was done."""
    source = reader.cite_keys(dict.fromkeys((*(key for rule in one.rules for key in rule.source), *one.flag.source)))
    # The rules of the tier it fires at; what would fire less urgently says nothing more.
    rules = [rule for rule in one.rules if rule.tier == one.tier]
    fired = "; ".join(dict.fromkeys(words.in_sentence(rule.text.rstrip(".")) for rule in rules))
    said = "; ".join(run.text for run in phrases(reader, _entries(reader, one)))
    entries = (
        (Run(_(" Recorded: {said}").format(said=words.in_sentence(words.sentence(said))), "quiet"),) if said else ()
    )
    yield (Run(_("These entries match its criteria: "), "strong"), Run(f"{fired}."), *entries)
    yield (Run(f"{one.flag.consider.rstrip('.')}.{source}"),)
    beside = [slot for name in one.flag.beside for slot in reader.slots(name)]
    if beside and one.banner:
        told = words.sentence("; ".join(run.text for run in phrases(reader, beside)))
        yield (Run(_("Recorded beside it, which does not lower it: "), "strong"), Run(told))
    yield from _done(reader, one)


def _entries(reader: Reader, one: Raised) -> list[Slot]:
    """The answers that fired it, findings first.

    What follows up another answer is told with that one; dates and states of operations and tests in their rows.
    """
    given = [slot for slot in one.because if reader.answer(slot) is not None]
    items = reader.library.items
    based = (Slot(items[slot.item].about, slot.at) if items[slot.item].about else slot for slot in given)
    leading = dict.fromkeys(base if reader.answer(base) is not None else own for own, base in zip(given, based))
    kept = [slot for slot in leading if slot.at.record is None or reader.is_finding(slot)]
    return sorted(kept or leading, key=lambda slot: not reader.is_finding(slot))


def _done(reader: Reader, one: Raised) -> Iterable[Runs]:
    for name, label in (("flag_action", _("Action")), ("flag_override", _("No action, because"))):
        for at in _places(reader, name, one):
            slot = Slot(name, at)
            answer = reader.answer(slot)
            if answer is not None:
                yield (Run(f"{label}: ", "strong"), Run(f"{words.sentence(reader.read(slot))}{_who(reader, answer)}"))
    if one.again:
        yield (Run(_("To be answered anew. {again}").format(again=one.again), "strong"),)
    elif one.waiting:
        yield (Run(_("No action recorded."), "strong"),)


def _who(reader: Reader, answer: Answer) -> str:
    moment = answer.at.astimezone(reader.cover.printed_at.tzinfo)
    who = reader.cover.names.get(answer.who, answer.who)
    return f" ({', '.join(part for part in (who, words.day_and_time(moment)) if part)})"


# ----------------------------------------------------------------------------------------------- those that do not fire


def _count(reader: Reader, fired: int) -> Callout:
    """How many flags were asked and what was answered; how many there are comes from the content."""
    slots = _flag_slots(reader)
    by_state: dict[State, list[Slot]] = {"yes": [], "no": [], "unknown": [], "not asked": []}
    for where in slots:
        by_state[_state(reader, where)].append(where)
    answered = tuple(where for where in slots if reader.answer(where) is not None)
    reasoning = reader.assessment.reasoning
    total, still = len(reasoning.flags) - fired, reasoning.open_flags
    name = _("Other red flags") if fired else _("Red flags")
    if not answered and not fired:
        left = _(", all {total} still open").format(total=total) if total else ""
        text = (
            _("{count} not asked.").format(count=_n("{n} question", "{n} questions", len(slots)))
            if slots
            else _("The content asks none here.")
        )
        return Callout(
            "flags", _("{name}: not asked{left}.").format(name=name, left=left), ((Run(text),),), slots=slots
        )
    before = frozenset(reader.told)
    lines = _recorded(reader, by_state["yes"])
    lines.extend(_no_lines(reader, by_state["no"], len(slots)))
    lines.extend(_still_open(reader, still))
    lines.extend(_open_lines(reader, by_state))
    found = dict.fromkeys(where.item for where in (*by_state["yes"], *by_state["unknown"]))
    source = reader.cite(*(reader.library.items[name] for name in found))
    if lines and source:
        lines[-1] = (*lines[-1], Run(source))
    slots = tuple(dict.fromkeys((*slots, *reader.newly(before))))
    # All answered no at one visit: the line below has the day.
    told_below = len(by_state["no"]) == len(slots) and len({reader.visit_of(where) for where in by_state["no"]}) == 1
    state = _state_of_all(reader, total, "" if told_below else _asked_on(reader, answered))
    return Callout("flags", f"{name}: {state}.", tuple(lines), slots=slots)


def _state_of_all(reader: Reader, total: int, when: str) -> str:
    """`none found, all 17 asked on 25 Nov 2025`; nothing is called found to be absent while an answer is unknown."""
    reasoning = reader.assessment.reasoning
    still = len(reasoning.open_flags)
    unknown = len(reasoning.unknown_flags)
    if not still and not unknown:
        return _("none found, all {total} asked{when}").format(total=total, when=when)
    asked = (
        _("{still} of {total} still open").format(still=still, total=total)
        if still
        else _("all {total} asked{when}").format(total=total, when=when)
    )
    if unknown:
        return _("none so far, {asked}, {unknown} with an answer unknown").format(asked=asked, unknown=unknown)
    return _("none so far, {asked}").format(asked=asked)


def _recorded(reader: Reader, slots: list[Slot]) -> list[Runs]:
    """What was answered yes and stands in no frame above."""
    left = [where for where in slots if where not in reader.told]
    runs = phrases(reader, left)
    said = "; ".join(run.text for run in runs)
    return [(Run(_("Recorded: "), "strong"), Run(words.sentence(said)))] if said else []


def _still_open(reader: Reader, still: Iterable[Raised]) -> list[Runs]:
    """The flags that are open, while they are few, with what is open besides the questions named below."""
    named = []
    for one in still:
        asks = dict.fromkeys(slot.item for slot in one.open_asks)
        labels = [
            words.in_sentence(agreeing.asked(item.label))
            for name in asks
            if (item := reader.item(name)) is not None and not item.red_flag
        ]
        more = _(" and {count} more").format(count=len(labels) - NAMED_ASKS) if len(labels) > NAMED_ASKS else ""
        beside = f" ({', '.join(labels[:NAMED_ASKS])}{more})" if labels else ""
        named.append(f"{words.in_sentence(one.flag.title)}{beside}")
    return [(Run(_("Still open: "), "strong"), Run(f"{', '.join(named)}."))] if 0 < len(named) <= NAMED_FLAGS else []


def _asked_on(reader: Reader, answered: Iterable[Slot]) -> str:
    visits = {visit for where in answered if (visit := reader.visit_of(where)) is not None}
    if not visits:
        return ""
    return _("{value} on {visit}").format(
        value=_(", the last") if len(visits) > 1 else "", visit=reader.visit_words(max(visits))
    )


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


def _no_lines(reader: Reader, slots: list[Slot], total: int) -> tuple[Runs, ...]:
    """`All 15 questions answered no on 25 Nov 2025: …`; those of an earlier visit carry its date."""
    if not slots:
        return ()
    last = reader.last_visit
    count = (
        _("All {total} questions").format(total=total)
        if len(slots) == total
        else _("{count} of {total} questions").format(count=len(slots), total=total)
    )
    now = [where for where in slots if reader.visit_of(where) == last]
    before = [where for where in slots if reader.visit_of(where) != last]
    texts = [_("{count} answered no").format(count=count)]
    if now:
        texts.append(_(" on {visit}: {names}").format(visit=reader.visit_words(last), names=_names(reader, now)))
    if before:
        visits = sorted({visit for where in before if (visit := reader.visit_of(where)) is not None}, reverse=True)
        dated = "; ".join(
            f"{reader.visit_words(visit)}: {_names(reader, [w for w in before if reader.visit_of(w) == visit])}"
            for visit in visits
        )
        texts.append(_("; earlier, {dated}").format(dated=dated) if now else _(" on {dated}").format(dated=dated))
    reader.told.update(slots)
    return ((Run(f"{''.join(texts)}."),),)


def _open_lines(reader: Reader, by_state: dict[State, list[Slot]]) -> Iterable[Runs]:
    begun = reader.assessment.visit <= reader.last_visit
    today = reader.visit_words(reader.last_visit) if begun else words.calendar_day(reader.assessment.today)
    stale = [where for where in by_state["no"] if not reader.assessment.is_current(where)]
    flags = (one for one in reader.assessment.reasoning.flags if one.tier is None)
    unknown = dict.fromkeys((*by_state["unknown"], *(slot for one in flags for slot in one.unknown_asks)))
    for label, slots in (
        (_("Unknown"), list(unknown)),
        (_("Not asked"), by_state["not asked"]),
        (_("Not asked again on {today}").format(today=today), stale),
    ):
        if slots:
            own = (where for where in slots if reader.library.items[where.item].red_flag)
            reader.told.update(where for where in own if not isinstance(reader.value(where.item, where.at), Marks))
            yield (Run(f"{label}: ", "strong"), Run(f"{_names(reader, slots)}."))


def _names(reader: Reader, slots: Iterable[Slot]) -> str:
    return ", ".join(dict.fromkeys(_name(reader, where) for where in slots))


def _name(reader: Reader, where: Slot) -> str:
    """The short name of a flag, with its side and place."""
    label = words.in_sentence(agreeing.asked(reader.library.items[where.item].label))
    said = f"{label} {reader.place(where) if where.at != NOWHERE else ''}".rstrip()
    return words.beside(said, where.at.side) if where.at.side else said
