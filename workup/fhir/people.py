"""Who and when: the patient, who entered something, the clinic, the evaluation as an episode, each visit."""

from collections.abc import Iterator

from workup.fhir.names import IDS, TERMINOLOGY, Json, coding
from workup.fhir.subject import Subject, resource

GENDERS = {"female": "female", "male": "male", "other": "other"}
EPISODES = {
    "DRAFT": "active", "SIGNED": "finished", "AMENDED": "finished", "VOID": "entered-in-error", "IMPORTED": "finished",
}  # fmt: skip


def patient(subject: Subject) -> Json:
    """The patient, by the names of the clinic and of the vault."""
    family, given, mrn = (subject.text(item) for item in ("family_name", "given_name", "mrn"))
    name = " ".join(part for part in (given, family) if part)
    numbers: list[Json] = [{"system": f"{IDS}/patient", "value": subject.origin.patient}]
    if mrn:
        kind = {"coding": [coding(f"{TERMINOLOGY}/v2-0203", "MR")]}
        numbers.append({"use": "usual", "type": kind, "system": f"{IDS}/clinic-number", "value": mrn})
    sex = subject.text("sex") and str(subject.value("sex"))
    spoken = subject.text("language")
    return resource(
        "Patient",
        subject.ids.uuid("Patient"),
        name or "Patient without a recorded name",
        identifier=numbers,
        active=True,
        name=[{"use": "official", "text": name, **_named(family, given)}] if name else [],
        telecom=[{"system": "phone", "value": phone}] if (phone := subject.text("phone")) else [],
        gender=GENDERS.get(sex, "unknown"),
        birthDate=subject.day("birth_date"),
        address=[{"text": address}] if (address := subject.text("address")) else [],
        communication=[{"language": {"text": spoken}, "preferred": True}] if spoken else [],
        generalPractitioner=[{"display": doctor}] if (doctor := subject.text("family_doctor")) else [],
        managingOrganization=subject.ids.reference("Organization"),
        link=[_replaced(former) for former in subject.origin.merged],
    )


def _replaced(former: str) -> Json:
    """A record that was merged into this one: known by its number alone, for it is no part of the document."""
    return {
        "other": {"type": "Patient", "identifier": {"system": f"{IDS}/patient", "value": former}},
        "type": "replaces",
    }


def _named(family: str, given: str) -> Json:
    return {**({"family": family} if family else {}), **({"given": given.split()} if given else {})}


def practitioners(subject: Subject, accounts: list[str]) -> Iterator[Json]:
    """Everybody whose answers are here, and the author of the page."""
    for who in accounts:
        name = subject.cover.names.get(who) or who
        author = name == subject.cover.author
        numbers = [{"system": f"{IDS}/account", "value": who}]
        if author and subject.cover.licence:
            numbers.append({"system": f"{IDS}/licence", "value": subject.cover.licence})
        profession = subject.cover.profession if author else ""
        yield resource(
            "Practitioner",
            subject.ids.uuid("Practitioner", who),
            f"{name}, {profession}" if profession else name,
            identifier=numbers,
            name=[{"text": name}],
            qualification=[{"code": {"text": profession}}] if profession else [],
        )


def organization(subject: Subject) -> Json:
    """The clinic as its letterhead names it."""
    cover = subject.cover
    name = cover.clinic or (f"Practice of {cover.author}" if cover.author else "Clinic without a recorded name")
    return resource(
        "Organization",
        subject.ids.uuid("Organization"),
        name,
        identifier=[{"system": f"{IDS}/organization", "value": subject.ids.uuid("Organization")}],
        name=name,
        telecom=[{"system": "phone", "value": cover.phone}] if cover.phone else [],
        address=[{"text": cover.address}] if cover.address else [],
    )


def episode(subject: Subject) -> Json:
    """The evaluation: one question worked up over its visits."""
    visits = subject.assessment.visits
    first = visits[0].day if visits else subject.assessment.today
    status = EPISODES.get(subject.cover.status, "active")
    period = {"start": str(first)}
    if status == "finished":
        period["end"] = str(max(subject.cover.dated.date(), first))
    return resource(
        "EpisodeOfCare",
        subject.ids.uuid("EpisodeOfCare"),
        subject.text("reason") or "Workup of pain after spine surgery",
        identifier=[{"system": f"{IDS}/evaluation", "value": subject.origin.evaluation}],
        status=status,
        patient=subject.patient,
        managingOrganization=subject.ids.reference("Organization"),
        period=period,
    )


def encounters(subject: Subject) -> Iterator[Json]:
    """A visit each."""
    for visit in subject.assessment.visits:
        yield resource(
            "Encounter",
            subject.ids.uuid("Encounter", str(visit.number)),
            f"Visit of {visit.day}",
            identifier=[{"system": f"{IDS}/visit", "value": f"{subject.origin.patient}-{visit.number}"}],
            status="entered-in-error" if subject.void else "finished",
            **{"class": coding(f"{TERMINOLOGY}/v3-ActCode", "AMB", "ambulatory")},
            subject=subject.patient,
            episodeOfCare=[subject.ids.reference("EpisodeOfCare")],
            participant=[{"individual": subject.practitioner(visit.who)}],
            period={"start": str(visit.day), "end": str(visit.day)},
            serviceProvider=subject.ids.reference("Organization"),
        )
