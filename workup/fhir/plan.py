"""What happens next: the plan with its actions, and how the document came about."""

from collections.abc import Iterator

from workup.answers import At
from workup.fhir.names import IDS, TERMINOLOGY, Json, coding, moment, without_blanks
from workup.fhir.ordering import key
from workup.fhir.subject import Subject, resource

DONE = {"yes": "completed", "no": "scheduled"}


def care_plan(subject: Subject) -> Json:
    """The plan: what is to be done, by whom and when; the tests asked for; the next visit."""
    remarks = [
        f"{subject.library.items[item].label}: {told}"
        for item in ("options_considered", "options_note", "comeback_advice", "comeback_other", "next_visit_for")
        if item in subject.library.items and (told := subject.text(item))
    ]
    signed = subject.cover.signature is not None
    activities = list(_activities(subject))
    return resource(
        "CarePlan",
        subject.ids.uuid("CarePlan"),
        f"Plan with {len(activities)} steps" if activities else "No step is planned yet.",
        status="entered-in-error" if subject.void else "active" if signed else "draft",
        intent="plan",
        title="Plan",
        subject=subject.patient,
        encounter=subject.encounter,
        activity=activities,
        note=[{"text": remark} for remark in remarks],
    )


def _activities(subject: Subject) -> Iterator[Json]:
    for number in subject.records("plan"):
        at = At(number)
        told = subject.text("plan_action", at) or "Action not recorded"
        if by := subject.text("plan_for", at):
            told = f"{told} (for {by})"
        due = subject.day("plan_due", at)
        done = DONE.get(str(subject.value("plan_done", at) or "no"), "scheduled")
        detail = {"status": done, "description": told, "scheduledPeriod": {"end": due} if due else {}}
        yield {"detail": without_blanks(detail)}
    for order in subject.assessment.orders.all:
        if order.open:
            yield {"reference": subject.ids.reference("ServiceRequest", key(order))}
    if day := subject.day("next_visit"):
        yield {"detail": {"status": "scheduled", "description": "Next visit", "scheduledPeriod": {"start": day}}}


def provenance(subject: Subject) -> Json:
    """Who wrote the document, with which program, and of which version it is a new one."""
    cover = subject.cover
    amendment = cover.signature.amendment if cover.signature is not None else None
    author = {"type": {"coding": [coding(f"{TERMINOLOGY}/provenance-participant-type", "author")]}}
    program = {"type": {"coding": [coding(f"{TERMINOLOGY}/provenance-participant-type", "assembler")]}}
    entity: list[Json] = []
    what = "CREATE" if amendment is None else "UPDATE"
    if amendment is not None:
        former = f"{cover.document} v{amendment.former}"
        told = {"identifier": {"system": f"{IDS}/document", "value": former}, "display": former}
        entity.append({"role": "revision", "what": told})
    return resource(
        "Provenance",
        subject.ids.uuid("Provenance"),
        f"Written by {cover.author or 'an author not recorded'} with Workup {subject.origin.program}".strip(),
        target=[
            subject.ids.reference("Composition"),
            subject.ids.reference("QuestionnaireResponse", "counting"),
        ],
        recorded=moment(cover.dated),
        reason=[{"text": amendment.reason}] if amendment is not None else [],
        activity={"coding": [coding(f"{TERMINOLOGY}/v3-DataOperation", what)]},
        agent=[
            {**author, "who": author_reference(subject)},
            {**program, "who": {"display": f"Workup {subject.origin.program}".strip()}},
        ],
        entity=entity,
    )


def author_reference(subject: Subject) -> Json:
    """The reference to the author of the page."""
    return subject.practitioner(author_account(subject))


def author_account(subject: Subject) -> str:
    """The account of the author; an author without one has the name alone."""
    cover = subject.cover
    return next((who for who, name in cover.names.items() if name == cover.author), cover.author or "author")
