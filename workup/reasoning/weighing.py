"""One cause weighed against the answers: at which places it comes up, and what each finding counts there."""

from collections.abc import Mapping
from functools import lru_cache
from operator import attrgetter

from msgspec import Struct
from msgspec.structs import replace

from workup.answers import NOWHERE, SIDES, At, Slot
from workup.expr import Kept, Quantity, Truth, truth
from workup.protocol import Cause, Criterion, Library
from workup.reasoning.agreement import Agreement
from workup.reasoning.facts import Facts
from workup.reasoning.outlines import Line, Outline, outlines_of
from workup.reasoning.weights import rounded
from workup.texts import N_, _

Memo = dict[str, dict[At, Quantity]]
Reasons = dict[str, dict[At, frozenset[Slot]]]

ADJACENT = "adjacent_segment"
SAME_LESION = N_("Same lesion: counted under the segment next to the fusion.")


class Contribution(Struct, frozen=True):
    """One finding of one cause at one place: its state, what it weighs by itself and what it counts.

    `counts` is 0 for what is unknown, replaced, or weaker than another finding of its group; `at` is where it was
    found, `note` says why it counts less than it weighs; `within`, that a whole set of tests counts in its place.
    """

    criterion: Criterion
    state: Truth
    weight: float
    counts: float
    at: At = NOWHERE
    note: str = ""
    decisive: bool = False
    within: bool = False


class Place(Struct, frozen=True):
    """A cause at a place: the balance of its groups, the findings behind it, and how many of them are answered."""

    at: At
    balance: float
    groups: Mapping[str, float]
    contributions: tuple[Contribution, ...]
    answered: int
    findings: int

    @property
    def breadth(self) -> tuple[int, int]:
        """What puts a place before another of the same balance: more groups in favour, then fewer open findings."""
        return -sum(points > 0 for points in self.groups.values()), len(self.unknown)

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


@lru_cache(maxsize=10)
def _heard(library: Library, answered: frozenset[str]) -> frozenset[str]:
    """What reads any of these items: the same until a question is answered that never was."""
    return library.touched_by(answered)


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
        heard = _heard(library, frozenset(item for item, given in facts.answers.by_item.items() if given))
        self.facts = facts.at_rest(Kept(self.memo, numbers, heard))
        self.context = self.facts.context
        self.agreement = Agreement(library, self.holds)
        self.outlines = outlines_of(library)
        self._open: dict[str, Truth] = {}
        self._places: dict[str, tuple[At, ...]] = {}

    def holds(self, key: str, at: At = NOWHERE) -> Truth:
        """Whether a condition of the library holds at a place; unknown where the content has none of that name."""
        condition = self.library.conditions.get(key)
        return None if condition is None else truth(condition.recalled(key, self.context.there(at)))

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
            outline = self.outlines.get(cause_id)
            self._open[cause_id] = False if outline is None else self._gate(outline)
        return self._open[cause_id]

    def _gate(self, outline: Outline) -> Truth:
        if not outline.gate:
            return True
        unknown = False
        for at in dict.fromkeys((*self.places(outline.cause), *outline.everywhere)):
            result = self.holds(outline.gate, at)
            if result:
                return True
            unknown = unknown or result is None
        return None if unknown else False

    def places(self, cause: Cause) -> tuple[At, ...]:
        """The places the first condition of `where` that holds anywhere names; else only the sides that hurt."""
        if cause.id not in self._places:
            self._places[cause.id] = self._found_at(self.outlines[cause.id])
        return self._places[cause.id]

    def _found_at(self, outline: Outline) -> tuple[At, ...]:
        cause, everywhere = outline.cause, outline.everywhere
        sides = self.agreement.sides(leg=cause.kind == "nerve") if cause.side else ()
        hurting = [at for at in everywhere if at.side in sides] if sides else everywhere
        others = [at for at in everywhere if at.side not in sides] if sides else ()
        for key in outline.where:
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
        outline, places = self.outlines[cause.id], self.places(cause)
        gates = {at: self.holds(outline.gate, at) if outline.gate else True for at in places}
        gate = self.open_somewhere(cause.id)
        ats = [at for at, open_here in gates.items() if open_here is not False] or list(places)
        if gate is True and True in gates.values():
            ats = [at for at in ats if gates[at] is True]
        weighed = [self._either(outline, at) if cause.side and at.side is None else self._at(outline, at) for at in ats]
        weighed.sort(key=lambda place: (-place.balance, *place.breadth))
        return Weighed(cause, gate, tuple(weighed))

    def points(self, cause: Cause, criterion: Criterion, present: bool) -> float:
        """What a finding weighs in this cause when it is present or absent, not rounded."""
        line = self._line(cause, criterion)
        return line.present if present else line.absent

    def state(self, cause: Cause, criterion: Criterion, at: At) -> Truth:
        """Whether a finding is present, absent or unknown at a place."""
        return self._state(self._line(cause, criterion), at)

    def _line(self, cause: Cause, criterion: Criterion) -> Line:
        return next(line for line in self.outlines[cause.id].lines if line.criterion is criterion)

    def _state(self, line: Line, at: At) -> Truth:
        held = self.holds(line.when, at)
        if held is True or not line.absent_when:
            return held
        return False if self.holds(line.absent_when, at) is True else None

    def _either(self, outline: Outline, at: At) -> Place:
        """Where no side is known, the side that more speaks for, without naming it."""
        both = [self._at(outline, At(None, at.place, side), known=at) for side in SIDES]
        return replace(max(both, key=lambda place: (place.balance, -len(place.unknown))), at=at)

    def _at(self, outline: Outline, at: At, known: At | None = None) -> Place:
        """The cause at a place, of which no more than `known` is stated."""
        found = [self._contribution(outline, line, at, known or at) for line in outline.lines]
        replaced = {name for one in found if one.state is not None for name in one.criterion.replaces}
        groups: dict[str, list[Contribution]] = {}
        for one in found:
            groups.setdefault(one.criterion.group, []).append(one)
        kept: list[Contribution] = []
        sums: dict[str, float] = {}
        for group, members in groups.items():
            counted = _group(members, replaced)
            sums[group] = rounded(sum([one.counts for one in counted]))
            kept += counted
        answered = sum([line.weighty and one.state is not None for line, one in zip(outline.lines, found, strict=True)])
        findings = sum([line.weighty for line in outline.lines])
        return Place(at, rounded(sum(sums.values())), sums, tuple(kept), answered, findings)

    def _contribution(self, outline: Outline, line: Line, at: At, known: At) -> Contribution:
        cause, criterion = outline.cause, line.criterion
        state, where, note = self._state(line, at), at, ""
        if criterion.agrees and cause.per == "root" and at.place is not None and state is not True:
            state, where = self._elsewhere(outline, line, at, state)
        if state is None or (state and criterion.present is None) or (not state and criterion.absent is None):
            return Contribution(criterion, state, 0, 0, where)
        points = line.present if state else line.absent
        if any(self.open_somewhere(other) is not True for other in criterion.while_open):
            return Contribution(criterion, state, 0, 0, where, _("Counts only while both causes can be considered."))
        if criterion.lesion and self._next_to_fusion(cause, line, where):
            return Contribution(criterion, state, 0, 0, where, _(SAME_LESION))
        if criterion.agrees and state:
            factor, note = self.agreement.of(cause, known, self.because(line.when, where))
            points *= factor
        chosen = criterion.present if state else criterion.absent
        decisive = chosen is not None and chosen.word == "decisive" and points > 0
        return Contribution(criterion, state, rounded(points), 0, where, note, decisive)

    def _elsewhere(self, outline: Outline, line: Line, at: At, own: Truth) -> tuple[Truth, At]:
        """A lesion at another root of the same side, the nearest first; engine.md rule 5."""
        roots = outline.axis
        here = roots.index(at.place) if at.place in roots else 0
        for root in sorted(roots, key=lambda other: abs(roots.index(other) - here)):
            other = At(None, root, at.side)
            if root != at.place and self.holds(line.when, other) is True:
                return True, other
        return own, at

    def _next_to_fusion(self, cause: Cause, line: Line, at: At) -> bool:
        """Whether the lesion lies at a segment next to a fusion, where one cause alone counts it (rule 12)."""
        if cause.id == ADJACENT or self.open_somewhere(ADJACENT) is not True:
            return False
        if cause.per == "segment":
            segments: set[str] = {at.place} if at.place else set()
        else:
            slots = self.because(line.when, at)
            segments = {slot.at.place for slot in slots if slot.at.place and "-" in slot.at.place}
            if not segments and at.place:
                relation = self.library.anatomy.relation.get("root_segments")
                segments = set(relation.places.get(at.place, ())) if relation else set()
        return bool(segments) and all(self.holds(f"gate:{ADJACENT}", At(None, one)) is True for one in segments)


def _one_side(at: At, found: list[At]) -> At:
    """The place without a side where nothing tells the sides apart."""
    both = all(At(None, at.place, side) in found for side in SIDES)
    return At(None, at.place, None) if both else at


_weight = attrgetter("weight")


def _group(members: list[Contribution], replaced: set[str]) -> list[Contribution]:
    """Findings that tell of the same thing: the strongest for and the strongest against count."""
    standing = [one for one in members if one.criterion.id not in replaced]
    high, low = _strongest(standing)
    counted: list[Contribution] = []
    for one in members:
        counts = one.weight if (one is high or one is low) and one.state is not None else 0.0
        if high is not low and ((one is high and counts < 0) or (one is low and counts > 0)):
            counts = 0.0
        counted.append(_counted(one, counts, one.criterion.id in replaced))
    return counted


def _strongest(standing: list[Contribution]) -> tuple[Contribution | None, Contribution | None]:
    """The first with the highest and the first with the lowest weight."""
    if not any(one.weight for one in standing):
        return (standing[0], standing[0]) if standing else (None, None)
    return max(standing, key=_weight), min(standing, key=_weight)


def _counted(one: Contribution, counts: float, replaced: bool) -> Contribution:
    note, within = one.note, False
    if replaced and one.state is not None and not note:
        within, note = True, _("Counted within the whole set of tests.")
    elif one.weight and not counts and not note:
        note = _("A stronger finding of the same kind counts instead.")
    if counts or note is not one.note:
        return Contribution(one.criterion, one.state, one.weight, counts, one.at, note, one.decisive, within)
    return one  # as most are: nothing known, nothing counted
