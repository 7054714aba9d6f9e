"""How a weight came about, what would change a source, and what separates two of them; all of it as short lines."""

from __future__ import annotations

from math import log2

from ui.reasoning.notetable import NoteRow
from ui.reasoning.wording import finding_words, points, source_name
from workup import words
from workup.protocol import Engine, Weight
from workup.reasoning.next_step import Turn
from workup.reasoning.ranking import Candidate, cuts, word
from workup.reasoning.reason import Reasoning
from workup.reasoning.weighing import Contribution, Place
from workup.reasoning.weights import ratio, rounded
from workup.texts import N_, _

QUALITY = {"small": N_("small study"), "extremes": N_("clear cases only"), "crosses_one": N_("interval crosses one")}
TURNS, SEPARATING = 4, 8


def arithmetic_rows(reasoning: Reasoning, place: Place) -> tuple[NoteRow, ...]:
    """Every finding that is known: ratio, transfer and quality, its group, and what does not count and why."""
    engine = reasoning.library.engine
    known = [one for one in place.contributions if one.state is not None]
    known.sort(key=lambda one: (-abs(one.counts), -abs(one.weight)))
    return tuple(_arithmetic(engine, one) for one in known)


def _arithmetic(engine: Engine, one: Contribution) -> NoteRow:
    chosen = one.criterion.present if one.state else one.criterion.absent
    how = _("Recorded, never weighed this way round.") if chosen is None else _product(engine, one, chosen)
    group = _("Group {group}.").format(group=engine.group.get(one.criterion.group, one.criterion.group))
    note = words.sentence(one.note) if one.note else ""
    rows = _("Rows {rows}.").format(rows=", ".join(one.criterion.rows)) if one.criterion.rows else ""
    below = " ".join(filter(None, (how, group, note, words.sentence(one.criterion.reason), rows)))
    return NoteRow(
        finding_words(one),
        points(one.counts) if one.counts else _("not counted"),
        below,
        figure_token="against" if one.counts < 0 else "ink" if one.counts else "ink3",
    )


def _product(engine: Engine, one: Contribution, chosen: Weight) -> str:
    """`LR 2.8, doublings +1.5 × 0.5 (T1) = +0.7.`"""
    likelihood = ratio(engine, chosen)
    lead = f"LR {words.decimal(rounded_ratio(likelihood))}"
    if chosen.lr is None:
        told = (
            _("Consensus word {word}, against: {lead}, {points} doublings.")
            if chosen.against
            else _("Consensus word {word}: {lead}, {points} doublings.")
        )
        return told.format(word=chosen.word, lead=lead, points=points(rounded(log2(likelihood))))
    parts = [_("{lead}, {points} doublings").format(lead=lead, points=points(rounded(log2(likelihood))))]
    if one.criterion.transfer:
        factor = words.decimal(engine.number(f"transfer_{one.criterion.transfer}"))
        parts.append(_("{factor} (transfer {transfer})").format(factor=factor, transfer=one.criterion.transfer))
    if one.criterion.quality:
        factor = words.decimal(engine.number(f"quality_{one.criterion.quality}"))
        parts.append(f"{factor} ({_(QUALITY[one.criterion.quality])})")
    return f"{' × '.join(parts)} = {points(one.weight)}."


def rounded_ratio(likelihood: float) -> float:
    """A ratio as it is printed: two decimals below one, one above."""
    return round(likelihood, 2 if likelihood < 1 else 1)


# -- what would change it ----------------------------------------------------------------------------------------------


def turn_rows(reasoning: Reasoning, candidate: Candidate, place: Place, most: int = TURNS) -> tuple[NoteRow, ...]:
    """The open findings that would move a source most, and where it would stand then."""
    return tuple(_turn(reasoning, candidate, place, turn) for turn in reasoning.turns(candidate, place)[:most])


def _turn(reasoning: Reasoning, candidate: Candidate, place: Place, turn: Turn) -> NoteRow:
    present = abs(turn.present) >= abs(turn.absent)
    move = turn.present if present else turn.absent
    criterion = turn.criterion
    text = (
        criterion.text
        if present
        else criterion.absent_text or _("Not: {text}").format(text=words.in_sentence(criterion.text))
    )
    rises = move > 0
    return NoteRow(
        text,
        points(move),
        _after(reasoning, candidate, place, turn, move),
        strong=True,
        figure_token="accent" if rises else "against",
        icon="arrow-up" if rises else "arrow-down",
        icon_token="accent" if rises else "against",
    )


def _after(reasoning: Reasoning, candidate: Candidate, place: Place, turn: Turn, move: float) -> str:
    """`rises to Possible`, `stays Likely`."""
    engine, group = reasoning.library.engine, turn.criterion.group
    groups = {**place.groups, group: rounded(place.groups.get(group, 0) + move)}
    balance = rounded(place.balance + candidate.prior + move)
    decisive = any(one.decisive and one.counts for one in place.contributions)
    now = word(engine, cuts(engine), balance, groups, decisive=decisive)
    before = word(engine, cuts(engine), rounded(place.balance + candidate.prior), place.groups, decisive=decisive)
    said = engine.phrase[now]
    if now == before:
        return _("stays {said}, balance {points}").format(said=said, points=points(balance))
    told = _("rises to {said}, balance {points}") if move > 0 else _("falls to {said}, balance {points}")
    return told.format(said=said, points=points(balance))


# -- two sources side by side ------------------------------------------------------------------------------------------


def separating_rows(reasoning: Reasoning, one: Candidate, other: Candidate) -> tuple[NoteRow, ...]:
    """The findings that tell two sources apart, the largest difference first; what both share alike is left out."""
    pairs: dict[tuple[str, ...], tuple[str, float, float]] = {}
    for candidate, first in ((one, True), (other, False)):
        for found in candidate.best.counted:
            slots = tuple(str(slot) for slot in reasoning.slots_of(candidate, found))
            key = slots or (found.criterion.text,)
            text, left, right = pairs.get(key, (finding_words(found), 0.0, 0.0))
            pairs[key] = (text, left + found.counts, right) if first else (text, left, right + found.counts)
    apart = [(text, left, right) for text, left, right in pairs.values() if abs(left - right) > 0]
    apart.sort(key=lambda row: -abs(row[1] - row[2]))
    names = (source_name(one.cause, one.at), source_name(other.cause, other.at))
    return tuple(
        NoteRow(
            text,
            f"{points(left) if left else '0'} | {points(right) if right else '0'}",
            _("speaks for {name}").format(name=words.in_sentence(names[0] if left > right else names[1])),
        )
        for text, left, right in apart[:SEPARATING]
    )


def missing_rows(reasoning: Reasoning, candidate: Candidate, place: Place) -> tuple[str, ...]:
    """What is not known yet of a source, the weightiest first."""
    return tuple(turn.criterion.text for turn in reasoning.turns(candidate, place)[:TURNS])
