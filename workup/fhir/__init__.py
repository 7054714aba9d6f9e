"""An evaluation as HL7 FHIR R4: the protocol as a Questionnaire, the record as a document Bundle, and back again."""

from workup.fhir.bundle import bundle
from workup.fhir.canonical import canonical
from workup.fhir.collection import collection
from workup.fhir.questionnaire import questionnaire
from workup.fhir.reading import Imported, Unreadable, read_bundle
from workup.fhir.subject import Origin

__all__ = ["Imported", "Origin", "Unreadable", "bundle", "canonical", "collection", "questionnaire", "read_bundle"]
