"""The angle of a test and its place of pain, in the line under its row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ui.fields import Field, Views
from ui.fields.manoeuvre import ManoeuvreDetail
from ui.form.grid.followed import FollowRows
from workup import words
from workup.answers import At, Finding, Slot
from workup.assess import Assessment
from workup.protocol import AnyItem, ManoeuvreItem
from workup.texts import _


def asks_on(assessment: Assessment, slot: Slot, *, alone: bool) -> bool:
    """Whether a line follows: a positive test, one with an angle, or answered `alone` where its angle is asked."""
    item = assessment.library.items[slot.item]
    test = assessment.library.manoeuvres.get(item.manoeuvre) if isinstance(item, ManoeuvreItem) else None
    value = assessment.answers.value(slot.item, slot.at) if test is not None else None
    if test is None or not isinstance(value, Finding):
        return False
    return value.result == "positive" or value.angle is not None or (alone and test.angle is not None)


class DetailRows(FollowRows):
    """The details of one manoeuvre on one side: where a positive one was felt, and the angle of either result.

    “Negative” of a leg raise means that it went to 70° and more without the pain: the angle is what tells. It is
    asked of a test that was answered by itself; many set negative at once are not followed by as many lines.
    """

    alone = False

    def _asked(self, views: Views, item: AnyItem) -> Iterable[At]:
        test = self.context.library.manoeuvres.get(item.manoeuvre) if isinstance(item, ManoeuvreItem) else None
        if test is None or not (test.angle or test.felt):
            return ()
        asked = super()._asked(views, item)
        return [at for at in asked if asks_on(views.assessment, Slot(item.id, at), alone=self.alone)]

    def ahead(self, slot: Slot) -> Iterator[None]:
        item = self.context.library.items[slot.item]
        test = self.context.library.manoeuvres.get(item.manoeuvre) if isinstance(item, ManoeuvreItem) else None
        if test is not None and (test.angle or test.felt) and self._make_ahead(item, slot.at):
            yield

    def _make(self, item: AnyItem, at: At) -> Field:
        label = _("Where felt, {side}").format(side=words.on_side(at.side)) if at.side else _("Where felt")
        made = ManoeuvreDetail(self.context, item, at, self, label=label, shape="inline")
        self._pass_on(made)
        return made
