"""What was found: scores, abnormal findings and what could not be examined as observations; red flags as flags."""

from collections.abc import Iterator

from workup.answers import Answer, Finding, Gap, Levels, Marks, Slot, Value
from workup.fhir.names import LOINC, TERMINOLOGY, TERMS, Json, coding, quantity
from workup.fhir.response import ABSENT_CODES
from workup.fhir.subject import Subject, resource, tidy
from workup.fhir.values import option
from workup.note.wording import value_words
from workup.protocol import AnyItem, BodyMap, Choice, Document, Grade, ManoeuvreItem, Number, Records, Scale, YesNo
from workup.reasoning.flags import Raised
from workup.reasoning.scores import Score

DATA_ABSENT = f"{TERMINOLOGY}/data-absent-reason"
INTERPRETATION = f"{TERMINOLOGY}/v3-ObservationInterpretation"
TIERS = {"E": "Emergency", "U": "Urgent", "S": "Soon"}


def observations(subject: Subject) -> Iterator[Json]:
    """Scores, and the answers of history, symptoms and examination that are abnormal, coded, remarked or missing."""
    for score in subject.assessment.scores:
        yield _score(subject, score)
    scored = {score.where for score in subject.assessment.scores}
    for where, answer in subject.assessment.counted.items():
        item = subject.library.items[where.item]
        if item.record or where in scored or isinstance(item, Records | BodyMap | Document):
            continue
        examined = subject.library.section_of[item.id].examined
        told = where in subject.assessment.findings or "loinc" in item.codes or where in subject.remarks
        if (told or (examined and isinstance(answer.value, Gap))) and subject.answer(where.item, where.at) is not None:
            category = "exam" if examined else "survey"
            day = str(answer.at.date())
            yield observation(subject, where, answer, category, item.codes.get("loinc", ""), day)


def observation(
    subject: Subject, where: Slot, answer: Answer, category: str, loinc: str, effective: str, *, final: bool = True
) -> Json:
    """One answer as an observation; a gap says why there is no value."""
    item = subject.library.items[where.item]
    place = subject.place(where)
    words = tidy(value_words(subject.library, item, answer.value))
    abnormal = where in subject.assessment.findings
    return resource(
        "Observation",
        subject.ids.uuid("Observation", str(where)),
        f"{item.label}{f', {place}' if place else ''}: {words}",
        status="entered-in-error" if subject.void else "final" if final else "preliminary",
        category=[{"coding": [coding(f"{TERMINOLOGY}/observation-category", category)]}],
        code={
            "coding": [*([coding(LOINC, loinc)] if loinc else []), coding(f"{TERMS}/item", item.id, tidy(item.label))],
            "text": tidy(item.label),
        },
        subject=subject.patient,
        encounter=subject.encounter_of(answer.visit),
        effectiveDateTime=effective,
        performer=[subject.practitioner(answer.who)],
        interpretation=[{"coding": [coding(INTERPRETATION, "A", "Abnormal")]}] if abnormal else [],
        bodySite={"text": place} if place else {},
        note=[{"text": remark}] if (remark := subject.remarks.get(where)) else [],
        **_value(subject, item, answer.value, words),
    )


def _value(subject: Subject, item: AnyItem, value: Value, words: str) -> Json:
    if isinstance(value, Gap):
        reason = {"text": value.reason} if tidy(value.reason) else {}
        return {"dataAbsentReason": {"coding": [coding(DATA_ABSENT, ABSENT_CODES[value.state])], **reason}}
    match item:
        case YesNo():
            return {"valueBoolean": value == "yes"}
        case Choice() | Grade():
            return {"valueCodeableConcept": {"coding": [option(subject.library, item, str(value))], "text": words}}
        case ManoeuvreItem() if isinstance(value, Finding):
            told = {"coding": [option(subject.library, item, value.result, "result")], "text": words}
            angle = [{"code": {"text": "Angle"}, "valueQuantity": quantity(value.angle, "°")}] if value.angle else []
            return {"valueCodeableConcept": told, "component": angle}
        case Number() | Scale() if isinstance(value, (int, float)):
            unit = item.unit if isinstance(item, Number) else ""
            return {"valueQuantity": quantity(value, unit)}
    if isinstance(value, Marks):
        return {"component": _marks(subject, item, value)}
    if isinstance(value, Levels) or words:
        return {"valueString": words}
    return {"dataAbsentReason": {"coding": [coding(DATA_ABSENT, "unknown")]}}


def _marks(subject: Subject, item: AnyItem, value: Marks) -> list[Json]:
    """Each option that was asked about, present, absent or unknown."""
    told: list[Json] = []
    for state, names in (("present", value.present), ("absent", value.absent), ("unknown", value.unknown)):
        for name in names:
            said: Json = {"valueBoolean": state == "present"}
            if state == "unknown":
                said = {"dataAbsentReason": {"coding": [coding(DATA_ABSENT, ABSENT_CODES["unknown"])]}}
            told.append({"code": {"coding": [option(subject.library, item, name)]}, **said})
    return told


def _score(subject: Subject, score: Score) -> Json:
    """The score of an instrument; without one, that it could not be counted and why."""
    item = subject.library.items[score.where.item]
    loinc = item.codes.get("loinc", "")
    title = tidy(score.title)
    told: Json = {"dataAbsentReason": {"coding": [coding(DATA_ABSENT, "error")], "text": "Answers are missing."}}
    if score.value is not None:
        told = {"valueQuantity": quantity(score.value, score.unit)}
    missing = f"{score.missing} of {score.questions} answers missing" if score.missing else ""
    return resource(
        "Observation",
        subject.ids.uuid("Observation", f"score {score.instrument} {score.where}"),
        f"{title}: {score.value if score.value is not None else 'no score'} {tidy(score.band)}".strip(),
        status="entered-in-error" if subject.void else "final" if score.complete else "preliminary",
        category=[{"coding": [coding(f"{TERMINOLOGY}/observation-category", "survey")]}],
        code={
            "coding": [*([coding(LOINC, loinc)] if loinc else []), coding(f"{TERMS}/item", item.id, title)],
            "text": title,
        },
        subject=subject.patient,
        effectiveDateTime=str(score.date) if score.date is not None else "",
        interpretation=[{"text": tidy(score.band)}] if tidy(score.band) else [],
        note=[{"text": text} for text in (missing, tidy(score.warning)) if text],
        derivedFrom=[subject.ids.reference("QuestionnaireResponse", "counting")],
        **told,
    )


def flags(subject: Subject) -> Iterator[Json]:
    """Red flags that fire today, with what was done about them."""
    for one in subject.assessment.reasoning.fired:
        yield _flag(subject, one)


def _flag(subject: Subject, raised: Raised) -> Json:
    flag, tier = raised.flag, TIERS[raised.tier] if raised.tier is not None else ""
    done = raised.answer.value if raised.answer is not None else ""
    words = f"{tier}: {flag.title}. {'; '.join(rule.text for rule in raised.rules)}"
    if isinstance(done, str) and tidy(done):
        words += f". {'No action needed' if raised.overridden else 'Action'}: {tidy(done)}"
    elif raised.waiting:
        words += ". Nothing recorded about it yet."
    return resource(
        "Flag",
        subject.ids.uuid("Flag", flag.id),
        words,
        status="entered-in-error" if subject.void else "active",
        category=[{"coding": [coding(f"{TERMINOLOGY}/flag-category", "clinical")], "text": tier}],
        code={"coding": [coding(f"{TERMS}/flag", flag.id, flag.title)], "text": words},
        subject=subject.patient,
        encounter=subject.encounter,
        period={"start": str(subject.assessment.today)},
    )


