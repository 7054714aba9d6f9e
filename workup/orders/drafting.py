"""What a draft order begins with: the test, its question, the causes it is to tell apart, side and levels."""

from collections.abc import Iterable, Mapping, Sequence

from workup.answers import At, Levels, Slot, Value
from workup.orders.choose import questions_for
from workup.orders.order import KIND, QUESTION, RECORDS, SEPARATES, STATE, Order
from workup.orders.telling import told_apart
from workup.protocol import Library, TestKind
from workup.reasoning.next_step import NextStep
from workup.reasoning.reason import Reasoning

Pairs = list[tuple[Slot, Value | None]]
# Where a cause is, by its id; the same cause may stand at several places.
Placed = Sequence[tuple[str, At]]
SIDES = {"right": "side_right", "left": "side_left"}


def draft_pairs(
    library: Library,
    number: int,
    kind: str,
    variant: str = "",
    question: str = "",
    separates: Iterable[str] = (),
    given: Mapping[str, Value | None] | None = None,
) -> Pairs:
    """The answers that make a draft of this test; of the causes, those that its result can tell apart."""
    at, found = At(record=number), library.tests.get(kind)
    pairs: Pairs = [(Slot(RECORDS, at), "added"), (Slot(KIND, at), kind)]
    if found is not None and found.chosen_by and variant:
        pairs.append((Slot(found.chosen_by, at), variant))
    if question:
        pairs.append((Slot(QUESTION, at), question))
    causes = told_apart(library, found, variant, separates) if found is not None else ()
    pairs += [(Slot(SEPARATES, At(number, cause)), "yes") for cause in causes]
    pairs += [(Slot(name, at), value) for name, value in (given or {}).items()]
    return [*pairs, (Slot(STATE, at), "proposed")]


def draft_of_step(library: Library, step: NextStep, number: int) -> Pairs:
    """The draft that a next step of the reasoning comes to; empty where no kind of test answers it."""
    names = library.engine.orders.get(step.by, ())
    kinds = [kind for name in names if (kind := library.tests.get(name)) is not None and not kind.never_proposed]
    if not kinds:
        return []
    causes = [cause.id for cause in step.causes]
    kind = next((one for one in kinds if _concerns(library, causes[:1], one)), kinds[0])
    question = next(iter(questions_for(library, causes, kind)), None)
    variant = _variant(kind, question.id if question else "", causes)
    where = where_asked(library, kind, variant, [(turn.cause.id, turn.at) for turn in step.turns])
    return draft_pairs(library, number, kind.id, variant, question.text if question else "", causes, where)


def leading_places(reasoning: Reasoning, causes: Iterable[str]) -> Placed:
    """Where each of these causes is named, the leading one first."""
    wanted = set(causes)
    return [(one.cause.id, one.at) for one in reasoning.candidates if one.cause.id in wanted]


def order_of_step(library: Library, step: NextStep, orders: Iterable[Order]) -> Order | None:
    """The order, not reviewed yet, that does what a next step asks for: the one that shares most of its causes."""
    kinds, causes = library.engine.orders.get(step.by, ()), {cause.id for cause in step.causes}
    found = [one for one in orders if one.open and one.kind is not None and one.kind.id in kinds]
    return max(found, key=lambda one: (len(causes & set(one.separates)), one.number), default=None)


def question_of_step(library: Library, step: NextStep) -> str:
    """The question an order for a next step would be asked with; empty where no kind of test answers it."""
    pairs = dict(draft_of_step(library, step, 1))
    text = pairs.get(Slot(QUESTION, At(1)))
    return next((one.id for one in library.ordering.question if one.text == text), "")


def next_suggested(library: Library, steps: Iterable[NextStep], orders: Sequence[Order]) -> tuple[NextStep, str] | None:
    """The first next step that a test does and no order is on its way for, with the name of that test."""
    for step in steps:
        if step.slots or step.ordered or order_of_step(library, step, orders) is not None:
            continue
        pairs = dict(draft_of_step(library, step, 1))
        kind = library.tests.get(str(pairs.get(Slot(KIND, At(1)))))
        if kind is not None:
            variant = kind.variant_of(str(pairs.get(Slot(kind.chosen_by, At(1)), ""))) if kind.chosen_by else None
            return step, variant.title if variant is not None else kind.title
    return None


def _concerns(library: Library, causes: list[str], kind: TestKind) -> bool:
    return bool(questions_for(library, causes, kind)) if causes else False


def _variant(kind: TestKind, question: str, causes: list[str]) -> str:
    """The variant that speaks to the leading cause, else the one that fits the question best."""
    for cause in causes:
        for one in kind.variant:
            if cause in one.causes:
                return one.id
    ranks = ("first", "second", "further")
    fits = sorted((one for one in kind.answers if one.question == question), key=lambda one: ranks.index(one.place))
    return next((one.variant for one in fits if one.variant), "")


def where_asked(library: Library, kind: TestKind, variant: str, placed: Placed) -> dict[str, Value | None]:
    """Side and levels of the causes that the test can tell apart, where all of it agrees and the test asks for them.

    A variant that speaks to some causes only, as a block of a root does, is asked for where the first of those is.
    """
    named = next((one.causes for one in kind.variant if one.id == variant), ())
    told = told_apart(library, kind, variant, (cause for cause, _ in placed))
    chosen = next((cause for cause in told if cause in named), "")
    places = [at for cause, at in placed if (cause == chosen if chosen else cause in told)]
    found: dict[str, Value | None] = {}
    sides = {at.side for at in places if at.side is not None}
    if len(sides) == 1 and "order_side" in kind.asks:
        found["order_side"] = SIDES[sides.pop()]
    inside = _vertebrae(library, {at.place for at in places if at.place is not None}, alone=bool(chosen))
    if inside and "order_levels" in kind.asks:
        found["order_levels"] = Levels(inside[0], inside[-1])
    return found


def _vertebrae(library: Library, places: set[str], *, alone: bool) -> list[str]:
    """The vertebrae of segments, from above; `alone` a single root counts as well, called by its vertebra."""
    segments = library.anatomy.relation.get("segment_vertebrae")
    between = segments.places if segments is not None else {}
    spine = list(library.axes.get("vertebra", ()))
    inside = {one for place in places for one in between.get(place, ()) if one in spine}
    if not inside and alone and len(places) == 1:
        inside = places.intersection(spine)
    return sorted(inside, key=spine.index)
