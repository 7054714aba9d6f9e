"""Documents among the answers: what may be stored, who attached what and when, and what the page says of it."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.workup.notes import COVER, library, with_answer
from tests.workup.reports import MARKER, pdf
from tests.workup.vaults import NOW, Made
from workup.answers import UNKNOWN, Answer, Answers, At, Attached, AttachedFile, Slot, TakenBack, slot
from workup.assess import assess
from workup.cases import read_answer
from workup.check import linter
from workup.content import load
from workup.documents import digest_of
from workup.errors import BadAddress
from workup.limits import MOST_TITLE, refusal
from workup.note import compose, plain_text
from workup.note.attached import attachments
from workup.note.wording import value_words
from workup.protocol import Document
from workup.reasoning.rows import rows
from workup.record import Visit
from workup.session import Refused, Session

ROOT = Path(__file__).resolve().parents[2]
HERE, ORDER = At(record=1), "result_documents"
DIGEST = "0123456789abcdef" * 4
FILE = AttachedFile("MRI report", "application/pdf", 9000, DIGEST, 2)
OTHER = replace(FILE, title="Letter", digest="f" * 64, pages=1)


def refused(value: Attached) -> str:
    """Why these documents cannot be stored."""
    return refusal(library(), library().items[ORDER], HERE, value, NOW.date())


def test_documents_are_stored_within_their_limits() -> None:
    assert refused(Attached((FILE, OTHER))) == ""
    twenty = tuple(replace(FILE, digest=f"{n:064x}") for n in range(20))
    assert refused(Attached(twenty)) == ""
    for value, word in (
        (Attached(()), "up to 20"),
        (Attached((*twenty, OTHER)), "up to 20"),
        (Attached((FILE, replace(OTHER, digest=DIGEST))), "attached here already"),
        (Attached((replace(FILE, title=" "),)), "title"),
        (Attached((replace(FILE, title="two\nlines"),)), "title"),
        (Attached((replace(FILE, title="a\u202efdp"),)), "title"),
        (Attached((replace(FILE, title="x" * (MOST_TITLE + 1)),)), "title"),
        (Attached((replace(FILE, digest="x"),)), "as it is kept"),
        (Attached((replace(FILE, pages=0),)), "as it is kept"),
    ):
        assert word in refused(value)
    item = library().items[ORDER]
    assert "attached or it is not" in refusal(library(), item, HERE, UNKNOWN, NOW.date())
    assert "attached in the window" in refusal(library(), item, HERE, "report.pdf", NOW.date())


def test_a_case_holds_no_files() -> None:
    for raw in ("report.pdf", ["report.pdf"], {"title": "x"}):
        with pytest.raises(BadAddress, match="a case holds no files"):
            read_answer(library(), "result_documents@1", raw, NOW.date())
    with pytest.raises(BadAddress, match="attached or it is not"):
        read_answer(library(), "result_documents@1", "unknown", NOW.date())


def at(minutes: int) -> datetime:
    """So many minutes later."""
    return NOW + timedelta(minutes=minutes)


def test_the_history_says_who_attached_and_who_took_back() -> None:
    trail = (
        Answer(Attached((FILE,)), 1, at(1), "ann"),
        Answer(Attached((FILE, OTHER)), 1, at(2), "bob"),
        Answer(Attached((OTHER,)), 1, at(3), "eve"),
    )
    first, second = attachments(trail)
    assert (first.file, first.who, first.at, first.taken_by, first.taken_at) == (FILE, "ann", at(1), "eve", at(3))
    assert (second.file, second.who, second.at, second.taken_at) == (OTHER, "bob", at(2), None)
    gone = attachments((*trail, TakenBack(1, at(4), "bob")))
    assert [each.taken_at for each in gone] == [at(3), at(4)]


def test_undoing_keeps_the_first_date_and_attaching_anew_does_not() -> None:
    back = (Answer(Attached((FILE,)), 1, at(1), "ann"), TakenBack(1, at(2), "ann"))
    undone = attachments((*back, Answer(Attached((FILE,)), 1, at(3), "bob", "undo")))
    assert [(each.who, each.at, each.taken_at) for each in undone] == [("ann", at(1), None)]
    anew = attachments((*back, Answer(Attached((FILE,)), 1, at(3), "bob")))
    assert [(each.who, each.at, each.taken_at) for each in anew] == [("bob", at(3), None)]


def note_of(*values: Attached) -> str:
    """The page of a patient with one reviewed MRI and these documents, one after the other."""
    answers = Answers()
    for item, option in (("orders", "added"), ("order_kind", "mri"), ("order_state", "reviewed")):
        answers = with_answer(answers, item, option, HERE)
    for value in values:
        answers = with_answer(answers, ORDER, value, HERE)
    visit = Visit(1, NOW.date(), "Dr Okafor")
    return " ".join(plain_text(compose(library(), assess(library(), answers, NOW.date(), (visit,)), COVER)).split())


def test_the_page_names_each_document_in_force() -> None:
    text = note_of(Attached((FILE,)), Attached((FILE, OTHER)))
    assert "Report attached: MRI report, 2 pages, 25 Nov" in text
    assert "Report attached: Letter, 1 page, 25 Nov" in text
    assert "no result" not in text
    assert "Letter" not in note_of(Attached((FILE, OTHER)), Attached((FILE,)))


def test_a_report_alone_is_no_result_that_counts() -> None:
    answers = Answers()
    for item, option in (("orders", "added"), ("order_kind", "mri"), ("order_state", "resulted")):
        answers = with_answer(answers, item, option, HERE)
    bare, visits = assess(library(), answers, NOW.date()), (Visit(1, NOW.date(), "Dr Okafor"),)
    answers = with_answer(answers, ORDER, Attached((FILE,)), HERE)
    full = assess(library(), answers, NOW.date(), visits)
    assert rows(full.reasoning) == rows(bare.reasoning)
    assert full.open == bare.open
    text = " ".join(plain_text(compose(library(), full, COVER)).split())
    assert "Report attached: MRI report, 2 pages" in text
    assert "not reviewed" in text


def test_the_words_of_a_value_are_titles_and_pages() -> None:
    words = value_words(library(), library().items[ORDER], Attached((FILE, OTHER)))
    assert words == "MRI report, 2 pages; Letter, 1 page"


@pytest.mark.parametrize("when", ["result_documents[1] == 1", "any(result_documents == 1)", "known(result_documents)"])
def test_a_condition_that_reads_a_document_is_refused(tmp_path: Path, when: str) -> None:
    folder = tmp_path / "resources"
    shutil.copytree(ROOT / "resources", folder, ignore=shutil.ignore_patterns("icons", "cases", "locale"))
    file = folder / "definitions" / "read.toml"
    file.write_text(f'[[term]]\nid = "has_report"\ntext = "-"\nwhen = "{when}"\n', encoding="utf-8")
    problems = [str(problem) for problem in load(folder)[1]]
    assert any("“result_documents” is a document" in problem for problem in problems), problems


def test_a_document_that_has_to_be_given_is_a_problem() -> None:
    item = library().items[ORDER]
    assert isinstance(item, Document)
    for wrong in (replace(item, optional=False), replace(item, side=True), replace(item, axis="root")):
        bent = replace(library(), items={**library().items, ORDER: wrong})
        assert any("Documents are optional" in str(problem) for problem in linter.lint(bent))
    assert not any("Documents are" in str(problem) for problem in linter.lint(library()))


def test_a_session_stores_what_it_holds_and_lets_go_of_it(made: Made) -> None:
    vault, content = made.open(), pdf()
    session = Session(library(), vault, lambda: NOW)
    session.begin()
    for address, value in (("orders@1", "added"), ("order_kind@1", "mri"), ("order_state@1", "resulted")):
        session.answer(slot(address), value)
    digest = session.documents.hold(content)
    assert digest == digest_of(content)
    file = replace(FILE, digest=digest)
    with pytest.raises(Refused, match="title"):
        session.answer(Slot(ORDER, HERE), Attached((replace(file, title=""),)))
    session.answer(Slot(ORDER, HERE), Attached((file,)))
    assert session.documents.held == {}
    assert session.documents.content(digest) == content
    assert session.documents.named(session.who.id) == session.who.name
    session.undo()
    session.redo()
    assert session.assessment.answers.value(ORDER, HERE) == Attached((file,))
    rows = vault.database.rows("SELECT action, object FROM audit WHERE object LIKE 'document:%'")
    assert rows == [("viewed", f"document:{digest}")]
    assert not any(MARKER in str(row) for row in vault.database.rows("SELECT * FROM entry"))
    vault.close(NOW)
