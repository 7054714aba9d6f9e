"""What the person brings along: operations and treatments, implants and devices, allergies, medicines, diagnoses."""

from collections.abc import Iterator

from workup.answers import At, Marks
from workup.coding import chosen_codes, code_doubts, known_code
from workup.fhir.names import ICD10, TERMINOLOGY, TERMS, Json, coding, concept, without_blanks
from workup.fhir.subject import Subject, resource, status_code
from workup.reasoning.ranking import Candidate

CLINICAL = f"{TERMINOLOGY}/condition-clinical"
VERIFICATION = f"{TERMINOLOGY}/condition-ver-status"
CATEGORY = f"{TERMINOLOGY}/condition-category"
PHRASES = {
    "likely": "likely", "possible": "possible", "less_likely": "less likely", "unlikely": "unlikely",
    "must_rule_out": "must be ruled out", "not_assessable": "not assessable yet",
}  # fmt: skip


def procedures(subject: Subject) -> Iterator[Json]:
    """Operations, and what else was tried."""
    for number in subject.records("operations"):
        yield _operation(subject, number)
    for number in subject.records("treatments"):
        if subject.value("treatment_kind", At(number)) != "medicine":
            yield _treatment(subject, number)


def _operation(subject: Subject, number: int) -> Json:
    at = At(number)
    words = [subject.text("procedure", at), subject.text("procedure_other", at)]
    name = ", ".join(word for word in words if word) or "Operation, kind not recorded"
    remarks = [subject.text(item, at) for item in ("implant_detail", "complication_detail", "preop_findings")]
    surgeon = subject.text("surgeon", at)
    day = subject.day("operation_date", at)
    return resource(
        "Procedure",
        subject.ids.uuid("Procedure", f"operations@{number}"),
        " · ".join(part for part in (name, subject.text("operation_levels", at), day) if part),
        status="completed",
        category={"text": "Operation"},
        code={"text": name},
        subject=subject.patient,
        performedDateTime=day,
        performer=[{"actor": {"display": surgeon}}] if surgeon else [],
        reasonCode=_texts(subject, "indication", at, "indication_detail"),
        bodySite=subject.levels("operation_levels", at, "operation_side"),
        outcome=_words(subject.text("early_result")) if number == max(subject.records("operations")) else {},
        complication=_texts(subject, "complications", at),
        note=[{"text": remark} for remark in remarks if remark],
        usedCode=_texts(subject, "instrumentation", at),
    )


def _treatment(subject: Subject, number: int) -> Json:
    at = At(number)
    name = ", ".join(part for part in (subject.text("treatment_kind", at), subject.text("treatment_name", at)) if part)
    start, end = subject.day("treatment_from", at), subject.day("treatment_to", at)
    remarks = [
        f"{subject.library.items[item].label}: {told}"
        for item in ("treatment_dose", "treatment_relief", "anaesthetic_relief", "treatment_weeks", "treatment_effects")
        if (told := subject.text(item, at))
    ]
    if start and end and start[: len(end)] > end[: len(start)]:
        remarks.append(f"Dates as recorded, the end before the beginning: {start}, {end}")
        end = ""
    going_on = subject.value("treatment_ongoing", at) == "ongoing"
    return resource(
        "Procedure",
        subject.ids.uuid("Procedure", f"treatments@{number}"),
        name or "Treatment, kind not recorded",
        status="in-progress" if going_on else "completed",
        category={"text": "Treatment"},
        code={"text": name or "Treatment, kind not recorded"},
        subject=subject.patient,
        performedPeriod=without_blanks({"start": start, "end": end}),
        bodySite=subject.levels("treatment_level", at, "treatment_side"),
        note=[{"text": remark} for remark in remarks],
    )


def devices(subject: Subject) -> Iterator[Json]:
    """Implants and neurostimulators, with what is known of the magnet's limits."""
    for records, kind, model, safety in (
        ("implants", "implant_kind", "implant_model", "mr_status"),
        ("devices", "device_kind", "device_model", "device_mr_status"),
    ):
        for number in subject.records(records):
            at = At(number)
            name, made = subject.text(kind, at) or "Implant, kind not recorded", subject.text(model, at)
            told = subject.text(safety, at)
            removed = subject.value("device_use", at) == "removed" if records == "devices" else False
            yield resource(
                "Device",
                subject.ids.uuid("Device", f"{records}@{number}"),
                " · ".join(part for part in (name, made, told) if part),
                status="inactive" if removed else "active",
                deviceName=[{"name": made, "type": "model-name"}] if made else [],
                type={"text": name},
                safety=[{"text": told}] if told else [],
                patient=subject.patient,
            )


def allergies(subject: Subject) -> Iterator[Json]:
    """Each allergy; that there is none is said, and is not the same as nobody having asked."""
    for number in subject.records("allergies"):
        at = At(number)
        group = subject.text("allergen_group", at)
        name = subject.text("allergen", at) or group or "Allergen not recorded"
        shown = [{"text": word} for word in _present(subject, "reaction", at)]
        severity = subject.value("reaction_severity", at)
        told: Json = {"manifestation": shown or [{"text": "Reaction not recorded"}]}
        if isinstance(severity, str):
            told["severity"] = severity
        if day := subject.day("reaction_date", at):
            told["onset"] = day
        yield _allergy(subject, f"@{number}", name, reaction=[told] if shown or len(told) > 1 else [])
    if subject.value("allergies") == "none":
        yield _allergy(subject, "none", "No known allergy")


def _allergy(subject: Subject, key: str, name: str, **parts: object) -> Json:
    return resource(
        "AllergyIntolerance",
        subject.ids.uuid("AllergyIntolerance", key),
        name,
        clinicalStatus=status_code(f"{TERMINOLOGY}/allergyintolerance-clinical", "active"),
        verificationStatus=status_code(f"{TERMINOLOGY}/allergyintolerance-verification", "unconfirmed"),
        code={"text": name},
        patient=subject.patient,
        **parts,
    )


def medicines(subject: Subject) -> Iterator[Json]:
    """Medicines and opioids as the patient takes them, and medicines that were tried."""
    for number in subject.records("medicines"):
        at = At(number)
        dose = ", ".join(part for part in (subject.text("dose", at), subject.text("medicine_use", at)) if part)
        yield _medicine(subject, f"medicines@{number}", subject.text("medicine", at), dose, "active")
    for number in subject.records("opioids"):
        at = At(number)
        dose = "; ".join(
            f"{subject.library.items[item].label}: {told}"
            for item in ("opioid_daily_dose", "opioid_patch_rate")
            if (told := subject.text(item, at))
        )
        since = subject.day("opioid_since", at)
        yield _medicine(subject, f"opioids@{number}", subject.text("opioid_drug", at), dose, "active", since)
    for number in subject.records("treatments"):
        at = At(number)
        if subject.value("treatment_kind", at) == "medicine":
            going_on = subject.value("treatment_ongoing", at) == "ongoing"
            name, dose = subject.text("treatment_name", at), subject.text("treatment_dose", at)
            status = "active" if going_on else "completed"
            since = subject.day("treatment_from", at)
            yield _medicine(subject, f"treatments@{number}", name, dose, status, since)


def _medicine(subject: Subject, key: str, name: str, dose: str, status: str, since: str = "") -> Json:
    return resource(
        "MedicationStatement",
        subject.ids.uuid("MedicationStatement", key),
        " · ".join(part for part in (name or "Medicine, name not recorded", dose) if part),
        status="entered-in-error" if subject.void else status,
        medicationCodeableConcept={"text": name or "Medicine, name not recorded"},
        subject=subject.patient,
        effectivePeriod={"start": since} if since else {},
        dosage=[{"text": dose}] if dose else [],
    )


def conditions(subject: Subject) -> Iterator[Json]:
    """Diagnoses the clinician coded, conditions the patient has, and sources of the pain that are considered."""
    yield from _coded(subject, subject.text("icd10"))
    for name in ("diabetes", "osteoporosis", "fragility_fracture", "kidney_disease"):
        if subject.value(name) == "yes":
            told = {"text": subject.library.items[name].label.rstrip("?")}
            yield _condition(subject, name, told, "confirmed", "problem-list-item")
    for name in ("vascular_disease", "other_conditions"):
        for word in _present(subject, name, At()):
            yield _condition(subject, f"{name} {word}", {"text": word}, "confirmed", "problem-list-item")
    for candidate in subject.assessment.reasoning.shown:
        yield _considered(subject, candidate)


def _coded(subject: Subject, text: str) -> Iterator[Json]:
    """The codes that were chosen, each with what is doubtful of it."""
    codes = subject.library.codes
    doubts = code_doubts(codes, text, subject.assessment.today)
    for code, words in chosen_codes(text):
        one = known_code(codes, code)
        said = words or (one.text if one is not None else "")
        told = concept(ICD10, code, "", f"{code} {said}".strip())
        doubtful = " ".join(sentence for concerned, sentence in doubts if code in concerned or not concerned)
        yield _condition(subject, f"icd10 {code}", told, "confirmed", "encounter-diagnosis", doubtful)


def _considered(subject: Subject, candidate: Candidate) -> Json:
    """A source as it is ranked: a differential, unless the clinician agreed with it or ruled it out."""
    judged = candidate.judgement.value if candidate.judgement is not None else ""
    cause = candidate.cause
    told = {"coding": [coding(f"{TERMS}/cause", cause.id, cause.title)], "text": cause.title}
    status = {"agree": "provisional", "ruled_out": "refuted"}.get(str(judged), "differential")
    words = f"Ranked by the program: {PHRASES[candidate.phrase]}."
    if judged:
        item = subject.library.items["judgement"]
        words += f" The clinician: {getattr(item, 'options', {}).get(str(judged), str(judged))}."
    place = subject.place_words(candidate.at)
    return _condition(subject, f"cause {cause.id}", told, status, "encounter-diagnosis", words, place)


def _condition(
    subject: Subject, key: str, code: Json, status: str, category: str, note: str = "", place: str = ""
) -> Json:
    status = "entered-in-error" if subject.void else status
    return resource(
        "Condition",
        subject.ids.uuid("Condition", key),
        " · ".join(part for part in (str(code["text"]), place, note) if part),
        clinicalStatus={} if subject.void else status_code(CLINICAL, "inactive" if status == "refuted" else "active"),
        verificationStatus=status_code(VERIFICATION, status),
        category=[status_code(CATEGORY, category)],
        code=code,
        bodySite=[{"text": place}] if place else [],
        subject=subject.patient,
        encounter=subject.encounter,
        note=[{"text": note}] if note else [],
    )


def _present(subject: Subject, name: str, at: At) -> list[str]:
    value = subject.value(name, at)
    options = getattr(subject.library.items.get(name), "options", {})
    return [options[one] for one in value.present] if isinstance(value, Marks) else []


def _texts(subject: Subject, name: str, at: At, further: str = "") -> list[Json]:
    words = [*_present(subject, name, at), *([told] if further and (told := subject.text(further, at)) else [])]
    return [{"text": word} for word in words]


def _words(text: str) -> Json:
    return {"text": text} if text else {}


