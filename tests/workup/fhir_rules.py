"""What no validator we found sees by itself: required code lists, and invariants of R4 4.0.1 for what we write.

Code lists and invariants are those of the specification (CC0); each rule carries its key there. What is structure
(cardinality, types, unknown elements) is left to models made from the specification.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

CODES: dict[str, set[str]] = {
    "Composition.status": {"preliminary", "final", "amended", "entered-in-error"},
    "Composition.attester.mode": {"personal", "professional", "legal", "official"},
    "Composition.relatesTo.code": {"replaces", "transforms", "signs", "appends"},
    "Composition.confidentiality": {"U", "L", "M", "N", "R", "V"},
    "Patient.gender": {"male", "female", "other", "unknown"},
    "Patient.name.use": {"usual", "official", "temp", "nickname", "anonymous", "old", "maiden"},
    "Patient.identifier.use": {"usual", "official", "temp", "secondary", "old"},
    "Patient.telecom.system": {"phone", "fax", "email", "pager", "url", "sms", "other"},
    "Organization.telecom.system": {"phone", "fax", "email", "pager", "url", "sms", "other"},
    "EpisodeOfCare.status": {
        "planned", "waitlist", "active", "onhold", "finished", "cancelled", "entered-in-error",
    },
    "Encounter.status": {
        "planned", "arrived", "triaged", "in-progress", "onleave", "finished", "cancelled", "entered-in-error",
        "unknown",
    },
    "Procedure.status": {
        "preparation", "in-progress", "not-done", "on-hold", "stopped", "completed", "entered-in-error", "unknown",
    },
    "Device.status": {"active", "inactive", "entered-in-error", "unknown"},
    "Device.deviceName.type": {
        "udi-label-name", "user-friendly-name", "patient-reported-name", "manufacturer-name", "model-name", "other",
    },
    "AllergyIntolerance.reaction.severity": {"mild", "moderate", "severe"},
    "MedicationStatement.status": {
        "active", "completed", "entered-in-error", "intended", "stopped", "on-hold", "unknown", "not-taken",
    },
    "QuestionnaireResponse.status": {"in-progress", "completed", "amended", "entered-in-error", "stopped"},
    "Questionnaire.status": {"draft", "active", "retired", "unknown"},
    "Observation.status": {
        "registered", "preliminary", "final", "amended", "corrected", "cancelled", "entered-in-error", "unknown",
    },
    "ServiceRequest.status": {
        "draft", "active", "on-hold", "revoked", "completed", "entered-in-error", "unknown",
    },
    "ServiceRequest.intent": {
        "proposal", "plan", "directive", "order", "original-order", "reflex-order", "filler-order", "instance-order",
        "option",
    },
    "ServiceRequest.priority": {"routine", "urgent", "asap", "stat"},
    "Task.status": {
        "draft", "requested", "received", "accepted", "rejected", "ready", "cancelled", "in-progress", "on-hold",
        "failed", "completed", "entered-in-error",
    },
    "Task.intent": {
        "unknown", "proposal", "plan", "order", "original-order", "reflex-order", "filler-order", "instance-order",
        "option",
    },
    "DiagnosticReport.status": {
        "registered", "partial", "preliminary", "final", "amended", "corrected", "appended", "cancelled",
        "entered-in-error", "unknown",
    },
    "Flag.status": {"active", "inactive", "entered-in-error"},
    "CarePlan.status": {"draft", "active", "on-hold", "revoked", "completed", "entered-in-error", "unknown"},
    "CarePlan.intent": {"proposal", "plan", "order", "option"},
    "CarePlan.activity.detail.status": {
        "not-started", "scheduled", "in-progress", "on-hold", "completed", "cancelled", "stopped", "unknown",
        "entered-in-error",
    },
    "Provenance.entity.role": {"derivation", "revision", "quotation", "source", "removal"},
    "Questionnaire.item.type": {
        "group", "display", "boolean", "decimal", "integer", "date", "dateTime", "time", "string", "text", "url",
        "choice", "open-choice", "attachment", "reference", "quantity",
    },
    "Questionnaire.item.enableWhen.operator": {"exists", "=", "!=", ">", "<", ">=", "<="},
    "Questionnaire.item.enableBehavior": {"all", "any"},
}  # fmt: skip
# Code lists bound to a CodeableConcept: the code, and that a list is asked for at all.
CONCEPTS: dict[str, set[str]] = {
    "Condition.clinicalStatus": {"active", "recurrence", "relapse", "inactive", "remission", "resolved"},
    "Condition.verificationStatus": {
        "unconfirmed", "provisional", "differential", "confirmed", "refuted", "entered-in-error",
    },
    "AllergyIntolerance.clinicalStatus": {"active", "inactive", "resolved"},
    "AllergyIntolerance.verificationStatus": {"unconfirmed", "confirmed", "refuted", "entered-in-error"},
}  # fmt: skip
# The models read “yes” as true.
TRUTHS = {"active", "repeats", "readOnly", "preferred", "valueBoolean", "answerBoolean"}
NARRATIVE = {"generated", "extensions", "additional", "empty"}
ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")
URL = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
CHOICE = ("value", "performed", "effective", "occurrence", "medication", "onset", "answer")


def faults(whole: Json) -> list[str]:
    """Everything wrong with a document Bundle, one line each."""
    found = list(_bundle(whole))
    for entry in whole["entry"]:
        resource = entry["resource"]
        found += [f"{resource['resourceType']}: {fault}" for fault in _resource(resource)]
    return found


def _bundle(whole: Json) -> Iterator[str]:
    urls = [entry["fullUrl"] for entry in whole["entry"]]
    resources = {entry["fullUrl"]: entry["resource"] for entry in whole["entry"]}
    if whole["type"] != "document" or not {"system", "value"} <= whole.get("identifier", {}).keys():
        yield "bdl-9: a document has an identifier with a system and a value"
    if "timestamp" not in whole:
        yield "bdl-10: a document has a date"
    if whole["entry"][0]["resource"]["resourceType"] != "Composition":
        yield "bdl-11: a document begins with a Composition"
    if len(set(urls)) != len(urls):
        yield "bdl-7: a fullUrl stands twice"
    yield from (f"{url} is no urn:uuid" for url in urls if not URL.fullmatch(url))
    yield from (f"{url} is not the id" for url, one in resources.items() if url != f"urn:uuid:{one['id']}")
    known = set(urls)
    for one in resources.values():
        yield from (f"{one['resourceType']} refers to {to}, which is not here" for to in _references(one, known))
    reached, waiting = set[str](), [urls[0]]
    while waiting:
        url = waiting.pop()
        if url not in reached:
            reached.add(url)
            waiting += [to for to in _links(resources[url]) if to in resources]
    loose = {resources[url]["resourceType"] for url in known - reached} - {"Provenance", "Questionnaire"}
    yield from (f"no way leads to {kind}" for kind in loose)


def _links(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("reference"), str):
            yield value["reference"]
        for inner in value.values():
            yield from _links(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _links(inner)


def _references(resource: Json, known: set[str]) -> Iterator[str]:
    return (to for to in _links(resource) if not to.startswith("#") and to not in known)


def _resource(resource: Json) -> Iterator[str]:
    kind = resource["resourceType"]
    if not ID.fullmatch(resource["id"]):
        yield f"{resource['id']} is no id"
    if kind != "Questionnaire" and (
        resource["text"]["status"] not in NARRATIVE or not re.sub(r"<[^>]*>", "", resource["text"]["div"]).strip()
    ):
        yield "txt-2: the narrative says nothing"
    yield from _elements(resource, kind)
    match kind:
        case "Condition":
            yield from _condition(resource)
        case "AllergyIntolerance":
            if "clinicalStatus" not in resource:
                yield "ait-1: a clinical status is needed"
        case "Observation":
            yield from _observation(resource)
        case "Composition":
            for section in resource["section"]:
                if not {"text", "entry", "section"} & section.keys():
                    yield "cmp-1: a section has text, entries or sections"
        case "CarePlan":
            for one in resource.get("activity", []):
                if len({"detail", "reference"} & one.keys()) != 1:
                    yield "cpl-3: an activity is told or referred to"
        case "Task":
            if resource.get("lastModified", "9") < resource.get("authoredOn", ""):
                yield "tsk-1: changed before it was written"
        case "Organization":
            if not {"name", "identifier"} & resource.keys():
                yield "org-1: an organization has a name or an identifier"
        case "Questionnaire":
            yield from _questionnaire(resource)
        case "QuestionnaireResponse":
            yield from _response(resource.get("item", []))


def _elements(value: Any, path: str) -> Iterator[str]:
    """Code lists, nothing empty, one type of a choice, periods the right way round."""
    if isinstance(value, list):
        if not value:
            yield f"{path}: an empty list"
        for inner in value:
            yield from _elements(inner, path)
        return
    if not isinstance(value, dict):
        yield from _plain(value, path)
        return
    if not value:
        yield f"ele-1: {path} is empty"
    if path in CONCEPTS and not any(one["code"] in CONCEPTS[path] for one in value.get("coding", [])):
        yield f"{path}: {value} is not in its list"
    for choice in CHOICE:
        kinds = [key for key in value if key.startswith(choice) and key[len(choice) : len(choice) + 1].isupper()]
        if len(kinds) > 1:
            yield f"{path}: {kinds} at once"
    if path.endswith(("eriod", "executionPeriod")) and value.get("start", "") > value.get("end", "9"):
        yield f"per-1: {path} ends before it begins"
    if "value" in value and "code" in value and "unit" in value and "system" not in value:
        yield f"qty-3: {path} has a code without a system"
    if path.endswith(".extension") and ("extension" in value) == any(key.startswith("value") for key in value):
        yield "ext-1: an extension has a value or extensions"
    for key, inner in value.items():
        inside = "Questionnaire.item" if path == "Questionnaire.item" and key == "item" else f"{path}.{key}"
        yield from _elements(inner, inside)


def _plain(value: Any, path: str) -> Iterator[str]:
    if path in CODES and value not in CODES[path]:
        yield f"{path}: {value} is not in its list"
    if isinstance(value, str) and not value.strip():
        yield f"{path}: an empty text"
    if value is None:
        yield f"{path}: null"
    if path.rpartition(".")[2] in TRUTHS and not isinstance(value, bool):
        yield f"{path}: {value} is neither true nor false"


def _condition(one: Json) -> Iterator[str]:
    error = one.get("verificationStatus", {}).get("coding", [{}])[0].get("code") == "entered-in-error"
    problem = any(c["code"] == "problem-list-item" for cat in one.get("category", []) for c in cat["coding"])
    if error and "clinicalStatus" in one:
        yield "con-5: what was entered in error has no clinical status"
    if problem and not error and "clinicalStatus" not in one:
        yield "con-3: a problem has a clinical status"


def _observation(one: Json) -> Iterator[str]:
    valued = any(re.match(r"value[A-Z]", key) for key in one)
    if valued and "dataAbsentReason" in one:
        yield "obs-6: a value and a reason why there is none"
    own = {(c["system"], c["code"]) for c in one["code"].get("coding", [])}
    for part in one.get("component", []):
        same = {(c["system"], c["code"]) for c in part["code"].get("coding", [])} & own
        if same and valued:
            yield "obs-7: a component with the code and a value of the whole"


def _questionnaire(form: Json) -> Iterator[str]:
    if not re.fullmatch(r"[A-Z]([A-Za-z0-9_]){0,254}", form["name"]):
        yield "que-0: the name is no name of a machine"
    sets = {f"#{one['id']}" for one in form.get("contained", [])}
    links: Counter[str] = Counter()
    used: set[str] = set()
    asked: list[Json] = []

    def walk(items: list[Json]) -> None:
        for item in items:
            links[item["linkId"]] += 1
            asked.append(item)
            walk(item.get("item", []))

    walk(form["item"])
    for item in asked:
        used.add(item.get("answerValueSet", ""))
        yield from _question(item, links)
    yield from (f"que-2: {link} stands twice" for link, count in links.items() if count > 1)
    yield from (f"dom-3: {name} is contained and not referred to" for name in sets - used)
    yield from (f"{name} is not contained" for name in used - sets - {""})


def _question(item: Json, links: Counter[str]) -> Iterator[str]:
    link, kind, rows = item["linkId"], item["type"], item.get("enableWhen", [])
    if kind == "group" and not item.get("item"):
        yield f"que-1: the group {link} is empty"
    if "answerOption" in item and "answerValueSet" in item:
        yield f"que-4: {link} has options twice"
    if ("answerOption" in item or "answerValueSet" in item) and kind not in ("choice", "open-choice"):
        yield f"que-5: {link} has options and is no choice"
    if kind == "choice" and not ("answerOption" in item or "answerValueSet" in item):
        yield f"{link} is a choice of nothing"
    if len(rows) > 1 and "enableBehavior" not in item:
        yield f"que-12: {link} does not say whether all or any"
    if "maxLength" in item and kind not in ("boolean", "decimal", "integer", "string", "text", "url", "open-choice"):
        yield f"que-10: {link} has a length"
    if "readOnly" in item and kind == "display":
        yield f"que-9: {link} is shown and cannot be changed"
    for row in rows:
        if row["question"] not in links:
            yield f"{link} asks after {row['question']}, which is not there"
        if row["operator"] == "exists" and "answerBoolean" not in row:
            yield f"que-7: {link} asks whether something exists by something else than yes or no"


def _response(items: list[Json]) -> Iterator[str]:
    for item in items:
        if "answer" in item and "item" in item:
            yield f"qrs-1: {item['linkId']} has answers and items"
        for answer in item.get("answer", []):
            if sum(key.startswith("value") for key in answer) != 1:
                yield f"{item['linkId']}: an answer has one value"
        yield from _response(item.get("item", []))
