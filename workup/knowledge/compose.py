"""The knowledge base composed: what it is, causes, flags, rules, tests, instruments, evidence, hazards, sources."""

from datetime import date, datetime
from typing import Literal

from workup import words
from workup.knowledge.causes import cause_parts
from workup.knowledge.log import evidence_part, hazard_part, source_part
from workup.knowledge.orders import order_parts
from workup.knowledge.rows import Shelf, facts
from workup.knowledge.rules import flag_parts, instrument_parts, rule_parts
from workup.note.blocks import Cover, Identity, Note, Paragraph, Part, Run
from workup.protocol import Library

TITLE = "Knowledge base"
KEY = (
    "One point doubles the odds. The points of a finding follow from its ratio (LR) or word, how far it transfers to "
    "people after spine surgery (T3 studied there, T2 mixed, T1 without surgery) and its quality; none is typed. "
    "Published and computed figures come from the sources named; consensus, design and unverified are our own. "
    "Rules stand as the program reads them; what is unknown makes a rule neither true nor false."
)


def knowledge(library: Library, cover: Cover) -> Note:
    """Everything the content knows, in the order of reading."""
    shelf = Shelf(library)
    parts = (
        _front(library),
        *cause_parts(shelf),
        *flag_parts(shelf),
        *rule_parts(shelf),
        *order_parts(shelf),
        *instrument_parts(shelf),
        evidence_part(shelf),
        hazard_part(shelf),
        source_part(shelf),
    )
    identity = Identity(name=library.title, remark=f"Content {library.id} {library.version}, {library.digest[:8]}")
    subtitle = f"Printed {words.day_and_time(cover.printed_at)}"
    kept = tuple(part for part in parts if part.blocks)
    return Note(TITLE, cover.status, f"{TITLE} for clinical governance", subtitle, identity, kept)


def knowledge_cover(printed_at: datetime, paper: Literal["A4", "Letter"] = "A4") -> Cover:
    """What its pages say besides: no patient, no author, no draft."""
    return Cover(author="", printed_at=printed_at, status="KNOWLEDGE BASE", paper=paper)


def _front(library: Library) -> Part:
    review = words.calendar_day(date.fromisoformat(library.review_by)) if library.review_by else "not set"
    counts = {
        "causes": len(library.causes),
        "red flags": len(library.flags),
        "definitions": len(library.terms),
        "questions and findings": len(library.items),
        "rows of evidence": len(library.evidence),
        "kinds of test": len(library.tests),
        "safety gates": len(library.gates),
        "instruments": len(library.instruments),
        "hazards": len(library.hazards),
        "sources": len(library.sources),
    }
    rows = (
        ("Content", f"{library.id} {library.version}"),
        ("Fingerprint", library.digest),
        ("Review by", review),
        ("Holds", ", ".join(f"{count} {name}" for name, count in counts.items())),
        ("Intended use", library.intended_use),
        ("Limits", library.limits),
    )
    return Part("front", "", (*facts(rows), Paragraph((Run(KEY),), look="small")))
