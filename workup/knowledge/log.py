"""The evidence table, the sources with how much of each was read, and the hazard log."""

from collections.abc import Iterator

from workup.knowledge.rows import Shelf, cell, listed, quiet, strong
from workup.note.blocks import Bullets, Part, Run
from workup.protocol import EvidenceRow

DEPTH = {"abstract": "abstract read", "text": "text read", "secondary": "read at second hand", "own": "own decision"}


def evidence_part(shelf: Shelf) -> Part:
    """Every row of the evidence table."""
    rows = (
        (
            cell(row.id),
            cell(strong(row.finding), row.figure, quiet(row.population), quiet(row.note)),
            cell(_ratio(row)),
            cell(" ".join(part for part in (row.transfer, row.basis) if part), quiet(DEPTH.get(row.depth, ""))),
            cell(quiet(", ".join(_shorts(shelf, row))), shelf.cited(row.source)),
        )
        for row in shelf.library.evidence.values()
    )
    head = ("Row", "Finding and figure", "LR+, LR−", "Transfer, basis", "About, source")
    return Part("evidence", "Evidence", listed(head, rows, (0.07, 0.5, 0.12, 0.13, 0.18)))


def _ratio(row: EvidenceRow) -> str:
    found = (row.lr.positive, row.lr.negative)
    return ", ".join("–" if one is None else f"{one:g}" for one in found) if any(found) else ""


def _shorts(shelf: Shelf, row: EvidenceRow) -> Iterator[str]:
    causes = (shelf.library.causes.get(name) for name in row.about)
    return (cause.short for cause in causes if cause is not None)


def hazard_part(shelf: Shelf) -> Part:
    """The hazard log: cause, control and the test that proves the control."""
    rows = (
        (cell(one.id), cell(strong(one.hazard), one.cause), cell(one.control), cell(quiet(one.test)))
        for one in shelf.library.hazards
    )
    head = ("No.", "Hazard and cause", "Control", "Test that proves it")
    return Part("hazards", "Hazard log", listed(head, rows, (0.06, 0.34, 0.34, 0.26)))


def source_part(shelf: Shelf) -> Part:
    """The sources in the order of their numbers, each with how much of it was read."""
    rows = tuple(
        (Run(f"{one.text}."), Run(f" {DEPTH.get(one.read, one.read)}", "quiet"))
        for one in shelf.library.sources.values()
    )
    return Part("references", "Sources", (Bullets(rows, numbered=True, look="fine"),))
