"""The causes in order: the six phrases, pins, ceilings and ties of engine.md section 1."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from workup.answers import Answer, Answers, At
from workup.expr import Truth
from workup.protocol import TIERS, Cause, Engine, Library
from workup.reasoning.flags import Raised
from workup.reasoning.weighing import Place, Weighed, Weigher
from workup.reasoning.weights import prior_points, rounded
from workup.texts import N_, _

Phrase = Literal["likely", "possible", "less_likely", "unlikely", "must_rule_out", "not_assessable"]
JUDGEMENT, REASON, PROFILE = "judgement", "judgement_reason", "prior_profile"
READ_BY_RANKING = frozenset({JUDGEMENT, REASON, PROFILE})
CEILING = N_("No test can confirm this.")
EARLY = N_("Under three months since surgery: what still improves is expected recovery.")


class Candidate(Struct, frozen=True):
    """A cause in the ranking: its places, best first, and the phrase that the best of them bears.

    `equal` says that it and the cause above differ by less than rounding; `held` why a phrase stops short; `flags`
    which red flags pin it; `judgement` what the clinician said of it, which never changes order or balance.
    """

    cause: Cause
    phrase: Phrase
    balance: float
    prior: float
    places: tuple[Place, ...]
    gate: Truth
    flags: tuple[str, ...] = ()
    equal: bool = False
    held: str = ""
    judgement: Answer | None = None
    judgement_reason: Answer | None = None

    @property
    def best(self) -> Place:
        """The place with the highest balance."""
        return self.places[0]

    @property
    def at(self) -> At:
        """Where it is named: the best place; only its side, or nothing, where several places are as good."""
        equal = [place.at for place in self.places if place.balance == self.best.balance]
        if len(equal) == 1:
            return equal[0]
        sides = {at.side for at in equal}
        return At(side=sides.pop() if len(sides) == 1 else None)

    @property
    def pinned(self) -> bool:
        """Held on top by a red flag."""
        return bool(self.flags)

    @property
    def assessable(self) -> bool:
        """Enough is answered, and it can be considered."""
        return self.phrase != "not_assessable"

    @property
    def seen(self) -> bool:
        """An image shows it, and whether it is the source is judged from what agrees with it (engine.md rule 6)."""
        found = (one for one in self.best.contributions if one.criterion.agrees and one.state)
        return self.cause.present_not_source and any(found)


class Cuts(Struct, frozen=True):
    """The borders between the phrases."""

    likely: float
    decisive: float
    possible: float
    unlikely: float


def cuts(engine: Engine, moved: float = 0) -> Cuts:
    """The borders of the content, all moved by so many points."""
    number = engine.number
    names = ("likely", "likely_decisive", "possible", "unlikely")
    return Cuts(*(number(name) + moved for name in names))


def word(
    engine: Engine, cut: Cuts, balance: float, groups: Mapping[str, float], *, decisive: bool
) -> Literal["likely", "possible", "less_likely", "unlikely"]:
    """The phrase of a balance."""
    strong = sum(points >= engine.number("likely_group") for points in groups.values())
    opposed = any(points <= engine.number("likely_against") for points in groups.values())
    supported = strong >= engine.number("likely_groups") and not opposed
    if (balance >= cut.likely and supported) or (decisive and balance >= cut.decisive):
        return "likely"
    if balance >= cut.possible:
        return "possible"
    return "unlikely" if balance <= cut.unlikely else "less_likely"


def assessable(engine: Engine, weighed: Weighed) -> bool:
    """Whether enough is answered: three findings (all, of fewer), or a strong one, or two groups that say something."""
    if weighed.gate is not True:
        return False
    place = weighed.best
    if place.answered >= min(engine.number("assessable_criteria"), place.findings):
        return True
    if any(abs(one.counts) >= engine.number("strong_points") for one in place.contributions):
        return True
    groups = sorted(points for points in place.groups.values() if points)
    return any(abs(one + other) >= engine.number("assessable_pair") for one, other in pairwise(groups))


class Ranking:
    """Puts the weighed causes in order for one patient."""

    def __init__(self, library: Library, weigher: Weigher, answers: Answers, raised: tuple[Raised, ...]) -> None:
        self.library, self.engine, self.weigher, self.answers = library, library.engine, weigher, answers
        self.tiers = {one.flag.id: one.tier for one in raised if one.banner}
        self.cut = cuts(self.engine)

    def order(self, weighed: tuple[Weighed, ...]) -> tuple[Candidate, ...]:
        """Pinned causes, then assessable ones by balance, then those not assessable yet, then the unlikely ones."""
        found = [self._candidate(one) for one in weighed if one.gate is not False]
        pinned = sorted((one for one in found if one.pinned), key=self._urgency)
        most = int(self.engine.number("pinned_most"))
        rest = [*(one for one in found if not one.pinned), *(replace(one, flags=()) for one in pinned[most:])]
        ranked = [one for one in rest if one.assessable and one.phrase != "unlikely"]
        open_ones = [one for one in rest if not one.assessable]
        unlikely = [one for one in rest if one.phrase == "unlikely"]
        return (*pinned[:most], *self._tied(ranked), *self._by_balance(open_ones), *self._by_balance(unlikely))

    def _urgency(self, candidate: Candidate) -> tuple[int, str]:
        return min((TIERS.index(tier), flag) for flag in candidate.flags if (tier := self.tiers[flag]) is not None)

    def _by_balance(self, candidates: list[Candidate]) -> list[Candidate]:
        return sorted(candidates, key=lambda one: (-one.balance, *_breadth(one)))

    def _tied(self, candidates: list[Candidate]) -> list[Candidate]:
        """By balance; within rounding by groups in favour, then by fewer open findings, never by name."""
        left, ordered = self._by_balance(candidates), list[Candidate]()
        while left:
            near = [one for one in left if rounded(left[0].balance - one.balance) < self.engine.number("tie")]
            left = left[len(near):]
            near.sort(key=lambda one: (*_breadth(one), -one.balance))
            ordered += [near[0], *(replace(one, equal=True) for one in near[1:])]
        return ordered

    # -- one cause -------------------------------------------------------------------------------------------------

    def _candidate(self, weighed: Weighed) -> Candidate:
        cause, best = weighed.cause, weighed.best
        prior = self.prior(cause)
        balance = rounded(best.balance + prior)
        at = At(place=cause.id)
        flags = self._pins(cause, best.at)
        phrase, held = self._phrase(weighed, balance)
        if flags and phrase != "likely":
            phrase = "must_rule_out"
        return Candidate(
            cause,
            phrase,
            balance,
            prior,
            weighed.places,
            weighed.gate,
            flags,
            held=held,
            judgement=self.answers.of_item(JUDGEMENT).get(at),
            judgement_reason=self.answers.of_item(REASON).get(at),
        )

    def prior(self, cause: Cause) -> float:
        """Where the cause starts by the profile chosen, 0 without one or while its condition does not hold."""
        chosen = self.answers.value(PROFILE)
        for profile in self.engine.profile:
            if profile.id == chosen and self.weigher.holds(f"profile:{profile.id}") is True:
                return prior_points(self.engine, profile, cause)
        return 0

    def _pins(self, cause: Cause, at: At) -> tuple[str, ...]:
        """The flags that hold a cause on top, until a scan after onset excludes it."""
        flags = tuple(flag for flag in cause.pinned_by if flag in self.tiers)
        released = bool(flags) and self.weigher.holds(f"released:{cause.id}", at) is True
        return () if released else flags

    def _phrase(self, weighed: Weighed, balance: float) -> tuple[Phrase, str]:
        cause, best = weighed.cause, weighed.best
        if not assessable(self.engine, weighed):
            return "not_assessable", cause.gate_text if weighed.gate is None else ""
        decisive = any(one.decisive and one.counts for one in best.contributions)
        phrase = word(self.engine, self.cut, balance, best.groups, decisive=decisive)
        if phrase == "likely" and cause.ceiling and self.weigher.holds(f"ceiling:{cause.id}", best.at) is not True:
            return "possible", cause.ceiling_text or _(CEILING)
        if phrase == "likely" and self._too_early(cause, best):
            return "possible", _(EARLY)
        return phrase, ""

    def _too_early(self, cause: Cause, best: Place) -> bool:
        """In the first three months history alone makes few causes likely (rule 16)."""
        if cause.early_likely or cause.dangerous or self.weigher.holds("engine:early") is not True:
            return False
        return all(one.criterion.by[0] == "history" for one in best.contributions if one.counts > 0)


def _breadth(candidate: Candidate) -> tuple[int, int, str]:
    return *candidate.best.breadth, candidate.cause.ref
