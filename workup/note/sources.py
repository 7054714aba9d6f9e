"""The sources of the pain on the page: ranked, with what speaks for and against each, and the clinician's judgement."""

from collections.abc import Iterable, Iterator

from workup import words
from workup.answers import At, Slot
from workup.note.blocks import Balance, Bar, Block, Cell, Missing, Paragraph, Part, Run, Runs, Table
from workup.note.closing import first_steps
from workup.note.reader import Reader
from workup.protocol import Cause
from workup.reasoning.ranking import JUDGEMENT, PROFILE, REASON, Candidate
from workup.reasoning.weighing import Contribution
from workup.texts import N_, _, _n

FIGURES = 2
NAMED = 3
BARS = 7
MISSING = 2
CITED = 1
STEPS = 3
GLANCE, WHY = 3, 2
CONSENSUS, MEASURED = "c", "m"
NOT_A_PROBABILITY = N_("Figures are the balance of recorded evidence in doublings of the odds, not a probability.")
GRADES = (
    N_("T3: measured after spine surgery. T2: in mixed groups, T1: without surgery; both count less. "
    "m: measured. c: consensus, not measured. One source each; all of them stand in the knowledge base.")
)
SEEN = N_("Seen; whether it is the source is judged from what agrees with it.")


def sources_part(reader: Reader) -> Part | None:
    """The ranking; nothing while no source can be assessed and none is held on top by a red flag."""
    listed = _listed(reader)
    if not listed:
        return None
    shown = list(enumerate(reader.assessment.reasoning.shown, 1))
    blocks: list[Block] = [_balance(reader, number, one) for number, one in shown[:FIGURES]]
    if rows := shown[FIGURES:]:
        blocks.append(_table(reader, rows))
    blocks.extend(_rest(reader, [one for one in listed if one not in reader.assessment.reasoning.shown]))
    if any(first_steps(reader)):
        blocks.extend(telling_most(reader))
    slots = (*_profile(reader), *_all_because(reader, reader.assessment.reasoning.shown))
    blocks.append(Paragraph((Run(" ".join(_how(reader)), "quiet"),), look="remark", slots=slots))
    return Part("sources", _("Pain sources, ranked"), tuple(blocks))


def leading(reader: Reader) -> Iterator[Block]:
    """In a line for the first page: what the record points to, by which findings, and what else is in play."""
    listed = _listed(reader)
    first = _foremost(listed)
    held = [one for one in listed if one.pinned and one is not first]
    runs: list[Run] = []
    if held:
        names = words.listing([_glanced(reader, one) for one in held])
        runs += [Run(_("To rule out first, by a red flag: "), "strong"), Run(f"{names}. ")]
    told = list(held)
    if first is not None and first.balance > 0:
        lead = _("No source stands out. Highest") if first.phrase == "less_likely" else _("The record points to")
        runs += [Run(f"{lead}: ", "strong"), Run(_glanced(reader, first), "strong"), Run(f"{_why(first)}. ")]
        told.append(first)
        after = [one for one in listed if not one.pinned and one is not first and one.balance > 0][: GLANCE - 1]
        if after:
            runs.append(
                Run(_("Then: {glanced}. ").format(glanced=words.listing([_glanced(reader, one) for one in after])))
            )
            told += after
    if told:
        stable = reader.assessment.reasoning.stability
        firm = _("; ranking {word}").format(word=stable.word) if stable.leader is not None else ""
        runs.append(Run(_("Not a probability{firm}.").format(firm=firm), "quiet"))
        yield Paragraph(tuple(runs), look="small", slots=_all_because(reader, told))


def _why(one: Candidate) -> str:
    """`, for these findings; against, that one`."""
    pros = [words.in_sentence(said(c)) for c in one.best.counted if c.counts > 0][:WHY]
    cons = [words.in_sentence(said(c)) for c in reversed(one.best.counted) if c.counts < 0][:1]
    return (_(", for {pros}").format(pros="; ".join(pros)) if pros else "") + "".join(
        _("; against, {text}").format(text=text) for text in cons
    )


def _foremost(listed: list[Candidate]) -> Candidate | None:
    """The first of the ranking; one held on top by a flag only when its balance is the highest too."""
    ranked = next((one for one in listed if not one.pinned), None)
    pinned = max((one for one in listed if one.pinned), key=lambda one: one.balance, default=None)
    if ranked is None or pinned is None:
        return ranked or pinned
    return pinned if pinned.balance > ranked.balance else ranked


def _glanced(reader: Reader, one: Candidate) -> str:
    """`foraminal stenosis L5, right (likely)`; the figures stand with the ranking, where their meaning does."""
    phrase = reader.library.engine.phrase.get(one.phrase, one.phrase)
    name = words.in_sentence(name_at(reader, one.cause, one.at))
    return f"{name} ({words.in_sentence(phrase)})"


def _listed(reader: Reader) -> list[Candidate]:
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
    return Table((_("Source"), _("For"), _("Against or missing")), rows, (30, 38, 32), "list")


def _row(reader: Reader, number: int, one: Candidate) -> tuple[Cell, ...]:
    phrase = reader.library.engine.phrase.get(one.phrase, one.phrase)
    lead: list[Runs] = [
        (Run(f"{number} {name_at(reader, one.cause, one.at)}", "strong"),),
        (Run(", ".join([phrase, words.signed(one.balance), *([_("equal to the one above")] if one.equal else [])])),),
    ]
    lead.extend(_remarks(reader, one))
    pros = [c for c in one.best.counted if c.counts > 0]
    cons = [c for c in reversed(one.best.counted) if c.counts < 0]
    named = sorted(one.best.counted, key=lambda c: -abs(c.counts))[:NAMED]
    favour = _list(reader, pros, named) if pros else (Run(_("Nothing recorded speaks for it."), "quiet"),)
    against: list[Runs] = [_list(reader, cons, named)] if cons else []
    missing = [turn.criterion.text for turn in reader.assessment.reasoning.turns(one)]
    if missing:
        more = _(" and {count} more").format(count=len(missing) - 1) if len(missing) > 1 else ""
        against.append((Run(_("Missing: "), "strong"), Run(f"{words.in_sentence(missing[0])}{more}.")))
    return (
        Cell(tuple(lead), slots=_judged(reader, one)),
        Cell((favour,), slots=_because(reader, one, pros)),
        Cell(tuple(against), slots=_because(reader, one, cons)),
    )


def _remarks(reader: Reader, one: Candidate) -> Iterator[Runs]:
    """Why it stands where it stands, and what the clinician said of it."""
    if one.pinned:
        yield (Run(_("Held on top by red flag {list}.").format(list=words.listing(list(one.flags))), "quiet"),)
    if one.seen:
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


def _list(reader: Reader, found: list[Contribution], named: list[Contribution]) -> Runs:
    """`Leg share 60 % or more +1.3 T2 [4]; …`; those not named are counted with what they come to together."""
    told = [one for one in found if one in named]
    points = [f"{words.signed(one.counts)}{words.NO_BREAK}{grade(one)}" for one in told]
    parts = [f"{said(one)} {figure}{_sources_of(reader, one)}" for one, figure in zip(told, points, strict=True)]
    left = [one.counts for one in found if one not in named]
    if left:
        parts.append(_("{count} more, {signed} together").format(count=len(left), signed=words.signed(sum(left))))
    return (Run(f"{'; '.join(parts)}."),)


def _because(reader: Reader, candidate: Candidate, found: list[Contribution]) -> tuple[Slot, ...]:
    slots = (
        slot for one in found for slot in reader.assessment.reasoning.slots_of(candidate, one)
    )
    return tuple(dict.fromkeys(slot for slot in slots if reader.answer(slot) is not None))


def _all_because(reader: Reader, candidates: Iterable[Candidate]) -> tuple[Slot, ...]:
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


def _balance(reader: Reader, number: int, one: Candidate) -> Balance:
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
        tuple(_remarks(reader, one)),
        tuple(dict.fromkeys((*_because(reader, one, counted), *_judged(reader, one), *_raised(reader, one)))),
    )


# --------------------------------------------------------------------------------------------------------- what is left


def _rest(reader: Reader, further: list[Candidate]) -> Iterator[Block]:
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
        yield Paragraph(tuple(runs), look="small", slots=_all_because(reader, left))
    for one in left:
        for said_of in _judgement(reader, one):
            spoken = (Run(f"{one.cause.short}: ", "quiet"), *said_of)
            yield Paragraph(spoken, look="small", slots=_judged(reader, one))


def telling_most(reader: Reader) -> Iterator[Block]:
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


def _how(reader: Reader) -> Iterable[str]:
    """How firm the ranking is, where it starts, and what its figures are."""
    reasoning = reader.assessment.reasoning
    stable = reasoning.stability
    if stable.leader is not None:
        share = round(stable.share * 100)
        yield (
            _("Ranking {word}: {short} leads in {share} of 100 draws with every weight and border moved.").format(
                word=stable.word, short=words.in_sentence(stable.leader.short), share=share
            )
        )
    if reader.answer(Slot(PROFILE)) is not None:
        yield _("Starting point chosen: {read}.").format(read=words.in_sentence(reader.read(Slot(PROFILE))))
    else:
        yield _("Every source starts level.")
    yield _(NOT_A_PROBABILITY)
    yield _(GRADES)
