"""The same laws for answers drawn at random: whatever is answered, they hold."""

from __future__ import annotations

from datetime import UTC, datetime, time
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workup.patients import LAST, library
from tests.workup.random_answers import random_answers
from workup.answers import SIDES, Answer, Answers, At, Marks, Slot, TakenBack, Value
from workup.assess import assess
from workup.cases import read_answer
from workup.reasoning.reason import Reasoning

NOON = datetime.combine(LAST, time(12), UTC)
SEEDS = st.integers(0, 10**9)
MOST = settings(max_examples=20, deadline=None)
FREE = ("text",)


def drawn(seed: int) -> list[tuple[Slot, Answer]]:
    """Answers that could be right, as entries."""
    given_ = random_answers(Random(seed), 60).items()
    read = (read_answer(library(), address, raw, LAST) for address, raw in given_)
    return [(where, Answer(value, 1, NOON, "test")) for where, value in read]


def reasoned(entries: list[tuple[Slot, Answer]] | Answers) -> Reasoning:
    answers = entries if isinstance(entries, Answers) else Answers(entries)
    return assess(library(), answers, LAST).reasoning


def told(reasoning: Reasoning) -> list[object]:
    """Sources with their balances, and the flags that fire."""
    return [
        *((one.cause.id, one.balance, one.phrase) for one in reasoning.candidates),
        *((one.flag.id, one.tier) for one in reasoning.fired),
    ]


def _turned(value: Value) -> Value:
    def word(text: str) -> str:
        return "_".join({"right": "left", "left": "right"}.get(part, part) for part in text.split("_"))

    if isinstance(value, str):
        return word(value)
    if isinstance(value, Marks):
        return Marks(*(tuple(map(word, part)) for part in (value.present, value.absent, value.unknown)))
    return value


@MOST
@given(SEEDS)
def test_mirrored_answers_give_the_mirrored_outcome(seed: int) -> None:
    plain = drawn(seed)
    turned = [
        (
            Slot(w.item, At(w.at.record, w.at.place, None if w.at.side is None else SIDES[1 - SIDES.index(w.at.side)])),
            Answer(a.value if _kind(w) in FREE else _turned(a.value), a.visit, a.at, a.who),
        )
        for w, a in plain
    ]
    assert told(reasoned(turned)) == told(reasoned(plain))


def _kind(where: Slot) -> str:
    return str(library().items[where.item].__struct_config__.tag)


@MOST
@given(SEEDS)
def test_the_order_of_entry_is_irrelevant(seed: int) -> None:
    plain = drawn(seed)
    mixed = list(plain)
    Random(seed).shuffle(mixed)
    assert told(reasoned(mixed)) == told(reasoned(plain))


@MOST
@given(SEEDS)
def test_taken_back_is_never_asked(seed: int) -> None:
    plain = drawn(seed)
    where, answer = Random(seed).choice(plain)
    back = Answers(plain).laid(where, TakenBack(answer.visit, answer.at, answer.who))
    assert told(reasoned(back)) == told(reasoned([(w, a) for w, a in plain if w != where]))


@MOST
@given(SEEDS)
def test_a_supporting_finding_never_lowers_and_a_contrary_one_never_raises(seed: int) -> None:
    reasoning = reasoned(drawn(seed))
    for candidate in reasoning.candidates:
        for turn in reasoning.turns(candidate):
            if turn.criterion.replaces:
                continue  # a whole set of tests stands for its parts, whatever they said one by one
            for state, move in ((True, turn.present), (False, turn.absent)):
                points = reasoning.weigher.points(candidate.cause, turn.criterion, state)
                assert not (points > 0 > move), turn.criterion.id
                assert not (points < 0 < move), turn.criterion.id


@MOST
@given(SEEDS)
def test_every_part_comes_to_an_end(seed: int) -> None:
    reasoning = reasoned(drawn(seed))
    assert len(reasoning.candidates) + len(reasoning.closed) == (len(library().causes) if reasoning.ranks else 0)
    assert all(step.turns or step.first for step in reasoning.steps)
    assert 0 <= reasoning.stability.share <= 1
    assert len(reasoning.boards) == len(SIDES)
    assert reasoning.timeline.marks[-1].kind == "today"
