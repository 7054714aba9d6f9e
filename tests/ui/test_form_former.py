"""What was said before stands beside the question; it is an answer again only when somebody says so."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from tests.ui.answering import Answering, Make
from ui.fields.text import TextField
from ui.fields.typed import TypedField
from ui.form.chart import ChartBlock
from ui.form.instruments import InstrumentFold
from ui.form.standing import Standing
from workup.answers import Finding, Marks, Painted, PartialDate, Value, slot

pytest_plugins = ("tests.ui.form_fixtures",)

FORMER: list[tuple[str, str, str, Value]] = [
    ("yes or no", "history", "saddle_numbness", "no"),
    ("choice", "symptoms", "pain_kind", Marks(("nociceptive",))),
    ("score", "symptoms", "back_pain_now", 6),
    ("text", "patient", "reason", "Right leg pain"),
    ("long text", "assessment", "impression", "word " * 200),
    ("cell", "exam", "strength@L5/right", 4),
    ("test", "exam", "slr@right", Finding("positive", 45)),
    ("region", "symptoms", "pain_map@back.buttock/right", Painted(("ache",), 5)),
    ("no region", "symptoms", "pain_map", "none"),
    ("number", "symptoms", "back_share", 35),
]


def said_beside(host: Answering) -> str:
    """All that is told about the slot that has the keyboard."""
    form = host.form
    assert form.current is not None
    field = form._field_at(form.current)
    if field is not None:
        return " ".join(text for _, text in field._lines)
    focused = form.focusWidget()
    assert focused is not None
    return focused.accessibleName()


@pytest.mark.parametrize(("_kind", "step", "address", "value"), FORMER, ids=[row[0] for row in FORMER])
def test_an_answer_of_the_evaluation_before_stands_beside_and_is_not_copied(
    answering: Make, _kind: str, step: str, address: str, value: Value
) -> None:
    host = answering(step)
    host.lay_before({address: value})
    host.focus(address)
    assert host.value(address) is None
    assert host.steps == []
    if not address.startswith("pain_map"):
        assert "4 Nov" in said_beside(host)
    typed = isinstance(host.form._field_at(slot(address)), TypedField | TextField)
    host.press(*("=", Qt.Key.Key_Tab) if typed else ("s",))
    assert host.steps == [("reconfirmed", [(address, value)])]
    assert host.value(address) == value


def test_the_chart_outlines_what_was_painted_in_the_evaluation_before(answering: Make) -> None:
    host = answering("symptoms")
    host.lay_before({"pain_map@back.buttock/right": Painted(("ache",), 5)})
    chart = host.form.findChild(ChartBlock)
    assert isinstance(chart, ChartBlock)
    assert [region.name for region in chart._chart._former] == ["back.buttock"]
    assert not chart._chart._painted
    assert not chart._same.isHidden()


# Lists asked at every visit

MEDICINES: dict[str, Value] = {"medicines@1": "added", "medicine@1": "Pregabalin", "medicines@2": "added"}


def standing(host: Answering) -> Standing:
    return next(one for one in host.form.findChildren(Standing) if one._item.id == "medicines")


def second_visit(answering: Make, answers: dict[str, Value]) -> Answering:
    host = answering("history")
    for address, value in answers.items():
        host.lay(address, value, visit=1)
    host.show()
    return host


def test_a_list_of_an_earlier_visit_is_confirmed_with_one_key_and_can_be_opened_again(answering: Make) -> None:
    host = second_visit(answering, MEDICINES)
    assert slot("medicines") in host.assessment().open
    assert standing(host)._said == "4 Nov: Medicines, 2 listed"
    host.focus("medicines")
    host.press("s")
    assert host.steps == [("reconfirmed", [("medicines", "checked")])]
    assert slot("medicines") not in host.assessment().open
    assert standing(host)._said == "Checked at this visit, unchanged"
    standing(host)._button.click()
    assert slot("medicines") in host.assessment().open
    assert standing(host)._said == "4 Nov: Medicines, 2 listed"


def test_that_there_was_none_is_confirmed_as_none(answering: Make) -> None:
    host = second_visit(answering, {"medicines": "none"})
    assert standing(host)._said == "4 Nov: No medicines"
    standing(host)._button.click()
    assert host.steps == [("reconfirmed", [("medicines", "none")])]
    assert standing(host).is_empty()


def test_a_list_of_this_visit_and_an_empty_one_ask_for_no_confirmation(answering: Make) -> None:
    assert standing(answering("history", MEDICINES)).is_empty()
    assert standing(answering("history")).is_empty()
    changed = second_visit(answering, MEDICINES)
    changed.lay("medicine@2", "Apixaban")
    changed.show()
    assert standing(changed).is_empty()


def test_a_date_of_before_in_a_list_of_the_patient_stays(answering: Make) -> None:
    host = second_visit(answering, {"operations@1": "added", "operation_date@1": PartialDate(2016, 5)})
    host.lay_before({"operation_date@1": PartialDate(2020)})
    assert host.value("operation_date@1") == PartialDate(2016, 5)


# What stands beside leaves room for what is asked


def test_options_keep_their_width_through_a_failing_save(answering: Make) -> None:
    host = answering("history")
    field = host.form._field_at(slot("saddle_numbness"))
    assert field is not None
    wide = field.controls()[0].width()
    host.form.set_pending(slot("recent_infection"), "The disk is full.")
    field.restyle()
    host.form._column.lay_out()
    host.form.set_pending(None)
    host.form._column.lay_out()
    assert field.controls()[0].width() == wide


def test_a_former_answer_in_a_narrow_place_is_not_cut_by_its_button(answering: Make) -> None:
    host = answering("symptoms")
    host.lay_before({"back_pain_worst": 6})
    field = host.form._field_at(slot("back_pain_worst"))
    assert field is not None
    line, same = field._spots["line 0"], field._spots["same"]
    assert line.width() >= field.theme.metrics("label").horizontalAdvance("4 Nov: 6/10")
    assert not line.intersects(same)
    assert same.bottom() < field.height()
    assert same.right() < field.width()


def test_what_a_person_wrote_stands_beside_as_it_was_written(answering: Make) -> None:
    host = answering("patient")
    host.lay_before({"reason": "leg pain, right"})
    host.focus("reason")
    assert "4 Nov: leg pain, right" in said_beside(host)


def test_a_questionnaire_says_its_score_in_its_title_line(answering: Make) -> None:
    host = answering("symptoms")
    folds = {fold._instrument.id: fold for fold in host.form.findChildren(InstrumentFold)}
    host.lay("odi_total", 44, visit=1)
    host.lay("odi_total", 30)
    host.lay("odi_blank", 2)
    host.lay("phq_interest", 2)
    host.lay("phq_sleep", 1)
    host.lay("pcs_total", 31)
    host.show()
    said = {name: fold._button.accessibleDescription() for name, fold in folds.items()}
    assert said["odi"] == (
        "30 %, moderate disability; 2 of 10 sections missing, left out; "
        "14 lower than on 4 Nov, better; reaches 10 points or 30 %"
    )
    assert said["phq9"] == "PHQ-9 no total; 7 of 9 answers missing"
    assert said["pcs"] == "31 of 52, conventional cut-off: 30 or more, clinically relevant"
    assert said["dn4"] == ""
    host.lay("pcs_blank", 1)
    host.show()
    assert folds["pcs"]._button.accessibleDescription() == "no total; 1 of 13 answers missing"
