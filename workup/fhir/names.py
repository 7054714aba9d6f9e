"""What things are called in FHIR: addresses of systems and extensions, stable ids, and the smallest elements."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from msgspec import Struct

from workup.fhir.canonical import plain_number

Json = dict[str, Any]

# RFC 2606 keeps .invalid from ever being anybody's: the program has no site, and these are names, not places.
BASE = "https://workup.invalid/fhir"
QUESTIONNAIRE = f"{BASE}/Questionnaire"
OPTIONS = f"{BASE}/CodeSystem/options"
TERMS = f"{BASE}/CodeSystem/terms"
IDS = f"{BASE}/NamingSystem"
OWN = f"{BASE}/StructureDefinition"
HL7 = "http://hl7.org/fhir"
TERMINOLOGY = "http://terminology.hl7.org/CodeSystem"
SDC = f"{HL7}/uv/sdc/StructureDefinition"
LOINC = "http://loinc.org"
ICD10 = f"{HL7}/sid/icd-10-cm"
UCUM = "http://unitsofmeasure.org"
FHIRPATH = "text/fhirpath"

ABSENT = f"{HL7}/StructureDefinition/data-absent-reason"
PROVENANCE = f"{OWN}/answer-provenance"
GAP_REASON = f"{OWN}/gap-reason"
EMPTY_TEXT = f"{OWN}/empty-text"
MARKED_ORDER = f"{OWN}/marked-order"
CONTENT_DIGEST = f"{OWN}/content-digest"
SHA_256 = f"{OWN}/sha-256"
PAGES = f"{OWN}/pages"

LOINC_NOTICE = (
    "This material contains content from LOINC (http://loinc.org). LOINC is copyright © Regenstrief Institute, Inc. "
    "and the Logical Observation Identifiers Names and Codes (LOINC) Committee and is available at no cost under the "
    "license at http://loinc.org/license. LOINC® is a registered United States trademark of Regenstrief Institute, Inc."
)
_NAMESPACE = UUID("8f0a2a8e-5d0e-5c7b-9a53-6d1b3f4f2d10")


class Ids(Struct, frozen=True):
    """Ids of one document: the same thing has the same id each time the document is made."""

    document: str

    def uuid(self, kind: str, key: str = "") -> str:
        """The id of a resource of this kind."""
        return str(uuid5(_NAMESPACE, f"{self.document}\n{kind}\n{key}"))

    def url(self, kind: str, key: str = "") -> str:
        """The address of a resource within the bundle."""
        return f"urn:uuid:{self.uuid(kind, key)}"

    def reference(self, kind: str, key: str = "", display: str = "") -> Json:
        """A reference to a resource of this bundle."""
        return {"reference": self.url(kind, key), **({"display": display} if display else {})}


def coding(system: str, code: str, display: str = "") -> Json:
    """One code of a system."""
    return {"system": system, "code": code, **({"display": display} if display else {})}


def concept(system: str, code: str, display: str = "", text: str = "") -> Json:
    """A concept with one code, and its words."""
    return {"coding": [coding(system, code, display)], "text": text or display or code}


def extension(url: str, **value: Any) -> Json:
    """An extension with one value, named by its type: valueCode, valueString, extension."""
    return {"url": url, **value}


def moment(at: datetime) -> str:
    """A time to the second with its zone."""
    return at.isoformat(timespec="seconds")


def without_blanks(element: Json) -> Json:
    """The element without the parts that say nothing."""
    return {key: value for key, value in element.items() if value not in (None, "", [], {}, ())}


# Units as the content writes them, for those that UCUM has a code for; other units are words.
UCUM_CODES = {
    "%": "%", "mm": "mm", "cm": "cm", "m": "m", "mm²": "mm2", "kg": "kg", "s": "s", "ms": "ms", "min": "min", "h": "h",
    "weeks": "wk", "months": "mo", "years": "a", "°": "deg", "°C": "Cel", "mmHg": "mm[Hg]", "/min": "/min", "mL": "mL",
    "mg/L": "mg/L", "mm/h": "mm/h", "10⁹/L": "10*9/L", "× 10⁹/L": "10*9/L", "mL/min/1.73 m²": "mL/min/{1.73_m2}",
    "µmol/L": "umol/L", "mmol/mol": "mmol/mol", "pmol/L": "pmol/L", "nmol/L": "nmol/L", "mmol/L": "mmol/L",
    "mIU/L": "m[IU]/L", "U/L": "U/L", "µg/L": "ug/L", "µg/h": "ug/h", "mg/day": "mg/d", "mV": "mV", "µV": "uV",
    "m/s": "m/s", "kg/m²": "kg/m2",
}  # fmt: skip


def quantity(value: float, unit: str = "") -> Json:
    """A number with its unit; a score without one counts in UCUM's own word for a score."""
    value = plain_number(value)
    if not unit:
        return {"value": value, "unit": "score", "system": UCUM, "code": "{score}"}
    code = UCUM_CODES.get(unit)
    return {"value": value, "unit": unit, **({"system": UCUM, "code": code} if code else {})}


def unit_coding(unit: str) -> Json:
    """A unit as a coding, for a question that takes numbers in it."""
    code = UCUM_CODES.get(unit)
    return coding(UCUM, code, unit) if code else {"display": unit}
