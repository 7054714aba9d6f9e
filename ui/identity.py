"""What the top bar says of a patient, in words: identity, operation, and what is unsafe to forget."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from ui.widgets import TagKind
from workup import words
from workup.answers import At, Levels, Marks, PartialDate
from workup.assess import Assessment
from workup.note.wording import value_words
from workup.protocol import Choice, Choices, Library
from workup.texts import _


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


# Every answer that what is said here rests on, besides the fields of these records.
SAID = ("family_name", "given_name", "birth_date", "sex", "mrn", "anticoagulant", "anticoagulant_drug", "mr_status",
        "device_mr_status", "mr_hazards", "implant_kind")  # fmt: skip
RECORDED = ("operations", "allergies")


@lru_cache(maxsize=2)
def said_items(library: Library) -> frozenset[str]:
    """Every item whose answer may change a word of the top bar."""
    return frozenset((*SAID, *RECORDED, *(name for records in RECORDED for name in library.fields_of(records))))


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
        born = _("born {value}").format(
            value=value_words(assessment.library, assessment.library.items["birth_date"], birth)
        )
    return IdentityWords(
        surname=f"{surname}," if surname and given else surname or ("" if given else _("New patient")),
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
    latest, _rest = assessment.facts.latest_operation()
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
    material, known = _implant_words(assessment, at)
    if material:
        parts[-1] += f", {material}"
    day = assessment.counted.value("operation_date", at)
    if isinstance(day, PartialDate):
        parts.append(f"· {words.relative(day.first, day.last, assessment.today)}")
    return (Safety("plain" if known else "caution", " ".join(parts), "" if known else "warning"),)


def _implant_words(assessment: Assessment, at: At) -> tuple[str, bool]:
    """What was left in the spine, by its material; whether that is enough to know how it stands in a scanner."""
    left, material = (assessment.counted.value(item, at) for item in ("instrumentation", "implant_material"))
    item = assessment.library.items.get("implant_material")
    if isinstance(material, Marks) and material.present and isinstance(item, Choices):
        named = [item.options.get(one, one) for one in material.present]
        return ", ".join([named[0].lower() if named[0] != named[0].upper() else named[0], *named[1:]]), True
    if isinstance(left, Marks) and left.present:
        return _("implants of unknown material"), False
    return "", True


def safety_words(assessment: Assessment) -> tuple[Safety, ...]:
    """Anticoagulants, allergies and implants whose MR status is not known, in amber."""
    tags: list[Safety] = []
    drug = assessment.counted.value("anticoagulant_drug")
    if assessment.counted.value("anticoagulant") == "yes":
        item = assessment.library.items.get("anticoagulant_drug")
        name = value_words(assessment.library, item, drug) if item and drug is not None else _("Anticoagulant")
        tags.append(Safety("caution", name[:1].upper() + name[1:], "pill"))
    allergens = [
        value_words(assessment.library, assessment.library.items["allergen"], answer.value)
        for at, answer in assessment.counted.of_item("allergen").items()
        if at.record in assessment.records.get("allergies", ())
    ]
    if allergens:
        more = f" +{len(allergens) - 1}" if len(allergens) > 1 else ""
        tags.append(Safety("caution", _("Allergy: {allergen}{more}").format(allergen=allergens[0], more=more)))
    return (*tags, *_scanner_words(assessment))


def _scanner_words(assessment: Assessment) -> tuple[Safety, ...]:
    """Implants in the body that no scanner may take, and those of which that is not known; unknown is never safe."""
    unsafe = unknown = False
    for item in ("mr_status", "device_mr_status"):
        for at in assessment.asked.get(item, ()):
            said = assessment.counted.value(item, at)
            unsafe |= said == "mr_unsafe"
            unknown |= said not in ("mr_safe", "mr_conditional", "mr_unsafe")
    hazards, kinds = (assessment.library.items.get(item) for item in ("mr_hazards", "implant_kind"))
    named = assessment.counted.value("mr_hazards")
    if isinstance(named, Marks) and isinstance(hazards, Choices) and isinstance(kinds, Choice):
        detailed = {answer.value for answer in assessment.counted.of_item("implant_kind").values()}
        asked = set(hazards.findings) & kinds.options.keys()
        unknown |= any(one in asked and one not in detailed for one in named.present)
    if unsafe:
        return (Safety("caution", _("Implant: MR Unsafe"), "warning"),)
    return (Safety("caution", _("Implant: MR status unknown"), "warning"),) if unknown else ()
