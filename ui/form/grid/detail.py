"""Angle and place of pain of a positive test, in the line under its row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ui.fields import Field, Views
from ui.fields.manoeuvre import ManoeuvreDetail
from ui.form.grid.followed import FollowRows
from workup import words
from workup.answers import At, Finding, Slot
from workup.protocol import AnyItem, ManoeuvreItem
from workup.texts import _


class DetailRows(FollowRows):
    """The details of one manoeuvre on one side, once it is positive and its content asks for any."""

    def _asked(self, views: Views, item: AnyItem) -> Iterable[At]:
        test = self.context.library.manoeuvres.get(item.manoeuvre) if isinstance(item, ManoeuvreItem) else None
        if test is None or not (test.angle or test.felt):
            return ()
        asked = list(super()._asked(views, item))
        return [at for at in asked if self._is_positive(views, Slot(item.id, at))]

    def ahead(self, slot: Slot) -> Iterator[None]:
        item = self.context.library.items[slot.item]
        test = self.context.library.manoeuvres.get(item.manoeuvre) if isinstance(item, ManoeuvreItem) else None
        if test is not None and (test.angle or test.felt) and self._make_ahead(item, slot.at):
            yield

    @staticmethod
    def _is_positive(views: Views, slot: Slot) -> bool:
        answer = views.assessment.answers.get(slot)
        return answer is not None and isinstance(answer.value, Finding) and answer.value.result == "positive"

    def _make(self, item: AnyItem, at: At) -> Field:
        label = _("Where felt, {side}").format(side=words.side(at.side)) if at.side else _("Where felt")
        made = ManoeuvreDetail(self.context, item, at, self, label=label, shape="inline")
        self._pass_on(made)
        return made
