"""The open reasoning as a whole: red flags, ranked causes, next steps, course and board, from the answers alone."""

from collections.abc import Callable, Collection, Mapping
from functools import cached_property

from workup.answers import Answers, At, Slot
from workup.protocol import Cause, Library, Reminder
from workup.reasoning.concordance import Board, boards
from workup.reasoning.facts import Facts
from workup.reasoning.flags import Lent, Raised, raised
from workup.reasoning.next_step import NextStep, Steps, Turn
from workup.reasoning.ranking import READ_BY_RANKING, Candidate, Ranking
from workup.reasoning.scope import Scope
from workup.reasoning.stability import Stability, stability
from workup.reasoning.timeline import Timeline, timeline
from workup.reasoning.weighing import Contribution, Memo, Place, Reasons, Weighed, Weigher


class Reasoning:
    """What the answers say about the source of the pain; each part is worked out when it is first looked at."""

    def __init__(
        self,
        library: Library,
        answers: Answers,
        facts: Facts,
        scope: Scope,
        asked: Mapping[str, tuple[At, ...]],
        waiting: Collection[Slot],
        order: Callable[[Slot], int],
        before: "Reasoning | None" = None,
    ) -> None:
        """Reason over the answers that count; `before` lends what nothing changed since has touched."""
        self.library, self.answers, self.scope = library, answers, scope
        self._asked, self._waiting, self._order = asked, waiting, order
        self._kept: dict[str, Weighed] = {}
        self._lent: Lent | None = None
        self._ranked: tuple[tuple[Raised, ...] | None, tuple[Candidate, ...] | None] = (None, None)
        self.weigher = Weigher(library, facts, *self._taken_over(before))
        self.facts = self.weigher.facts

    def _taken_over(self, before: "Reasoning | None") -> tuple[Memo, Reasons]:
        """The values and reasons of conditions that read nothing that has changed; the causes made of them alone."""
        if before is None or before.library is not self.library:
            return {}, {}
        changed = self.answers.differing(before.answers)
        touched = self.library.touched_by(changed)
        if (flags := before.__dict__.get("flags")) is not None:
            self._lent = Lent({one.flag.id: one for one in flags}, before._asked, changed, touched)
        if before.scope.rule is self.scope.rule:
            shared = touched & {"agreement"}
            weighed = before.__dict__.get("weighed", ())
            self._kept = {
                one.cause.id: one for one in weighed if not shared and f"cause:{one.cause.id}" not in touched
            }
            ranked = before.__dict__.get("flags"), before.__dict__.get("candidates")
            if not touched and changed.isdisjoint(READ_BY_RANKING):
                self._ranked = ranked
        memo, reasons = before.weigher.memo, before.weigher.reasons
        if not touched:
            return memo, reasons
        return (
            {key: values for key, values in memo.items() if key not in touched},
            {key: slots for key, slots in reasons.items() if key not in touched},
        )

    @cached_property
    def flags(self) -> tuple[Raised, ...]:
        """Every red flag that applies, in the order of the content."""
        lent, self._lent = self._lent, None  # the reasoning before is not held on to
        return raised(self.library, self.weigher, self.answers, self._asked, self._waiting, self._order, lent)

    @property
    def fired(self) -> tuple[Raised, ...]:
        """The flags that fire, the most urgent first."""
        return tuple(sorted((one for one in self.flags if one.tier), key=lambda one: "EUS".index(str(one.tier))))

    @property
    def banners(self) -> tuple[Raised, ...]:
        """The flags that fire at a tier shown as a banner."""
        return tuple(one for one in self.fired if one.banner)

    @property
    def open_flags(self) -> tuple[Raised, ...]:
        """The flags that have not fired and are not all asked."""
        return tuple(one for one in self.flags if one.open)

    @property
    def unknown_flags(self) -> tuple[Raised, ...]:
        """The flags that have not fired, are all asked, and have an answer that is not known."""
        return tuple(one for one in self.flags if one.unknown)

    @property
    def ranks(self) -> bool:
        """Whether sources are ranked in this scope."""
        return self.scope.rule is None or self.scope.rule.ranks

    @cached_property
    def weighed(self) -> tuple[Weighed, ...]:
        """Every cause weighed, closed ones included."""
        if not self.ranks:
            return ()
        shut = self.scope.rule.closes if self.scope.rule is not None else ()
        return tuple(self._weigh(cause, shut=cause.id in shut) for cause in self.library.causes.values())

    def _weigh(self, cause: Cause, *, shut: bool) -> Weighed:
        if cause.id in self._kept:
            return self._kept[cause.id]
        weighed = self.weigher.weigh(cause)
        return Weighed(cause, False, weighed.places) if shut else weighed

    @cached_property
    def candidates(self) -> tuple[Candidate, ...]:
        """The causes in order; those whose gate is closed are not among them."""
        flags, ranked = self._ranked
        if ranked is not None and flags == self.flags:
            return ranked
        return Ranking(self.library, self.weigher, self.answers, self.flags).order(self.weighed)

    @property
    def shown(self) -> tuple[Candidate, ...]:
        """The first few with something in their favour, pinned ones always."""
        number = self.library.engine.number
        least, most = number("shown_from"), int(number("shown_most"))
        kept = [one for one in self.candidates if one.pinned or (one.assessable and one.balance >= least)]
        return tuple(kept[:most])

    @property
    def closed(self) -> tuple[Weighed, ...]:
        """The causes that cannot be considered."""
        return tuple(one for one in self.weighed if one.gate is False)

    @cached_property
    def steps(self) -> tuple[NextStep, ...]:
        """What to find out next, in order."""
        return self._finder.ranked(self.candidates)

    @cached_property
    def _finder(self) -> Steps:
        return Steps(self.library, self.weigher, self.flags, self._asked)

    def turns(self, candidate: Candidate, place: Place | None = None) -> tuple[Turn, ...]:
        """What would change this: each open finding of a cause with its move, the largest first."""
        return self._finder.turns(candidate, place)

    @cached_property
    def stability(self) -> Stability:
        """How firmly one cause leads."""
        return stability(self.library.engine, self.candidates)

    @cached_property
    def timeline(self) -> Timeline:
        """Operations and pains on one line."""
        return timeline(self.library, self.facts, self.weigher)

    @cached_property
    def boards(self) -> tuple[Board, ...]:
        """What points to which root, right and left."""
        return boards(self.library, self.weigher)

    @cached_property
    def reminders(self) -> tuple[Reminder, ...]:
        """Mimics to think of, opened by their triggers and never weighed."""
        return tuple(
            one for one in self.library.engine.reminder if self.weigher.holds(f"reminder:{one.id}") is True
        )

    def slots_of(self, candidate: Candidate, one: Contribution) -> tuple[Slot, ...]:
        """The answers that decide one finding of a cause."""
        key = f"criterion:{candidate.cause.id}/{one.criterion.id}"
        if one.state is False and one.criterion.absent_when:
            key = f"absent:{candidate.cause.id}/{one.criterion.id}"
        found = self.weigher.because(key, one.at)
        return tuple(sorted(found, key=str))
