"""F8: free text beside any question, in sight there and on the page."""

from __future__ import annotations

import pytest

from tests.ui.room import Room, press
from ui.form.grid import GridBlock
from ui.remark import RemarkDialog
from workup.answers import At, Slot, slot
from workup.assess.remarks import remarks_of
from workup.note.lines import lines_of

SAID = "Gives way with pain, full for a moment."


@pytest.fixture
def remarking(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """In place of showing the dialog: what is written into it, one text for each time."""
    texts: list[str] = []

    def write(dialog: RemarkDialog) -> int:
        dialog.area.setPlainText(texts.pop(0))
        return 1

    monkeypatch.setattr(RemarkDialog, "exec", write)
    return texts


def printed(room: Room) -> str:
    """The note in words."""
    note = room.live.session.note(room.workspace.preferences)
    return "\n".join(line.text for line in lines_of(note))


@pytest.mark.parametrize("address", ["diabetes", "strength@L5/right", "operation_levels@1"])
def test_a_remark_stands_at_its_question_and_on_the_page(sample: Room, remarking: list[str], address: str) -> None:
    sample.workspace.go_to(slot(address))
    remarking.append(SAID)
    press("F8")
    assessment = sample.live.session.assessment
    assert remarks_of(assessment)[slot(address)][1] == SAID
    assert SAID in printed(sample)
    form = sample.workspace.forms[sample.workspace.step]
    field = form._field_at(slot(address))
    if field is not None:
        assert ("remark", SAID) in field._lines
        assert SAID in field.accessibleDescription()
    else:
        grid = next(one for one in form.findChildren(GridBlock) if slot(address) in one.views)
        assert grid.views[slot(address)].remark == SAID


def test_it_is_changed_taken_away_and_undone(sample: Room, remarking: list[str]) -> None:
    sample.workspace.go_to(slot("diabetes"))
    remarking += [SAID, "Diet only", ""]
    press("F8", "F8")
    assert remarks_of(sample.live.session.assessment)[slot("diabetes")][1] == "Diet only"
    press("F8")
    assert not remarks_of(sample.live.session.assessment)
    field = sample.workspace.forms["history"]._field_at(slot("diabetes"))
    assert field is not None
    assert not any(kind == "remark" for kind, _ in field._lines)
    press("Ctrl+Z")
    assert remarks_of(sample.live.session.assessment)[slot("diabetes")][1] == "Diet only"
    assert ("remark", "Diet only") in field._lines


def test_a_remark_on_what_is_no_question_here_harms_nothing(sample: Room) -> None:
    at = At(1)
    pairs = [(Slot("remarks", at), "added"), (Slot("remark_about", at), "gone@"), (Slot("remark", at), "lost")]
    sample.live.answer_all(pairs, "typed")
    assert not remarks_of(sample.live.session.assessment)
    assert "lost" in printed(sample), "it is still told with the rest"
