"""How old an answer of a safety gate may be, and when a gate raises an order again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from tests.workup.gate_answers import (
    BEND,
    BLOCK,
    CT_IV,
    EMG,
    FILM,
    FUSED,
    KIDNEYS,
    MRI,
    THIN,
    WOMAN,
    checked,
    egfr,
    labelled,
)
from tests.workup.patients import LAST, RESOURCES, laid, library, of
from workup.answers import Answer, Slot, slot
from workup.assess import assess
from workup.orders import Checked
from workup.settings import in_force, load_settings, preferences_of

# -- how old an answer may be ----------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "key"), [(89, "clear egfr_45"), (90, "clear egfr_45"), (91, "review egfr_old")])
def test_a_kidney_value_is_good_for_ninety_days(days: int, key: str) -> None:
    day = (LAST - timedelta(days=days)).isoformat()
    assert checked("iodine_kidney", CT_IV, egfr(90, day)).key == key


def test_a_kidney_value_without_a_day_is_not_clear() -> None:
    assert checked("iodine_kidney", CT_IV, {**KIDNEYS, "known_egfr_date": None}).key == "review unknown"


def test_the_newest_kidney_value_counts_whoever_told_it() -> None:
    labs = {"order_kind@2": "labs", "order_state@2": "reviewed", "performed_on@2": "2025-11-20", "lab_egfr@2": 28}
    assert checked("iodine_kidney", CT_IV, egfr(90), labs).key == "review high_risk"
    assert checked("iodine_kidney", CT_IV, egfr(90, "2025-11-21"), labs).key == "clear egfr_45"
    assert checked("iodine_kidney", CT_IV, egfr(90, "2025-11-20"), labs).key == "review high_risk"  # the worse of a day


def test_the_clinic_says_how_old_a_kidney_value_may_be() -> None:
    settings = load_settings(RESOURCES / "settings.toml")
    stricter = in_force(library(), settings, preferences_of(settings, {"egfr_days": 10}, {})[0])
    assessment = assess(stricter, laid({**CT_IV, **egfr(90)}), LAST)
    assert {one.gate.id: one.key for one in assessment.orders.gates(1)}["iodine_kidney"] == "review egfr_old"


@pytest.mark.parametrize(("limit", "days", "stale"), [(0, 0, False), (0, 1, True), (7, 7, False), (7, 8, True)])
def test_pregnancy_is_asked_for_each_order(limit: int, days: int, stale: bool) -> None:
    settings = load_settings(RESOURCES / "settings.toml")
    content = in_force(library(), settings, preferences_of(settings, {"pregnancy_days": limit}, {})[0])
    asked = datetime.combine(LAST - timedelta(days=days), time(9), UTC)
    answers = laid({**FILM, **WOMAN, "order_state@1": "proposed"})
    answers = answers.laid(Slot("pregnancy"), Answer("not_possible", 1, asked, ""))
    found = next(one for one in assess(content, answers, LAST).orders.gates(1) if one.gate.id == "pregnancy")
    assert bool(found.stale) == stale
    assert found.outcome == ("review" if stale else "clear")
    assert found.open == ((Slot("pregnancy"),) if stale else ())


def test_pregnancy_asked_for_the_order_does_not_grow_old_with_it() -> None:
    answers = laid({**FILM, **WOMAN, "pregnancy": "not_possible", "order_state@1": "ordered"})
    later = assess(library(), answers, LAST + timedelta(days=20))
    assert {one.gate.id: one.outcome for one in later.orders.gates(1)}["pregnancy"] == "clear"


# -- raised again ----------------------------------------------------------------------------------------


def sent(*given_answers: Mapping[str, Any], seen: str, decision: str = "") -> Checked:
    kept: dict[str, Any] = {"order_state@1": "ordered", "gate_seen@1/iodine_kidney": seen}
    if decision:
        kept |= {"gate_decision@1/iodine_kidney": decision, "gate_reviewer@1/iodine_kidney": "Dr Ray"}
    return checked("iodine_kidney", *given_answers, kept)


def test_a_gate_worse_than_when_it_was_sent_raises_the_order_again() -> None:
    assert not sent(CT_IV, egfr(60), seen="clear egfr_45").changed
    for worse in (egfr(44), egfr(29)):
        again = sent(CT_IV, worse, seen="clear egfr_45")
        assert (again.changed, again.unsafe, again.settled) == (True, True, False)


def test_a_gate_that_became_clear_raises_nothing() -> None:
    assert not sent(CT_IV, egfr(60), seen="review unknown").changed


def test_a_review_holds_until_the_answers_say_something_else() -> None:
    held = sent(CT_IV, egfr(40), seen="review egfr_30_44", decision="go_ahead")
    assert (held.settled, held.unsafe, held.reviewer) == (True, False, "Dr Ray")
    gone = sent(CT_IV, egfr(29), seen="review egfr_30_44", decision="go_ahead")
    assert (gone.settled, gone.unsafe) == (False, True)


def test_what_a_reviewer_refused_is_unsafe_even_when_clear() -> None:
    refused = sent(CT_IV, egfr(90), seen="clear egfr_45", decision="not_safe")
    assert (refused.settled, refused.unsafe) == (False, True)


def test_a_draft_is_not_called_unsafe_and_a_sent_order_is() -> None:
    unsafe = {**MRI, **labelled("stent", "mr_unsafe")}
    assert of(laid({**unsafe, "order_state@1": "proposed"})).orders.unsafe(1) == ()
    assert [one.gate.id for one in of(laid({**unsafe, "order_state@1": "ordered"})).orders.unsafe(1)] == ["mr_label"]
    assert of(laid({**unsafe, "order_state@1": "reviewed"})).orders.unsafe(1) == ()


def test_a_gate_names_the_answers_it_rests_on() -> None:
    found = checked("needle_bleeding", EMG, THIN, {"anticoagulant_drug": ["apixaban"]})
    assert found.because == (slot("anticoagulant"),)
    assert found.told == (slot("anticoagulant_drug"),)


def test_an_answer_of_another_order_does_not_speak_for_this_one() -> None:
    other = {"order_kind@2": "block", "order_skin@2": "no"}
    assert checked("puncture_site", BLOCK, other).key == "review unknown"


def test_the_six_weeks_end_with_the_day() -> None:
    answers = laid({**BEND, **FUSED, "operation_date@1": "2025-10-15"})
    stands = [assess(library(), answers, LAST + timedelta(days=n)).orders.gates(1) for n in (0, 1)]
    assert [{one.gate.id: one.outcome for one in gates}["early_bending"] for gates in stands] == ["stop", "clear"]
