"""The sources of the pain on the page: ranked, with what speaks for and against each, and the clinician's judgement."""

from collections.abc import Iterable, Iterator, Sequence

from workup import words
from workup.answers import At, Slot
from workup.note.blocks import Balance, Bar, Block, Cell, Missing, Paragraph, Part, Run, Runs, Table
from workup.note.closing import first_steps
from workup.note.reader import Reader
from workup.note.wording import firmness_words
from workup.protocol import Cause
from workup.reasoning.ranking import JUDGEMENT, PROFILE, REASON, Candidate
from workup.reasoning.weighing import Contribution
from workup.texts import N_, _, _n

FIGURES = 2
NAMED = 3
BARS = 4
MISSING = 2
CITED = 1
STEPS = 3
CONSENSUS, MEASURED = "c", "m"
NOT_A_PROBABILITY = N_("Figures: recorded evidence in doublings of the odds, not a probability.")
GRADES = {
    "T3": N_("T3: measured after spine surgery"),
    "T2": N_("T2: in mixed groups, counts less"),
    "T1": N_("T1: without surgery, counts less"),
    MEASURED: N_("m: measured"),
    CONSENSUS: N_("c: consensus, not measured"),
}
SEEN = N_("Seen; whether it is the source is judged from what agrees with it.")
BOTH_SEEN = N_("1 and 2 are seen; whether either is the source is judged from what agrees with it.")


def sources_part(reader: Reader) -> Part | None:
    """The ranking; nothing while no source can be assessed and none is held on top by a red flag."""
    listed = listed_sources(reader)
    if not listed:
        return None
    shown = list(enumerate(reader.assessment.reasoning.shown, 1))
    alike = _both_seen(shown)
    slots = (*_profile(reader), *all_because(reader, reader.assessment.reasoning.shown))
    how = [*([_(BOTH_SEEN)] if alike else []), *_how(reader, [one for _rest, one in shown])]
    blocks: list[Block] = [Paragraph((Run(" ".join(how), "quiet"),), look="remark", slots=slots)]
    blocks.extend(_balance(reader, number, one, seen=not alike) for number, one in shown[:FIGURES])
    if rows := shown[FIGURES:]:
        blocks.append(_table(reader, rows))
    rest = list(_rest(reader, [one for one in listed if one not in reader.assessment.reasoning.shown]))
    steps = list(telling_most(reader)) if any(first_steps(reader)) else []
    blocks.extend(_run_on([*rest[:1], *steps]))
    blocks.extend(rest[1:])
    return Part("sources", _("Pain sources, ranked"), tuple(blocks))


def _run_on(paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """Small paragraphs as one."""
    runs = [run for place, one in enumerate(paragraphs) for run in ((Run(" "), *one.runs) if place else one.runs)]
    if runs:
        yield Paragraph(tuple(runs), "small", tuple(dict.fromkeys(slot for one in paragraphs for slot in one.slots)))


def _both_seen(shown: Sequence[tuple[int, Candidate]]) -> bool:
    """Whether both figures would say that their lesion is seen: it is then said once."""
    return len(shown) >= FIGURES and all(one.seen for _rest, one in shown[:FIGURES])


def listed_sources(reader: Reader) -> list[Candidate]:
    """What the ranking prints: pinned sources, and those that can be assessed and are not unlikely."""
    candidates = reader.assessment.reasoning.candidates
    return [one for one in candidates if one.pinned or (one.assessable and one.phrase != "unlikely")]


def name_at(reader: Reader, cause: Cause, at: At) -> str:
    """`Foraminal stenosis L5–S1, right`."""
    return words.at_place(cause.short, at.place, at.side)


def said(one: Contribution) -> str:
    """A finding as it stands: its words when present, those of its absence when absent."""
    if one.state is False:
        return one.criterion.absent_text or _("not: {text}").format(text=words.in_sentence(one.criterion.text))
    return one.criterion.text


def _sources_of(reader: Reader, one: Contribution) -> str:
    rows = (reader.library.evidence.get(row) for row in one.criterion.rows)
    keys = dict.fromkeys((*one.criterion.source, *(key for row in rows if row is not None for key in row.source)))
    return reader.cite_keys(list(keys)[:CITED])


def grade(one: Contribution) -> str:
    """How far a finding transfers to people after surgery, or that it is consensus."""
    if one.criterion.basis == "consensus":
        return CONSENSUS
    return one.criterion.transfer or MEASURED


# ------------------------------------------------------------------------------------------------------------ the table


def _table(reader: Reader, candidates: list[tuple[int, Candidate]]) -> Table:
    """The sources that have no figure."""
    rows = tuple(_row(reader, number, one) for number, one in candidates)
    return Table((_("Source"), _("For"), _("Against or missing")), rows, (22, 38, 40), "list")


def _row(reader: Reader, number: int, one: Candidate) -> tuple[Cell, ...]:
    phrase = reader.library.engine.phrase.get(one.phrase, one.phrase)
    equal = _("equal to {number}").format(number=number - 1) if one.equal else ""
    lead: list[Runs] = [
        (Run(f"{number} {name_at(reader, one.cause, one.at)}", "strong"),),
        (Run(", ".join(part for part in (phrase, words.signed(one.balance), equal) if part)),),
    ]
    lead.extend(_remarks(reader, one))
    pros = [c for c in one.best.counted if c.counts > 0]
    cons = [c for c in reversed(one.best.counted) if c.counts < 0]
    named = _named(pros, cons)
    favour = _list(pros, named) if pros else (Run(_("Nothing recorded speaks for it."), "quiet"),)
    against: list[Runs] = [_list(cons, named)] if cons else []
    missing = [turn.criterion.text for turn in reader.assessment.reasoning.turns(one)]
    if missing:
        more = _(" and {count} more").format(count=len(missing) - 1) if len(missing) > 1 else ""
        lacks = (Run(_("Missing: "), "strong"), Run(f"{words.in_sentence(missing[0])}{more}."))
        against = [(*against[0], Run(" "), *lacks) if against else lacks]
    return (
        Cell(tuple(lead), slots=_judged(reader, one)),
        Cell((favour,), slots=_because(reader, one, pros)),
        Cell(tuple(against), slots=_because(reader, one, cons)),
    )


def _named(pros: list[Contribution], cons: list[Contribution]) -> list[Contribution]:
    """The strongest for, the strongest against, and the next strongest of either."""
    first = [*pros[:1], *cons[:1]]
    rest = sorted([*pros[1:], *cons[1:]], key=lambda one: -abs(one.counts))
    return [*first, *rest][:NAMED]


def _remarks(reader: Reader, one: Candidate, *, seen: bool = True) -> Iterator[Runs]:
    """Why it stands where it stands, and what the clinician said of it."""
    if one.pinned:
        yield (Run(_("Held on top by red flag {list}.").format(list=words.listing(list(one.flags))), "quiet"),)
    if one.seen and seen:
        yield (Run(_(SEEN), "quiet"),)
    if one.held:
        yield (Run(one.held, "quiet"),)
    yield from _judgement(reader, one)


def _judged(reader: Reader, one: Candidate) -> tuple[Slot, ...]:
    slots = (Slot(name, At(place=one.cause.id)) for name in (JUDGEMENT, REASON))
    return tuple(slot for slot in slots if reader.answer(slot) is not None)


def _raised(reader: Reader, one: Candidate) -> Iterator[Slot]:
    """The answers that raised the flags which hold it on top."""
    for flag in reader.assessment.reasoning.fired if one.pinned else ():
        if flag.flag.id in one.flags:
            yield from (slot for slot in flag.because if reader.answer(slot) is not None)


def _list(found: list[Contribution], named: list[Contribution]) -> Runs:
    """`Leg share 60 % or more +1.3 T2; …`; those not named are counted with what they come to together."""
    told = [one for one in found if one in named]
    parts = [f"{said(one)} {words.signed(one.counts)}{words.NO_BREAK}{grade(one)}" for one in told]
    parts[1:] = [words.in_sentence(part) for part in parts[1:]]
    left = [one.counts for one in found if one not in named]
    if left:
        parts.append(_("{count} more, {signed} together").format(count=len(left), signed=words.signed(sum(left))))
    return (Run(f"{'; '.join(parts)}."),)


def _because(reader: Reader, candidate: Candidate, found: list[Contribution]) -> tuple[Slot, ...]:
    slots = (
        slot for one in found for slot in reader.assessment.reasoning.slots_of(candidate, one)
    )
    return tuple(dict.fromkeys(slot for slot in slots if reader.answer(slot) is not None))


def all_because(reader: Reader, candidates: Iterable[Candidate]) -> tuple[Slot, ...]:
    """The answers that what counts of these sources rests on."""
    found = (slot for one in candidates for slot in _because(reader, one, list(one.best.counted)))
    return tuple(dict.fromkeys(found))


def _judgement(reader: Reader, one: Candidate) -> Iterator[Runs]:
    """What the clinician said of it; beside the ranking, never in it."""
    at = At(place=one.cause.id)
    where = Slot(JUDGEMENT, at)
    if reader.answer(where) is None:
        return
    who = reader.cover.author or _("Clinician")
    reason = reader.read(Slot(REASON, at)) if reader.answer(Slot(REASON, at)) is not None else ""
    yield (
        Run(f"{who}: {words.in_sentence(reader.read(where))}", "strong"),
        Run(f". {words.sentence(reason)}" if reason else "."),
    )


# ------------------------------------------------------------------------------------------------------------- figures


def _balance(reader: Reader, number: int, one: Candidate, *, seen: bool) -> Balance:
    counted = list(one.best.counted)
    shown = sorted(counted, key=lambda c: -abs(c.counts))[:BARS]
    left = [c for c in counted if c not in shown]
    bars = [
        Bar(said(c), c.counts, grade(c) != CONSENSUS, grade(c), _sources_of(reader, c)) for c in counted if c in shown
    ]
    for measured in (True, False):
        alike = [c.counts for c in left if (grade(c) != CONSENSUS) is measured]
        if alike:
            kind = _("measured") if measured else _("by consensus")
            count = _n("{n} smaller finding", "{n} smaller findings", len(alike))
            bars.append(Bar(f"{count}, {kind}", sum(alike), measured))
    if one.prior:
        bars.append(Bar(_("Starting point of the chosen group"), one.prior, measured=True))
    turns = reader.assessment.reasoning.turns(one)
    phrase = reader.library.engine.phrase.get(one.phrase, one.phrase)
    return Balance(
        f"{number} {name_at(reader, one.cause, one.at)}",
        _("{phrase}, equal to the one above").format(phrase=phrase) if one.equal else phrase,
        tuple(bars),
        one.balance,
        tuple(Missing(words.in_sentence(t.criterion.text), t.present, t.absent) for t in turns[:MISSING]),
        len(turns),
        tuple(_remarks(reader, one, seen=seen)),
        tuple(dict.fromkeys((*_because(reader, one, counted), *_judged(reader, one), *_raised(reader, one)))),
    )


# --------------------------------------------------------------------------------------------------------- what is left


def _rest(reader: Reader, further: list[Candidate]) -> Iterator[Paragraph]:
    """The others by name, and what the clinician said of them."""
    reasoning = reader.assessment.reasoning
    runs: list[Run] = []
    left: list[Candidate] = []
    phrase = reader.library.engine.phrase
    groups = {
        phrase.get("less_likely", ""): further,
        phrase.get("not_assessable", ""): [one for one in reasoning.candidates if not one.assessable],
        phrase.get("unlikely", ""): [one for one in reasoning.candidates if one.phrase == "unlikely"],
    }
    for label, found in groups.items():
        if not found:
            continue
        names = ", ".join(words.in_sentence(one.cause.short) for one in found)
        lead = _("Further") if found is further else label
        runs += [Run(f"{' ' if runs else ''}{lead}: ", "strong"), Run(f"{names}.")]
        left += found
    if runs:
        yield Paragraph(tuple(runs), look="small", slots=all_because(reader, left))
    for one in left:
        for said_of in _judgement(reader, one):
            spoken = (Run(f"{one.cause.short}: ", "quiet"), *said_of)
            yield Paragraph(spoken, look="small", slots=_judged(reader, one))


def telling_most(reader: Reader) -> Iterator[Paragraph]:
    """What is expected to move the balance most for its burden, and which sources it tells apart.

    It leads the page where no plan is recorded yet, and else stands below the ranking.
    """
    steps = reader.assessment.reasoning.steps
    told = []
    for step in steps[:STEPS]:
        shorts = [words.in_sentence(cause.short) for cause in step.causes]
        why = words.in_sentence(step.first.rstrip(".")) if step.first else words.listing(shorts[:STEPS])
        under_way = f", {_('under way')}" if step.ordered else ""
        told.append(f"{step.text}{under_way}{f' ({why})' if why else ''}")
    if told:
        runs = (Run(_("Would tell most: "), "strong"), Run(f"{'; '.join(told)}."))
        yield Paragraph(runs, look="small", slots=tuple(slot for step in steps[:STEPS] for slot in step.slots))


def _profile(reader: Reader) -> tuple[Slot, ...]:
    return (Slot(PROFILE),) if reader.answer(Slot(PROFILE)) is not None else ()


def _how(reader: Reader, shown: Iterable[Candidate]) -> Iterable[str]:
    """How firm the ranking is, where it starts, and what its figures are."""
    reasoning = reader.assessment.reasoning
    stable = reasoning.stability
    if stable.leader is not None:
        share = round(stable.share * 100)
        yield (
            _("Ranking {word}: {short} leads in {share} of 100 draws, all weights and borders moved.").format(
                word=firmness_words(stable.word), short=words.in_sentence(stable.leader.short), share=share
            )
        )
    if reader.answer(Slot(PROFILE)) is not None:
        yield _("Starting point chosen: {read}.").format(read=words.in_sentence(reader.read(Slot(PROFILE))))
    else:
        yield _("Every source starts level.")
    yield _(NOT_A_PROBABILITY)
    used = {grade(found) for one in shown for found in one.best.counted}
    yield f"{'. '.join(_(text) for key, text in GRADES.items() if key in used)}."
