"""Laws of the reasoning, held against worked patients: mirrored, reordered, taken back, added to, step by step."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.workup.patients import RESOURCES, library
from tests.workup.random_answers import random_answers
from workup.answers import SIDES, Answer, Answers, At, Finding, Levels, Marks, Painted, Slot, TakenBack, Value
from workup.assess import Assessment, assess
from workup.cases import Case, read_answer, read_case
from workup.expr import Context
from workup.reasoning.weighing import Contribution

PATHS = sorted((RESOURCES / "cases").rglob("*.toml"))
SOME = PATHS[::9]


@cache
def worked(path: Path) -> Case:
    return read_case(library(), path)


def assessed(case: Case, answers: Answers | None = None, before: Assessment | None = None) -> Assessment:
    return assess(library(), case.answers if answers is None else answers, case.today, case.visits, before=before)


def entries(case: Case) -> list[tuple[Slot, Answer]]:
    return [(where, answer) for where, answer in case.answers.items()]


def outcome(assessment: Assessment) -> dict[str, Any]:
    """What is shown of a reasoning, without the traces behind it."""
    told = assessment.reasoning
    return {
        "flags": [(one.flag.id, one.tier, [rule.id for rule in one.rules], one.open) for one in told.flags],
        "sources": [
            (one.cause.id, one.phrase, one.balance, one.equal, one.flags, one.held, [
                (str(place.at), place.balance, place.groups, [(c.criterion.id, c.state, c.counts, c.note)
                                                             for c in place.contributions])
                for place in one.places
            ])
            for one in told.candidates
        ],
        "closed": [one.cause.id for one in told.closed],
        "steps": [(one.by, one.text, one.slots, one.value, one.first) for one in told.steps],
        "course": told.timeline,
    }


def by_id(path: Path) -> str:
    return f"{path.parent.name}-{path.stem}"


# Mirror


def mirrored(value: Value) -> Value:
    match value:
        case str():
            return _swapped(value)
        case Marks():
            return Marks(*(tuple(map(_swapped, part)) for part in (value.present, value.absent, value.unknown)))
        case Finding():
            return value
        case _:
            return value


def _swapped(text: str) -> str:
    other = {"right": "left", "left": "right"}
    return "_".join(other.get(word, word) for word in text.split("_"))


def _mirror(at: At) -> At:
    return At(at.record, at.place, None if at.side is None else SIDES[1 - SIDES.index(at.side)])


@pytest.mark.parametrize("path", PATHS[::2], ids=by_id)
def test_all_sides_mirrored_mirror_the_outcome(path: Path) -> None:
    case = worked(path)
    texts = {name for name, item in library().items.items() if item.__struct_config__.tag == "text"}
    turned = Answers(
        (Slot(w.item, _mirror(w.at)), Answer(a.value if w.item in texts else mirrored(a.value), a.visit, a.at, a.who))
        for w, a in entries(case)
    )
    plain, mirror = assessed(case).reasoning, assessed(case, turned).reasoning
    assert [(c.cause.id, c.balance, c.phrase) for c in mirror.candidates] == [
        (c.cause.id, c.balance, c.phrase) for c in plain.candidates
    ]
    assert {f.flag.id: f.tier for f in mirror.flags} == {f.flag.id: f.tier for f in plain.flags}
    for one, other in zip(plain.candidates, mirror.candidates, strict=True):
        places = {(place.at.place, place.at.side): place.balance for place in one.places}
        turned_places = {(place.at.place, _mirror(place.at).side): place.balance for place in other.places}
        assert turned_places == places


# Order, taking back, step by step


@pytest.mark.parametrize("path", SOME, ids=by_id)
def test_the_order_of_entry_is_irrelevant(path: Path) -> None:
    case = worked(path)
    mixed = entries(case)
    Random(7).shuffle(mixed)
    assert outcome(assessed(case, Answers(mixed))) == outcome(assessed(case))


@pytest.mark.parametrize("path", SOME, ids=by_id)
def test_an_answer_taken_back_is_as_if_never_asked(path: Path) -> None:
    case = worked(path)
    for where, answer in Random(11).sample(entries(case), min(4, len(case.answers))):
        without = Answers((w, a) for w, a in entries(case) if w != where)
        back = case.answers.laid(where, TakenBack(answer.visit, answer.at, answer.who))
        assert outcome(assessed(case, back)) == outcome(assessed(case, without))


@pytest.mark.parametrize("path", PATHS[2::8], ids=by_id)
def test_reasoning_on_from_before_equals_reasoning_anew(path: Path) -> None:
    case = worked(path)
    laid, before = Answers(), None
    every = entries(case)
    step = max(1, len(every) // 6)
    for number, (where, answer) in enumerate(every, 1):
        laid = laid.laid(where, answer)
        before = assessed(case, laid, before)
        if number % step == 0 or number == len(every):
            assert outcome(before) == outcome(assessed(case, laid)), str(where)


# What moves a cause


def moves(case: Case) -> list[tuple[Contribution, float, float]]:
    """Every finding nothing is known of yet, with the points and the move of either answer."""
    reasoning = assessed(case).reasoning
    found = []
    for candidate in reasoning.candidates:
        for turn in reasoning.turns(candidate):
            here = next(one for one in candidate.best.contributions if one.criterion is turn.criterion)
            present = reasoning.weigher.points(candidate.cause, turn.criterion, True)
            absent = reasoning.weigher.points(candidate.cause, turn.criterion, False)
            found.append((here, present, turn.present))
            found.append((here, absent, turn.absent))
    return found


@pytest.mark.parametrize("path", PATHS[1::4], ids=by_id)
def test_a_supporting_finding_never_lowers_its_cause_and_a_contrary_one_never_raises_it(path: Path) -> None:
    for here, points, move in moves(worked(path)):
        if here.criterion.replaces:
            continue  # a whole set of tests stands for its parts, whatever they said one by one
        assert not (points > 0 > move), here.criterion.id
        assert not (points < 0 < move), here.criterion.id


# Red flags


@pytest.mark.parametrize("seed", range(12))
def test_no_flag_clears_without_an_answer_about_it(seed: int) -> None:
    chance = Random(seed)
    case = worked(chance.choice([path for path in PATHS if path.parent.name == "flags"]))
    fired = {one.flag.id: one for one in assessed(case).reasoning.fired}
    conditions = library().conditions
    own = {
        item
        for one in fired.values()
        for rule in one.flag.rule
        for item in conditions[f"flag:{one.flag.id}/{rule.id}"].items
    }
    visible = own | {name for item in own for name in library().reads.get(item, ())}
    laid = case.answers
    for address, raw in random_answers(chance).items():
        where, value = read_answer(library(), address, raw, case.today)
        if where.item in visible or where.item.startswith("operation") or where.item in ("birth_date", "procedure"):
            continue
        laid = laid.laid(where, Answer(value, len(case.visits), next(iter(case.answers.values())).at, "test"))
    still = {one.flag.id for one in assessed(case, laid).reasoning.fired}
    assert set(fired) <= still


# What a finding rests on


@pytest.mark.parametrize("path", SOME, ids=by_id)
def test_a_finding_changes_with_its_answers_and_with_no_others(path: Path) -> None:
    case = worked(path)
    reasoning = assessed(case).reasoning
    chance = Random(3)
    for candidate in reasoning.candidates:
        for one in candidate.best.counted:
            own = set(reasoning.slots_of(candidate, one))
            assert own, one.criterion.id
            without = Answers((w, a) for w, a in entries(case) if w not in own)
            if not any(w in own for w, _ in entries(case)):
                continue  # it rests on a fact of the day alone
            while _state(case, without, candidate.cause.id, one.criterion.id, one.at) is one.state:
                older = _because(case, without, candidate.cause.id, one)
                assert _tests(older) - _tests(own), one.criterion.id  # only an older test may tell the same
                own |= older
                without = Answers((w, a) for w, a in entries(case) if w not in own)
            others = [w for w, _ in entries(case) if w not in own and w.item not in _shown_by(own)]
            dropped = set(chance.sample(others, min(5, len(others))))
            kept = Answers((w, a) for w, a in entries(case) if w not in dropped)
            if _hides(case, kept, own):
                continue  # the answer itself is not asked any more
            assert _state(case, kept, candidate.cause.id, one.criterion.id, one.at) is one.state, (
                candidate.cause.id, one.criterion.id, sorted(map(str, own)), sorted(map(str, dropped)),
            )


def _state(case: Case, answers: Answers, cause: str, criterion: str, at: At) -> bool | None:
    reasoning = assessed(case, answers).reasoning
    owner = library().causes[cause]
    return reasoning.weigher.state(owner, next(c for c in owner.criterion if c.id == criterion), at)


def _because(case: Case, answers: Answers, cause: str, one: Contribution) -> frozenset[Slot]:
    key = f"criterion:{cause}/{one.criterion.id}"
    if one.state is False and one.criterion.absent_when:
        key = f"absent:{cause}/{one.criterion.id}"
    return assessed(case, answers).reasoning.weigher.because(key, one.at)


def _tests(slots: Collection[Slot]) -> set[int | None]:
    return {slot.at.record for slot in slots if library().items[slot.item].record == "orders"}


def _shown_by(own: set[Slot]) -> set[str]:
    return {name for slot in own for name in library().reads.get(slot.item, ())}


def _hides(case: Case, answers: Answers, own: set[Slot]) -> bool:
    counted = assessed(case, answers).counted
    return any(slot in case.answers and slot not in counted for slot in own)


# Levels


SHIFTED: Mapping[str, str] = {"L4-L5": "L3-L4", "L5-S1": "L4-L5", "L5": "L4", "S1": "L5", "L4": "L3"}
LEVELS: dict[str, dict[str, Any]] = {
    "herniation": {
        "procedure@1": ["microdiscectomy"], "operation_date@1": "2023-05-02", "operation_levels@1": "L4-L5",
        "operation_side@1": "right", "free_interval": "over_6_months", "return_onset": "suddenly", "back_share": 20,
        "distribution": ["root_like"], "root_pain@L5/right": "yes", "leg_pain_now@right": 7,
        "order_kind@1": "mri", "order_state@1": "reviewed", "performed_on@1": "2025-11-10",
        "herniation@1/L4-L5/right": "extrusion", "herniation_mass_effect@1/L4-L5/right": "mass_effect_seen",
    },
    "foramen": {
        "procedure@1": ["laminectomy"], "operation_date@1": "2023-05-02", "operation_levels@1": "L4-L5",
        "back_share": 20, "distribution": ["root_like"], "root_pain@L5/right": "yes", "leg_pain_now@right": 7,
        "order_kind@1": "mri", "order_state@1": "reviewed", "performed_on@1": "2025-11-10",
        "foramen_grade@1/L5-S1/right": 3, "strength@L5/right": 4, "strength_since@L5/right": "new_since_operation",
    },
    "non_union": {
        "procedure@1": ["plf"], "operation_date@1": "2023-05-02", "operation_levels@1": "L4-L5",
        "fused_levels@1": "L4-L5", "back_share": 80,
        "order_kind@1": "ct", "order_state@1": "reviewed", "performed_on@1": "2025-11-10",
        "bridging@1/L4-L5": "no_bridge",
    },
}  # fmt: skip


def _up(text: str) -> str:
    return SHIFTED.get(text, text)


def shifted(given: Mapping[str, Any]) -> dict[str, Any]:
    """The same one segment higher."""
    moved = {}
    for address, value in given.items():
        item, at, tail = address.partition("@")
        moved[f"{item}{at}{'/'.join(_up(part) for part in tail.split('/'))}"] = (
            _up(value) if isinstance(value, str) else value
        )
    return moved


@pytest.mark.parametrize("name", list(LEVELS))
def test_all_levels_shifted_shift_the_outcome(name: str) -> None:
    given, today = LEVELS[name], date(2025, 11, 25)

    def leading(answers: Mapping[str, Any]) -> list[tuple[str, float, str | None]]:
        noon = next(iter(worked(PATHS[0]).answers.values())).at
        laid = Answers()
        for address, raw in answers.items():
            where, value = read_answer(library(), address, raw, today)
            laid = laid.laid(where, Answer(value, 1, noon, "test"))
        found = assess(library(), laid, today).reasoning.candidates
        alone = (c for c in found if c.assessable and sum(p.balance == c.best.balance for p in c.places) == 1)
        return [(c.cause.id, c.balance, c.best.at.place) for c in alone if c.best.at.place]

    plain, moved = leading(given), leading(shifted(given))
    assert plain
    assert moved == [(cause, balance, _up(place or "")) for cause, balance, place in plain]


def test_the_values_of_every_kind_survive_a_mirror() -> None:
    assert mirrored(Painted(("ache",), 3)) == Painted(("ache",), 3)
    assert mirrored(Levels("L4", "S1")) == Levels("L4", "S1")
    assert mirrored("weak_right") == "weak_left"


@pytest.mark.parametrize("path", SOME[::4], ids=by_id)
def test_what_is_kept_by_place_is_what_it_comes_to_anew(path: Path) -> None:
    told = assessed(worked(path))
    weigher, anew = told.reasoning.weigher, Context(told.counted, told.facts.value)
    roots, segments = library().anatomy.places["root"], library().anatomy.places["segment"]
    for key, condition in library().conditions.items():
        if key.partition(":")[0] not in ("term", "gate", "where", "criterion", "absent", "column", "flag"):
            continue
        places = roots if "root" in condition.axes else segments if "segment" in condition.axes else (None,)
        for at in (At(None, place, side) for place in places for side in (None, *SIDES)):
            assert weigher.holds(key, at) is condition.holds(anew.moved(at)), f"{key} at {at}"
