"""What to find out next: questions, manoeuvres and tests by how much they are expected to move the causes in play."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from math import exp2, sqrt

from msgspec import Struct, field

from workup.answers import At, Slot
from workup.protocol import By, Cause, Criterion, Engine, Library, Weight
from workup.protocol.states import REPORTED, TO_COME
from workup.reasoning.flags import Raised
from workup.reasoning.ranking import Candidate
from workup.reasoning.weighing import Contribution, Place, Weigher
from workup.reasoning.weights import ratio, rounded
from workup.texts import _
from workup.words import in_sentence

ASKED: tuple[By, ...] = ("history", "exam", "questionnaire", "abi")
BEDSIDE: dict[str, By] = {"history": "history", "exam": "exam"}
OPERATIONS, TESTS = "operations", "tests"


class Turn(Struct, frozen=True):
    """What one open finding would do to one cause: its balance when present, and when absent, less the balance now."""

    cause: Cause
    at: At
    criterion: Criterion
    present: float
    absent: float
    expected: float

    @property
    def most(self) -> float:
        """The largest move, either way."""
        return max(abs(self.present), abs(self.absent))


class _Matter(Struct):
    """What gates that are unknown wait for and has to be asked together."""

    about: set[str] = field(default_factory=set)
    causes: list[Cause] = field(default_factory=list)
    asks: dict[str, tuple[Slot, ...]] = field(default_factory=dict)


class NextStep(Struct, frozen=True):
    """One thing to find out: how, which items settle it, what it would turn, and its expected move for its burden.

    In `value` the move of a cause counts as far as the cause is in the running. `first` tells why it stands before the
    ranked steps: open red-flag questions, or what decides whether causes apply. `ordered` means that a test of this
    kind is already on its way.
    """

    by: By
    text: str
    slots: tuple[Slot, ...]
    turns: tuple[Turn, ...]
    value: float
    burden: float
    first: str = ""
    ordered: bool = False

    @property
    def causes(self) -> tuple[Cause, ...]:
        """The causes it separates, the most moved first."""
        return tuple({turn.cause.id: turn.cause for turn in self.turns}.values())


def chance(engine: Engine, candidate: Candidate) -> float:
    """The share the balance stands for when the step is valued: 2^balance ÷ (19 + 2^balance). Never shown."""
    odds = exp2(candidate.balance)
    return odds / (engine.number("start_odds_against") + odds)


def running(candidates: Iterable[Candidate]) -> dict[str, float]:
    """How far each cause is in the running: its odds over those of the leading one, 1 for a cause that is pinned.

    By engine.md section 4 alone a cause that nobody suspects counts like the leader, and since most causes stand at
    nothing on a first visit, questions that exclude them would fill the list. This is a decision of this program.
    """
    scored = [one for one in candidates if one.cause.scored]
    lead = max((one.balance for one in scored if one.assessable), default=0)
    return {one.cause.id: 1 if one.pinned else exp2(min(0, one.balance - lead)) for one in scored}


def accuracy(engine: Engine, criterion: Criterion) -> tuple[float, float]:
    """How often the finding is present with the cause and without it, by its ratios (engine.md section 4).

    With one ratio only, the other is one over its root; a word of ratio a has both accuracies a ÷ (1 + a).
    """
    present, absent = criterion.present, criterion.absent
    if present is None and absent is None:  # recorded and never weighed
        return 1, 1
    if (present is not None and present.lr is None) or (present is None and absent is not None and absent.lr is None):
        weight = present if present is not None else absent
        assert weight is not None
        high = ratio(engine, Weight(word=weight.word))
        right = high / (1 + high)
        speaks_for = (weight is present) is not weight.against
        return (right, 1 - right) if speaks_for else (1 - right, right)
    up = None if present is None else ratio(engine, present)
    down = None if absent is None or absent.lr is None else ratio(engine, absent)
    if up is None or down is None:
        known = up if up is not None else down
        assert known is not None
        guess = 1 / sqrt(known)
        up, down = (known, guess) if up is not None else (guess, known)
    high, low = max(up, down), min(up, down)
    if high == low:
        return 1, 1
    specificity = (high - 1) / (high - low)
    sensitivity = high * (1 - specificity)
    if up >= down:
        return min(max(sensitivity, 0), 1), min(max(1 - specificity, 0), 1)
    return 1 - min(max(sensitivity, 0), 1), min(max(specificity, 0), 1)


class Steps:
    """Finds the steps for one ranking."""

    def __init__(
        self, library: Library, weigher: Weigher, raised: tuple[Raised, ...], asked: Mapping[str, tuple[At, ...]]
    ) -> None:
        self.library, self.engine, self.weigher = library, library.engine, weigher
        self.raised, self.asked, self.answers = raised, asked, weigher.context.answers
        self.page = {section.id: step.id for step in library.steps for section in step.sections}

    def ranked(self, candidates: Iterable[Candidate]) -> tuple[NextStep, ...]:
        """Open red-flag questions, then what decides whether causes apply, then the rest by move for its burden."""
        every = list(candidates)
        return (*self._flag_questions(), *self._gates(every), *self._worth(every))

    def turns(self, candidate: Candidate, place: Place | None = None) -> tuple[Turn, ...]:
        """What each open finding of a cause would do to it, the largest move first."""
        here = candidate.best if place is None else place
        likely = chance(self.engine, candidate)
        replaced = {name for one in here.contributions if one.state is not None for name in one.criterion.replaces}
        left = [one for one in here.unknown if one.criterion.id not in replaced]
        members: dict[str, list[Contribution]] = {}
        for one in here.contributions:
            members.setdefault(one.criterion.group, []).append(one)
        turns = [self._turn(candidate, here, one.criterion, members[one.criterion.group], likely) for one in left]
        return tuple(sorted((turn for turn in turns if turn.most), key=lambda turn: -turn.most))

    # -- first -----------------------------------------------------------------------------------------------------

    def _flag_questions(self) -> tuple[NextStep, ...]:
        slots = dict.fromkeys(slot for one in self.raised if one.open for slot in one.open_asks)
        if not slots:
            return ()
        text = _("Red-flag questions still open: {count}").format(count=len(slots))
        return (NextStep("history", text, tuple(slots), (), 0, 1, first=_("Red flags come before everything else.")),)

    def _gates(self, candidates: list[Candidate]) -> tuple[NextStep, ...]:
        """What decides whether causes apply: the operations in one step, then what belongs together otherwise."""
        matters: list[_Matter] = []
        for cause in (one.cause for one in candidates if one.gate is None and one.cause.scored):
            opened = {name: slots for name in cause.gate_asks if (slots := self._open_slots(name))}
            operated = {name for name, slots in opened.items() if self._subject(slots[0]) == OPERATIONS}
            for names in (operated, opened.keys() - operated):
                if not names:
                    continue
                some = {name: slots for name, slots in opened.items() if name in names}
                about = {self._subject(slot) for slots in some.values() for slot in slots}
                known = next((one for one in matters if one.about & about), None)
                if known is None:
                    matters.append(known := _Matter())
                known.about |= about
                known.causes.append(cause)
                known.asks |= some
        matters.sort(key=lambda one: OPERATIONS not in one.about)
        return tuple(self._gate_step(one) for one in matters)

    def _gate_step(self, matter: _Matter) -> NextStep:
        slots = dict.fromkeys(slot for some in matter.asks.values() for slot in some)
        operated = OPERATIONS in matter.about
        named = matter.asks if operated else dict.fromkeys(slot.item for slot in slots)
        lead = _("What was operated and when") if operated else self.engine.step["history"]
        most = int(self.engine.number("step_named"))
        names = [in_sentence(self.library.items[name].text) for name in named]
        why = _("Decides whether these apply: {short}.").format(
            short=", ".join(cause.short for cause in matter.causes)
        )
        return NextStep("history", f"{lead}: {', '.join(names[:most])}", tuple(slots), (), 0, 1, first=why)

    def _subject(self, slot: Slot) -> str:
        """What an open question is about: the list of records it belongs to, or itself."""
        return self.library.items[slot.item].record or slot.item

    def _open_slots(self, item: str) -> tuple[Slot, ...]:
        """The places of an item that nobody was asked about; what was asked and is unknown is not asked again."""
        record = self.library.items[item].record
        if record and not self.asked.get(item):
            item = record
        given = self.answers.of_item(item)
        return tuple(Slot(item, at) for at in self.asked.get(item, ()) if at not in given)

    # -- by expected move ------------------------------------------------------------------------------------------

    def _worth(self, candidates: list[Candidate]) -> list[NextStep]:
        in_play = [
            one for one in candidates
            if one.balance > self.engine.number("in_play") and one.gate is not False and one.cause.scored
        ]
        gathered: dict[tuple[By, str], list[tuple[Turn, tuple[Slot, ...]]]] = {}
        for candidate in in_play:
            for turn in self.turns(candidate):
                for key, slots in self._ways(turn):
                    gathered.setdefault(key, []).append((turn, slots))
        share = running(candidates)
        steps = [self._step(by, name, found, share) for (by, name), found in gathered.items()]
        least = self.engine.number("least_move")
        kept = [one for one in steps if any(turn.most >= least for turn in one.turns) and not self._stopped(one)]
        kept.sort(key=lambda one: (one.ordered, -one.value / one.burden))
        return kept[: int(self.engine.number("steps_most"))]

    def _turn(
        self, candidate: Candidate, place: Place, criterion: Criterion, group: list[Contribution], likely: float
    ) -> Turn:
        """The move of a cause by one open finding, less what its group already holds."""
        cause, held = candidate.cause, place.groups.get(criterion.group, 0)
        sensitivity, false_alarm = accuracy(self.engine, criterion)
        moves = [rounded(self._after(cause, criterion, group, state) - held) for state in (True, False)]
        found = likely * sensitivity + (1 - likely) * false_alarm
        expected = abs(moves[0]) * found + abs(moves[1]) * (1 - found)
        return Turn(cause, place.at, criterion, moves[0], moves[1], expected)

    def _after(self, cause: Cause, criterion: Criterion, group: list[Contribution], state: bool) -> float:
        """What the group would hold."""
        points = rounded(self.weigher.points(cause, criterion, state))
        parts = criterion.replaces if points else ()
        members = [one.counts for one in group if one.criterion.id not in parts]
        return max([0, points, *members]) + min([0, points, *members])

    def _ways(self, turn: Turn) -> Iterable[tuple[tuple[By, str], tuple[Slot, ...]]]:
        """How a finding can be settled: what is open of it at the bedside, or each kind of test that shows it."""
        asked = [by for by in turn.criterion.by if by in ASKED]
        slots = self._asks(turn) if asked else ()
        if slots:
            yield (self._bedside(asked[0], slots[0]), slots[0].item), slots
        unplaced = turn.cause.per not in ("none", "side") and turn.at.place is None
        for by in turn.criterion.by:
            if by not in ASKED and by != "exploration" and not (unplaced and self._reported(by)):
                yield (by, ""), ()

    def _reported(self, by: By) -> bool:
        """Whether such a test of the present pain is reported: while no place is named, another tells no more."""
        states = self.answers.of_item("order_state")
        return any(
            answer.value in self.engine.orders.get(by, ())
            and (state := states.get(at)) is not None
            and state.value in REPORTED
            and self.weigher.holds("term:done_since", at) is True
            for at, answer in self.answers.of_item("order_kind").items()
        )

    def _bedside(self, by: By, slot: Slot) -> By:
        """Asked or examined, by the page on which it is answered."""
        return BEDSIDE.get(self._page(slot.item), by) if by in BEDSIDE else by

    def _page(self, item: str) -> str:
        section = self.library.section_of.get(item)
        return "" if section is None else self.page.get(section.id, "")

    def _asks(self, turn: Turn) -> tuple[Slot, ...]:
        """What is still open of it and can be asked or examined; results wait for their test."""
        names = turn.criterion.asks or self._reads(turn)
        asked = [name for name in names if self._page(name) != TESTS]
        slots = [slot for name in asked for slot in self._open_slots(name) if not self._optional(slot)]
        side = turn.at.side
        beside = [slot for slot in slots if side is None or slot.at.side in (None, side)]
        return tuple(beside or slots)

    def _optional(self, slot: Slot) -> bool:
        """Whether the examination leaves it to the clinician: no step is made of it."""
        relation = self.library.anatomy.relation.get("root_optional_reflex")
        if relation is None or self.library.items[slot.item].axis != relation.end:
            return False
        return any(slot.at.place in places for places in relation.places.values())

    def _reads(self, turn: Turn) -> tuple[str, ...]:
        condition = self.library.conditions[f"criterion:{turn.cause.id}/{turn.criterion.id}"]
        position = _position(self.library)
        return tuple(sorted(condition.items & position.keys(), key=position.__getitem__))

    def _step(
        self, by: By, name: str, found: list[tuple[Turn, tuple[Slot, ...]]], share: Mapping[str, float]
    ) -> NextStep:
        """One step with everything it would settle; of a group of a cause the largest expected move counts."""
        best: dict[tuple[str, str], Turn] = {}
        for turn, _rest in found:
            key = (turn.cause.id, turn.criterion.group)
            if key not in best or turn.expected > best[key].expected:
                best[key] = turn
        turns = sorted(best.values(), key=lambda turn: -turn.most * share[turn.cause.id])
        slots = tuple(
            dict.fromkeys(slot for _rest2, some in found for slot in some if slot.item == name or len(found) == 1)
        )
        text = self.library.items[name].text if name else self.engine.step.get(by, by)
        value = sum(turn.expected * share[turn.cause.id] for turn in turns)
        return NextStep(by, text, slots, tuple(turns), value, self.engine.burden[by].value, ordered=self._ordered(by))

    def _ordered(self, by: By) -> bool:
        """Whether a test of this kind is on its way."""
        kinds = self.engine.orders.get(by, ())
        states = self.answers.of_item("order_state")
        for at, answer in self.answers.of_item("order_kind").items():
            state = states.get(at)
            if answer.value in kinds and state is not None and state.value in TO_COME:
                return True
        return False

    def _stopped(self, step: NextStep) -> bool:
        """Whether a gate of the content forbids proposing it now, or a waiting emergency does."""
        if step.by == "block" and any(one.waiting for one in self.raised):
            return True
        return any(
            step.by in stop.by and self.weigher.holds(f"stop:{stop.id}") is True for stop in self.engine.stop
        )


@lru_cache(maxsize=1)
def _position(library: Library) -> Mapping[str, int]:
    """Where each item stands in the order of the content."""
    return {name: number for number, name in enumerate(library.items)}
