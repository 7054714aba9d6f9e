"""What is unresolved before a signature: told with its place; only a missing impression stops it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.workup.sessions import begun, give
from tests.workup.signed import FIRST_DAY, KNOWN, preferences, signed
from tests.workup.vaults import Clock
from workup.answers import slot
from workup.session import Session
from workup.session.unresolved import unresolved
from workup.vault import Vault


@pytest.fixture
def clock() -> Clock:
    return Clock(FIRST_DAY)


@pytest.fixture
def session(opened: Vault, clock: Clock) -> Iterator[Session]:
    with begun(opened, clock) as session:
        give(session, KNOWN)
        yield session


def test_missing_identifiers_are_told_and_do_not_stop(session: Session) -> None:
    give(session, {"mrn": None, "birth_date": None})
    told = [one for one in unresolved(session) if one.slot in (slot("mrn"), slot("birth_date"))]
    assert [(one.text, one.blocks) for one in told] == [
        ("Birth date is not recorded.", False),
        ("Record number is not recorded.", False),
    ]
    assert signed(session).opened.status == "signed"


def test_a_name_that_cannot_print_needs_a_spelling_that_does(session: Session) -> None:
    session.answer(slot("given_name"), "名前")
    (told,) = [one for one in unresolved(session) if "cannot print" in one.text]
    assert "U+540D" in told.text
    assert told.slot == slot("printed_name")
    session.answer(slot("printed_name"), "OKOYE, Namae")
    assert not [one for one in unresolved(session) if "cannot print" in one.text]
    assert session.note(preferences()).identity.name == "OKOYE, Namae"
    session.answer(slot("printed_name"), "名前")
    assert [one for one in unresolved(session) if "cannot print" in one.text]


def test_open_and_unanswered_red_flags_are_told_each_with_its_place(session: Session) -> None:
    told = [one for one in unresolved(session) if one.text.startswith("Red flag")]
    open_flags = session.assessment.reasoning.open_flags
    assert len(told) == len(open_flags) > 3
    assert all(one.slot in session.assessment.open for one in told)
    give(session, {"saddle_numbness": "yes", "urinary_retention": "yes"})
    raised = [one for one in unresolved(session) if "raised" in one.text]
    assert raised
    assert all(one.slot is not None and one.slot.item == "flag_override" for one in raised)
    assert not any(one.blocks for one in raised)


def test_what_was_taken_over_or_filled_at_once_is_told(session: Session) -> None:
    session.answer_all([(slot("strength@L5/right"), 5), (slot("strength@L5/left"), 5)], "normal-macro")
    session.answer(slot("occupation"), "Driver", "carried")
    told = {one.text for one in unresolved(session) if "confirmed" in one.text}
    assert any("2 answers" in text and "set as normal" in text for text in told)
    assert any("carried over" in text for text in told)
    session.answer(slot("occupation"), "Driver")
    session.answer_all([(slot("strength@L5/right"), 4), (slot("strength@L5/left"), 5)])
    assert not [one for one in unresolved(session) if "confirmed" in one.text]


def test_contradictions_and_text_that_is_no_answer_yet_are_told(session: Session) -> None:
    session.answer(slot("height"), 250)
    doubts = session.assessment.doubts
    assert doubts
    assert {one.slot for one in unresolved(session)} >= set(doubts)
    session.typing(slot("impression_reasoning"), "not finished")
    assert any(one.slot == slot("impression_reasoning") for one in unresolved(session))


def test_what_stops_comes_first(session: Session) -> None:
    session.answer(slot("impression"), "  ")
    found = unresolved(session)
    assert [one.blocks for one in found] == sorted((one.blocks for one in found), reverse=True)
    assert found[0].slot == slot("impression")


def test_a_place_that_a_text_macro_left_to_be_filled_is_told_until_it_is(session: Session) -> None:
    def told() -> list[str]:
        return [one.text for one in unresolved(session) if "is not filled" in one.text]

    session.answer(slot("impression"), "[sic] Root pain of the right side.")
    assert not told(), "brackets that somebody typed are theirs"
    session.answer_all([(slot("impression"), "Root pain on the [side] side for [how long], L5.")], "macro")
    assert told() == ["Impression: a place of a text macro is not filled: [side], [how long]."]
    session.answer(slot("impression"), "Root pain on the right side for [how long], L5.")
    assert told() == ["Impression: a place of a text macro is not filled: [how long]."]
    assert all(not one.blocks for one in unresolved(session) if "is not filled" in one.text)
    session.answer(slot("impression"), "Root pain on the right side for a year, L5.")
    assert not told()
