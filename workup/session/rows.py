"""What the vault's small tables are told of the open workup: who the patient is."""

from workup.answers import PartialDate
from workup.assess import Assessment
from workup.vault import PersonRow

IDENTITY = ("family_name", "given_name", "birth_date", "sex", "mrn")


def person_row(assessment: Assessment, patient: str) -> PersonRow:
    """Name, birth date, sex and number as search needs them; empty where not known."""
    values = {name: assessment.answers.value(name) for name in IDENTITY}
    words = {name: str(v) if isinstance(v, str | PartialDate) else "" for name, v in values.items()}
    return PersonRow(patient, **words)
