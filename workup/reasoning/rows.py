"""The reasoning as scripts see it: plain rows for the command line."""

from typing import Any

from workup.answers import Slot
from workup.reasoning.concordance import Board
from workup.reasoning.flags import Raised
from workup.reasoning.next_step import NextStep
from workup.reasoning.ranking import Candidate
from workup.reasoning.reason import Reasoning
from workup.reasoning.timeline import Timeline
from workup.reasoning.weighing import Place
from workup.reasoning.weights import rounded


def rows(reasoning: Reasoning) -> dict[str, Any]:
    """Flags, candidates in order, next steps, course, board and stability, ready for JSON."""
    phrases = reasoning.library.engine.phrase
    return {
        "flags": [_flag(one) for one in reasoning.flags],
        "candidates": [_candidate(reasoning, phrases, one) for one in reasoning.candidates],
        "closed": [
            {"cause": one.cause.id, "ref": one.cause.ref, "why": one.cause.gate_text} for one in reasoning.closed
        ],
        "next_steps": [_step(one) for one in reasoning.steps],
        "timeline": _timeline(reasoning.timeline),
        "concordance": [_board(one) for one in reasoning.boards],
        "stability": {
            "leader": reasoning.stability.leader.id if reasoning.stability.leader else None,
            "share": rounded(reasoning.stability.share * 100),
            "phrase_share": rounded(reasoning.stability.phrase_share * 100),
            "word": reasoning.stability.word,
            "draws": reasoning.stability.draws,
        },
        "reminders": [one.id for one in reasoning.reminders],
    }


def _flag(one: Raised) -> dict[str, Any]:
    return {
        "id": one.flag.id,
        "title": one.flag.title,
        "fired": one.tier is not None,
        "tier": one.tier,
        "rules": [rule.text for rule in one.rules],
        "because": _slots(one.because),
        "open": one.open,
        "open_questions": _slots(one.open_asks),
        "answered": one.answer is not None and not one.again,
    }


def _candidate(reasoning: Reasoning, phrases: dict[str, str], one: Candidate) -> dict[str, Any]:
    return {
        "cause": one.cause.id,
        "ref": one.cause.ref,
        "title": one.cause.title,
        "phrase": phrases.get(one.phrase, one.phrase).lower(),
        "balance": one.balance,
        "prior": one.prior,
        "pinned_by": list(one.flags),
        "equal_to_above": one.equal,
        "held": one.held,
        "seen": one.seen,
        "judgement": one.judgement.value if one.judgement else None,
        "places": [_place(reasoning, one, place) for place in one.places],
        "missing": [
            {
                "criterion": turn.criterion.id,
                "text": turn.criterion.text,
                "by": turn.criterion.by[0],
                "present": turn.present,
                "absent": turn.absent,
            }
            for turn in reasoning.turns(one)
        ],
    }


def _place(reasoning: Reasoning, candidate: Candidate, place: Place) -> dict[str, Any]:
    per = candidate.cause.per
    return {
        "side": place.at.side,
        "segment": place.at.place if per == "segment" else None,
        "root": place.at.place if per == "root" else None,
        "vertebra": place.at.place if per == "vertebra" else None,
        "balance": rounded(place.balance + candidate.prior),
        "groups": {group: points for group, points in place.groups.items() if points},
        "contributions": [
            {
                "criterion": one.criterion.id,
                "group": one.criterion.group,
                "text": one.criterion.absent_text if one.state is False and one.criterion.absent_text
                else one.criterion.text,
                "state": "present" if one.state else "absent",
                "weight": one.weight,
                "counts": one.counts,
                "note": one.note,
                "basis": one.criterion.basis,
                "transfer": one.criterion.transfer,
                "rows": list(one.criterion.rows),
                "slots": _slots(reasoning.slots_of(candidate, one)),
            }
            for one in place.contributions
            if one.state is not None and one.weight
        ],
    }


def _step(one: NextStep) -> dict[str, Any]:
    return {
        "by": one.by,
        "text": one.text,
        "asks": _slots(one.slots),
        "first": one.first,
        "ordered": one.ordered,
        "value": rounded(one.value),
        "burden": one.burden,
        "separates": [cause.id for cause in one.causes],
        "why": [
            {"cause": t.cause.id, "criterion": t.criterion.id, "present": t.present, "absent": t.absent}
            for t in one.turns
        ],
    }


def _timeline(one: Timeline) -> dict[str, Any]:
    return {
        "marks": [
            {"kind": mark.kind, "date": str(mark.day) if mark.day else None, "record": mark.record}
            for mark in one.marks
        ],
        "free_weeks": one.free_weeks,
        "onset": str(one.onset) if one.onset else None,
        "readings": [reading.id for reading in one.readings],
        "because": _slots(one.slots),
    }


def _board(one: Board) -> dict[str, Any]:
    return {
        "side": one.side,
        "leading": list(one.leading),
        "agreeing": [column.id for column in one.agreeing],
        "contrary": {column.id: list(roots) for column, roots in one.contrary},
        "roots": {
            line.root: {column.id: cell for column, cell in zip(one.columns, line.cells, strict=True)}
            for line in one.lines
        },
    }


def _slots(slots: tuple[Slot, ...] | list[Slot]) -> list[str]:
    return [str(slot) for slot in slots]


