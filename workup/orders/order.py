"""One order as the answers tell it."""

from datetime import date, datetime

from msgspec import Struct

from workup.answers import Answer, Answers, At, Gap, Levels, Marks, PartialDate, Slot, Value
from workup.protocol import Library, TestKind, Variant
from workup.protocol.states import OPEN, STATES, WAITING, State

RECORDS = "orders"

KIND, STATE, QUESTION, DUE, DUE_RULE = "order_kind", "order_state", "order_question", "order_due", "order_due_rule"
SEPARATES, CONTRAST = "order_separates", "order_contrast"
# The date each state has.
DATES: dict[State, str] = {
    "ordered": "ordered_on",
    "scheduled": "scheduled_for",
    "performed": "performed_on",
    "resulted": "resulted_on",
    "reviewed": "reviewed_on",
}


class Order(Struct, frozen=True):
    """A record of the list of orders. Without a state it is a draft; `kind` is None for one the content has not.

    `separates` are the causes it is to tell apart, `samples` what a test of several samples was ordered for.
    """

    number: int
    kind: TestKind | None
    variant: Variant | None
    state: State
    title: str
    question: str = ""
    side: str = ""
    levels: Levels | None = None
    priority: str = ""
    separates: tuple[str, ...] = ()
    samples: tuple[str, ...] = ()
    sent_to: str = ""
    note: str = ""
    ordered: PartialDate | None = None
    scheduled: PartialDate | None = None
    performed: PartialDate | None = None
    resulted: PartialDate | None = None
    reviewed: PartialDate | None = None
    due: PartialDate | None = None
    due_rule: str = ""
    critical: bool = False
    provisional: bool = False

    @property
    def at(self) -> At:
        """Where its answers belong."""
        return At(record=self.number)

    def day(self, state: State) -> PartialDate | None:
        """The date of a state, as far as it is known."""
        return getattr(self, state) if state in DATES else None

    @property
    def open(self) -> bool:
        """Something of it is still to come."""
        return self.state in OPEN


class Passed(Struct, frozen=True):
    """One entry of the life of an order: which state was entered, when and by whom; None was taken back."""

    state: State | None
    at: datetime
    who: str
    cause: str


def order_of(library: Library, answers: Answers, number: int) -> Order:
    """The order with this number."""
    at = At(record=number)
    kind = library.tests.get(_text(answers, KIND, at))
    variant = kind.variant_of(_text(answers, kind.chosen_by, at)) if kind is not None and kind.chosen_by else None
    levels = answers.value("order_levels", at)
    separates = {where.place: one.value for where, one in answers.of_item(SEPARATES).items() if where.record == number}
    return Order(
        number=number,
        kind=kind,
        variant=variant,
        state=_state(answers.value(STATE, at)) or "proposed",
        title=_title(answers, kind, variant, at),
        question=_text(answers, QUESTION, at),
        side=_text(answers, "order_side", at),
        levels=levels if isinstance(levels, Levels) else None,
        priority=_text(answers, "order_priority", at),
        separates=tuple(cause for cause in library.causes if separates.get(cause) == "yes"),
        samples=_samples(answers, kind, at),
        sent_to=_text(answers, "order_sent_to", at),
        note=_text(answers, "order_note", at),
        due=_day(answers, DUE, at),
        due_rule=_text(answers, DUE_RULE, at),
        critical=answers.value("result_critical", at) == "yes",
        provisional=answers.value("result_partial", at) == "yes",
        **{state: _day(answers, name, at) for state, name in DATES.items()},
    )


def passed(answers: Answers, number: int) -> tuple[Passed, ...]:
    """Every state ever entered, corrections included, oldest first."""
    trail = answers.trail(Slot(STATE, At(record=number)))
    found = []
    for step in trail:
        known = _state(step.value) if isinstance(step, Answer) else None
        found.append(Passed(known, step.at, step.who, step.cause))
    return tuple(found)


def former(answers: Answers, number: int) -> State | None:
    """The state an order had before the present one."""
    states = [one.state for one in passed(answers, number)]
    now = states[-1] if states else None
    return next((one for one in reversed(states) if one not in (now, None)), None)


def sent_at(answers: Answers, number: int) -> date | None:
    """The day an order was first sent, as the calendar stood where it was entered; None for one never sent."""
    times = [one.at.date() for one in passed(answers, number) if one.state in WAITING]
    return times[0] if times else None


def is_known(value: Value | None) -> bool:
    """Whether an answer says something: unknown and not examined do not."""
    return value is not None and not isinstance(value, Gap) and value != ""


def _title(answers: Answers, kind: TestKind | None, variant: Variant | None, at: At) -> str:
    name = _text(answers, "order_name", at)
    if name:
        return name
    if kind is None:
        return _text(answers, KIND, at)
    return variant.title if variant is not None and variant.title else kind.title


def _samples(answers: Answers, kind: TestKind | None, at: At) -> tuple[str, ...]:
    value = answers.value(kind.sampled_by, at) if kind is not None and kind.sampled_by else None
    return value.present if isinstance(value, Marks) else ()


def _state(value: Value | None) -> State | None:
    return next((one for one in STATES if one == value), None)


def _text(answers: Answers, item: str, at: At) -> str:
    value = answers.value(item, at)
    return value if isinstance(value, str) else ""


def _day(answers: Answers, item: str, at: At) -> PartialDate | None:
    value = answers.value(item, at)
    return value if isinstance(value, PartialDate) else None


def vertebrae_in(library: Library, span: object) -> tuple[str, ...]:
    """The vertebrae of a span from above; none where it is no span of known ones."""
    spine = tuple(library.axes.get("vertebra", ()))
    if not isinstance(span, Levels) or not {span.upper, span.lower} <= set(spine):
        return ()
    return spine[spine.index(span.upper) : spine.index(span.lower) + 1]
