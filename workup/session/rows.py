"""What the vault's small tables are told of the open workup: who the patient is, and how far it is."""

from datetime import datetime

from workup.answers import Answers, PartialDate
from workup.assess import Assessment
from workup.record import Standing
from workup.session.opened import OpenWorkup
from workup.session.work import seen_items, seen_since
from workup.store import EvaluationRow, OpenStore, PersonRow

IDENTITY = ("family_name", "given_name", "birth_date", "sex", "mrn")


def person_row(assessment: Assessment, patient: str) -> PersonRow:
    """Name, birth date, sex and number as search needs them; empty where not known."""
    return person_of(assessment.answers, patient)


def person_of(answers: Answers, patient: str) -> PersonRow:
    """The same from answers alone."""
    values = {name: answers.value(name) for name in IDENTITY}
    words = {name: str(v) if isinstance(v, str | PartialDate) else "" for name, v in values.items()}
    family, given, born, sex, number = (words[name] for name in IDENTITY)
    return PersonRow(patient, family, given, born, sex, number)


def duplicates(vault: OpenStore, assessment: Assessment, patient: str) -> tuple[PersonRow, ...]:
    """Other patients who may be this one: same number, or same name and birth date."""
    return vault.search(person_row(assessment, patient))


def evaluation_row(
    assessment: Assessment, opened: OpenWorkup, step: str, changed: datetime, stands: Standing, *, answered: bool
) -> EvaluationRow:
    """How far a workup is; one begun by mistake, without an answer, has no visits."""
    opened.seen = seen_since(assessment.answers, seen_items(assessment.library), opened.seen)
    return EvaluationRow(
        evaluation=opened.evaluation,
        patient=opened.patient,
        step=step,
        progress=tuple((tally.done, tally.total) for tally in assessment.steps.values()),
        changed=changed,
        state=stands.state,
        visits=len(assessment.visits) if answered else 0,
        seen=opened.seen.day,
        version=stands.version,
        signed=stands.versions[-1].at if stands.versions else None,
    )
