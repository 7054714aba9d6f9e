"""Each cause as the content has it: what it is, when it is considered, where, and what every finding weighs."""

from collections.abc import Iterator

from workup import words
from workup.knowledge.rows import Shelf, cell, facts, listed, quiet, strong
from workup.note.blocks import Block, Cell, Paragraph, Part, Run
from workup.protocol import Cause, Criterion, Weight
from workup.reasoning.weights import raw_points, rounded

QUALITY = {"small": "small study", "extremes": "clear cases only", "crosses_one": "interval crosses 1"}


def cause_parts(shelf: Shelf) -> Iterator[Part]:
    """A part for each cause, in the order of their numbers."""
    for cause in sorted(shelf.library.causes.values(), key=lambda one: one.ref):
        yield Part(f"cause-{cause.id}", f"{cause.ref} {cause.title}", tuple(_blocks(shelf, cause)))


def _blocks(shelf: Shelf, cause: Cause) -> Iterator[Block]:
    yield Paragraph((Run(cause.definition),), look="small")
    yield from facts(_facts(shelf, cause))
    rows = (_criterion(shelf, cause, one) for one in cause.criterion)
    head = ("Finding and rule", "Asked by, group", "Present", "Absent", "Rests on")
    yield from listed(head, rows, (0.44, 0.14, 0.13, 0.13, 0.16))


def _facts(shelf: Shelf, cause: Cause) -> Iterator[tuple[str, str]]:
    yield "Short name", cause.short
    yield "ICD-10-CM", "; ".join(f"{code} {name}" for code, name in cause.codes.items())
    yield "Considered when", " ".join(part for part in (cause.gate or "always", cause.gate_text) if part)
    yield "Asked if unknown", shelf.items(cause.gate_asks)
    yield "Worked out", _places(cause)
    yield "Timing", cause.timing
    yield "Tests", ", ".join(shelf.library.engine.step.get(by, by) for by in cause.tests)
    others = (shelf.library.causes.get(name) for name in cause.apart_from)
    yield "Tell apart from", ", ".join(one.short for one in others if one is not None)
    yield "Goes no further than", _ceiling(cause)
    if cause.pinned_by:
        yield "Held on top by", f"{', '.join(cause.pinned_by)}, until {cause.released_when}"
    yield "Kept", _kept(cause)
    yield "Note", cause.note
    yield "Rests on", " ".join(part for part in (", ".join(cause.rows), shelf.cited(cause.source)) if part)


def _places(cause: Cause) -> str:
    per = "without a place" if cause.per == "none" else f"by {cause.per}"
    sides = ", right and left apart" if cause.side else ""
    where = f", at the first of: {'; '.join(cause.where)}" if cause.where else ""
    return f"{per}{sides}{where}"


def _ceiling(cause: Cause) -> str:
    if not cause.ceiling:
        return ""
    unless = f", unless {cause.ceiling_unless}" if cause.ceiling_unless else ""
    return f"{cause.ceiling}{unless}. {cause.ceiling_text}"


def _kept(cause: Cause) -> str:
    told = {
        "dangerous: bedside and laboratory findings argue against it only so far": cause.dangerous,
        "not a spinal cause": not cause.spinal,
        "not scored, only what an image shows weighs": not cause.scored,
        "seen on an image is not yet the source": cause.present_not_source,
        "may be likely in the first three months by history alone": cause.early_likely,
    }
    return words.sentence("; ".join(text for text, holds in told.items() if holds)) if any(told.values()) else ""


def _criterion(shelf: Shelf, cause: Cause, one: Criterion) -> tuple[Cell, ...]:
    absent = f"Absent: {one.absent_text}" if one.absent_text else ""
    rule = f"absent when {one.absent_when}" if one.absent_when else ""
    remarks = [
        "must agree with the painful side and root" if one.agrees else "",
        "one lesion, one label" if one.lesion else "",
        f"replaces {', '.join(one.replaces)}" if one.replaces else "",
        f"only while open: {', '.join(one.while_open)}" if one.while_open else "",
        one.reason,
    ]
    return (
        cell(strong(one.text), absent, quiet(one.when), quiet(rule), quiet("; ".join(filter(None, remarks)))),
        cell(", ".join(one.by), quiet(one.group)),
        cell(*_weight(shelf, cause, one, one.present)),
        cell(*_weight(shelf, cause, one, one.absent)),
        cell(
            " ".join(part for part in (one.transfer, QUALITY.get(one.quality, ""), one.basis) if part),
            " ".join(part for part in (", ".join(one.rows), shelf.cited(one.source)) if part),
        ),
    )


def _weight(shelf: Shelf, cause: Cause, one: Criterion, weight: Weight | None) -> tuple[str, ...]:
    """`LR 3.2` and the points that follow from it."""
    if weight is None:
        return ("no weight",)
    word = f"LR {weight.lr:g}" if weight.lr is not None else f"{weight.word}{' against' if weight.against else ''}"
    return word, words.signed(rounded(raw_points(shelf.library.engine, cause, one, weight)))
