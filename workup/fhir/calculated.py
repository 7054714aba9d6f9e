"""Values nobody types, as expressions: sums of items, body-mass index, share of the leg, region of an operation."""

from workup.fhir.names import FHIRPATH, HL7, SDC, Json, extension, unit_coding
from workup.protocol import Computed, Grade, Library, Number

CALCULATED = f"{SDC}/sdc-questionnaire-calculatedExpression"
UNIT = f"{HL7}/StructureDefinition/questionnaire-unit"
HIDDEN = f"{HL7}/StructureDefinition/questionnaire-hidden"
REGION = "region_of_operation"


def calculated(library: Library, item: Computed) -> Json:
    """The type of a computed item, with its expression where FHIRPath can say it; else the value is filled by us."""
    formula = " + ".join(_value(library, name) for name in item.sum) or _fact(library, item.fact)
    told = [extension(UNIT, valueCoding=unit_coding(item.unit))] if item.unit else []
    if formula:
        told.append(extension(CALCULATED, valueExpression={"language": FHIRPATH, "expression": formula}))
    return {"type": "decimal", "readOnly": True, "extension": told}


def _value(library: Library, name: str) -> str:
    item = library.items[name]
    steps = ".item" * (2 + bool(item.axis or item.side))
    number = ".code.toInteger()" if isinstance(item, Grade) else ""
    return f"%resource{steps}.where(linkId = '{name}').answer.value{number}"


def _fact(library: Library, fact: str) -> str:
    """The facts that follow from one or two answers by arithmetic alone."""
    if fact == "leg_share" and "back_share" in library.items:
        return f"100 - {_value(library, 'back_share')}"
    if fact == "bmi" and isinstance(library.items.get("height"), Number) and "weight" in library.items:
        metres = f"({_value(library, 'height')} / 100)"
        return f"({_value(library, 'weight')} / ({metres} * {metres})).round(1)"
    return ""


def region() -> Json:
    """The region of an operation as conditions ask for it: as answered, else as its levels tell it."""
    stated = "%operations.item.item.where(linkId = 'operation_region').answer.value.code"
    ends = {
        end: f"%operations.item.item.item.where(linkId = 'operation_levels.{end}').answer.value.code.substring(0, 1)"
        for end in ("upper", "lower")
    }
    upper, lower = ends["upper"], ends["lower"]
    below = f"iif({upper} = 'S' or {upper} = 'p', 'sacroiliac', "
    lumbar = f"iif({upper} = 'L', iif({lower} = 'L', 'lumbar', 'lumbosacral'), "
    higher = f"iif({lower} = 'C' or {lower} = 'T', iif({upper} = 'C', 'cervical', 'thoracic'), 'thoracolumbar')"
    by_levels = f"iif({upper}.exists(), {below}{lumbar}{higher})), {{}})"
    formula = f"iif({stated}.exists(), {stated}, {by_levels})"
    told = [
        extension(HIDDEN, valueBoolean=True),
        extension(CALCULATED, valueExpression={"language": FHIRPATH, "expression": formula}),
    ]
    return {"linkId": REGION, "text": "Region operated on", "type": "string", "readOnly": True, "extension": told}
