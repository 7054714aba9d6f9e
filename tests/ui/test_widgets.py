"""The base widgets: what a click or a key does, what is spoken, and that showing a value is never an answer."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QListWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.icons import Icons
from ui.steady import HEAD_START
from ui.theme import Theme, system_hints
from ui.widgets import (
    Button,
    Card,
    Chips,
    Dialog,
    FlowLayout,
    FocusRing,
    Label,
    Option,
    Pill,
    ProgressRing,
    ScoreTrack,
    Scroll,
    Segments,
    Select,
    TextArea,
    TextLine,
    yes_no_options,
)
from workup.errors import ContentError
from workup.style import load_style

RESOURCES = Path(__file__).parents[2] / "resources"
COURSE = (Option("gone", "Gone"), Option("better", "Better"), Option("worse", "Worse", "finding"))


@pytest.fixture(scope="module")
def module_theme(qapp: QApplication) -> Theme:
    return Theme(load_style(RESOURCES / "style.toml"), RESOURCES / "icons", qapp)


@pytest.fixture
def theme(module_theme: Theme) -> Iterator[Theme]:
    module_theme.set_scheme("light")
    module_theme.set_scale(100)
    yield module_theme
    module_theme.set_touch(False)
    module_theme.letter_keys = True


def told(signal: object) -> list[tuple[object, ...]]:
    """Everything a signal says from now on."""
    heard: list[tuple[object, ...]] = []
    signal.connect(lambda *said: heard.append(said))  # type: ignore[attr-defined]
    return heard


def press(widget: QWidget, keys: str) -> None:
    for key in keys:
        QTest.keyClicks(widget, key)


def segment(control: Segments, place: int) -> QPoint:
    """A point inside an option, found from the widths it asks for."""
    edges = control._edges()
    return QPoint((edges[place] + edges[place + 1]) // 2, control.height() // 2)


def shown(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.addWidget(widget)
    widget.resize(widget.sizeHint())
    widget.show()


# Segments


def test_a_click_answers_and_the_same_click_takes_it_back(qtbot: QtBot, theme: Theme) -> None:
    control = Segments(theme, "Leg pain", COURSE)
    shown(qtbot, control)
    chosen, cleared = told(control.chosen), told(control.cleared)
    QTest.mouseClick(control, Qt.MouseButton.LeftButton, pos=segment(control, 1))
    assert (control.value, chosen, cleared) == ("better", [("better",)], [])
    QTest.mouseClick(control, Qt.MouseButton.LeftButton, pos=segment(control, 1))
    assert (control.value, cleared) == (None, [()])


@pytest.mark.parametrize(("keys", "value"), [("1", "yes"), ("2", "no"), ("3", "unknown"), ("y", "yes"), ("N", "no"),
                                              ("u", "unknown"), ("4", None), ("yn", "no")])
def test_digits_and_letters_choose(qtbot: QtBot, theme: Theme, keys: str, value: str | None) -> None:
    control = Segments(theme, "Fever", yes_no_options("flag"))
    shown(qtbot, control)
    press(control, keys)
    assert control.value == value


def test_a_repeated_key_keeps_the_answer_and_delete_clears_it(qtbot: QtBot, theme: Theme) -> None:
    control = Segments(theme, "Fever", yes_no_options())
    shown(qtbot, control)
    chosen, cleared = told(control.chosen), told(control.cleared)
    press(control, "yy")
    assert chosen == [("yes",)]
    QTest.keyClick(control, Qt.Key.Key_Delete)
    QTest.keyClick(control, Qt.Key.Key_Delete)
    assert (control.value, cleared) == (None, [()])


def test_letters_can_be_switched_off_but_digits_stay(qtbot: QtBot, theme: Theme) -> None:
    control = Segments(theme, "Fever", yes_no_options())
    shown(qtbot, control)
    theme.letter_keys = False
    press(control, "y")
    assert control.value is None
    press(control, "2")
    assert control.value == "no"


def test_a_graded_option_takes_its_digit_as_grade(qtbot: QtBot, theme: Theme) -> None:
    grades = [Option(str(n), str(n), "solid" if n < 5 else "normal", str(n)) for n in range(6)]
    control = Segments(theme, "Great toe extension", grades)
    shown(qtbot, control)
    press(control, "0")
    assert control.value == "0"
    press(control, "5")
    assert control.value == "5"


def test_arrows_move_and_space_chooses(qtbot: QtBot, theme: Theme) -> None:
    control = Segments(theme, "Leg pain", COURSE)
    shown(qtbot, control)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        QTest.keyClick(control, key)
    assert control.value is None
    QTest.keyClick(control, Qt.Key.Key_Space)
    assert control.value == "better"


@pytest.mark.parametrize(
    ("key", "text", "modifier"),
    [(Qt.Key.Key_1, "1", Qt.KeyboardModifier.AltModifier), (Qt.Key.Key_Y, "y", Qt.KeyboardModifier.ControlModifier),
     (Qt.Key.Key_Return, "\r", Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_Q, "q", Qt.KeyboardModifier.NoModifier)],
)
def test_keys_of_the_page_pass_through(
    qtbot: QtBot, theme: Theme, key: Qt.Key, text: str, modifier: Qt.KeyboardModifier
) -> None:
    made = (Segments(theme, "Fever", yes_no_options()), Chips(theme, "Reason", COURSE), ScoreTrack(theme, "Back"))
    for control in made:
        shown(qtbot, control)
        event = QKeyEvent(QEvent.Type.KeyPress, key, modifier, text)
        control.keyPressEvent(event)
        assert not event.isAccepted(), control


def test_showing_a_value_says_nothing_and_is_spoken_with_its_meaning(qtbot: QtBot, theme: Theme) -> None:
    control = Segments(theme, "Leg pain", COURSE)
    qtbot.addWidget(control)
    chosen, cleared = told(control.chosen), told(control.cleared)
    assert control.accessibleName() == "Leg pain, not answered"
    control.set_value("worse")
    assert control.accessibleName() == "Leg pain, Worse, finding"
    control.set_value(None)
    assert chosen == cleared == []


def test_read_only_takes_no_input_and_no_focus(qtbot: QtBot, theme: Theme) -> None:
    control = Segments(theme, "Leg pain", COURSE)
    shown(qtbot, control)
    control.set_value("gone")
    control.set_read_only(True)
    QTest.mouseClick(control, Qt.MouseButton.LeftButton, pos=QPoint(60, 16))
    press(control, "3")
    assert (control.value, control.focusPolicy()) == ("gone", Qt.FocusPolicy.NoFocus)


def test_options_share_a_narrow_room_without_overlap(qtbot: QtBot, theme: Theme) -> None:
    control = Segments(theme, "Leg pain", COURSE)
    shown(qtbot, control)
    control.resize(control.minimumSizeHint())
    assert control.width() < control.sizeHint().width()
    edges = control._edges()
    assert edges == sorted(set(edges))
    assert edges[-1] < control.width()


# Chips


@pytest.fixture
def chips(qtbot: QtBot, theme: Theme) -> Chips:
    made = Chips(theme, "Reason", [Option(name, name.capitalize()) for name in ("stenosis", "slip", "disc", "tumour")])
    qtbot.addWidget(made)
    made.resize(440, made.heightForWidth(440))
    made.show()
    return made


def test_a_chip_goes_from_not_asked_to_present_and_back(chips: Chips) -> None:
    heard = told(chips.changed)
    spot = chips._rects(chips.width())[1].center()
    QTest.mouseClick(chips, Qt.MouseButton.LeftButton, pos=spot)
    assert chips.accessibleName() == "Reason, Slip, present"
    QTest.mouseClick(chips, Qt.MouseButton.LeftButton, pos=spot)
    assert heard == [({"slip": "present"},), ({},)]


def test_no_others_is_one_step_and_overwrites_nothing(chips: Chips) -> None:
    chips.set_states({"slip": "present", "disc": "unknown"})
    heard = told(chips.changed)
    press(chips, "0")
    assert heard == [({"slip": "present", "disc": "unknown", "stenosis": "absent", "tumour": "absent"},)]
    press(chips, "0")
    assert len(heard) == 1


def test_enter_on_the_last_chip_is_none_of_these(chips: Chips) -> None:
    for _ in range(6):
        QTest.keyClick(chips, Qt.Key.Key_Right)
    assert chips.accessibleName() == "Reason, None of these"
    QTest.keyClick(chips, Qt.Key.Key_Return)
    assert set(chips.states.values()) == {"absent"}
    assert len(chips.states) == 4


def test_each_chip_takes_each_state_from_the_keys(chips: Chips) -> None:
    press(chips, "u")
    QTest.keyClick(chips, Qt.Key.Key_Right)
    press(chips, "n")
    press(chips, "3")
    assert chips.states == {"stenosis": "unknown", "slip": "absent", "disc": "present"}
    QTest.keyClick(chips, Qt.Key.Key_Delete)
    press(chips, "1")
    assert chips.states == {"stenosis": "present", "slip": "absent"}


def test_showing_states_says_nothing_and_ignores_strangers(chips: Chips) -> None:
    heard = told(chips.changed)
    chips.set_states({"slip": "present", "gone_option": "present"})
    assert (chips.states, heard) == ({"slip": "present"}, [])


def test_chips_grow_downwards_and_stay_inside(chips: Chips) -> None:
    heights = [chips.heightForWidth(width) for width in (800, 300, 160, 90)]
    assert heights == sorted(set(heights))
    for width in (800, 300, 160):
        rects = chips._rects(width)
        assert max(rect.right() for rect in rects) <= width
        assert max(rect.bottom() for rect in rects) < chips.heightForWidth(width)
        assert not any(one.intersects(other) for one in rects for other in rects if one is not other)


def test_arrows_walk_the_lines(chips: Chips) -> None:
    chips.resize(200, chips.heightForWidth(200))
    lines = sorted({rect.top() for rect in chips._rects(200)})
    assert len(lines) > 1
    QTest.keyClick(chips, Qt.Key.Key_Down)
    assert chips.focus_ring()[0].top() == lines[1]
    QTest.keyClick(chips, Qt.Key.Key_Up)
    assert chips.focus_ring()[0].top() == lines[0]


# Score


@pytest.mark.parametrize(("keys", "value"), [("7", 7), ("10", 10), ("100", 0), ("20", 0), ("1", 1), ("30", 0)])
def test_a_score_is_typed(qtbot: QtBot, theme: Theme, keys: str, value: int) -> None:
    track = ScoreTrack(theme, "Back pain now")
    shown(qtbot, track)
    press(track, keys)
    assert track.value == value
    assert track.accessibleName() == f"Back pain now, {value} of 10"


def test_arrows_start_at_nought_and_stop_at_the_ends(qtbot: QtBot, theme: Theme) -> None:
    track = ScoreTrack(theme, "Back pain now")
    shown(qtbot, track)
    heard = told(track.chosen)
    QTest.keyClick(track, Qt.Key.Key_Right)
    QTest.keyClick(track, Qt.Key.Key_Left)
    assert heard == [(0,)]
    track.set_value(10)
    QTest.keyClick(track, Qt.Key.Key_Right)
    assert heard == [(0,)]


def test_a_drag_is_one_answer(qtbot: QtBot, theme: Theme) -> None:
    track = ScoreTrack(theme, "Back pain now")
    qtbot.addWidget(track)
    track.resize(320, track.sizeHint().height())
    track.show()
    heard = told(track.chosen)
    QTest.mousePress(track, Qt.MouseButton.LeftButton, pos=QPoint(10, 16))
    QTest.mouseMove(track, QPoint(160, 16))
    assert heard == []
    QTest.mouseRelease(track, Qt.MouseButton.LeftButton, pos=QPoint(310, 16))
    assert len(heard) == 1
    assert track.value == heard[0][0]
    cleared = told(track.cleared)
    QTest.keyClick(track, Qt.Key.Key_Delete)
    assert (track.value, cleared) == (None, [()])


# Fields


def test_the_wheel_never_changes_a_list(qtbot: QtBot, theme: Theme) -> None:
    select = Select(theme, "Procedure", COURSE)
    shown(qtbot, select)
    picked = told(select.picked)
    select.set_value("better")
    select.setFocus()
    turn = QWheelEvent(QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, -240), Qt.MouseButton.NoButton,
                       Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)
    QApplication.sendEvent(select, turn)
    assert (select.value, picked) == ("better", [])


@pytest.mark.parametrize(
    ("opening", "inside", "value"),
    [([Qt.Key.Key_Down], [Qt.Key.Key_Down, Qt.Key.Key_Return], "worse"),
     ([Qt.Key.Key_Space], [Qt.Key.Key_Up, Qt.Key.Key_Space], "gone"),
     ([Qt.Key.Key_W], [Qt.Key.Key_Return], "worse"),
     ([Qt.Key.Key_Down], [Qt.Key.Key_Down, Qt.Key.Key_Escape], "better"),
     ([Qt.Key.Key_3], [], "worse")],
)  # fmt: skip
def test_a_list_is_picked_from_by_keys(
    qtbot: QtBot, theme: Theme, opening: list[Qt.Key], inside: list[Qt.Key], value: str
) -> None:
    select = Select(theme, "Leg pain", COURSE)
    shown(qtbot, select)
    select.set_value("better")
    picked = told(select.picked)
    for key in opening:
        QTest.keyClick(select, key)
    for key in inside:
        popup = select.findChild(QListWidget)
        assert popup is not None
        assert popup.isVisible()
        QTest.keyClick(popup, key)
    assert picked == ([] if value == "better" else [(value,)])
    assert select.value == value
    assert select.accessibleName() == f"Leg pain, {value.capitalize()}"
    popup = select.findChild(QListWidget)
    assert popup is None or not popup.isVisible()


def test_a_click_opens_the_list_and_a_click_picks(qtbot: QtBot, theme: Theme) -> None:
    select = Select(theme, "Leg pain", COURSE)
    shown(qtbot, select)
    QTest.mouseClick(select, Qt.MouseButton.LeftButton)
    popup = select.findChild(QListWidget)
    assert popup is not None
    assert popup.width() >= select.width()
    spot = popup.visualItemRect(popup.item(2)).center()
    QTest.mouseClick(popup.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert select.value == "worse"


def test_typed_text_stays_where_it_is_invalid(qtbot: QtBot, theme: Theme) -> None:
    line = TextLine(theme, "Date", icon="calendar")
    shown(qtbot, line)
    press(line, "31 Sep 2024")
    quiet = line.grab().toImage()
    line.set_invalid(True)
    loud = line.grab().toImage()
    assert line.text() == "31 Sep 2024"
    assert loud.pixelColor(100, 0) == theme.color("caution")
    assert quiet.pixelColor(100, 0) == theme.color("control")


def test_text_keeps_the_cursor_when_the_same_text_is_shown(qtbot: QtBot, theme: Theme) -> None:
    area = TextArea(theme, "Conclusion")
    shown(qtbot, area)
    area.set_text("one")
    cursor = area.textCursor()
    cursor.setPosition(1)
    area.setTextCursor(cursor)
    area.set_text("one")
    assert area.textCursor().position() == 1


def test_a_text_area_grows_to_its_most_lines(qtbot: QtBot, theme: Theme) -> None:
    area = TextArea(theme, "Conclusion", least_lines=2, most_lines=5)
    shown(qtbot, area)
    heights = []
    for lines in (1, 3, 5, 9):
        area.set_text("\n".join(["line"] * lines))
        heights.append(area.height())
    assert heights[0] < heights[1] < heights[2] == heights[3]


# Looks


def test_markup_prints_literally(qtbot: QtBot, theme: Theme) -> None:
    label = Label(theme, "question", "<b>R & L</b> {x}")
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText
    card = Card(theme, "<i>Title</i>", note="<u>note</u>")
    qtbot.addWidget(card)
    assert all(one.textFormat() == Qt.TextFormat.PlainText for one in card.findChildren(QLabel))


@pytest.mark.parametrize("scheme", ["light", "dark", "contrast"])
def test_a_theme_paints_everything_anew(qtbot: QtBot, theme: Theme, scheme: str) -> None:
    control = Segments(theme, "Leg pain", COURSE)
    shown(qtbot, control)
    control.set_value("worse")
    theme.set_scheme(scheme)  # type: ignore[arg-type]
    spot = segment(control, 2)
    picture = control.grab().toImage()
    expected = theme.color("finding" if scheme == "contrast" else "finding_soft")
    assert picture.pixelColor(spot.x(), 4) == expected
    assert theme.edge == (2 if scheme == "contrast" else 1)


def test_scale_and_touch_change_every_size(qtbot: QtBot, theme: Theme) -> None:
    made = [Segments(theme, "Q", COURSE), Chips(theme, "Q", COURSE), Button(theme, "primary", "Save"),
            TextLine(theme, "Q"), Select(theme, "Q", COURSE)]
    for widget in made:
        qtbot.addWidget(widget)
    assert {widget.minimumSizeHint().height() for widget in made} == {32}
    before = [widget.sizeHint() for widget in made]
    theme.set_scale(150)
    for widget, old in zip(made, before):
        assert widget.sizeHint().height() >= round(old.height() * 1.4), widget
    assert {widget.minimumSizeHint().height() for widget in made} == {48}
    theme.set_scale(100)
    theme.set_touch(True)
    assert {widget.minimumSizeHint().height() for widget in made} == {44}


def test_figures_stand_in_columns(theme: Theme) -> None:
    for weight in (400, 600, 700):
        metrics = theme.metrics("question", weight)
        assert len({metrics.horizontalAdvance(figure) for figure in "0123456789"}) == 1
    assert theme.font("question").family() == "Source Sans Pro"
    assert theme.font_problem == ""


def test_a_missing_typeface_is_told(theme: Theme, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "font_source_sans_pro", None)
    other = Theme(theme.style, RESOURCES / "icons", qapp)
    assert "Source Sans Pro is missing" in other.font_problem
    assert other.font("question").family() != "Source Sans Pro"
    theme.set_scheme("light")


def test_a_button_is_pressed_by_space_and_enter_and_needs_a_name(qtbot: QtBot, theme: Theme) -> None:
    button = Button(theme, "secondary", "", "undo", name="Undo")
    shown(qtbot, button)
    heard = told(button.clicked)
    QTest.keyClick(button, Qt.Key.Key_Space)
    QTest.keyClick(button, Qt.Key.Key_Return)
    QTest.keyClick(button, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(heard) == 2
    assert (button.accessibleName(), button.toolTip()) == ("Undo", "Undo")


def test_a_dialog_that_destroys_starts_on_the_safe_choice(qtbot: QtBot, theme: Theme) -> None:
    dialog = Dialog(theme, "Void this draft?", "127 answers", "Void draft", "Keep draft", destructive=True)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.open()
    qtbot.waitUntil(lambda: dialog.focusWidget() is dialog.reject_button)
    QTest.keyClick(dialog.reject_button, Qt.Key.Key_Return)
    assert dialog.result() == Dialog.DialogCode.Rejected
    assert not dialog.isVisible()


def test_status_is_said_in_words(qtbot: QtBot, theme: Theme) -> None:
    pill, ring = Pill(theme, "overdue", "Overdue 7 days", "clock"), ProgressRing(theme, 24, 28)
    qtbot.addWidget(pill)
    qtbot.addWidget(ring)
    assert (pill.accessibleName(), ring.accessibleName()) == ("Overdue 7 days", "24 of 28")
    pill.set("good", "Reviewed")
    assert pill.accessibleName() == "Reviewed"


def test_a_flow_starts_a_new_line_when_one_is_full(qtbot: QtBot, theme: Theme) -> None:
    host = QWidget()
    flow = FlowLayout(host, gap=8)
    for name in ("one", "two", "three", "four"):
        flow.addWidget(Pill(theme, "neutral", name))
    qtbot.addWidget(host)
    assert flow.heightForWidth(1000) == 22
    assert flow.heightForWidth(90) > 2 * 22
    host.resize(90, 200)
    host.show()
    assert all(host.rect().contains(pill.geometry()) for pill in host.findChildren(Pill))


# Focus


@pytest.fixture
def ring(qtbot: QtBot, theme: Theme, qapp: QApplication) -> FocusRing:
    made = FocusRing(theme, qapp)
    qtbot.addWidget(made)
    return made


def test_the_ring_outlives_a_dialog(qtbot: QtBot, theme: Theme, ring: FocusRing) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    field = TextLine(theme, "Name", parent=window)
    window.show()
    dialog = Dialog(theme, "Keys", parent=window)
    dialog.show()
    dialog.accept_button.setFocus()
    qtbot.waitUntil(ring.isVisible)
    with qtbot.waitSignal(dialog.destroyed):
        dialog.close()
        dialog.deleteLater()
    window.activateWindow()
    field.setFocus()
    qtbot.waitUntil(lambda: field.hasFocus() and ring.isVisible())
    assert ring.parentWidget() is window


def test_one_ring_follows_the_focus_and_what_moves(qtbot: QtBot, theme: Theme, ring: FocusRing) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    first, second = Segments(theme, "A", COURSE, window), TextLine(theme, "B", parent=window)
    first.setGeometry(20, 20, 200, 32)
    second.setGeometry(20, 80, 200, 32)
    window.resize(400, 200)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    first.setFocus()
    qtbot.waitUntil(ring.isVisible)
    assert ring.parentWidget() is window
    assert ring.geometry().topLeft() == QPoint(17, 17)
    first.move(50, 30)
    assert ring.geometry().topLeft() == QPoint(47, 27)
    second.setFocus()
    assert ring.geometry() == second.geometry().adjusted(-3, -3, 3, 3)
    first.setEnabled(False)
    second.hide()
    qtbot.waitUntil(lambda: not ring.isVisible())
    window.hide()
    ring.setParent(None)


def test_the_ring_scrolls_with_what_it_surrounds(qtbot: QtBot, theme: Theme, ring: FocusRing) -> None:
    content = QWidget()
    column = QVBoxLayout(content)
    controls = [Segments(theme, str(place), COURSE) for place in range(20)]
    for control in controls:
        column.addWidget(control)
    area = Scroll(content)
    qtbot.addWidget(area)
    area.resize(300, 200)
    with qtbot.waitExposed(area):
        area.show()
    area.activateWindow()
    controls[2].setFocus()
    qtbot.waitUntil(ring.isVisible)
    assert ring.parentWidget() is content
    before = ring.geometry()
    area.verticalScrollBar().setValue(120)
    assert ring.geometry() == before
    area.hide()
    ring.setParent(None)


# Icons


def test_every_icon_draws_in_the_colour_of_its_text(qapp: QApplication) -> None:
    icons = Icons(RESOURCES / "icons")
    assert len(icons.names()) >= 40
    for name in icons.names():
        picture: QImage = icons.pixmap(name, QColor("#AE1621"), 20, 2.0).toImage()
        assert (picture.width(), picture.devicePixelRatio()) == (40, 2.0)
        dots = [picture.pixelColor(x, y) for x in range(40) for y in range(40)]
        solid = [dot for dot in dots if dot.alpha() == 255]
        assert solid, name
        assert all(abs(dot.red() - 0xAE) + abs(dot.green() - 0x16) + abs(dot.blue() - 0x21) <= 6 for dot in solid), name


def test_a_missing_icon_is_named(qapp: QApplication) -> None:
    with pytest.raises(ContentError, match="no_such_icon"):
        Icons(RESOURCES / "icons").pixmap("no_such_icon", QColor("black"), 16)


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None and True are immortal from Python 3.12 on")
def test_the_constants_outlive_the_calls_of_qt(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    for _ in range(2000):
        widget.setObjectName("x")
    for constant in (None, True, False):
        assert sys.getrefcount(constant) > HEAD_START // 2


def test_the_system_is_followed_only_when_wanted(qtbot: QtBot, theme: Theme) -> None:
    hints, _ = system_hints()
    heard = told(theme.changed)
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert heard == []
    theme.set_scheme("system")
    heard.clear()
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert heard == [()]
