"""Signing on screen: what is open leads to its question, the password is asked, the kept page is shown, and amended."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from tests.ui.room import PASSWORD, Room, focused, press, write
from tests.ui.signing_hands import BUILT_MS, ended, in_dialog, settled, sign
from ui.preview import SummaryPage
from ui.signing import ReasonDialog, SignDialog
from workup.answers import Value, slot
from workup.session.ordering import draft, report, send
from workup.store import Person
from workup.vault import FLOOR, accounts


def test_ctrl_enter_signs_with_the_password_and_the_kept_page_is_shown(
    room: Room, signable: SummaryPage, qtbot: QtBot
) -> None:
    assert signable.document.getAllText(0).text().count("DRAFT")
    sign(room, signable)
    (version,) = room.live.session.opened.standing.versions
    assert signable.page == room.vault.document(version.signed.page)
    text = "".join(signable.document.getAllText(n).text() for n in range(signable.document.pageCount()))
    assert "SIGNED" in text
    assert "DRAFT" not in text
    assert "Signed 25 Nov 2025" in signable.pill.accessibleName()
    assert room.workspace.top.status.isVisible()
    assert signable.side.sign.text() == "Amend"
    assert not signable.side.hand_over.isVisible()


def test_a_wrong_password_is_told_in_place_and_can_be_typed_again(room: Room, signable: SummaryPage) -> None:
    def tries(dialog: SignDialog | ReasonDialog) -> None:
        assert isinstance(dialog, SignDialog)
        assert not dialog.accept_button.isEnabled()
        write("not the password")
        press("Return")
        ended(dialog)
        assert dialog.isVisible()
        assert "not your password" in dialog.problem.text()
        assert focused() is dialog.password.line
        assert dialog.password.line.text() == ""
        signs_again(dialog)

    def signs_again(dialog: SignDialog) -> None:
        write(PASSWORD)
        press("Ctrl+Return")
        ended(dialog)
        assert not dialog.isVisible()

    done = in_dialog(tries)
    press("Ctrl+Return")
    settled(room)
    assert done
    assert room.live.session.opened.status == "signed"


def test_without_an_impression_the_dialog_takes_no_password_and_leads_to_it(room: Room, signable: SummaryPage) -> None:
    room.live.answer(slot("impression"), None)

    def looks(dialog: SignDialog | ReasonDialog) -> None:
        assert isinstance(dialog, SignDialog)
        assert dialog.rows[0].one.blocks
        assert "No impression recorded" in dialog.rows[0].text.text()
        assert not dialog.password.isEnabled()
        assert focused() is dialog.rows[0].go
        press("Space")

    done = in_dialog(looks)
    press("Ctrl+Return")
    settled(room)
    assert done
    assert room.live.session.opened.status == "draft"
    assert room.workspace.step == "assessment"
    assert room.slot() == slot("impression")


def test_every_line_leads_to_its_question(room: Room, signable: SummaryPage) -> None:
    room.live.answer(slot("mrn"), None)

    def looks(dialog: SignDialog | ReasonDialog) -> None:
        assert isinstance(dialog, SignDialog)
        row = next(row for row in dialog.rows if row.one.slot == slot("mrn"))
        row.go.click()

    in_dialog(looks)
    signable.side.sign.click()
    settled(room)
    assert room.slot() == slot("mrn")


def test_closing_or_locking_in_the_dialog_loses_nothing(room: Room, signable: SummaryPage) -> None:
    before = len(room.vault.read(f"evaluation:{room.live.session.opened.evaluation}"))

    def locks(dialog: SignDialog | ReasonDialog) -> None:
        write("half a pass")
        assert room.shell is not None
        room.window.lock_wanted.emit("")

    place = room.live.session.opened.patient, room.live.session.opened.evaluation
    done = in_dialog(locks)
    press("Ctrl+Return")
    assert done
    room.close()
    room.open()
    room.window.open_workup(*place)
    assert room.live.session.opened.status == "draft"
    assert len(room.vault.read(f"evaluation:{place[1]}")) == before


def test_signed_questions_take_no_input_and_those_kept_with_the_patient_do(room: Room, signable: SummaryPage) -> None:
    sign(room, signable)
    room.workspace.go_to(slot("reason"))
    locked = room.workspace.strips._locked
    assert locked.isVisible()
    assert "Signed" in locked.fact.text()
    assert "choose Amend in the summary" in locked.line.text()
    write("other")
    press("Return")
    assert room.value("reason") == "Leg pain"
    room.workspace.go_to(slot("phone"))
    write("555 0100")
    press("Return")
    assert room.value("phone") == "555 0100"


def test_what_was_said_of_a_draft_is_gone_once_it_is_signed(room: Room, signable: SummaryPage) -> None:
    signable.side.say("Exported to a file. It is not encrypted.")
    sign(room, signable)
    assert signable.side.said.isHidden(), "the file that was told of holds the draft"


def test_a_result_since_signing_offers_to_amend_and_the_amendment_says_what_changed(
    room: Room, signable: SummaryPage, qtbot: QtBot
) -> None:
    session = room.live.session
    given: dict[str, Value | None] = {"order_side": "side_right", "order_priority": "routine"}
    number = draft(session, "emg", question="Is the root damaged?", given=given)
    send(session, number)
    sign(room, signable)
    report(session, number, session.today(), done=session.today())
    room.live.refresh()
    assert signable.side.versions.since.isVisible()
    assert signable.side.versions.since.fact.text() == "1 result since signing"

    def amends(dialog: SignDialog | ReasonDialog) -> None:
        assert isinstance(dialog, ReasonDialog)
        assert not dialog.accept_button.isEnabled()
        write("the side was wrong")
        press("Ctrl+Return")

    done = in_dialog(amends)
    signable.side.versions.amend.click()
    settled(room)
    assert done
    assert session.opened.status == "amending"
    room.live.answer(slot("reason"), "Left leg pain")
    qtbot.waitUntil(lambda: bool(signable.page), timeout=BUILT_MS)
    draft_text = signable.document.getAllText(0).text()
    assert "DRAFT" in draft_text
    assert "The side was wrong" in draft_text
    sign(room, signable)
    text = signable.document.getAllText(0).text()
    assert "AMENDED 1" in text
    assert "was Leg pain" in text.replace("\n", " ").replace("\r", "")
    first = signable.side.versions.buttons[-1]
    first.click()
    assert "Version 1" in signable.pill.accessibleName()
    assert "AMENDED" not in signable.document.getAllText(0).text()


def test_home_says_that_it_is_signed_and_a_new_evaluation_begins_from_there(room: Room, signable: SummaryPage) -> None:
    sign(room, signable)
    patient = room.live.session.opened.patient
    signable.new_wanted.emit()
    assert room.live.session.opened.patient == patient
    assert room.live.session.opened.ordinal == 2
    room.live.answer(slot("reason"), "Back again")
    room.window.show_home()
    home = room.window.home
    assert home is not None
    assert [row.words.pill_text for row in home.recent.rows] == ["Draft"]
    (person,) = room.vault.search("muller")
    home.choose(person)
    assert [row.words.pill_text for row in home.hits.rows] == ["Draft", "Signed 25 Nov"]


def test_handing_over_asks_to_whom_and_why(room: Room, signable: SummaryPage) -> None:
    assert not signable.side.hand_over.isVisible(), "there is nobody else"
    bob = Person("Dr Bob Other", "Spine surgery", roles=("clinician",))
    bob = accounts.add(room.vault, bob, "another long phrase", room.clock(), temporary=False, kdf=FLOOR)
    room.live.refresh()
    assert signable.side.hand_over.isVisible()

    def hands(dialog: SignDialog | ReasonDialog) -> None:
        assert isinstance(dialog, ReasonDialog)
        assert dialog.people.value == bob.id, "the only one there is"
        assert not dialog.accept_button.isEnabled()
        write("I am on leave")
        press("Ctrl+Return")

    done = in_dialog(hands)
    signable.side.hand_over.click()
    settled(room)
    assert done
    assert room.live.session.opened.standing.signers == (room.vault.person.id, bob.id)
    assert "Handed over" in signable.side.said.fact.text()
    assert not signable.side.hand_over.isVisible()


def test_a_signed_workup_made_void_says_so_and_keeps_its_signed_page_in_reach(
    room: Room, signable: SummaryPage, qtbot: QtBot
) -> None:
    sign(room, signable)
    signed = signable.page
    room.live.void("entered for the wrong patient")
    assert not signable.side.sign.isVisible()
    qtbot.waitUntil(lambda: bool(signable.page) and signable.page != signed, timeout=BUILT_MS)
    assert "VOID" in signable.document.getAllText(0).text()
    assert signable.side.versions.buttons[0].text() == "As it stands now"
    signable.side.versions.buttons[-1].click()
    assert signable.page == signed
    assert "Print version 1" in signable.side.print_button.text()


def test_a_signed_page_that_is_damaged_is_told_and_nothing_leaves_in_its_place(
    room: Room, signable: SummaryPage
) -> None:
    sign(room, signable)
    place = room.live.session.opened.patient, room.live.session.opened.evaluation
    room.window.show_home()
    room.vault.database.run("DROP TRIGGER document_update")
    room.vault.database.run("UPDATE document SET content = x'00'")
    room.window.open_workup(*place)
    press("Alt+7")
    shown = room.workspace.summary
    assert "damaged" in shown.side.said.fact.text()
    assert shown.page == b""
    assert not shown.side.print_button.isEnabled()
    assert not shown.side.export.isEnabled()
    room.workspace.show_step("patient")
    assert room.value("family_name") == "Müller", "the answers stay readable"
