"""Lists, text fields, buttons, icons and the theme: what is spoken, painted and kept."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QListWidget, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.widget_hands import COURSE, RESOURCES, press, segment, shown, told
from ui.icons import Icons
from ui.steady import HEAD_START
from ui.theme import Theme, system_hints
from ui.widgets import (
    Button,
    Card,
    Chips,
    Dialog,
    FlowLayout,
    Label,
    Pill,
    ProgressRing,
    Segments,
    Select,
    TextArea,
    TextLine,
)
from workup.errors import ContentError

pytest_plugins = ("tests.ui.widget_fixtures",)


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
