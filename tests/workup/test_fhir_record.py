"""The record goes out as a Bundle and comes back the same; what is not ours is refused."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.workup.notes import COVER, assessed_case, library
from tests.workup.patients import LAST
from tests.workup.random_answers import random_answers
from workup.answers import (
    Answer,
    Answers,
    Attached,
    AttachedFile,
    Cause,
    Gap,
    Marks,
    Painted,
    Slot,
    TakenBack,
    Value,
    slot,
)
from workup.assess import assess
from workup.assess.remarks import remarked, remarks_of
from workup.cases import read_answer
from workup.errors import WorkupError
from workup.fhir import Imported, Origin, bundle, canonical, read_bundle
from workup.record import Visit

CAUSES: tuple[Cause, ...] = ("typed", "patient", "normal-macro", "carried", "reconfirmed", "undo", "imported")
SEEDS = st.integers(0, 2**32 - 1)
ORIGIN = Origin("patient00001", "evaluation01", "1")
VISITS = tuple(Visit(n, date(2025, 11, n), "ann") for n in (1, 2, 3))


def exported(answers: Answers, *, private: bool = True) -> bytes:
    """The Bundle of some answers."""
    assessment = assess(library(), answers, LAST, VISITS)
    cover = COVER if not private else type(COVER)(author="Dr Ann Example", printed_at=COVER.printed_at, private=True)
    return canonical(bundle(assessment, cover, ORIGIN))


def back(data: bytes) -> Imported:
    """What a Bundle says."""
    return read_bundle(library(), data, LAST)


def random_entries(chance: Random) -> Iterable[tuple[Slot, Answer | TakenBack]]:
    """Answers of three visits, some changed and some taken back, at times that differ by less than a second."""
    at = datetime(2025, 11, 1, 9, tzinfo=UTC)
    given_before: list[Slot] = []
    for visit in (1, 2, 3):
        for address, raw in random_answers(chance, 25).items():
            at += timedelta(microseconds=chance.randint(1, 10**9))
            where, value = read_answer(library(), address, raw, LAST)
            who, cause = chance.choice(["ann", "ben"]), chance.choice(CAUSES)
            given_before.append(where)
            yield where, Answer(value, visit, at, who, cause)
            if chance.random() < 0.2:
                yield chance.choice(given_before), TakenBack(visit, at, who, cause)


@settings(max_examples=25)
@given(SEEDS)
@example(14685115)  # undo brings back what another visit entered
def test_a_record_comes_back_as_it_was(seed: int) -> None:
    answers = Answers(random_entries(Random(seed)))
    imported = back(exported(answers))
    again = Answers(imported.entries)
    assert dict(again) == dict(answers)
    assert imported.left_out == ()
    for visit in (1, 2):
        assert dict(again.at_visit(visit)) == dict(answers.at_visit(visit))
    order = sorted(answers.ever, key=answers.order)
    assert sorted(again.ever, key=again.order) == order


def test_what_undo_brought_back_leaves_by_how_it_came_about() -> None:
    at, where = datetime(2025, 11, 1, 9, tzinfo=UTC), slot("family_name")
    macro = Answer("Okoye", 1, at, "ann", "normal-macro")
    again = replace(macro, visit=2, cause="undo")
    answers = Answers([(where, macro), (where, TakenBack(1, at, "ann")), (where, again)])
    assert answers[where].cause == "normal-macro"
    assert Answers(back(exported(answers)).entries)[where] == answers[where]


@settings(max_examples=8)
@given(SEEDS)
def test_the_same_record_is_the_same_bytes(seed: int) -> None:
    answers = Answers(random_entries(Random(seed)))
    assert exported(answers) == exported(answers)


def test_whose_it_is_and_who_wrote_it_come_back() -> None:
    imported = back(canonical(bundle(assessed_case("sample-patient"), COVER, ORIGIN)))
    assert (imported.patient, imported.evaluation) == (ORIGIN.patient, ORIGIN.evaluation)
    assert imported.version == library().version
    assert imported.digest == library().digest
    assert "case" in imported.names


def test_unknown_not_examined_and_not_asked_stay_apart() -> None:
    at = datetime(2025, 11, 1, tzinfo=UTC)
    said: dict[Slot, Value] = {
        slot("saddle_numbness"): Gap("unknown"),
        slot("leg_weakness"): Gap("unknown", "interpreter missing"),
        slot("strength@L5/right"): Gap("not_examined", "too painful"),
        slot("worse_with"): Marks(present=("sitting",), absent=("walking",), unknown=("standing",)),
        slot("pain_map@back.buttock/left"): Painted(),
        slot("operations"): Gap("unknown"),
        slot("reason"): "",
    }
    data = exported(Answers((where, Answer(value, 1, at, "ann")) for where, value in said.items()))
    assert {where: step.value for where, step in back(data).entries if isinstance(step, Answer)} == said
    text = data.decode()
    assert '"valueCode":"asked-unknown"' in text
    assert '"valueCode":"not-performed"' in text


def test_options_keep_the_order_they_were_marked_in() -> None:
    marks = Marks(present=("walking", "sitting"), absent=("coughing", "bending"))
    known = set(library().items["worse_with"].options)  # type: ignore[union-attr]
    marks = Marks(*(tuple(one for one in part if one in known) for part in (marks.present, marks.absent)))
    where = slot("worse_with")
    data = exported(Answers([(where, Answer(marks, 1, datetime(2025, 11, 1, tzinfo=UTC), "ann"))]))
    assert Answers(back(data).entries).value("worse_with") == marks


def test_attached_reports_are_named_and_their_bytes_stay() -> None:
    file = AttachedFile("MRI report", "application/pdf", 1234, "ab" * 32, 2)
    at = datetime(2025, 11, 1, tzinfo=UTC)
    said = [("orders@1", "added"), ("order_kind@1", "mri"), ("order_state@1", "resulted")]
    entries = [(slot(address), Answer(value, 1, at, "ann")) for address, value in said]
    entries.append((slot("result_documents@1"), Answer(Attached((file,)), 1, at, "ann")))
    answers = Answers(entries)
    assert dict(Answers(back(exported(answers)).entries)) == dict(answers)


def test_private_answers_leave_only_with_the_page_that_shows_them() -> None:
    at = datetime(2025, 11, 1, tzinfo=UTC)
    answers = Answers([(slot("trauma_consent"), Answer("yes", 1, at, "ann"))])
    assert dict(Answers(back(exported(answers)).entries)) == dict(answers)
    assert back(exported(answers, private=False)).entries == ()


# What is not ours


def test_a_remark_stands_on_the_observation_of_its_question_and_comes_back() -> None:
    where, hidden = slot("diabetes"), slot("trauma")
    at = datetime(2025, 11, 3, 9, tzinfo=UTC)
    known: dict[Slot, Value] = {where: "no", slot("trauma_consent"): "yes", hidden: "yes"}
    answers = Answers((one, Answer(value, 3, at, "ann")) for one, value in known.items())
    for about, text in ((where, "Diet only, since 2019."), (hidden, "Said in confidence.")):
        for one, value in remarked(assess(library(), answers, LAST, VISITS), about, text):
            assert value is not None
            answers = answers.laid(one, Answer(value, 3, at, "ann"))
    data = exported(answers, private=False)
    found = [
        one["resource"] for one in json.loads(data)["entry"] if one["resource"]["resourceType"] == "Observation"
    ]
    noted = {one["code"]["coding"][-1]["code"]: one["note"] for one in found if "note" in one}
    assert noted["diabetes"] == [{"text": "Diet only, since 2019."}]
    assert b"Said in confidence." not in data, "what is private stays, and so does what is said of it"
    assert b"Said in confidence." in exported(answers, private=True)
    again = assess(library(), Answers(back(data).entries), LAST, VISITS)
    assert remarks_of(again)[where][1] == "Diet only, since 2019."


def broken(change: Any) -> bytes:
    """The Bundle of the sample patient after a change to its JSON."""
    whole = json.loads(canonical(bundle(assessed_case("sample-patient"), COVER, ORIGIN)))
    change(whole)
    return canonical(whole)


BAD = {
    "nothing": b"",
    "no JSON": b"%PDF-1.7",
    "not UTF-8": b'{"resourceType":"\xff"}',
    "a list": b"[]",
    "another resource": b'{"resourceType":"Patient"}',
    "no entries": b'{"resourceType":"Bundle","type":"document"}',
    "an endless number": b'{"resourceType":"Bundle","type":"document","entry":[1e999]}',
    "no number": b'{"resourceType":"Bundle","type":"document","entry":[NaN]}',
    "a long number": b'{"resourceType":"Bundle","type":"document","entry":[' + b"9" * 5000 + b"]}",
    "a key twice": b'{"resourceType":"Bundle","resourceType":"Bundle","type":"document"}',
    "deep": b'{"resourceType":"Bundle","type":"document","entry":' + b"[" * 70 + b"]" * 70 + b"}",
    "very deep": b"[" * 200_000,
    "very deep objects": b'{"a":' * 200_000,
    "huge": b" " * (21 * 1024 * 1024),
}


@pytest.mark.parametrize("data", BAD.values(), ids=BAD.keys())
def test_what_is_no_record_of_ours_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(WorkupError) as refused:
        back(data)
    assert refused.value.sentence.endswith(".")


def test_answers_that_cannot_be_are_left_out_by_name() -> None:
    def unlikely(whole: Any) -> None:
        for one in whole["entry"]:
            for section in one["resource"].get("item", []):
                for item in section.get("item", []):
                    if item["linkId"] == "birth_date":
                        item["answer"] = [{"valueDate": "2999-01-01"}]

    imported = back(broken(unlikely))
    assert any("future" in sentence for sentence in imported.left_out)
    assert slot("birth_date") not in dict(imported.entries)


@settings(max_examples=60)
@given(SEEDS)
def test_a_changed_bundle_is_read_or_refused_and_never_breaks(seed: int) -> None:
    chance = Random(seed)
    whole = json.loads(SAMPLE)
    entries = [one for one in whole["entry"] if one["resource"]["resourceType"] != "Questionnaire"]
    for _ in range(3):
        _spoil(chance.choice(entries), chance)
    with suppress(WorkupError):
        back(canonical(whole))


SAMPLE = canonical(bundle(assessed_case("demo-recurrent-disc"), COVER, ORIGIN))
POISON: tuple[Any, ...] = (None, "", "x" * 3000, -1, 0, 2**40, 1.5, True, [], {}, [[]], {"code": 1}, "\u0000", "../etc")


def _spoil(here: Any, chance: Random) -> None:
    """Puts something wrong somewhere below."""
    while True:
        keys = list(here) if isinstance(here, dict) else list(range(len(here)))
        if not keys:
            return
        key = chance.choice(keys)
        if not isinstance(here[key], dict | list) or chance.random() < 0.15:
            here[key] = copy.deepcopy(chance.choice(POISON))
            return
        here = here[key]
