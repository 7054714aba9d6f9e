"""The ranking as rows: pinned sources, then by balance, those not assessable yet, unlikely ones, closed ones."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Literal

from msgspec import Struct

from ui.reasoning.sources import bar_share
from ui.reasoning.wording import candidate_name, phrase, source_name
from workup import words
from workup.reasoning.ranking import Candidate
from workup.reasoning.reason import Reasoning
from workup.texts import N_, _

RowKind = Literal["source", "group", "closed"]
JUDGED = {
    "agree": N_("You agree"),
    "higher": N_("You rank it higher"),
    "lower": N_("You rank it lower"),
    "ruled_out": N_("You ruled it out"),
}
QUESTIONS = 2


class RankRow(Struct, frozen=True):
    """One row; two equal ones look the same. `small` rows have no bar."""

    kind: RowKind
    id: str
    name: str
    number: str = ""
    phrase: str = ""
    hint: str = ""
    judged: str = ""
    bar: float = 0
    pinned: bool = False
    small: bool = False
    open: bool = False

    @property
    def spoken(self) -> str:
        """The row as a screen reader says it."""
        if self.kind == "group":
            return f"{self.name}, {_('shown') if self.open else _('folded')}"
        said = (f"{self.number} {self.name}".strip(), words.in_sentence(self.phrase), self.judged, self.hint)
        return ", ".join(part for part in said if part)


def rank_rows(reasoning: Reasoning, opened: Collection[str], asks: Mapping[str, str]) -> tuple[RankRow, ...]:
    """Every row of the list; the groups in `opened` show what they hold, `asks` says by cause what would change it."""
    return tuple(_rows(reasoning, opened, asks))


def open_asks(reasoning: Reasoning) -> dict[str, str]:
    """For each cause not assessable yet, the two findings that would change it most."""
    found = {}
    for one in reasoning.candidates:
        if not one.assessable and not one.held:
            turns = reasoning.turns(one)[:QUESTIONS]
            found[one.cause.id] = "; ".join(words.in_sentence(turn.criterion.text) for turn in turns)
    return found


def _rows(reasoning: Reasoning, opened: Collection[str], asks: Mapping[str, str]) -> Iterator[RankRow]:
    groups: dict[str, list[tuple[int, Candidate]]] = {"pinned": [], "ranked": [], "early": [], "unlikely": []}
    for number, one in enumerate(reasoning.candidates, 1):
        groups[_group(one)].append((number, one))
    if groups["pinned"]:
        yield RankRow("group", "pinned", _("Must rule out"), pinned=True, open=True)
        yield from (_row(reasoning, *each) for each in groups["pinned"])
        if groups["ranked"]:
            yield RankRow("group", "ranked", _("Ranked by balance"), open=True)
    yield from (_row(reasoning, *each) for each in groups["ranked"])
    if groups["early"]:
        yield RankRow(
            "group", "early", _("Not assessable yet {count}").format(count=len(groups["early"])), open="early" in opened
        )
        if "early" in opened:
            yield from (_early(*each, asks) for each in groups["early"])
    if groups["unlikely"]:
        yield RankRow(
            "group", "unlikely", _("Unlikely {count}").format(count=len(groups["unlikely"])), open="unlikely" in opened
        )
        if "unlikely" in opened:
            yield from (_row(reasoning, *each, small=True) for each in groups["unlikely"])
    closed = reasoning.closed
    if closed:
        yield RankRow(
            "group", "closed", _("Cannot apply here {count}").format(count=len(closed)), open="closed" in opened
        )
        if "closed" in opened:
            for weighed in closed:
                yield RankRow("closed", weighed.cause.id, weighed.cause.short, hint=weighed.cause.gate_text, small=True)


def _group(one: Candidate) -> str:
    if one.pinned:
        return "pinned"
    if not one.assessable:
        return "early"
    return "unlikely" if one.phrase == "unlikely" else "ranked"


def _row(reasoning: Reasoning, number: int, one: Candidate, *, small: bool = False) -> RankRow:
    return RankRow(
        "source",
        one.cause.id,
        candidate_name(one),
        str(number),
        phrase(reasoning.library, one),
        _hint(one),
        judged_words(one),
        bar_share(reasoning, one.balance),
        one.pinned,
        small,
    )


def _hint(one: Candidate) -> str:
    """What sets the row apart: equal to the one above, or why its word stops short."""
    if one.equal:
        return _("As strong as the one above")
    if one.held:
        return one.held
    if one.seen:
        return _("Seen; whether it is the source is open")
    return ""


def _early(number: int, one: Candidate, asks: Mapping[str, str]) -> RankRow:
    open_ = asks.get(one.cause.id, "")
    hint = one.held or (_("Open: {open}").format(open=open_) if open_ else "")
    name = source_name(one.cause, one.at)
    return RankRow("source", one.cause.id, name, str(number), "", hint, judged_words(one), small=True)


def judged_words(one: Candidate) -> str:
    """The clinician's judgement in words; it stands beside the rank and never changes it."""
    return _(JUDGED.get(str(one.judgement.value), "")) if one.judgement is not None else ""
