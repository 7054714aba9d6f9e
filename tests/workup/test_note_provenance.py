"""What the note says of where answers are from: normals set in one go, and what the patient painted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

import pytest

from tests.workup.sessions import begun
from tests.workup.test_session import preferences
from tests.workup.vaults import Clock
from workup.answers import Painted, Slot, Value, slot
from workup.note import plain_text
from workup.session import Session
from workup.vault import Vault

NORMAL: list[tuple[Slot, Value | None]] = [
    (slot(f"strength@{root}/{side}"), 5) for root in ("L4", "L5") for side in ("right", "left")
]
SHIN = slot("pain_map@front.shin/left")


@pytest.fixture
def session(opened: Vault) -> Iterator[Session]:
    with begun(opened, Clock(datetime(2025, 11, 4, 9, tzinfo=timezone(timedelta(hours=1))))) as session:
        yield session


def page(session: Session) -> str:
    return " ".join(plain_text(session.note(preferences())).split())


def test_normals_set_in_one_go_are_told_until_they_are_entered_by_themselves(session: Session) -> None:
    session.answer_all(NORMAL, "normal-macro")
    session.answer(slot("reflex@knee/right"), 2)
    assert "Set as normal in one go: strength; 4 of 5 values." in page(session)
    session.answer(NORMAL[0][0], 4)
    assert "4 of 5 values" not in page(session)
    assert "3 of" in page(session)
    session.answer_all(NORMAL, "typed")
    assert "Set as normal" not in page(session)


def test_what_the_patient_painted_is_told_until_the_clinician_paints_it(session: Session) -> None:
    session.answer_all([(SHIN, Painted(("burning",), 6))], "patient")
    assert "painted by the patient" in page(session)
    session.answer(SHIN, Painted(("burning", "pins"), 6))
    assert "painted by the patient" not in page(session)
