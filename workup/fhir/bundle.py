"""The document: a Composition of the page's parts, and behind it every resource and the whole record of answers."""

from collections.abc import Iterator

from workup.assess import Assessment
from workup.fhir import findings, history, ordering, people, plan
from workup.fhir.names import IDS, LOINC, Json, coding, moment, without_blanks
from workup.fhir.questionnaire import canonical_url, questionnaire
from workup.fhir.response import Kept, Line, counting_items, kept, other_items
from workup.fhir.subject import XHTML, Origin, Subject, resource, safe
from workup.note import Cover, Note, compose, plain_text
from workup.note.blocks import Part

STATUSES = {"DRAFT": "preliminary", "SIGNED": "final", "AMENDED": "amended", "VOID": "entered-in-error"}
RESPONSES = {
    "DRAFT": "in-progress", "SIGNED": "completed", "AMENDED": "amended", "VOID": "entered-in-error",
    "IMPORTED": "completed",
}  # fmt: skip
CONSULT = ("11488-4", "Consult note")
# The sections that have a code in LOINC; the others go by their title.
SECTIONS = {
    "course": "10164-2", "exam": "29545-1", "plan": "18776-5", "instruments": "47420-5",
}  # fmt: skip


def bundle(assessment: Assessment, cover: Cover, origin: Origin, note: Note | None = None) -> Json:
    """The evaluation as a document Bundle; the same arguments give the same bytes."""
    subject = Subject(assessment, cover, origin)
    apart = kept(assessment, cover.private)
    accounts = _accounts(subject, apart)
    body = [*_people(subject, accounts), *_responses(subject, apart), *_clinical(subject)]
    first = _composition(subject, note or compose(assessment.library, assessment, cover), body)
    entries = [first, *body, plan.provenance(subject)]
    form = {**questionnaire(assessment.library), "id": subject.ids.uuid("Questionnaire")}
    return {
        "resourceType": "Bundle",
        "identifier": {"system": "urn:ietf:rfc:3986", "value": subject.ids.url("Bundle")},
        "type": "document",
        "timestamp": moment(cover.dated),
        "entry": [{"fullUrl": f"urn:uuid:{one['id']}", "resource": one} for one in (*entries, form)],
    }


def _accounts(subject: Subject, apart: Kept) -> list[str]:
    """Everybody who entered or is named in something, and the author."""
    found = [plan.author_account(subject), *(line.step.who for line in (*apart.counting, *apart.other))]
    found += [visit.who for visit in subject.assessment.visits]
    found += [one.who for order in subject.assessment.orders.all for one in ordering.history_of(subject, order)]
    return list(dict.fromkeys(found))


def _people(subject: Subject, accounts: list[str]) -> Iterator[Json]:
    yield people.patient(subject)
    yield from people.practitioners(subject, accounts)
    yield people.organization(subject)
    yield people.episode(subject)
    yield from people.encounters(subject)


def _clinical(subject: Subject) -> Iterator[Json]:
    yield from history.conditions(subject)
    yield from history.procedures(subject)
    yield from history.devices(subject)
    yield from history.allergies(subject)
    yield from history.medicines(subject)
    yield from findings.observations(subject)
    yield from findings.flags(subject)
    yield from ordering.orders(subject)
    yield plan.care_plan(subject)


def _responses(subject: Subject, apart: Kept) -> Iterator[Json]:
    """What counts, completed; what counts no more, stopped, as often as a slot was answered before."""
    items = counting_items(subject.assessment, apart.counting, subject.practitioner)
    yield _response(subject, "counting", RESPONSES.get(subject.cover.status, "in-progress"), items)
    rounds: dict[int, list[Line]] = {}
    for line in apart.other:
        rounds.setdefault(line.number, []).append(line)
    for number, lines in sorted(rounds.items()):
        items = other_items(subject.assessment, lines, subject.practitioner)
        yield _response(subject, f"other {number}", "entered-in-error" if subject.void else "stopped", items)


def _response(subject: Subject, key: str, status: str, items: list[Json]) -> Json:
    counts = key == "counting"
    return resource(
        "QuestionnaireResponse",
        subject.ids.uuid("QuestionnaireResponse", key),
        "The answers that count." if counts else "Earlier answers and answers that do not count now.",
        questionnaire=canonical_url(subject.library),
        status=status,
        subject=subject.patient,
        encounter=subject.encounter,
        authored=moment(subject.cover.dated),
        author=plan.author_reference(subject),
        item=items,
    )


# -- the first resource ---------------------------------------------------------------------------------------------


def _composition(subject: Subject, note: Note, body: list[Json]) -> Json:
    cover = subject.cover
    signature = cover.signature
    attested = []
    if signature is not None:
        party = plan.author_reference(subject)
        attested.append({"mode": "legal", "time": moment(signature.at), "party": party})
    replaced = []
    if signature is not None and signature.amendment is not None:
        former = {"system": f"{IDS}/document", "value": f"{cover.document} v{signature.amendment.former}"}
        replaced.append({"code": "replaces", "targetIdentifier": former})
    return resource(
        "Composition",
        subject.ids.uuid("Composition"),
        f"{note.subject}: {note.title}",
        identifier={"system": f"{IDS}/document", "value": f"{cover.document or 'draft'} v{cover.version}"},
        status=STATUSES.get(cover.status, "preliminary"),
        type={"coding": [coding(LOINC, *CONSULT)], "text": note.subject},
        subject=subject.patient,
        encounter=subject.encounter,
        date=moment(cover.dated),
        author=[plan.author_reference(subject)],
        title=note.title or note.subject,
        confidentiality="N",
        attester=attested,
        custodian=subject.ids.reference("Organization"),
        relatesTo=replaced,
        event=[{"detail": [subject.ids.reference("EpisodeOfCare")]}],
        section=[*(_section(part, note) for part in note.parts if part.blocks), _data(body)],
    )


def _section(part: Part, note: Note) -> Json:
    """A part of the page, in the words of its text note."""
    alone = Note(note.subject, note.status, "", "", type(note.identity)(""), (part,))
    lines = plain_text(alone).split("\n", 1)[-1].strip()
    code = next((loinc for name, loinc in SECTIONS.items() if part.id.startswith(name)), "")
    div = f'<div xmlns="{XHTML}"><pre>{safe(lines) or "No words recorded."}</pre></div>'
    return without_blanks(
        {
            "title": part.title or part.id.replace("_", " ").capitalize(),
            "code": {"coding": [coding(LOINC, code)]} if code else {},
            "text": {"status": "generated", "div": div},
        }
    )


def _data(body: list[Json]) -> Json:
    """What the words rest on: every resource, so that nothing in the document hangs loose."""
    loose = ("Patient", "Organization", "Practitioner", "Encounter", "EpisodeOfCare")
    entries = [{"reference": f"urn:uuid:{one['id']}"} for one in body if one["resourceType"] not in loose]
    words = f'<div xmlns="{XHTML}"><p>The record behind this page, with every answer.</p></div>'
    return {"title": "Record", "text": {"status": "generated", "div": words}, "entry": entries}


