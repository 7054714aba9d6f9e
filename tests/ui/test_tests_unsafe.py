"""Orders that became unsafe, and steps that could not be stored: nothing is hidden and nothing is lost."""

from __future__ import annotations

from PySide6.QtWidgets import QPlainTextEdit

from tests.ui.room import Room, focused, press
from tests.ui.test_tests_board import fill, pills, state
from workup.answers import At, Marks, slot
from workup.session import ordering


def ordered_mri(room: Room) -> int:
    """An MRI that was sent with every safety question let go ahead."""
    made: list[int] = []
    given = {"order_priority": "routine"}
    live = room.live
    assert not live.take(lambda session: made.append(ordering.draft(session, "mri", "no_contrast", "Why?", (), given)))
    for checked in live.session.assessment.orders.gates(made[0]):
        gate = checked.gate.id
        assert not live.take(
            lambda session, gate=gate: ordering.decide(session, made[0], gate, go_ahead=True, reviewer="Dr")  # type: ignore[misc]
        )
    assert not live.take(lambda session: ordering.send(session, made[0]))
    return made[0]


def test_an_order_that_became_unsafe_is_raised_again(sample: Room) -> None:
    number = ordered_mri(sample)
    press("Alt+5")
    page = sample.workspace.testing
    assert "Unsafe" not in pills(page, number)
    sample.live.answer(slot("mr_hazards"), Marks(present=("pacemaker",)))
    assert pills(page, number)[0] == "Unsafe"
    card = page.board.cards[0]
    assert (card.number, card.group) == (5, "needs"), "what is unsafe stands first: the EMG is, by the same device"
    assert page.board.cards[1].number == number
    page.open(number)
    assert page.drawer.notice.fact.text() == "Unsafe: Implants and MRI"
    assert "2 unsafe" in page.summary


def test_a_test_at_a_stop_is_not_ordered_before_its_reviewer_let_it_go_ahead(sample: Room) -> None:
    made: list[int] = []
    given = {"order_priority": "routine", "order_intrathecal": "intrathecal_gadolinium"}
    sample.live.take(lambda session: made.append(ordering.draft(session, "ct_myelography", "", "Why?", (), given)))
    press("Alt+5")
    page = sample.workspace.testing
    page.open(made[0])
    page.take("ordered")
    press("Ctrl+Return")
    assert state(page, made[0]) == "proposed"
    assert "has to let it go ahead first" in page.drawer.ask.sentence.text()
    assert "stop" in pills(page, made[0])[0]


def test_a_step_that_cannot_be_stored_waits_and_is_taken_then(sample: Room) -> None:
    press("Alt+5")
    page = sample.workspace.testing
    sample.fill_disk()
    for size in (4000, 400, 40):  # until nothing more has room
        while not sample.live.failing:
            sample.live.answer(slot("impression_reasoning"), "x" * size)
        sample.live.discard_waiting()
    press("c")
    page.drawer.ask.begin()
    fill("No longer needed, " * 22)
    press("Ctrl+Return")
    assert sample.live.failing
    assert state(page, 5) == "ordered"
    assert sample.workspace.strips._store.isVisible()
    sample.free_disk()
    sample.live._try_again()
    assert not sample.live.failing
    assert state(page, 5) == "cancelled"
    assert pills(page, 5) == ["Cancelled"]


def test_text_that_was_being_typed_comes_back_into_the_result_it_belongs_to(sample: Room) -> None:
    press("Alt+2")
    sample.workspace._put_back(slot("result_incidental@3"), "Half a sen")
    assert sample.slot() == slot("result_incidental@3")
    assert sample.workspace.testing.drawer.view == "result"
    area = focused()
    assert isinstance(area, QPlainTextEdit)
    assert area.toPlainText() == "Half a sen"


def test_the_same_test_again_is_said_before_it_is_drafted_and_asks_for_its_reason(sample: Room) -> None:
    ordered_mri(sample)
    made: list[int] = []
    given = {"order_priority": "routine"}
    sample.live.take(
        lambda session: made.append(ordering.draft(session, "mri", "no_contrast", "Why?", (), given))
    )
    press("Alt+5")
    page = sample.workspace.testing
    page.new_order()
    page.drawer.chooser._ask("disc_or_scar")
    said = {card.title.text(): card.fit.text() for card in page.drawer.chooser.cards if not card.isHidden()}
    assert "The same test is on its way" in said["MRI lumbar, without contrast"]
    page.open(made[0])
    page.take("ordered")
    assert "say why" in page.drawer.ask.sentence.text()
    press("Ctrl+Return")
    assert state(page, made[0]) == "proposed"
    fill("Another level is meant")
    press("Ctrl+Return")
    assert state(page, made[0]) == "ordered"
    assert sample.live.session.assessment.answers.value("order_again", At(made[0])) == "Another level is meant"
