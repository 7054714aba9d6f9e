"""What the reasoning notes when asked to: a draft order, a line of the plan, a start of the impression."""

from __future__ import annotations

from ui.reasoning.wording import candidate_name, finding_words, phrase, step_title
from workup import words
from workup.answers import At, Slot, Value
from workup.assess import Assessment
from workup.reasoning.next_step import NextStep
from workup.reasoning.ranking import Candidate

NAMED = 3


def planned(assessment: Assessment, step: NextStep) -> tuple[list[tuple[Slot, Value | None]], str]:
    """The answers that note a step, and a sentence that says so; none when it is on its way already."""
    library = assessment.library
    title = step_title(step, library)
    if step.ordered:
        return [], f"{title} is ordered already."
    if step.slots:
        record = _next_record(assessment, "plan")
        pairs: list[tuple[Slot, Value | None]] = [
            (Slot("plan", At(record)), "added"),
            (Slot("plan_action", At(record)), title),
        ]
        return pairs, f"Added to the plan: {title}."
    kind = next(iter(library.engine.orders.get(step.by, ())), "")
    if not kind:
        return [], f"{title} has no kind of order here; note it in the plan."
    record = _next_record(assessment, "orders")
    pairs = [
        (Slot("orders", At(record)), "added"),
        (Slot("order_kind", At(record)), kind),
        (Slot("order_state", At(record)), "proposed"),
    ]
    return pairs, f"Added to Tests as a draft: {title}."


def _next_record(assessment: Assessment, records: str) -> int:
    """A number no record of the list ever had."""
    used = [0]
    for name in (records, *assessment.library.fields_of(records)):
        used += [at.record for at in assessment.answers.of_item(name) if at.record is not None]
    return max(used) + 1


def impression_with(assessment: Assessment, candidate: Candidate) -> str:
    """The impression so far with a source and its strongest findings added, as a start to be edited."""
    before = assessment.answers.value("impression")
    found = [words.in_sentence(finding_words(one)) for one in candidate.best.counted if one.counts > 0][:NAMED]
    said = f"{candidate_name(candidate)}: {words.in_sentence(phrase(assessment.library, candidate))}"
    text = f"{said}. For it: {'; '.join(found)}." if found else f"{said}."
    return f"{before.rstrip()}\n{text}" if isinstance(before, str) and before.strip() else text
