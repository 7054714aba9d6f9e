"""The walk through the exam by posture: every question once, in the order a patient is least moved about."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.ui.answering import Answering, Make, real_library
from ui.form.going import asked, waiting
from ui.theme import Theme
from ui.workspace.posturestrip import PostureStrip
from workup.answers import Finding, Slot, Value, slot
from workup.protocol import POSTURES, ManoeuvreItem, by_posture, left_by_posture, posture_of

pytest_plugins = ("tests.ui.form_fixtures",)
FOUND: dict[str, Value] = {
    "strength@L5/right": 4,
    "gait": "antalgic",
    "heel_walk@right": "weak",
    "extension_rotation@right": Finding("positive"),
    "midline_tenderness": "tender",
}


def place(slot: Slot) -> int:
    posture = posture_of(real_library(), slot.item)
    return len(POSTURES) if posture is None else POSTURES.index(posture)


@pytest.mark.parametrize("answers", [{}, FOUND])
def test_the_walk_has_every_question_of_the_exam_once_and_never_goes_back_to_a_posture(
    answering: Make, answers: dict[str, Value]
) -> None:
    host = answering("exam", answers)
    shown = list(dict.fromkeys(asked(host.form._column.seen())))
    walked = by_posture(real_library(), shown)
    assert sorted(map(str, walked)) == sorted(map(str, shown))
    assert all(place(one) <= place(other) for one, other in pairwise(walked))
    still_open = {slot for slot in host.assessment().open if real_library().section_of[slot.item].step == "exam"}
    assert still_open <= set(walked)


def test_enter_alone_visits_every_open_question_of_the_exam_once(answering: Make) -> None:
    host = answering("exam", FOUND)
    host.form.walk(True)
    section_of = real_library().section_of
    led_to = waiting(host.form._column.seen(), host.form._shown, host.assessment())
    open_here = {slot for slot in led_to if section_of[slot.item].step == "exam"}
    assert host.form.focus_next_open()
    visited = [at(host)]
    while len(visited) <= len(open_here):
        host.press(Qt.Key.Key_Return)
        if at(host) in visited or at(host) not in open_here:
            break
        visited.append(at(host))
    assert len(visited) == len(set(visited))
    assert set(visited) == open_here
    assert all(place(one) <= place(other) for one, other in pairwise(visited))
    assert host.steps == [], "what is passed over stays not examined"


def at(host: Answering) -> Slot:
    assert host.form.current is not None
    return host.form.current


def test_a_typed_sign_goes_on_in_the_same_posture_and_not_to_the_next_line(answering: Make) -> None:
    host = answering("exam")
    host.form.walk(True)
    host.focus("extension_rotation@right")
    host.press("+", "-")
    assert posture_of(real_library(), at(host).item) in ("standing", "walking")
    host.focus("slump@left")
    host.press("-", Qt.Key.Key_Return)
    assert posture_of(real_library(), at(host).item) == "sitting"


def test_without_the_walk_a_typed_sign_goes_to_the_next_line(answering: Make) -> None:
    host = answering("exam")
    host.focus("slump@left")
    host.press("-")
    assert at(host) == slot("slump@left"), "its angle is asked"
    host.press(Qt.Key.Key_Return)
    assert at(host).item == "femoral_stretch"


def test_every_manoeuvre_of_the_exam_says_its_posture() -> None:
    library = real_library()
    exam = next(step for step in library.steps if step.id == "exam")
    items = [library.items[name] for section in exam.sections for name in section.items]
    tests = [item for item in items if isinstance(item, ManoeuvreItem)]
    assert tests
    assert all(item.position for item in tests)


def test_the_strip_names_the_posture_and_what_is_left_in_it(answering: Make, form_theme: Theme) -> None:
    host = answering("exam")
    strip = PostureStrip(form_theme, host.library)
    wished: list[bool] = []
    strip.walk_wanted.connect(wished.append)
    strip.resize(900, 40)
    strip.show_walk(walking=True)
    known = host.assessment()
    strip.render_strip(known, "exam", Slot("gait"))
    strip._tell()
    left = left_by_posture(host.library, "exam", known.open)
    assert sum(left.values()) == sum(host.library.section_of[slot.item].step == "exam" for slot in known.open)
    assert strip.here.text() == "Walking"
    assert f"{left['walking']} left" in strip._line
    assert f"standing {left['standing']}" in strip._line
    strip.switch.click()
    assert wished == [False]
    strip.render_strip(known, "symptoms", None)
    assert strip.isHidden()
    strip.deleteLater()
    QApplication.processEvents()
