"""What leads the page: who it is, the impression, the red flags, the scope and the reason."""

from collections.abc import Iterable
from typing import Literal

from workup import words
from workup.answers import NOWHERE, Gap, Marks, PartialDate, Slot
from workup.note.blocks import Block, Callout, Identity, Paragraph, Part, Run, Runs
from workup.note.phrases import phrases
from workup.note.reader import Reader
from workup.protocol import Choices

TITLE_MOST = 110
LEAD_MOST = 240
NAMED_FLAGS = 5
NO_TITLE = "Workup summary"
SEX = {"female": "F", "male": "M", "other": "X"}

State = Literal["yes", "no", "unknown", "not asked"]


def identity(reader: Reader) -> Identity:
    """What names the patient on every page."""
    family, given, mrn = (_text(reader, name) for name in ("family_name", "given_name", "mrn"))
    born = reader.value("birth_date")
    sex = reader.value("sex")
    reader.told.update(Slot(name) for name in ("family_name", "given_name", "mrn", "birth_date", "sex"))
    whole = isinstance(born, PartialDate)
    return Identity(
        name=words.person_name(family, given) or "Name not recorded",
        sex=SEX.get(sex, "") if isinstance(sex, str) else "",
        age=words.age(born.first, reader.assessment.today) if isinstance(born, PartialDate) else "",
        born=reader.read(Slot("birth_date")).split(",", 1)[0] if whole else "",
        mrn=mrn,
    )


def _text(reader: Reader, name: str) -> str:
    value = reader.value(name)
    return " ".join(words.shown(value).split()) if isinstance(value, str) else ""


def title(reader: Reader) -> str:
    """The reason for the workup when it fits on a line or two."""
    reason = _text(reader, "reason")
    if not reason or len(reason) > TITLE_MOST:
        return NO_TITLE
    reader.told.add(Slot("reason"))
    return words.capital(reason.rstrip("."))


def subtitle(reader: Reader) -> str:
    """Visits, author and clinic."""
    days = [visit.day for visit in reader.assessment.visits]
    visits = f"{'Visit' if len(days) == 1 else 'Visits'} {words.days(days)}" if days else "No visit yet"
    cover = reader.cover
    author = ", ".join(part for part in (cover.author, cover.profession) if part)
    return " · ".join(part for part in (visits, author, cover.clinic) if part)


def front(reader: Reader) -> Part:
    """Impression, red flags, scope, and the reason when it is too long for the title."""
    blocks: list[Block] = [_impression(reader), _flags(reader)]
    scope = reader.assessment.scope
    line = " ".join(part for part in (scope.sentence, scope.works) if part)
    source = reader.cite_keys(scope.rule.source) if scope.rule else ""
    blocks.append(Paragraph((Run(f"{line}{source}", "quiet"),), look="remark"))
    if Slot("reason") not in reader.told and reader.value("reason") is not None:
        runs = (Run("Reason: ", "strong"), *reader.runs(Slot("reason")))
        blocks.append(Paragraph(runs, slots=(Slot("reason"),)))
    return Part("front", "", tuple(blocks))


def _impression(reader: Reader) -> Callout:
    where = Slot("impression")
    lead, rest = split_lead(reader.read(where))
    about = [slot for name in ("impression_levels", "impression_side") for slot in reader.slots(name)]
    remarks = [words.capital(", ".join(run.text for run in phrases(reader, about)))] if about else []
    if lead and (dated := reader.date_words(where, None)):
        remarks.append(f"Impression of {dated.strip(' ()')}")
    body = [Run(rest)] if rest else []
    body.extend(Run(f"{' ' if rest else ''}{remark}.", "quiet") for remark in remarks)
    slots = (*reader.slots("impression"), *about)
    return Callout("conclusion", lead or "No impression recorded", (tuple(body),) if body else (), slots=slots)


def reasoning(reader: Reader) -> Part | None:
    """Why the clinician thinks so; it stands after what was found."""
    slots = reader.slots("impression_reasoning")
    if not slots:
        return None
    block = Paragraph(reader.runs(slots[0]), slots=slots)
    return Part("reasoning", "Reasoning", (block,))


def split_lead(text: str) -> tuple[str, str]:
    """The first line, and what follows it; of a long line its first sentence."""
    first, _, rest = text.strip().partition("\n")
    if len(first) > LEAD_MOST:
        end = first.find(". ")
        if 0 < end <= LEAD_MOST:
            return first[: end + 1], f"{first[end + 2:]}\n{rest}".strip()
        return "Impression", text.strip()
    return first, rest.strip()


# -------------------------------------------------------------------------------------------------------- red flags


def _flags(reader: Reader) -> Callout:
    slots = _flag_slots(reader)
    by_state: dict[State, list[Slot]] = {"yes": [], "no": [], "unknown": [], "not asked": []}
    for where in slots:
        by_state[_state(reader, where)].append(where)
    answered = tuple(where for where in slots if reader.answer(where) is not None)
    source = reader.cite(*(reader.library.items[name] for name in dict.fromkeys(s.item for s in answered)))
    stale = [where for where in by_state["no"] if not reader.assessment.is_current(where)]
    if by_state["yes"]:
        return _found(reader, by_state, source, slots)
    if not answered:
        text = f"{words.plural(len(slots), 'question')} not asked." if slots else "The content asks none here."
        return Callout("flags", "Red flags: not asked.", ((Run(text),),), slots=slots)
    open_now = len(by_state["unknown"]) + len(by_state["not asked"]) + len(stale)
    if open_now:
        lines = (*_no_lines(reader, by_state["no"], len(slots), ""), *_open_lines(reader, by_state, stale, source))
        return Callout("flags", f"Red flags: none so far, {open_now} still open.", lines, slots=slots)
    lines = _no_lines(reader, by_state["no"], len(slots), source)
    return Callout("flags", "Red flags: none found.", lines, slots=slots)


def _found(reader: Reader, by_state: dict[State, list[Slot]], source: str, slots: tuple[Slot, ...]) -> Callout:
    before = frozenset(reader.told)
    runs = phrases(reader, by_state["yes"])
    slots = tuple(dict.fromkeys((*slots, *reader.newly(before))))
    lines: list[Runs] = [(Run("Recorded: ", "strong"), Run(words.sentence("; ".join(run.text for run in runs))))]
    lines.extend(_no_lines(reader, by_state["no"], len(slots), ""))
    stale = [where for where in by_state["no"] if not reader.assessment.is_current(where)]
    lines.extend(_open_lines(reader, by_state, stale, source))
    found = by_state["yes"]
    names = words.listing([_name(reader, where) for where in found])
    title = words.capital(names) if len(found) <= NAMED_FLAGS else f"{len(found)} recorded"
    return Callout("alarm", title, tuple(lines), slots=slots)


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
