"""The tests step as written: every question can be reached, and every kind of order has its result form."""

from pathlib import Path

import pytest

from tests import shipped
from workup.assess import Assessment, assess
from workup.cases import read_case
from workup.protocol import Choice, Computed, Document, Library, Records

RESOURCES = Path(__file__).parents[2] / "resources"
STATES = ("proposed", "ordered", "scheduled", "performed", "resulted", "reviewed", "cancelled")


@pytest.fixture(scope="module")
def library() -> Library:
    return shipped.library()


@pytest.fixture(scope="module")
def complete(library: Library) -> Assessment:
    case = read_case(library, RESOURCES / "cases" / "tests-complete.toml")
    return assess(library, case.answers, case.today, case.visits)


def step_items(library: Library) -> tuple[str, ...]:
    step = next(step for step in library.steps if step.id == "tests")
    return tuple(item for section in step.sections for item in section.items)


def test_the_complete_case_answers_every_item(library: Library, complete: Assessment) -> None:
    never = (Records, Computed, Document)  # a case holds no files
    items = [item for item in step_items(library) if not isinstance(library.items[item], never)]
    assert len(items) > 200
    assert [item for item in items if not complete.counted.of_item(item)] == []


def test_the_order_has_the_seven_states_and_each_is_reached(library: Library, complete: Assessment) -> None:
    state = library.items["order_state"]
    assert isinstance(state, Choice)
    assert tuple(state.options) == STATES
    assert {answer.value for answer in complete.counted.of_item("order_state").values()} == set(STATES)


def test_every_order_kind_opens_a_result_form_of_its_own(library: Library, complete: Assessment) -> None:
    shared = ("orders", "order_record", "result")
    forms = [item for item in step_items(library) if library.section_of[item].id not in shared]
    reviewed = {
        at.record for at, answer in complete.counted.of_item("order_state").items() if answer.value == "reviewed"
    }
    for at, answer in complete.counted.of_item("order_kind").items():
        if at.record in reviewed and answer.value != "other":
            assert any(place.record == at.record for item in forms for place in complete.asked[item]), answer.value


def test_no_result_is_asked_of_an_order_without_one(library: Library, complete: Assessment) -> None:
    states = {at.record: answer.value for at, answer in complete.counted.of_item("order_state").items()}
    without = {record for record, state in states.items() if state not in ("resulted", "reviewed")}
    assert len(without) == 5
    forms = [item for item in step_items(library) if library.section_of[item].id not in ("orders", "order_record")]
    assert [item for item in forms for at in complete.asked[item] if at.record in without] == []


def test_everything_of_an_order_stays_with_the_patient(library: Library) -> None:
    kept = {library.section_of[item].keep or library.items[item].keep for item in step_items(library)}
    assert kept == {"patient"}
