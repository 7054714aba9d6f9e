"""What a draft begins with: only causes its result tells apart, where they lead; a second one of the same is said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from tests.workup.gate_answers import FUSED
from tests.workup.patients import assessed, library
from tests.workup.sessions import begun, say
from tests.workup.vaults import Clock
from workup.answers import UNKNOWN, At, Levels, Slot, Value
from workup.orders.drafting import draft_pairs
from workup.orders.telling import tells, told_apart
from workup.session import Refused, Session
from workup.session.ordering import book, draft, perform, put_back, report, review, send
from workup.vault import Vault

DAY = datetime(2025, 11, 4, 9, 0, tzinfo=timezone(timedelta(hours=1)))
ASKED = {"order_priority": "routine", "order_question": "Recurrent disc or scar?"}


@pytest.fixture
def session(opened: Vault) -> Iterator[Session]:
    with begun(opened, Clock(DAY)) as session:
        say(session, {"family_name": "Okoye", "sex": "male", "birth_date": "1980-02-29"})
        yield session


def test_a_draft_lists_only_causes_that_its_result_tells_apart() -> None:
    causes = ["chronic_radiculopathy", "foraminal_stenosis", "epidural_fibrosis", "deep_gluteal", "infection"]
    pairs = {str(where) for where, _ in draft_pairs(library(), 1, "block", "root_block", "", causes)}
    assert {one for one in pairs if one.startswith("order_separates")} == {
        "order_separates@1/foraminal_stenosis", "order_separates@1/deep_gluteal",
    }  # fmt: skip
    for kind, causes, told in (
        ("xray_other", ["instability", "hip_osteoarthritis"], ("hip_osteoarthritis",)),
        ("densitometry", ["fracture"], ()),
        ("ct", ["infection", "pseudarthrosis"], ("pseudarthrosis",)),
    ):
        assert told_apart(library(), library().tests[kind], "", causes) == told


@pytest.mark.parametrize(("samples", "causes"), [
    ([], {"infection", "malignancy"}), (["crp_esr"], {"infection"}), (["psa"], {"malignancy"}), (["hba1c"], set()),
])  # fmt: skip
def test_blood_is_expected_to_show_only_what_was_sampled(samples: list[str], causes: set[str]) -> None:
    told: dict[str, Any] = {"order_kind@1": "labs", "order_state@1": "ordered", **FUSED}
    told["operation_date@1"] = "2025-10-20"
    told |= {f"order_separates@1/{one}": "yes" for one in ("infection", "malignancy")}
    told |= {"order_blood@1": {"present": samples}} if samples else {}
    assert {one.cause.id for one in assessed(told).orders.expected(1)} == causes


def test_every_finding_of_blood_names_its_samples() -> None:
    labs = library().tests["labs"]
    told = {f"{cause.id}/{one.id}" for cause in library().causes.values() for one in cause.criterion
            if tells(library(), labs, None, cause, one)}  # fmt: skip
    assert told == set(labs.samples)


@pytest.mark.parametrize("side", ["right", "left"])
def test_what_is_expected_is_expected_on_the_side_of_the_order(side: str) -> None:
    both = {**FUSED, "operation_date@1": "2023-01-10", "leg_pain_now@right": 8, "leg_pain_now@left": 4,
            "order_kind@1": "mri", "order_state@1": "resulted", "order_side@1": f"side_{side}",
            "foramen_grade@1/L5-S1/right": 3, "foramen_grade@1/L5-S1/left": 3, "performed_on@1": "2025-11-20",
            "order_separates@1/foraminal_stenosis": "yes"}  # fmt: skip
    orders = assessed(both).orders
    found = orders.expected(1)
    assert found
    assert {one.at.side for one in found} == {side}
    assert {where.at.side for one in found for where in one.slots if where.item == "foramen_grade"} == {side}


def test_a_draft_from_a_question_is_asked_for_where_its_causes_lead(session: Session) -> None:
    say(session, {"operations@1": "added", "procedure@1": {"present": ["plif"]}, "operation_date@1": "2023-01-10",
                  "operation_levels@1": "L4-L5", "fused_levels@1": "L4-L5",
                  "leg_pain_now@left": 7, "leg_pain_now@right": 0})  # fmt: skip
    number = draft(session, "block", "root_block", "Is this root the source?", ["foraminal_stenosis"], ASKED)
    order = session.assessment.orders.order(number)
    lead = next(one for one in session.assessment.reasoning.candidates if one.cause.id == "foraminal_stenosis")
    assert lead.at.side == "left"
    assert order.side == "side_left"
    given = {**ASKED, "order_side": "side_right"}
    other = draft(session, "block", "root_block", "", ["foraminal_stenosis"], given)
    assert session.assessment.orders.order(other).side == "side_right", "what is given stays"


def test_a_draft_from_a_question_has_the_levels_of_its_causes(session: Session) -> None:
    say(session, {"operations@1": "added", "procedure@1": {"present": ["plif"]}, "operation_date@1": "2023-01-10",
                  "operation_levels@1": "L4-L5", "fused_levels@1": "L4-L5"})  # fmt: skip
    number = draft(session, "ct", "no_contrast", "Fused?", ["pseudarthrosis"], ASKED)
    assert session.assessment.orders.order(number).levels == Levels("L4", "L5")


# -- the same again --------------------------------------------------------------------------------------

FIRST = {"order_kind@1": "mri", "order_contrast@1": "no_contrast", "order_state@1": "ordered",
         "ordered_on@1": "2025-11-04", "order_levels@1": "L3-L5", "order_side@1": "side_right"}  # fmt: skip


@pytest.mark.parametrize(("more", "same"), [
    ({}, True),
    ({"order_contrast@2": "with_contrast"}, False),
    ({"order_levels@2": "L5-S1"}, True),
    ({"order_levels@2": "S1"}, False),
    ({"order_side@2": "side_left"}, False),
    ({"order_side@2": "both_sides"}, True),
    ({"order_state@1": "resulted"}, True),
    ({"order_state@1": "reviewed"}, False),
    ({"order_state@1": "cancelled"}, False),
    ({"order_kind@2": "ct"}, False),
    ({"order_state@2": "ordered"}, False),
    ({"order_state@1": "proposed"}, False),
])  # fmt: skip
def test_the_same_test_on_its_way_is_named(more: dict[str, Any], same: bool) -> None:
    orders = assessed({**FIRST, "order_kind@2": "mri", "order_contrast@2": "no_contrast", **more}).orders
    assert bool(orders.again(2)) == same
    assert orders.again(1) == ""


def test_a_second_order_is_sent_with_its_reason_only(session: Session) -> None:
    send(session, draft(session, "mri", "no_contrast", given=ASKED))
    chosen = {one.title: one.again for one in session.assessment.orders.choose("disc_or_scar")}
    said = "The same test is on its way: MRI lumbar, without contrast (order 1, ordered 4 Nov 2025)."
    assert chosen["MRI lumbar, without contrast"] == said
    assert not chosen["CT myelography"]
    number = draft(session, "mri", "no_contrast", given=ASKED)
    assert session.assessment.orders.again(number) == said
    with pytest.raises(Refused, match=r"The same test is on its way.* say why"):
        send(session, number)
    assert session.assessment.orders.order(number).state == "proposed"
    send(session, number, {"order_again": "The findings have changed"})
    assert session.assessment.orders.order(number).state == "ordered"
    assert session.assessment.answers.value("order_again", At(record=number)) == "The findings have changed"


# -- facts of a sent order -------------------------------------------------------------------------------

NEEDED = ["order_kind", "order_question", "order_priority", "ordered_on", "performed_on", "resulted_on", "reviewed_on"]


@pytest.mark.parametrize("name", NEEDED)
@pytest.mark.parametrize("value", [None, UNKNOWN])
def test_what_a_state_rests_on_is_not_emptied(session: Session, name: str, value: Value | None) -> None:
    number = draft(session, "mri", "no_contrast", given=ASKED)
    send(session, number)
    perform(session, number, session.today())
    report(session, number, session.today())
    review(session, number, abnormal=False, relevance="not_relevant")
    where, before = Slot(name, At(record=number)), session.assessment.answers
    with pytest.raises(Refused, match=r"can be changed, not emptied|was sent as"):
        session.answer(where, value)
    assert session.assessment.answers is before


def test_a_booked_day_is_not_emptied_while_it_is_booked(session: Session) -> None:
    number = draft(session, "mri", "no_contrast", given=ASKED)
    send(session, number)
    book(session, number, session.today() + timedelta(days=6))
    where = Slot("scheduled_for", At(record=number))
    with pytest.raises(Refused, match="The order is booked: the day it is booked for can be changed, not emptied"):
        session.answer(where, None)
    put_back(session, number, "ordered", "Booking fell through")
    session.answer(where, None)
    assert session.assessment.answers.value(where.item, where.at) is None


def test_a_draft_and_an_earlier_study_may_know_less(session: Session) -> None:
    number = draft(session, "mri", "no_contrast", given=ASKED)
    session.answer(Slot("order_question", At(record=number)), None)
    say(session, {"order_kind@2": "ct", "order_state@2": "reviewed", "performed_on@2": "2020-05"})
    session.answer(Slot("performed_on", At(record=2)), UNKNOWN)
    assert session.assessment.answers.value("performed_on", At(record=2)) == UNKNOWN
