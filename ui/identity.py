"""What the top bar says of a patient, in words: identity, operation, and what is unsafe to forget."""

from __future__ import annotations

from dataclasses import dataclass

from ui.widgets import TagKind
from workup import words
from workup.answers import At, Levels, Marks, PartialDate, Slot
from workup.assess import Assessment
from workup.note.wording import value_words
from workup.protocol import Choices


@dataclass(frozen=True, slots=True)
class IdentityWords:
    """Name, sex, age, birth date and number as shown."""

    surname: str
    given: str
    sex: str
    age: str
    born: str
    mrn: str


@dataclass(frozen=True, slots=True)
class Safety:
    """One tag of the top bar."""

    kind: TagKind
    text: str
    icon: str = ""


def identity_words(assessment: Assessment) -> IdentityWords:
    """The patient as known; a patient without a name yet is called new."""

    def text(item: str) -> str:
        value = assessment.answers.value(item)
        return value.strip() if isinstance(value, str) else ""

    surname, given = text("family_name").upper(), text("given_name")
    birth = assessment.answers.value("birth_date")
    age = born = ""
    if isinstance(birth, PartialDate):
        age = words.age_known(birth.first, birth.last, assessment.today)
        born = f"born {value_words(assessment.library, assessment.library.items['birth_date'], birth)}"
    return IdentityWords(
        surname=f"{surname}," if surname and given else surname or ("" if given else "New patient"),
        given=given,
        sex=words.sex(text("sex")),
        age=age,
        born=born,
        mrn=text("mrn"),
    )


def patient_words(assessment: Assessment) -> str:
    """Surname and given name, for the name of a file where the clinic wants it there."""
    said = identity_words(assessment)
    return f"{said.surname} {said.given}".strip()


def operation_words(assessment: Assessment) -> tuple[Safety, ...]:
    """The latest operation: what, where, how long ago."""
    numbers = assessment.records.get("operations", ())
    if not numbers:
        return ()
    latest, _ = assessment.facts.latest_operation()
    at = At(record=latest if latest is not None else numbers[-1])
    parts: list[str] = []
    item, procedure = assessment.library.items.get("procedure"), assessment.counted.value("procedure", at)
    if isinstance(item, Choices) and isinstance(procedure, Marks) and procedure.present:
        label = item.options.get(procedure.present[0], procedure.present[0])
        parts.append(label.split("(")[1].rstrip(")") if "(" in label else label)
    levels = assessment.counted.value("operation_levels", at)
    if isinstance(levels, Levels):
        parts.append(str(levels).replace("-", "–"))
    if not parts:
        return ()
    day = assessment.counted.value("operation_date", at)
    if isinstance(day, PartialDate):
        parts.append(f"· {words.relative(day.first, day.last, assessment.today)}")
    return (Safety("plain", " ".join(parts)),)


def safety_words(assessment: Assessment) -> tuple[Safety, ...]:
    """Anticoagulants, allergies and implants whose MR status is not known, in amber."""
    tags: list[Safety] = []
    drug = assessment.counted.value("anticoagulant_drug")
    if assessment.counted.value("anticoagulant") == "yes":
        item = assessment.library.items.get("anticoagulant_drug")
        name = value_words(assessment.library, item, drug) if item and drug is not None else "Anticoagulant"
        tags.append(Safety("caution", name[:1].upper() + name[1:], "pill"))
    allergens = [
        value_words(assessment.library, assessment.library.items["allergen"], answer.value)
        for at, answer in assessment.counted.of_item("allergen").items()
        if at.record in assessment.records.get("allergies", ())
    ]
    if allergens:
        more = f" +{len(allergens) - 1}" if len(allergens) > 1 else ""
        tags.append(Safety("caution", f"Allergy: {allergens[0]}{more}"))
    unsafe = [
        at
        for at in assessment.asked.get("mr_status", ())
        if assessment.counted.get(Slot("mr_status", at)) is None
        or assessment.counted.value("mr_status", at) in ("unsafe", "unknown")
        or assessment.is_gap(Slot("mr_status", at))
    ]
    if unsafe:
        tags.append(Safety("caution", "Implant: MR status unknown", "warning"))
    return tuple(tags)
