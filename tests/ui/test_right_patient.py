"""Wrong patient: who is who is shown, a reason is asked, the record follows, and all of it can be put back."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from tests.ui.documents_hands import meeting
from tests.ui.room import Room
from ui.belonging import PairDialog, RightPatientDialog
from workup.answers import PartialDate, Value, slot

SHE: dict[str, Value] = {
    "family_name": "Okoye", "given_name": "Amara", "birth_date": PartialDate(1971, 6, 14), "mrn": "004-9999",
    "reason": "leg pain",
}  # fmt: skip
OTHER: dict[str, Value] = {
    "family_name": "Oquist", "given_name": "Bo", "birth_date": PartialDate(1960, 1, 2), "mrn": "777-1",
    "reason": "back pain",
}  # fmt: skip
REASON = "picked the line above"


def begun(room: Room, values: dict[str, Value]) -> str:
    room.window.begin_workup(None)
    for name, value in values.items():
        room.live.answer(slot(name), value)
    return room.live.session.opened.patient


def put_right(room: Room, choice: int, typed: str, reason: str = REASON) -> list[str]:
    """Go the way of the Summary's button; what the second dialog showed, line by line, and whether it could be done."""
    told: list[str] = []

    def second(dialog: QWidget) -> None:
        assert isinstance(dialog, PairDialog)
        assert not dialog.accept_button.isEnabled()
        if typed:
            dialog.wanted.setText(typed)
            shown = [button for button in dialog.rows if button.isVisible()]
            told.extend(button.text() or button.accessibleName() for button in shown)
            if not shown:
                told.append(dialog.nobody.text())
                dialog.reject()
                return
            shown[0].click()
        told.extend((dialog.pair.text(), dialog.follow.text()))
        assert not dialog.accept_button.isEnabled(), "a reason is asked"
        dialog.reason.setPlainText(reason)
        dialog.accept_button.click()
        told.append(dialog.problem.text())

    def first(dialog: QWidget) -> None:
        assert isinstance(dialog, RightPatientDialog)
        meeting(PairDialog, second)
        dialog.choices[choice].click()

    meeting(RightPatientDialog, first)
    room.workspace.put_right()
    return told


def test_a_workup_is_moved_and_moved_back(room: Room) -> None:
    room.open()
    other, she = begun(room, OTHER), begun(room, SHE)
    evaluation = room.live.session.opened.evaluation
    told = put_right(room, 0, "777-1")
    she_is, he_is = "OKOYE, Amara, born 14 Jun 1971, MRN 004-9999", "OQUIST, Bo, born 2 Jan 1960, MRN 777-1"
    assert told[1].startswith(f"From {she_is} to {he_is}.")
    assert told[-1] == ""
    assert room.window.workspace is None, "then Home shows the patient"
    file = room.vault.patient(other)
    assert file is not None
    assert evaluation in {row.evaluation for row in file.evaluations}
    room.window.open_workup(other, evaluation)
    assert room.value("family_name") == "Oquist"
    assert room.value("reason") == "leg pain"
    put_right(room, 0, "okoye")
    room.window.open_workup(she, evaluation)
    assert room.value("family_name") == "Okoye"


def test_two_records_are_merged_found_by_both_and_parted(room: Room) -> None:
    room.open()
    stays, gone = begun(room, OTHER), begun(room, SHE)
    evaluation = room.live.session.opened.evaluation
    told = put_right(room, 1, "oquist")
    assert "goes on in the record of OQUIST, Bo" in told[1]
    assert "They differ" in told[2]
    assert "777-1, not 004-9999" in told[2]
    assert [row.patient for row in room.vault.search("okoye")] == [stays]
    room.window.open_workup(stays, evaluation)
    told = put_right(room, 2, "")
    assert "OKOYE, Amara" in told[0]
    assert "two people" in told[0]
    assert [row.patient for row in room.vault.search("okoye")] == [gone]


def test_nobody_found_and_escape_change_nothing(room: Room) -> None:
    room.open()
    begun(room, SHE)
    before = room.vault.last_seq(f"patient:{room.live.session.opened.patient}")
    assert put_right(room, 0, "okoye") == ["Nobody else here is found by this."], "the patient itself is not offered"
    assert room.vault.last_seq(f"patient:{room.live.session.opened.patient}") == before
    assert room.window.workspace is not None
