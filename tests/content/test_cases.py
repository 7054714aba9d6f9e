"""Every worked patient: it reads, nothing in it is doubtful or hidden, and its page says what it expects."""

from collections.abc import Iterator
from datetime import UTC, datetime, time
from pathlib import Path

import msgspec
import pytest

from tests import shipped
from workup.answers import Slot
from workup.assess import Assessment, assess
from workup.cases import Case, read_case
from workup.note import Cover, compose, plain_text
from workup.protocol import BodyMap, Library

RESOURCES = Path(__file__).parents[2] / "resources"
CASES = sorted((RESOURCES / "cases").rglob("*.toml"))
DEMO = ("sample-patient", "demo-recurrent-disc", "demo-early-infection")


@pytest.fixture(scope="module")
def library() -> Library:
    return shipped.library()


def assessed(library: Library, path: Path) -> tuple[Case, Assessment]:
    case = read_case(library, path)
    return case, assess(library, case.answers, case.today, case.visits)


def strings(value: object) -> Iterator[str]:
    """Every text of a note, before it is laid out in lines and columns."""
    match value:
        case str():
            yield value
        case dict():
            yield from strings(list(value.values()))
        case list() | tuple():
            for part in value:
                yield from strings(part)


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_worked_patient_reads_and_prints_what_it_expects(library: Library, path: Path) -> None:
    case, assessment = assessed(library, path)
    assert dict(assessment.doubts) == {}
    moment = datetime.combine(case.today, time(12), UTC)
    note = compose(library, assessment, Cover(author="", printed_at=moment))
    assert plain_text(note)
    told = list(strings(msgspec.to_builtins(note)))
    assert [phrase for phrase in case.expect.get("text", []) if not any(phrase in text for text in told)] == []


@pytest.mark.parametrize("name", DEMO)
def test_a_demo_patient_answers_nothing_that_is_not_asked(library: Library, name: str) -> None:
    case, assessment = assessed(library, RESOURCES / "cases" / f"{name}.toml")
    passed = {"order_due", "scheduled_for"}  # dates that a later state of the order leaves behind
    asked = [where for _, where, _ in case.given if not isinstance(library.items[where.item], BodyMap)]
    hidden = {str(where) for where in asked if not assessment.shows(where.item, where.at) and where.item not in passed}
    assert hidden == set()


@pytest.mark.parametrize("name", DEMO[:2])
def test_a_finished_demo_patient_has_no_red_flag_and_none_unasked(library: Library, name: str) -> None:
    _, assessment = assessed(library, RESOURCES / "cases" / f"{name}.toml")
    flags = [item for item in library.items.values() if item.red_flag]
    raised = [item.id for item in flags for at in assessment.asked[item.id] if Slot(item.id, at) in assessment.findings]
    unasked = [str(where) for where in assessment.open if library.items[where.item].red_flag]
    assert flags
    assert (raised, unasked) == ([], [])


def test_the_sample_patient_gives_the_same_strength_at_both_visits(library: Library) -> None:
    case, assessment = assessed(library, RESOURCES / "cases" / "sample-patient.toml")
    assert [visit.day.isoformat() for visit in case.visits] == ["2025-11-04", "2025-11-25"]
    for visit in (1, 2):
        of_then = case.answers.at_visit(visit).of_item("strength")
        weak = [at for at, answer in of_then.items() if isinstance(answer.value, int) and answer.value < 5]
        assert [str(at) for at in weak] == ["L5/right"]
    assert assessment.facts.value("age") == 54
