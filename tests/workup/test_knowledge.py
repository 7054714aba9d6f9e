"""The knowledge base on paper: all of the content stands in it, and its pages claim no patient."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.workup.notes import figure, flat, library, style
from workup import words
from workup.__main__ import main
from workup.knowledge import knowledge, knowledge_cover
from workup.note import Note, plain_text
from workup.note.blocks import Table
from workup.paper import pdf
from workup.reasoning.weights import raw_points, rounded

COVER = knowledge_cover(datetime(2026, 11, 28, 12, tzinfo=UTC))


@cache
def note() -> Note:
    """The knowledge base as shipped."""
    return knowledge(library(), COVER)


@cache
def told() -> str:
    """Every word of it, cell by cell, spaces made one."""
    cells = [cell.text for block in note().blocks if isinstance(block, Table) for row in block.rows for cell in row]
    return squeezed(f"{' '.join(cells)} {plain_text(note())}")


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", words.shown(text).replace(words.NO_BREAK, " "))


def missing(texts: list[str]) -> list[str]:
    return [text for text in texts if squeezed(text).strip() not in told()]


def test_every_cause_stands_there_with_each_finding_and_its_rule() -> None:
    texts: list[str] = []
    for cause in library().causes.values():
        texts += [f"{cause.ref} {cause.title}", cause.definition, cause.gate, cause.gate_text, cause.timing]
        texts += [*cause.codes, *cause.codes.values(), *cause.where, *cause.rows, cause.released_when]
        for one in cause.criterion:
            texts += [one.text, one.absent_text, one.when, one.absent_when, one.reason, *one.rows]
    assert len(texts) > 1000
    assert missing(texts) == []


def test_every_test_and_every_gate_stands_there_with_its_rules() -> None:
    texts: list[str] = []
    for kind in library().tests.values():
        texts += [kind.title, kind.what, kind.never_proposed, kind.dose.text if kind.dose else "", *kind.codes.values()]
        texts += [text for one in kind.answers for text in (one.text, one.when)]
        texts += [text for claim in (*kind.cannot, *kind.timing) for text in (claim.text, claim.when)]
        texts += [text for variant in kind.variant for text in (variant.title, *variant.codes.values())]
    for gate in library().gates.values():
        texts += [gate.title, gate.question, gate.reviewer]
        texts += [text for rule in gate.rule for text in (rule.text, rule.when)]
        texts += [text for note in gate.note for text in (note.text, note.when)]
    texts += [question.text for question in library().ordering.question]
    assert len(texts) > 400
    assert missing(texts) == []


def test_every_finding_prints_its_ratio_or_word_and_the_points_computed_from_it() -> None:
    for cause in library().causes.values():
        part = next(part for part in note().parts if part.id == f"cause-{cause.id}")
        table = next(block for block in part.blocks if isinstance(block, Table) and block.look == "list")
        assert len(table.rows) == len(cause.criterion)
        for one, row in zip(cause.criterion, table.rows, strict=True):
            for weight, cell in ((one.present, row[2]), (one.absent, row[3])):
                if weight is None:
                    assert cell.text == "no weight"
                    continue
                points = rounded(raw_points(library().engine, cause, one, weight))
                assert cell.text.endswith(words.signed(points))
                assert (f"LR {weight.lr:g}" if weight.lr is not None else weight.word) in cell.text
            assert one.basis in row[4].text
            assert one.transfer in row[4].text


def test_every_red_flag_stands_there_with_its_rules() -> None:
    texts = [
        text
        for flag in library().flags.values()
        for text in (flag.title, flag.rationale, flag.consider, flag.when, flag.since, flag.note)
    ]
    rules = [rule for flag in library().flags.values() for rule in flag.rule]
    texts += [text for rule in rules for text in (rule.text, rule.when)]
    assert missing(texts) == []


def test_every_definition_constant_and_rule_stands_there_with_its_reason() -> None:
    engine = library().engine
    texts = [text for term in library().terms.values() for text in (term.id, term.text, term.when)]
    for name, constant in (*engine.constant.items(), *engine.burden.items()):
        texts += [f"{name} {constant.value:g} {constant.reason}"]
    texts += [text for one in engine.stop for text in (one.text, one.when)]
    texts += [text for one in engine.reminder for text in (one.text, one.when)]
    texts += [text for one in engine.reading for text in (one.text, one.when)]
    texts += [text for one in engine.profile for text in (one.title, one.text, one.when)]
    texts += [text for one in engine.column for text in (one.title, one.when)]
    texts += [text for one in library().scopes for text in (one.sentence, one.works, one.when)]
    assert missing(texts) == []


def test_evidence_sources_instruments_and_hazards_stand_there() -> None:
    texts = [text for row in library().evidence.values() for text in (row.id, row.finding, row.figure, row.note)]
    texts += [source.text for source in library().sources.values()]
    texts += [text for one in library().instruments.values() for text in (one.full, one.licence, one.warning)]
    for hazard in library().hazards:
        texts += [f"{hazard.hazard} {hazard.cause} {hazard.control} {hazard.test}"]
    assert missing(texts) == []
    assert "Review by 30 Nov 2027" in flat(note())
    assert library().digest in told()


def test_its_pages_are_about_no_patient_and_no_draft() -> None:
    data = pdf(note(), style(), figure(), COVER)
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]
    for number, text in enumerate(pages, 1):
        assert text.count("KNOWLEDGE BASE") == 1
        assert "About no patient" in text
        assert f"Page {number} of {len(pages)}" in text
        for claim in ("DRAFT", "not signed", "No identifiers", "MRN 0", "Name not recorded"):
            assert claim not in text, claim


def test_no_line_of_the_text_is_wider_than_eighty_columns() -> None:
    assert max(map(len, plain_text(note()).splitlines())) <= 80


def test_the_command_prints_it_or_says_in_one_line_why_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["knowledge", "--text"]) == 0
    assert "Knowledge base · KNOWLEDGE BASE" in capsys.readouterr().out
    assert main(["knowledge", "--pdf", str(tmp_path / "all.pdf")]) == 0
    assert (tmp_path / "all.pdf").read_bytes().startswith(b"%PDF")
    assert main(["knowledge", "--pdf", str(tmp_path / "no" / "all.pdf")]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
    for wrong in (["knowledge"], ["knowledge", "--text", "--pdf", "x"], ["knowledge", "--jpg"]):
        with pytest.raises(SystemExit) as left:
            main(wrong)
        assert left.value.code == 2
        assert len(capsys.readouterr().err.splitlines()) == 1
