"""An evaluation as HL7 FHIR R4: the protocol as a Questionnaire, the record as a document Bundle, and back again."""
