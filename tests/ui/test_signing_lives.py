"""While it is signed the window lives: nothing is signed before it is stored, and what is given up leaves the draft."""

from __future__ import annotations

from PySide6.QtCore import QTimer

from tests.ui.room import PASSWORD, Room, press, write
from tests.ui.signing_hands import ended, in_dialog, settled, sign, until
from ui.preview import SummaryPage
from ui.signing import ReasonDialog, SignDialog
from workup.answers import slot


def test_the_window_lives_while_it_is_signed_and_nothing_is_signed_before_it_is_stored(
    room: Room, signable: SummaryPage
) -> None:
    beats: list[str] = []
    session = room.live.session

    def watches(dialog: SignDialog | ReasonDialog) -> None:
        assert isinstance(dialog, SignDialog)
        heart = QTimer(dialog)
        heart.timeout.connect(lambda: beats.append(dialog.accept_button.text()))
        heart.start(5)
        write(PASSWORD)
        press("Return")
        press("Return")  # once is enough
        assert session.opened.status == "draft"
        ended(dialog)
        heart.stop()
        assert session.opened.standing.version == 1

    done = in_dialog(watches)
    press("Ctrl+Return")
    settled(room)
    assert done
    assert beats.count("Building the page …") >= 10, "a blocked window has no heart"
    assert len(session.opened.standing.versions) == 1


def test_closing_the_dialog_while_it_is_signed_leaves_the_draft(room: Room, signable: SummaryPage) -> None:
    def gives_up(dialog: SignDialog | ReasonDialog) -> None:
        assert isinstance(dialog, SignDialog)
        write(PASSWORD)
        press("Return")
        until(lambda: dialog.accept_button.text() == "Building the page …")
        dialog.reject()
        assert not dialog.run.running

    done = in_dialog(gives_up)
    press("Ctrl+Return")
    settled(room)
    assert done
    assert room.live.session.opened.status == "draft"
    sign(room, signable)


def test_what_was_entered_while_the_page_was_built_is_not_signed(room: Room, signable: SummaryPage) -> None:
    def enters(dialog: SignDialog | ReasonDialog) -> None:
        assert isinstance(dialog, SignDialog)
        write(PASSWORD)
        press("Return")
        until(lambda: dialog.accept_button.text() == "Building the page …")
        room.live.session.answer(slot("leg_pain_now@right"), 3)
        ended(dialog)
        assert dialog.problem.text().startswith("Something was entered while the page was built")

    done = in_dialog(enters)
    press("Ctrl+Return")
    settled(room)
    assert done
    assert room.live.session.opened.status == "draft"
