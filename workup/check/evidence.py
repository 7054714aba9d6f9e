"""What the evidence table must keep to: its words, its figures, and what a likelihood ratio can be."""

import re
from collections.abc import Container, Iterable, Iterator
from math import isfinite

from workup.protocol import EvidenceRow, Problem

ROW = re.compile(r"[EG]\d{2,3}")
NUMBER = re.compile(r"\d+(?:\.\d+)?")


def of_evidence(rows: Iterable[EvidenceRow], causes: Container[str] = ()) -> Iterator[Problem]:
    """One problem for each rule broken; causes are compared only once there are any."""
    for row in rows:
        for sentence in (*_words(row), *_ratio(row)):
            yield Problem("evidence", f"row {row.id}", sentence)
        for cause in row.about if causes else ():
            if cause not in causes:
                yield Problem("evidence", f"row {row.id}", f"There is no cause “{cause}”.")


def _words(row: EvidenceRow) -> Iterator[str]:
    if not ROW.fullmatch(row.id):
        yield "The id of a row is E or G and its number."
    if not row.finding or row.finding != row.finding.strip() or row.finding.endswith((":", ".")):
        yield "The finding is missing, padded or ends in a colon or full stop."
    if not row.figure:
        yield "There is no figure and no direction."
    if not row.transfer and row.id.startswith("E"):
        yield "How far it holds after surgery is not said."
    if not row.source and row.basis != "consensus":
        yield "A figure needs a source."
    if bool(row.source) != bool(row.depth):
        yield "A row with a source says how much of it was read, and no other does."


def _ratio(row: EvidenceRow) -> Iterator[str]:
    ratios = [value for value in (row.lr.positive, row.lr.negative) if value is not None]
    if not all(isfinite(value) and value > 0 for value in ratios):
        yield "A likelihood ratio lies above 0 and is finite."
        return
    if ratios and row.basis == "consensus":
        yield "A likelihood ratio is published or computed, never consensus."
    written = {float(number) for number in NUMBER.findall(row.figure)}
    for value in ratios:
        if value not in written:
            yield f"The likelihood ratio {value:g} does not stand in the figure."
    if len(ratios) == 2:
        positive, negative = ratios
        if (positive - 1) * (negative - 1) > 0:
            yield "Present and absent cannot both speak for the cause, or both against it."
        if positive < negative and not row.note:
            yield "It speaks for the cause when absent; the note has to say so."
