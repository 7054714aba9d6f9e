"""Every Bundle is valid FHIR R4: structure by models made from the specification, code lists and invariants by ours."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from random import Random
from typing import Any

import pytest
from fhir.resources.R4B import get_fhir_model_class
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from pydantic import ValidationError

from tests.workup.fhir_rules import faults
from tests.workup.notes import COVER, assessed_case, library, random_assessment
from workup.assess import Assessment
from workup.fhir import Origin, bundle, canonical, questionnaire
from workup.note import Cover
from workup.note.blocks import Amendment, Signature

ORIGIN = Origin("patient00001", "evaluation01", "1")
NOW = datetime.fromisoformat("2025-11-25T12:00:00+01:00")
AMENDMENT = Amendment(("Diagnosis changed.",), "Dr Ann Example", NOW, "A wrong side", 1)
SIGNED = replace(COVER, status="SIGNED", signature=Signature(name=COVER.author, at=NOW, version=1))
AMENDED = replace(
    COVER, status="AMENDED", version=2,
    signature=Signature(name=COVER.author, at=NOW, version=2, amendment=AMENDMENT),
)  # fmt: skip
WHOLE = ("sample-patient", "exam-complete", "history-complete", "symptoms-complete", "demo-early-infection")
COVERS = {"draft": COVER, "signed": SIGNED, "amended": AMENDED, "void": replace(COVER, status="VOID")}


def exported(assessment: Assessment, cover: Cover = COVER) -> dict[str, Any]:
    """The Bundle as another program reads it."""
    told: dict[str, Any] = json.loads(canonical(bundle(assessment, cover, ORIGIN)))
    return told


@lru_cache(maxsize=8192)  # the same resource stands in many of the Bundles here
def misfits(kind: str, told: str) -> tuple[str, ...]:
    """What the model of a kind of resource finds in one, as JSON."""
    try:
        get_fhir_model_class(kind).model_validate_json(told, strict=True)
    except ValidationError as error:
        return tuple(f"{kind} {part['loc']}: {part['msg']}" for part in error.errors())
    return ()


def structure(whole: dict[str, Any]) -> list[str]:
    """What the models find; the Questionnaire is the same each time and has a test of its own."""
    told = [entry["resource"] for entry in whole["entry"] if entry["resource"]["resourceType"] != "Questionnaire"]
    return [found for one in told for found in misfits(one["resourceType"], json.dumps(one))]


def test_the_questionnaire_is_valid() -> None:
    told = json.loads(canonical(questionnaire(library())))
    get_fhir_model_class("Questionnaire").model_validate(told)


@pytest.mark.parametrize("name", WHOLE)
def test_the_worked_patients_are_valid(name: str) -> None:
    whole = exported(assessed_case(name))
    assert structure(whole) == []
    assert faults(whole) == []


@pytest.mark.parametrize("status", COVERS)
def test_each_state_of_the_page_is_valid(status: str) -> None:
    whole = exported(assessed_case("tests-complete"), COVERS[status])
    assert structure(whole) == []
    assert faults(whole) == []


@settings(max_examples=8)
@given(st.integers(0, 2**32 - 1))
def test_random_evaluations_are_valid(seed: int) -> None:
    chance = Random(seed)
    whole = exported(random_assessment(seed), chance.choice(list(COVERS.values())))
    assert structure(whole) == []
    assert faults(whole) == []


# The gate itself: each of these must be seen, by the models or by our rules.


@lru_cache(maxsize=1)
def sample() -> str:
    """A valid Bundle to break."""
    return canonical(bundle(assessed_case("tests-complete"), SIGNED, ORIGIN)).decode()


def first(whole: dict[str, Any], kind: str) -> Any:
    """The first resource of a kind."""
    return next(one["resource"] for one in whole["entry"] if one["resource"]["resourceType"] == kind)


def put(kind: str, key: str, value: Any) -> Callable[[Any], None]:
    """Puts a value into the first resource of a kind."""

    def change(whole: Any) -> None:
        first(whole, kind)[key] = value

    return change


def drop(kind: str, key: str) -> Callable[[Any], None]:
    """Takes an element out of the first resource of a kind."""

    def change(whole: Any) -> None:
        del first(whole, kind)[key]

    return change


SEEDED: dict[str, Callable[[Any], None]] = {
    "unknown element": put("Patient", "surname", "x"),
    "wrong type": put("Patient", "active", "yes"),
    "wrong date": put("Patient", "birthDate", "1.2.1950"),
    "list for one": put("Patient", "gender", ["male"]),
    "one for a list": put("Patient", "name", {"text": "x"}),
    "code not in its list": put("ServiceRequest", "status", "cancelled"),
    "intent not in its list": put("ServiceRequest", "intent", "suggestion"),
    "concept not in its list": put("Condition", "verificationStatus", {"coding": [{"code": "maybe"}]}),
    "no status": drop("Observation", "status"),
    "no code": drop("Observation", "code"),
    "no subject": drop("ServiceRequest", "subject"),
    "two values": lambda w: first(w, "Observation").update(valueString="x", valueBoolean=True),
    "value and absent reason": lambda w: first(w, "Observation").update(
        valueString="x", dataAbsentReason={"text": "x"}
    ),
    "loose reference": put("Flag", "subject", {"reference": "urn:uuid:00000000-0000-0000-0000-000000000000"}),
    "no composition first": lambda w: w["entry"].reverse(),
    "no identifier": lambda w: w.pop("identifier"),
    "no timestamp": lambda w: w.pop("timestamp"),
    "same address twice": lambda w: w["entry"].append(w["entry"][1]),
    "empty narrative": lambda w: first(w, "Patient")["text"].update(div='<div xmlns="http://www.w3.org/1999/xhtml"/>'),
    "answers beside items": lambda w: first(w, "QuestionnaireResponse")["item"][0].update(
        answer=[{"valueString": "x"}]
    ),
    "period the wrong way": put("EpisodeOfCare", "period", {"start": "2025-02-01", "end": "2025-01-01"}),
    "empty element": put("CarePlan", "encounter", {}),
    "null": put("CarePlan", "title", None),
    "empty text": put("CarePlan", "title", ""),
    "question twice": lambda w: first(w, "Questionnaire")["item"].append(first(w, "Questionnaire")["item"][0]),
    "condition on nothing": lambda w: first(w, "Questionnaire")["item"][0].update(
        enableWhen=[{"question": "nowhere", "operator": "=", "answerBoolean": True}]
    ),
}


@pytest.mark.parametrize("name", SEEDED)
def test_each_fault_is_seen(name: str) -> None:
    whole = json.loads(sample())
    SEEDED[name](whole)
    assert structure(whole) or faults(whole)
