"""Whether an image or a provocation fits the side and the root that hurt (engine.md rule 5 and the mark ◆)."""

from collections.abc import Callable, Iterable

from workup.answers import SIDES, At, Side, Slot
from workup.expr import Truth
from workup.protocol import Cause, Library
from workup.texts import _


class Agreement:
    """Compares the place of a finding with the side and root that the patient states."""

    def __init__(self, library: Library, holds: Callable[[str, At], Truth]) -> None:
        self.library, self.holds = library, holds
        self.roots = tuple(library.anatomy.places.get("root", ()))
        self._sides: dict[bool, tuple[Side, ...]] = {}
        self._stated: dict[Side | None, tuple[str, ...]] = {}

    def sides(self, *, leg: bool) -> tuple[Side, ...]:
        """The sides that hurt: of the legs, or of leg, buttock and low back."""
        if leg not in self._sides:
            term = "term:leg_hurts" if leg else "term:side_hurts"
            self._sides[leg] = tuple(side for side in SIDES if self.holds(term, At(side=side)) is True)
        return self._sides[leg]

    def stated(self, side: Side | None) -> tuple[str, ...]:
        """The roots that hurt on a side, else those with new signs; on either side when none is given."""
        if side not in self._stated:
            sides = SIDES if side is None else (side,)
            found: list[str] = []
            for term in ("term:painful_root", "term:new_root_sign"):
                found = [r for r in self.roots if any(self.holds(term, At(None, r, one)) is True for one in sides)]
                if found:
                    break
            self._stated[side] = tuple(found)
        return self._stated[side]

    def of(self, cause: Cause, at: At, slots: Iterable[Slot]) -> tuple[float, str]:
        """How much of its weight a present finding keeps at a place, and why not all of it."""
        half = self.library.engine.number("agrees_unstated")
        rooted = cause.side and cause.per in ("root", "segment")
        if rooted and at.side is None:
            return half, _("Counts half: the side is not stated.")
        stated = self.stated(at.side)
        if not stated:
            return (half, _("Counts half: the root is not stated.")) if rooted else (1, "")
        lesion = self._roots_of(slots) or ({at.place} & set(self.roots))
        if not lesion:
            return 1, ""
        apart = min(abs(self.roots.index(one) - self.roots.index(other)) for one in lesion for other in stated)
        if apart > 1:
            return self.library.engine.number("agrees_far_root"), _(
                "Counts half: {apart} roots from the painful one."
            ).format(apart=apart)
        return 1, _("One root from the painful one: roots overlap.") if apart else ""

    def _roots_of(self, slots: Iterable[Slot]) -> set[str]:
        segments = self.library.anatomy.relation.get("segment_roots")
        found: set[str] = set()
        for slot in slots:
            place = slot.at.place
            if place in self.roots:
                found.add(str(place))
            elif segments and place in segments.places:
                found.update(segments.places[str(place)])
        return found & set(self.roots)
