"""Tests as FHIR tells them: the request, the task of having it done, and the report with its results."""

from collections.abc import Iterator
from datetime import UTC, datetime, time

from workup.answers import At, Attached, Gap, PartialDate, Slot
from workup.fhir.findings import observation
from workup.fhir.names import IDS, LOINC, OWN, TERMINOLOGY, Json, coding, extension, moment, without_blanks
from workup.fhir.subject import Subject, resource, tidy
from workup.fhir.values import options_of
from workup.orders.order import RECORDS, Order, Passed
from workup.orders.state import CANCEL_REASON, JUDGEMENT, RELEVANCE
from workup.protocol.states import REPORTED, State

# The table of states: what the request, and the task of having it done, are in each.
REQUESTS: dict[State, str] = {
    "proposed": "draft", "ordered": "active", "scheduled": "active", "performed": "active",
    "resulted": "completed", "reviewed": "completed", "cancelled": "revoked",
}  # fmt: skip
TASKS: dict[State, str] = {
    "proposed": "draft", "ordered": "requested", "scheduled": "accepted", "performed": "completed",
    "resulted": "completed", "reviewed": "completed", "cancelled": "cancelled",
}  # fmt: skip
CATEGORIES = {"blood": ("LAB", "Laboratory"), "nerve": ("EN", "Electroneuronal (EMG, EEG, EP, PSG)")}
OBSERVED = {"blood": "laboratory", "nerve": "exam", "block": "procedure", "other": "exam"}
IMAGING = ("RAD", "Radiology")
REVIEW = f"{OWN}/review"
KEPT = ("orders", "order_record")
# Told by the report itself.
TOLD = {"result_conclusion", "result_documents", "result_judgement", "result_relevance", "result_partial"}


def orders(subject: Subject) -> Iterator[Json]:
    """For each order its request and task, and once it has a result the report with what was found."""
    for order in subject.assessment.orders.all:
        yield request(subject, order)
        yield _task(subject, order)
        if order.state in REPORTED:
            results = list(_results(subject, order))
            yield from results
            yield _report(subject, order, results)


def history_of(subject: Subject, order: Order) -> tuple[Passed, ...]:
    """Every state it had, with who entered it."""
    return subject.assessment.orders.passed(order.number)


def key(order: Order) -> str:
    """The order's name within the document."""
    return f"{RECORDS}@{order.number}"


def _code(order: Order) -> Json:
    loinc = ""
    if order.kind is not None:
        own, shared = order.variant.codes if order.variant is not None else {}, order.kind.codes
        only = next(iter(shared.values())) if len(shared) == 1 else shared.get("views", "")
        loinc = own.get("loinc", "") or only
    title = tidy(order.title) or "Test, kind not recorded"
    return {**({"coding": [coding(LOINC, loinc)]} if loinc else {}), "text": title}


def request(subject: Subject, order: Order) -> Json:
    """The request: what is asked, of whom, how soon."""
    question = subject.text("order_question", order.at)
    reasons = [{"text": question}] if question else []
    names = [subject.library.causes[name].title for name in order.separates if name in subject.library.causes]
    remarks = [tidy(order.note), f"To tell apart: {', '.join(names)}" if names else ""]
    if order.state == "cancelled" and (why := subject.text(CANCEL_REASON, order.at)):
        remarks.append(f"Cancelled: {why}")
    return resource(
        "ServiceRequest",
        subject.ids.uuid("ServiceRequest", key(order)),
        " · ".join(part for part in (tidy(order.title) or "Test", question, f"state: {order.state}") if part),
        identifier=[{"system": f"{IDS}/order", "value": f"{subject.origin.patient}-{order.number}"}],
        status="entered-in-error" if subject.void else REQUESTS[order.state],
        intent="proposal" if order.state == "proposed" else "order",
        priority=order.priority,
        code=_code(order),
        subject=subject.patient,
        encounter=subject.encounter,
        occurrenceDateTime=_day(order.scheduled),
        authoredOn=_day(order.ordered),
        requester=_author(subject, order),
        performer=[{"display": tidy(order.sent_to)}] if tidy(order.sent_to) else [],
        reasonCode=reasons,
        bodySite=subject.levels("order_levels", order.at, "order_side"),
        note=[{"text": remark} for remark in remarks if remark],
    )


def _author(subject: Subject, order: Order) -> Json:
    """Who sent it."""
    passed = subject.assessment.orders.passed(order.number)
    sent = [one.who for one in passed if one.state not in (None, "proposed")]
    return subject.practitioner(sent[0]) if sent else {}


def _task(subject: Subject, order: Order) -> Json:
    """Having it done: until when, and how far it is."""
    passed = subject.assessment.orders.passed(order.number)
    why = subject.text(CANCEL_REASON, order.at) if order.state == "cancelled" else ""
    return resource(
        "Task",
        subject.ids.uuid("Task", key(order)),
        f"{tidy(order.title) or 'Test'}: {order.state}",
        basedOn=[subject.ids.reference("ServiceRequest", key(order))],
        status="entered-in-error" if subject.void else TASKS[order.state],
        statusReason={"text": why} if why else {},
        businessStatus={"text": order.state},
        intent="proposal" if order.state == "proposed" else "order",
        code={"text": "Have the test done"},
        focus=subject.ids.reference("ServiceRequest", key(order)),
        **{"for": subject.patient},
        executionPeriod={"end": _day(order.performed)} if order.performed else {},
        lastModified=moment(passed[-1].at) if passed else "",
        restriction={"period": {"end": _day(order.due)}} if order.due else {},
    )


def _results(subject: Subject, order: Order) -> Iterator[Json]:
    """What the result form says, one observation for each answer."""
    library, family = subject.library, order.kind.family if order.kind is not None else "other"
    for name in library.fields_of(RECORDS):
        item = library.items[name]
        if library.section_of[name].id in KEPT or name in TOLD or item.unprinted:
            continue
        for at in subject.assessment.asked.get(name, ()):
            if at.record == order.number and (answer := subject.answer(name, at)) is not None:
                yield observation(
                    subject,
                    Slot(name, at),
                    answer,
                    category=OBSERVED.get(family, "imaging"),
                    loinc=_lab_code(order, name),
                    effective=_day(order.performed),
                    final=not order.provisional,
                )


def _lab_code(order: Order, item: str) -> str:
    codes = order.kind.codes if order.kind is not None else {}
    return codes.get(item.removeprefix("lab_"), "") if item.startswith("lab_") else ""


def _report(subject: Subject, order: Order, results: list[Json]) -> Json:
    """The report: the reporter's own words, what was found, and how it was judged here."""
    own, family = order.at, order.kind.family if order.kind is not None else ""
    quoted, reporter = subject.text("result_conclusion", own), subject.text("result_reporter", own)
    category = CATEGORIES.get(str(family), IMAGING)
    return resource(
        "DiagnosticReport",
        subject.ids.uuid("DiagnosticReport", key(order)),
        f"{tidy(order.title) or 'Test'}: {quoted}" if quoted else tidy(order.title) or "Test",
        extension=_review(subject, order),
        basedOn=[subject.ids.reference("ServiceRequest", key(order))],
        status="entered-in-error" if subject.void else "partial" if order.provisional else "final",
        category=[{"coding": [coding(f"{TERMINOLOGY}/v2-0074", category[0])], "text": category[1]}],
        code=_code(order),
        subject=subject.patient,
        encounter=subject.encounter,
        effectiveDateTime=_day(order.performed),
        issued=_issued(subject, order),
        resultsInterpreter=[{"display": reporter}] if reporter else [],
        result=[{"reference": f"urn:uuid:{one['id']}"} for one in results],
        conclusion=quoted,
        presentedForm=_documents(subject, own),
    )


def _issued(subject: Subject, order: Order) -> str:
    """When the result came; an instant, so a day known without its hour is its noon."""
    entered = [one.at for one in subject.assessment.orders.passed(order.number) if one.state == "resulted"]
    day = order.resulted
    if day is not None and day.day is not None and not (entered and entered[-1].date() == day.first):
        return moment(datetime.combine(day.first, time(12), UTC))
    return moment(entered[-1]) if entered else ""


def _review(subject: Subject, order: Order) -> list[Json]:
    """Who looked at the result, when, and the two judgements: FHIR has no status for it."""
    if order.state != "reviewed":
        return []
    passed = [one for one in subject.assessment.orders.passed(order.number) if one.state == "reviewed"]
    told = []
    if passed:
        told += [
            extension("reviewer", valueReference=subject.practitioner(passed[-1].who)),
            extension("recorded", valueDateTime=moment(passed[-1].at)),
        ]
    if order.reviewed is not None:
        told.append(extension("on", valueDate=str(order.reviewed)))
    for name, item in (("judgement", JUDGEMENT), ("relevance", RELEVANCE)):
        value = subject.value(item, order.at)
        if isinstance(value, str):
            words = options_of(subject.library, subject.library.items[item])
            told.append(extension(name, valueString=words.get(value, value)))
    return [{"url": REVIEW, "extension": told}] if told else []


def _documents(subject: Subject, at: At) -> list[Json]:
    """The reports kept with it, named; their bytes stay in the record."""
    answer = subject.answer("result_documents", at)
    if answer is None or isinstance(answer.value, Gap) or not isinstance(answer.value, Attached):
        return []
    return [without_blanks({"contentType": f.media, "title": f.title, "size": f.size}) for f in answer.value.files]


def _day(day: PartialDate | None) -> str:
    return "" if day is None else str(day)
