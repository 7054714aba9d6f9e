"""What the reasoning notes when asked to: a draft order, a line of the plan, a start of the impression."""

from __future__ import annotations

from ui.reasoning.wording import candidate_name, finding_words, phrase, step_title
from workup import words
from workup.answers import At, Slot, Value
from workup.assess import Assessment, next_record
from workup.orders.drafting import draft_of_step
from workup.reasoning.next_step import NextStep
from workup.reasoning.ranking import Candidate
from workup.texts import _

NAMED = 3


def planned(assessment: Assessment, step: NextStep) -> tuple[list[tuple[Slot, Value | None]], str]:
    """The answers that note a step, and a sentence that says so; none when it is on its way already."""
    library = assessment.library
    title = step_title(step, library)
    if step.ordered:
        return [], _("{title} is ordered already.").format(title=title)
    if step.slots:
        record = next_record(assessment.library, assessment.answers, "plan")
        pairs: list[tuple[Slot, Value | None]] = [
            (Slot("plan", At(record)), "added"),
            (Slot("plan_action", At(record)), title),
        ]
        return pairs, _("Added to the plan: {title}.").format(title=title)
    pairs = draft_of_step(library, step, next_record(library, assessment.answers, "orders"))
    if not pairs:
        return [], _("{title} has no kind of order here; note it in the plan.").format(title=title)
    return pairs, _("Added to Tests as a draft: {title}.").format(title=title)


def impression_with(assessment: Assessment, candidate: Candidate) -> str:
    """The impression so far with a source and its strongest findings added, as a start to be edited."""
    before = assessment.answers.value("impression")
    found = [words.in_sentence(finding_words(one)) for one in candidate.best.counted if one.counts > 0][:NAMED]
    said = f"{candidate_name(candidate)}: {words.in_sentence(phrase(assessment.library, candidate))}"
    text = _("{said}. For it: {found}.").format(said=said, found="; ".join(found)) if found else f"{said}."
    return f"{before.rstrip()}\n{text}" if isinstance(before, str) and before.strip() else text
