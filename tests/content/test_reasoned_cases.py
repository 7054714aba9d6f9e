"""Worked patients with an expectation: what is flagged, what leads, the words and the balances they name.

An [expect] table may say: leads, not_leads, within, words, balance, balance_within, above, not_listed, unmoved, flags,
flags_not, no_banner. `confirmed` is reported by tests.content.agreement and asserted for full published cases only.
`deciding` names answers: without them, what settles them stands among the first three next steps.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.content.agreement import RESOURCES, named, outcome, published, rank, report, within
from workup.answers import Answers, Slot, slot
from workup.assess import assess
from workup.cases import read_case
from workup.content import load, read_toml
from workup.protocol import Library
from workup.reasoning.next_step import NextStep

FOLDERS = ("published", "near_misses", "causes", "flags")
CASES = [path for folder in FOLDERS for path in sorted((RESOURCES / "cases" / folder).glob("*.toml"))]
DECIDING = [path for path in CASES if "deciding" in read_toml(path).get("expect", {})]
BANNER = ("E", "U")
SOON = 3


@pytest.fixture(scope="module")
def library() -> Library:
    return load(RESOURCES)[0]


def differences(expect: Mapping[str, Any], told: Mapping[str, Any]) -> list[str]:
    """Every expectation that the outcome does not meet, each with what it is instead."""
    return [*_order(expect, told), *_standing(expect, told), *_flags(expect, told)]


def _order(expect: Mapping[str, Any], told: Mapping[str, Any]) -> list[str]:
    order = [candidate["cause"] for candidate in told["candidates"]]
    leader = order[0] if order else None
    found = []
    if "leads" in expect and leader not in named(expect["leads"]):
        found.append(f"leads: {leader} instead of {expect['leads']}")
    if leader is not None and leader in named(expect.get("not_leads", [])):
        found.append(f"leads: {leader}")
    for cause, most in expect.get("within", {}).items():
        place = rank(told, (cause,))
        if place is None or place > most:
            found.append(f"rank of {cause}: {place} instead of {most} or better")
    for higher, lower in expect.get("above", []):
        if higher not in order or (lower in order and order.index(higher) > order.index(lower)):
            found.append(f"{higher} is not above {lower}")
    found += [f"{cause} is listed" for cause in expect.get("not_listed", []) if cause in order]
    return found


def _standing(expect: Mapping[str, Any], told: Mapping[str, Any]) -> list[str]:
    by_cause = {candidate["cause"]: candidate for candidate in told["candidates"]}
    found = []
    for cause, word in expect.get("words", {}).items():
        is_now = by_cause[cause]["phrase"] if cause in by_cause else "not listed"
        if is_now != word:
            found.append(f"{cause}: {is_now} instead of {word}")
    for cause, points in expect.get("balance", {}).items():
        allowed = expect.get("balance_within", 0) + 0.05  # balances are compared as they are shown, to 0.1
        balance = by_cause[cause]["balance"] if cause in by_cause else None
        if balance is None or abs(balance - points) >= allowed:
            found.append(f"balance of {cause}: {balance} instead of {points}")
    if expect.get("unmoved"):
        moved = {cause: candidate["balance"] for cause, candidate in by_cause.items() if candidate["balance"]}
        if moved or not by_cause:
            found.append(f"moved: {moved or 'nothing is ranked'}")
    return found


def _flags(expect: Mapping[str, Any], told: Mapping[str, Any]) -> list[str]:
    fired = {flag["id"]: flag["tier"] for flag in told["flags"] if flag["fired"]}
    found = [
        f"{flag}: tier {fired.get(flag)} instead of {tier}"
        for flag, tier in expect.get("flags", {}).items()
        if fired.get(flag) != tier
    ]
    found += [f"{flag} fires" for flag in expect.get("flags_not", []) if flag in fired]
    if expect.get("no_banner"):
        found += [f"{flag} fires at tier {tier}" for flag, tier in fired.items() if tier in BANNER]
    return found


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_worked_patient_comes_out_as_expected(library: Library, path: Path) -> None:
    case, told = outcome(library, path)
    assert case.expect
    assert differences(case.expect, told) == []


def test_with_everything_recorded_the_confirmed_cause_of_all_published_patients_is_first(library: Library) -> None:
    ranks = published(library, "full")
    assert len(ranks) == len(published(library, "first"))
    assert within(ranks, 1) == len(ranks), report(library)


def without(library: Library, answers: Answers, deciding: set[Slot]) -> tuple[Answers, set[str]]:
    """The answers less the deciding ones, and the kinds of test that went; with its kind, all of a test goes."""
    tests = {one.at: str(answers.value("order_kind", one.at)) for one in deciding if one.item == "order_kind"}
    whole = {at.record for at in tests}
    kept = [
        (where, answer) for where, answer in answers.items()
        if where not in deciding
        and not (library.items[where.item].record == "orders" and where.at.record in whole)
    ]
    return Answers(kept), set(tests.values())


def settles(library: Library, step: NextStep, items: set[str], kinds: set[str]) -> bool:
    """Whether a step asks for one of these items, or proposes one of these kinds of test."""
    return bool(items & {one.item for one in step.slots} or kinds & {*library.engine.orders.get(step.by, ())})


@pytest.mark.parametrize("path", DECIDING, ids=lambda path: path.stem)
def test_what_decides_is_among_the_first_three_steps(library: Library, path: Path) -> None:
    case = read_case(library, path)
    deciding = {slot(address) for address in case.expect["deciding"]}
    assert deciding <= set(case.answers)
    answers, kinds = without(library, case.answers, deciding)
    assert len(answers) < len(case.answers)
    steps = assess(library, answers, case.today, case.visits).reasoning.steps[:SOON]
    items = {one.item for one in deciding}
    assert any(settles(library, step, items, kinds) for step in steps), [step.text for step in steps]


EXPECTED = {
    "leads": "a", "not_leads": "b", "within": {"b": 2}, "above": [["a", "b"]], "not_listed": ["c"],
    "words": {"a": "likely"}, "balance": {"a": 5.0}, "flags": {"R01": "E"}, "flags_not": ["R02"],
}  # fmt: skip
MET = {
    "candidates": [
        {"cause": "a", "phrase": "likely", "balance": 5.0}, {"cause": "b", "phrase": "unlikely", "balance": -1},
    ],
    "flags": [{"id": "R01", "tier": "E", "fired": True}, {"id": "R02", "tier": None, "fired": False}],
}  # fmt: skip
MISSED = {
    "candidates": [
        {"cause": "b", "phrase": "likely", "balance": 5.1}, {"cause": "c", "phrase": "possible", "balance": 2},
        {"cause": "a", "phrase": "possible", "balance": 4.9},
    ],
    "flags": [{"id": "R01", "tier": "U", "fired": True}, {"id": "R02", "tier": "S", "fired": True}],
}  # fmt: skip


@pytest.mark.parametrize("key", EXPECTED)
def test_each_expectation_is_met_or_named(key: str) -> None:
    missed = {"within": {"a": 2}}.get(key, EXPECTED[key])
    assert differences({key: EXPECTED[key]}, MET) == []
    assert len(differences({key: missed}, MISSED)) == 1


def test_a_banner_and_a_moved_balance_are_named() -> None:
    assert differences({"no_banner": True}, MISSED) == ["R01 fires at tier U"]
    assert differences({"unmoved": True}, MET) == ["moved: {'a': 5.0, 'b': -1}"]
    assert differences({"unmoved": True}, {"candidates": [], "flags": []}) == ["moved: nothing is ranked"]
