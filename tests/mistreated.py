"""A vault with one workup in it, to be mistreated; and how what was refused is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.workup.patients import library
from tests.workup.vaults import NOW, Made
from workup.answers import UNKNOWN, Answers, Finding, Marks, Painted, PartialDate, Value
from workup.errors import WorkupError
from workup.protocol import Library
from workup.session import Session

PRIOR: dict[str, Value] = {
    "family_name": "Okoye",
    "birth_date": PartialDate(1980, 2, 29),
    "operation_date@1": PartialDate(2019),
    "procedure@1": Marks(("plif",)),
    "leg_pain_now@right": 7,
    "strength@L5/right": 4,
    "slr@right": Finding("positive", 40),
    "pain_map@back.buttock/right": Painted(("burning",), 7),
    "fever_sweats": UNKNOWN,
    "reason": "Right leg pain after L4–S1 fusion",
}


@dataclass(frozen=True)
class Room:
    """A closed vault with one workup in it, and an empty folder beside."""

    made: Made
    patient: str
    evaluation: str
    beside: Path

    @contextmanager
    def session(self, content: Library | None = None) -> Iterator[Session]:
        """The workup, open."""
        opened = self.made.open()
        session = Session(content or library(), opened, lambda: NOW)
        session.open(self.patient, self.evaluation)
        try:
            yield session
        finally:
            opened.close(NOW)

    def answers(self) -> Answers:
        """What is in the vault."""
        with self.session() as session:
            return session.assessment.answers


def refused(then: Callable[[], object]) -> str:
    """The sentence of a refusal."""
    with pytest.raises(WorkupError) as error:
        then()
    return error.value.sentence


def assert_nothing_is_lost(room: Room) -> None:
    assert {str(where): answer.value for where, answer in room.answers().items()} == PRIOR
