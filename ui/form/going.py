"""From question to question: the order of the screen, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.form.block import Shown
from ui.form.card import SectionCard
from ui.form.stack import Fold
from workup.answers import Slot
from workup.assess import Assessment
from workup.protocol import Document, by_posture

Kind = TypeVar("Kind", bound=QWidget)


def asked(cards: Sequence[SectionCard]) -> Iterator[Slot]:
    """The slots of these cards in the order of the screen."""
    for card in cards:
        yield from card.body.slots()


def following(cards: Sequence[SectionCard], slots: Iterable[Slot], after: Slot | None) -> tuple[Slot, ...]:
    """Those of the slots that come after one, by posture on the walk, else as on the screen; without one, all."""
    return _after(_order(cards, list(asked(cards))), slots, after)


def _order(cards: Sequence[SectionCard], seen: Iterable[Slot]) -> dict[Slot, int]:
    shown = list(dict.fromkeys(seen))
    walked = by_posture(cards[0].context.library, shown) if cards and cards[0].shown.walked else shown
    return {slot: place for place, slot in enumerate(walked)}


def _after(order: Mapping[Slot, int], slots: Iterable[Slot], after: Slot | None) -> tuple[Slot, ...]:
    start = order.get(after, -1) if after is not None else -1
    return tuple(sorted((slot for slot in slots if order.get(slot, -1) > start), key=order.__getitem__))


def onward(cards: Sequence[SectionCard], shown: Shown, assessment: Assessment, here: Slot) -> tuple[Slot, ...]:
    """Where a question leads that is done with.

    Left without an answer, an optional one leads past all other optional ones. Before an answer or an optional question
    leads out of a card, it leads to what is open in it still; where nothing follows, to what is open in the step.
    """
    answered, item = not _is_unanswered(assessment, here), assessment.library.items[here.item]
    optional = item.optional and not item.about
    seen = list(asked(cards))
    order = _order(cards, seen)
    ahead = _after(order, _waiting(seen, shown, assessment, folds=answered or not optional), here)
    if not (answered or optional) or (ahead and _are_together(assessment, here, ahead[0])):
        return ahead
    passed = tuple(slot for slot in _after(order, assessment.open, None) if slot not in ahead and slot != here)
    return (*(slot for slot in passed if _are_together(assessment, here, slot)), *ahead, *passed)


def _are_together(assessment: Assessment, one: Slot, other: Slot) -> bool:
    section_of = assessment.library.section_of
    return section_of[one.item] is section_of[other.item] and one.at.record == other.at.record


def waiting(cards: Sequence[SectionCard], shown: Shown, assessment: Assessment) -> tuple[Slot, ...]:
    """Open questions, and of the optional ones in sight those unfolded, led through or asked of a finding."""
    return _waiting(list(asked(cards)), shown, assessment, folds=True)


def _waiting(seen: Sequence[Slot], shown: Shown, assessment: Assessment, *, folds: bool) -> tuple[Slot, ...]:
    items, known = assessment.library.items, set(assessment.open)
    extra = [slot for slot in seen if slot not in known and items[slot.item].about]
    extra += [slot for slot in seen if slot.item in shown.led_through and slot not in known] if folds else []
    for fold in shown.unrolled if folds else ():
        if fold.isVisible():
            extra += [slot for slot in fold.slots() if slot not in known]
    return (*assessment.open, *(slot for slot in dict.fromkeys(extra) if _is_unanswered(assessment, slot)))


def _is_unanswered(assessment: Assessment, slot: Slot) -> bool:
    is_file = isinstance(assessment.library.items[slot.item], Document)
    return not is_file and slot not in assessment.answers and slot not in assessment.computed


class Passed:
    """Going from card to card: one that is nothing but *More* opens, and closes again if passed without an answer."""

    def __init__(self) -> None:
        self._fold: Fold | None = None

    def go_to(self, card: SectionCard) -> None:
        """Give the keyboard to the first control of a card."""
        left, fold = self._fold, card.body.lone_fold()
        if fold is not None:
            fold.set_open(True)
        stops = (stop for stop in card.body.stops() if fold is None or not fold.is_button(stop))
        first = next((stop for stop in stops if stop.isVisible() and stop.isEnabled()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        if left is None or not card.isAncestorOf(left):
            self._fold = fold
            if left is not None and left.is_unanswered():  # after the keyboard left it: text is an entry by then
                left.set_open(False)


def fold_around(cards: Sequence[SectionCard], widget: QWidget | None) -> Fold | None:
    """The fold of optional questions nearest to a widget: that around it, else the first in its card."""
    card = next((card for card in cards if widget is not None and card.isAncestorOf(widget)), None)
    if card is None:
        return None
    folds = [fold for fold in card.findChildren(Fold) if fold.isVisible()]
    around = [fold for fold in folds if widget is not None and fold.isAncestorOf(widget)]
    return around[-1] if around else next(iter(folds), None)


def around(widget: QWidget | None, top: QWidget, kind: type[Kind]) -> Kind | None:
    """What of a kind the widget is, or stands in, inside of `top`."""
    step = widget
    while step is not None and step is not top:
        if isinstance(step, kind):
            return step
        step = step.parentWidget()
    return None


def leave(form: QWidget, forward: bool, reason: Qt.FocusReason) -> bool:
    """Give the keyboard to what follows the form in the way of Tab; False when nothing does."""
    step: QWidget = form
    while True:
        ahead = step.nextInFocusChain() if forward else step.previousInFocusChain()
        if ahead is None or ahead is form:
            return False
        step = ahead
        takes = step.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
        if takes and step.isVisible() and step.isEnabled() and not form.isAncestorOf(step):
            step.setFocus(reason)
            return True
