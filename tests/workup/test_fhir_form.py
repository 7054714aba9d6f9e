"""Another program shows our protocol: the same questions for the same answers, and the same totals."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Any

import fhirpathpy
import pytest
from fhirpathpy.models import models

from tests.workup.fhirpath import evaluate
from tests.workup.notes import RESOURCES, assessed_case, library
from tests.workup.renderer import Renderer
from workup.answers import At, Slot
from workup.assess import Assessment
from workup.fhir import canonical, questionnaire
from workup.fhir.enabling import link_of
from workup.fhir.form import form_of
from workup.fhir.response import counting_items, kept
from workup.protocol import Computed

R4 = models["r4"]
CASES = RESOURCES / "cases"
NAMES = sorted(str(path.relative_to(CASES).with_suffix("")) for path in CASES.rglob("*.toml"))
Key = tuple[int | None, str]


@lru_cache(maxsize=1)
def form() -> dict[str, Any]:
    """The protocol as it is exported and read."""
    told: dict[str, Any] = json.loads(canonical(questionnaire(library())))
    return told


def counting(assessment: Assessment) -> dict[str, Any]:
    """The response that counts, as it is exported and read; private answers with it, for their questions to follow."""
    items = counting_items(assessment, kept(assessment, True).counting, lambda who: {"display": who})
    told: dict[str, Any] = json.loads(canonical({"resourceType": "QuestionnaireResponse", "item": items}))
    return told


def link(where: Slot) -> Key:
    """The linkId of a slot, with its record."""
    return where.at.record, link_of(where.item, At(None, where.at.place, where.at.side))


def test_every_condition_of_the_content_is_told() -> None:
    assert form_of(library()).untold == ()


@pytest.mark.parametrize("name", NAMES)
def test_the_same_items_and_totals_as_ours(name: str) -> None:
    assessment = assessed_case(name)
    renderer = Renderer(form(), counting(assessment))
    whole = {key for key, place in form_of(library()).places.items() if not place.part}
    whole -= {key for key in whole if key.startswith("pain_map@")}
    theirs = {(record, key) for record, key in renderer.shown if key in whole}
    ours = {link(Slot(item, at)) for item, ats in assessment.asked.items() for at in ats}
    assert theirs == ours
    totals = renderer.totals()
    for where, number in assessment.computed.items():
        item = library().items[where.item]
        assert isinstance(item, Computed)
        if item.sum or item.fact in ("bmi", "leg_share"):
            assert totals.pop(link(where)) == pytest.approx(number)
    for record in assessment.records.get("operations", ()):
        region = assessment.facts.value("region_of_operation", At(record))
        assert totals.pop((record, "region_of_operation"), None) == region
    assert totals == {}


def test_link_ids_are_unique_and_every_answer_has_its_own() -> None:
    links: list[str] = []

    def walk(items: list[dict[str, Any]]) -> None:
        for item in items:
            links.append(item["linkId"])
            walk(item.get("item", []))

    walk(form()["item"])
    assert len(links) == len(set(links))
    slots = {link_of(name, at) for name, ats in library().places.items() for at in ats}
    assert slots <= set(links)


def test_an_item_hidden_by_the_answers_is_hidden_there_too() -> None:
    assessment = assessed_case("sample-patient")
    response = counting(assessment)
    before = set(Renderer(form(), response).shown)
    for section in response["item"]:
        if section["linkId"] == "section:operations":
            section["item"] = [{"linkId": "operations", "answer": [{"valueCoding": NONE}]}]
    after = set(Renderer(form(), response).shown)
    assert {key for _, key in before - after} >= {"procedure", "course_now", "return_onset"}


NONE = {"system": "https://workup.invalid/fhir/CodeSystem/options/operations", "code": "none"}


@pytest.mark.parametrize("name", ["sample-patient", "history-complete"])
def test_our_reading_of_fhirpath_is_that_of_others(name: str) -> None:
    response = counting(assessed_case(name))
    names: dict[str, Any] = {"resource": response}
    for section in response["item"]:
        for item in section["item"]:
            if item["linkId"].endswith("@"):
                names.setdefault(item["linkId"].removesuffix("@"), item)
    texts = {text for text in expressions(form()["item"]) if all(one in names for one in re.findall("%([a-z]+)", text))}
    assert len(texts) > 20
    for text in texts:
        # It knows the types of what it reaches from the response, not those of a variable.
        theirs = re.sub("%(?!resource)([a-z]+)", r"%resource.item.item.where(linkId = '\1@').first()", text)
        found = fhirpathpy.evaluate(response, theirs, names, R4)
        assert [float(one) if isinstance(one, Decimal) else one for one in found] == evaluate(text, names), text


def expressions(items: list[dict[str, Any]]) -> Iterator[str]:
    """Every expression of the form, but what only names a repetition."""
    for item in items:
        told = [one["valueExpression"]["expression"] for one in item.get("extension", []) if "valueExpression" in one]
        yield from (text for text in told if text != "%context")
        yield from expressions(item.get("item", []))
