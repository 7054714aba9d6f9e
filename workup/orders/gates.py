"""Safety questions of an order: clear, needs review or stop, by whom, from which answers; unknown is never clear."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from workup.answers import NOWHERE, Answer, Answers, At, Slot
from workup.expr import Condition, Context
from workup.orders.order import RECORDS, Order, is_known, sent_at
from workup.protocol import Claim, Gate, GateRule, Library, Outcome, TestKind
from workup.texts import N_, _
from workup.words import calendar_day

DECISION, REVIEWER, SEEN = "gate_decision", "gate_reviewer", "gate_seen"
GO_AHEAD, NOT_SAFE = "go_ahead", "not_safe"
UNKNOWN = "unknown"
SEVERITY: tuple[Outcome, ...] = ("stop", "review", "clear")
LOST = N_("Its rules could not be read from the content: what has to be checked?")
NOT_KNOWN = N_("Not known yet. Unknown is not clear.")


class Checked(Struct, frozen=True):
    """One gate of one order as it stands now.

    `rule` decided, None while nothing is known; `because` are the answers it rests on, `open` the questions still to
    ask, `told` what whoever does the test should hear; `stale` says which answer is too old. `decision` is what a
    reviewer said of it; `seen` how it stood when the order was sent or reviewed, `changed` that it is worse since.
    """

    gate: Gate
    outcome: Outcome
    rule: GateRule | None
    because: tuple[Slot, ...] = ()
    open: tuple[Slot, ...] = ()
    told: tuple[Slot, ...] = ()
    notes: tuple[Claim, ...] = ()
    stale: str = ""
    decision: Answer | None = None
    reviewer: str = ""
    seen: str = ""
    changed: bool = False

    @property
    def text(self) -> str:
        """What it comes to, as a sentence."""
        return self.stale or (self.rule.text if self.rule is not None else _(NOT_KNOWN))

    @property
    def unknown(self) -> bool:
        """It needs review because what settles it is not known, or too old."""
        return self.rule is None or bool(self.stale)

    @property
    def key(self) -> str:
        """How it stands in words that can be kept: outcome and rule."""
        return f"{self.outcome} {UNKNOWN if self.rule is None or self.stale else self.rule.id}"

    @property
    def refused(self) -> bool:
        """A reviewer said that it is not to be done."""
        return self.decision is not None and self.decision.value == NOT_SAFE

    @property
    def settled(self) -> bool:
        """Clear, or reviewed as it stands now and let go ahead."""
        accepted = self.decision is not None and self.decision.value == GO_AHEAD
        return not self.refused and (self.outcome == "clear" or (accepted and not self.changed))

    @property
    def unsafe(self) -> bool:
        """Shown over the state of an order that was sent: to be stopped, refused, or worse than when it was sent."""
        return not self.settled and (self.outcome == "stop" or self.refused or self.changed)


def gates_of(kind: TestKind, variant: str = "", *, chosen: bool = True) -> tuple[str, ...]:
    """The gates of a kind and variant; while the variant is not chosen, those of all, for any may be meant."""
    meant = [one for one in kind.variant if one.id == variant or not chosen]
    return tuple(dict.fromkeys([*kind.gates, *(name for one in meant for name in one.gates)]))


def unread(name: str) -> Gate:
    """What stands for a gate, or for all of a kind of test, that could not be read: never clear."""
    return Gate(
        id=name,
        title=_("Safety ({name})").format(name=name),
        question=_(LOST),
        reviewer=_("Whoever does the test"),
        asks=(),
        rule=(),
    )


class Gatekeeper:
    """Looks at the gates of orders.

    `asked` tells whether a question is asked of this patient at all, `everything` when an order was sent.
    """

    def __init__(
        self, library: Library, context: Context, today: date, asked: Callable[[Slot], bool], everything: Answers
    ) -> None:
        self.library, self.context, self.answers, self.everything = library, context, context.answers, everything
        self.today, self.asked = today, asked

    def check(self, order: Order) -> tuple[Checked, ...]:
        """Every gate of an order, in the order of the content; one that the content has not needs review."""
        if order.kind is None:
            return (self._gate(unread(order.title), order),)
        chosen = not order.kind.variant or order.variant is not None
        names = gates_of(order.kind, order.variant.id if order.variant else "", chosen=chosen)
        known = [gate for gate in self.library.gates.values() if gate.id in names]
        lost = [unread(name) for name in names if name not in self.library.gates]
        return tuple(self._gate(gate, order) for gate in (*known, *lost))

    def claims(self, key: str, claims: Iterable[Claim], at: At) -> Iterator[Claim]:
        """The sentences that are not known to be beside the point here."""
        for number, claim in enumerate(claims):
            condition = self.library.asked_of_orders.get(f"{key}/{number}")
            if condition is None or condition.holds(self.context.moved(at)) is not False:
                yield claim

    def _gate(self, gate: Gate, order: Order) -> Checked:
        rule, outcome = self._rule(gate, order.at)
        old = self._stale(gate, order) if outcome == "clear" else None
        at = At(record=order.number, place=gate.id)
        reviewer, seen = self.answers.value(REVIEWER, at), self.answers.value(SEEN, at)
        checked = Checked(
            gate=gate,
            outcome="review" if old else outcome,
            rule=rule,
            because=self._because(gate, rule, order.at),
            open=(old[0],) if old else () if outcome == "clear" else tuple(self._open(gate, order)),
            told=tuple(slot for name in gate.told for slot in self._given(name, order)),
            notes=tuple(self.claims(f"note:{gate.id}", gate.note, order.at)),
            stale=old[1] if old else "",
            decision=self.answers.get(Slot(DECISION, at)),
            reviewer=reviewer if isinstance(reviewer, str) else "",
            seen=seen if isinstance(seen, str) else "",
        )
        worse = bool(checked.seen) and checked.key != checked.seen and checked.outcome != "clear"
        return replace(checked, changed=True) if worse else checked

    def _rule(self, gate: Gate, at: At) -> tuple[GateRule | None, Outcome]:
        """The most severe rule that holds; without one it needs review."""
        for outcome in SEVERITY:
            for rule in gate.rule:
                if rule.outcome == outcome and self._condition(gate, rule).holds(self.context.moved(at)) is True:
                    return rule, outcome
        return None, "review"

    def _condition(self, gate: Gate, rule: GateRule) -> Condition:
        return self.library.asked_of_orders[f"safety:{gate.id}/{rule.id}"]

    def _because(self, gate: Gate, rule: GateRule | None, at: At) -> tuple[Slot, ...]:
        if rule is None:
            return ()
        return tuple(sorted(self._condition(gate, rule).because(self.context.moved(at)), key=str))

    def _stale(self, gate: Gate, order: Order) -> tuple[Slot, str] | None:
        """An answer that has to be given for this order and was given too long before it."""
        sent = sent_at(self.everything, order.number) or self.today
        limit = self.library.engine.number(gate.days) if gate.days else 0
        for where in (self._where(name, order) for name in gate.fresh):
            answer = self.answers.get(where)
            if answer is not None and (sent - answer.at.date()).days > limit:
                label, day = self.library.items[where.item].label, calendar_day(answer.at.date())
                return where, _("“{label}” was answered on {day}, before this order: ask again.").format(
                    label=label, day=day
                )
        return None

    def _open(self, gate: Gate, order: Order) -> Iterator[Slot]:
        for where in (self._where(name, order) for name in gate.asks):
            if self.asked(where) and not is_known(self.answers.value(where.item, where.at)):
                yield where

    def _where(self, name: str, order: Order) -> Slot:
        return Slot(name, order.at if self.library.items[name].record == RECORDS else NOWHERE)

    def _given(self, name: str, order: Order) -> Iterator[Slot]:
        here = self.library.items[name].record == RECORDS
        return (Slot(name, at) for at in self.answers.of_item(name) if not here or at.record == order.number)
