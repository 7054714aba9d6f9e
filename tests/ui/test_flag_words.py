"""What the panel and the check list say while no red flag fires."""

from tests.workup.notes import assessed, laid
from tests.workup.test_note_flags import all_no
from ui.reasoning.wording import flag_words


def test_all_asked_and_answered_no_is_none_found() -> None:
    told = flag_words(assessed(laid(all_no())))
    assert told.fact.startswith("Red flags: none found, all ")
    assert told.clear


def test_an_unknown_answer_is_not_none_found() -> None:
    assessment = assessed(laid({**all_no(), "saddle_numbness": "unknown"}))
    unsettled = [flag for flag in assessment.library.flags.values() if "saddle_numbness" in flag.asks]
    told = flag_words(assessment)
    assert told.fact.startswith("Red flags: none so far, all ")
    assert told.fact.endswith(f"{len(unsettled)} with an answer unknown")
    assert told.line == "1 answer unknown."
    assert not told.clear
