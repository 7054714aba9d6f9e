"""One cause weighed against the answers: at which places it comes up, and what each finding counts there."""

from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from workup.answers import NOWHERE, SIDES, At, Slot
from workup.expr import Kept, Quantity, Truth, truth
from workup.protocol import Cause, Criterion, Library
from workup.reasoning.agreement import Agreement
from workup.reasoning.facts import Facts
from workup.reasoning.weights import raw_points, rounded

Memo = dict[str, dict[At, Quantity]]
Reasons = dict[str, dict[At, frozenset[Slot]]]

ADJACENT = "adjacent_segment"
SAME_LESION = "Same lesion: counted under the segment next to the fusion."


class Contribution(Struct, frozen=True):
    """One finding of one cause at one place: its state, what it weighs by itself and what it counts.

    `counts` is 0 for what is unknown, replaced, or weaker than another finding of its group; `at` is where it was
    found, `note` says why it counts less than it weighs.
    """

    criterion: Criterion
    state: Truth
    weight: float
    counts: float
    at: At = NOWHERE
    note: str = ""
    decisive: bool = False


class Place(Struct, frozen=True):
    """A cause at a place: the balance of its groups, the findings behind it, and how many of them are answered."""

    at: At
    balance: float
    groups: Mapping[str, float]
    contributions: tuple[Contribution, ...]
    answered: int
    findings: int

    @property
    def counted(self) -> tuple[Contribution, ...]:
        """The findings that move the balance, the strongest for first, the strongest against last."""
        moving = [one for one in self.contributions if one.counts]
        return tuple(sorted(moving, key=lambda one: -one.counts))

    @property
    def unknown(self) -> tuple[Contribution, ...]:
        """The findings nothing is known of yet that could weigh something."""
        open_ones = (one for one in self.contributions if one.state is None)
        return tuple(one for one in open_ones if one.criterion.present or one.criterion.absent)


class Weighed(Struct, frozen=True):
    """A cause weighed: whether it can be considered at all, and its places, best first."""

    cause: Cause
    gate: Truth
    places: tuple[Place, ...]

    @property
    def best(self) -> Place:
        """The place with the highest balance."""
        return self.places[0]


class Weigher:
    """Weighs causes for one patient; values of conditions and the slots that decide them are kept by place.

    `memo` and `reasons` lend those that nothing has touched since.
    """

    def __init__(
        self, library: Library, facts: Facts, memo: Memo | None = None, reasons: Reasons | None = None
    ) -> None:
        self.library = library
        self.memo: Memo = {} if memo is None else memo
        self.reasons: Reasons = {} if reasons is None else reasons
        numbers = {name: constant.value for name, constant in library.engine.constant.items()}
        self.facts = facts.at_rest(Kept(self.memo, numbers))
        self.context = self.facts.context
        self.agreement = Agreement(library, self.holds)
        self._open: dict[str, Truth] = {}
        self._points: dict[tuple[str, str, bool], float] = {}

    def holds(self, key: str, at: At = NOWHERE) -> Truth:
        """Whether a condition of the library holds at a place; unknown where the content has none of that name."""
        condition = self.library.conditions.get(key)
        return None if condition is None else truth(condition.recalled(key, self.context.moved(at)))

    def because(self, key: str, at: At = NOWHERE) -> frozenset[Slot]:
        """The slots that decide a condition at a place."""
        condition = self.library.conditions.get(key)
        if condition is None:
            return frozenset()
        reasons = self.reasons.setdefault(key, {})
        if at not in reasons:
            reasons[at] = condition.because(self.context.moved(at))
        return reasons[at]

    # -- places ----------------------------------------------------------------------------------------------------

    def open_somewhere(self, cause_id: str) -> Truth:
        """Whether a cause can be considered at any place; false for one that the content does not have."""
        if cause_id not in self._open:
            cause = self.library.causes.get(cause_id)
            self._open[cause_id] = False if cause is None else self._gate(cause, self.places(cause))
        return self._open[cause_id]

    def _gate(self, cause: Cause, places: Iterable[At]) -> Truth:
        if not cause.gate:
            return True
        unknown = False
        for at in dict.fromkeys((*places, *self._everywhere(cause))):
            result = self.holds(f"gate:{cause.id}", at)
            if result:
                return True
            unknown = unknown or result is None
        return None if unknown else False

    def _everywhere(self, cause: Cause) -> tuple[At, ...]:
        """Every place a cause could come up at."""
        sides = SIDES if cause.side else (None,)
        return tuple(At(None, place, side) for place in self._axis(cause) for side in sides)

    def _axis(self, cause: Cause) -> tuple[str | None, ...]:
        if cause.per in ("none", "side"):
            return (None,)
        return tuple(self.library.anatomy.places.get(cause.per, ()))

    def places(self, cause: Cause) -> tuple[At, ...]:
        """The places the first condition of `where` that holds anywhere names; else only the sides that hurt."""
        everywhere = self._everywhere(cause)
        sides = self.agreement.sides(leg=cause.kind == "nerve") if cause.side else ()
        hurting = [at for at in everywhere if not sides or at.side in sides]
        others = [at for at in everywhere if at not in hurting]
        for number in range(len(cause.where)):
            key = f"where:{cause.id}/{number}"
            found = [at for at in hurting if self.holds(key, at) is True]
            found = found or [at for at in others if self.holds(key, at) is True]
            if cause.side and not sides:
                found = [_one_side(at, found) for at in found]
            if found:
                return tuple(dict.fromkeys(found))
        return tuple(At(side=side) for side in sides) or (NOWHERE,)

    # -- weighing --------------------------------------------------------------------------------------------------

    def weigh(self, cause: Cause) -> Weighed:
        """The cause at each of its places whose gate is not closed, best first."""
        places = self.places(cause)
        gates = {at: self.holds(f"gate:{cause.id}", at) if cause.gate else True for at in places}
        gate = self._gate(cause, places)
        ats = [at for at, open_here in gates.items() if open_here is not False] or list(places)
        if gate is True and True in gates.values():
            ats = [at for at in ats if gates[at] is True]
        weighed = [self._either(cause, at) if cause.side and at.side is None else self._at(cause, at) for at in ats]
        weighed.sort(key=lambda place: -place.balance)
        return Weighed(cause, gate, tuple(weighed))

    def points(self, cause: Cause, criterion: Criterion, present: bool) -> float:
        """What a finding weighs in this cause when it is present or absent, not rounded."""
        key = (cause.id, criterion.id, present)
        if key not in self._points:
            weight = criterion.present if present else criterion.absent
            self._points[key] = raw_points(self.library.engine, cause, criterion, weight)
        return self._points[key]

    def state(self, cause: Cause, criterion: Criterion, at: At) -> Truth:
        """Whether a finding is present, absent or unknown at a place."""
        held = self.holds(f"criterion:{cause.id}/{criterion.id}", at)
        if not criterion.absent_when:
            return held
        if held is True:
            return True
        return False if self.holds(f"absent:{cause.id}/{criterion.id}", at) is True else None

    def _either(self, cause: Cause, at: At) -> Place:
        """Where no side is known, the side that more speaks for, without naming it."""
        both = [self._at(cause, At(None, at.place, side), known=at) for side in SIDES]
        return replace(max(both, key=lambda place: (place.balance, -len(place.unknown))), at=at)

    def _at(self, cause: Cause, at: At, known: At | None = None) -> Place:
        """The cause at a place, of which no more than `known` is stated."""
        found = [self._contribution(cause, criterion, at, known or at) for criterion in cause.criterion]
        replaced = {name for one in found if one.state is not None for name in one.criterion.replaces}
        groups: dict[str, list[Contribution]] = {}
        for one in found:
            groups.setdefault(one.criterion.group, []).append(one)
        kept: list[Contribution] = []
        sums: dict[str, float] = {}
        for group, members in groups.items():
            standing = [one for one in members if one.criterion.id not in replaced]
            high = max(standing, key=lambda one: one.weight, default=None)
            low = min(standing, key=lambda one: one.weight, default=None)
            strongest = [one for one in (high, low) if one is not None]
            total = 0.0
            for one in members:
                counts = one.weight if any(one is other for other in strongest) and one.state is not None else 0.0
                if high is not low and ((one is high and counts < 0) or (one is low and counts > 0)):
                    counts = 0.0
                total += counts
                kept.append(_counted(one, counts, one.criterion.id in replaced))
            sums[group] = rounded(total)
        weighty = [one for one in found if one.criterion.present or one.criterion.absent]
        answered = sum(one.state is not None for one in weighty)
        return Place(at, rounded(sum(sums.values())), sums, tuple(kept), answered, len(weighty))

    def _contribution(self, cause: Cause, criterion: Criterion, at: At, known: At) -> Contribution:
        state, where, note = self.state(cause, criterion, at), at, ""
        if criterion.agrees and cause.per == "root" and at.place is not None and state is not True:
            state, where = self._elsewhere(cause, criterion, at, state)
        if state is None or (state and criterion.present is None) or (not state and criterion.absent is None):
            return Contribution(criterion, state, 0, 0, where)
        points = self.points(cause, criterion, state)
        if any(self.open_somewhere(other) is not True for other in criterion.while_open):
            return Contribution(criterion, state, 0, 0, where, "Counts only while both causes can be considered.")
        if criterion.lesion and self._next_to_fusion(cause, criterion, where):
            return Contribution(criterion, state, 0, 0, where, SAME_LESION)
        if criterion.agrees and state:
            factor, note = self.agreement.of(cause, known, self.because(f"criterion:{cause.id}/{criterion.id}", where))
            points *= factor
        chosen = criterion.present if state else criterion.absent
        decisive = chosen is not None and chosen.word == "decisive" and points > 0
        return Contribution(criterion, state, rounded(points), 0, where, note, decisive)

    def _elsewhere(self, cause: Cause, criterion: Criterion, at: At, own: Truth) -> tuple[Truth, At]:
        """A lesion at another root of the same side, the nearest first; engine.md rule 5."""
        roots = list(self._axis(cause))
        here = roots.index(at.place) if at.place in roots else 0
        for root in sorted(roots, key=lambda other: abs(roots.index(other) - here)):
            other = At(None, root, at.side)
            if root != at.place and self.holds(f"criterion:{cause.id}/{criterion.id}", other) is True:
                return True, other
        return own, at

    def _next_to_fusion(self, cause: Cause, criterion: Criterion, at: At) -> bool:
        """Whether the lesion lies at a segment next to a fusion, where one cause alone counts it (rule 12)."""
        if cause.id == ADJACENT or self.open_somewhere(ADJACENT) is not True:
            return False
        if cause.per == "segment":
            segments: set[str] = {at.place} if at.place else set()
        else:
            slots = self.because(f"criterion:{cause.id}/{criterion.id}", at)
            segments = {slot.at.place for slot in slots if slot.at.place and "-" in slot.at.place}
            if not segments and at.place:
                relation = self.library.anatomy.relation.get("root_segments")
                segments = set(relation.places.get(at.place, ())) if relation else set()
        return bool(segments) and all(self.holds(f"gate:{ADJACENT}", At(None, one)) is True for one in segments)


def _one_side(at: At, found: list[At]) -> At:
    """The place without a side where nothing tells the sides apart."""
    both = all(At(None, at.place, side) in found for side in SIDES)
    return At(None, at.place, None) if both else at


def _counted(one: Contribution, counts: float, replaced: bool) -> Contribution:
    note = one.note
    if replaced and one.state is not None and not note:
        note = "Counted within the whole set of tests."
    elif one.weight and not counts and not note:
        note = "A stronger finding of the same kind counts instead."
    return replace(one, counts=counts, note=note)
