"""Red flags: which rules fire, what is still open, and whether what fired has been answered."""

from collections.abc import Callable, Collection, Mapping, Set
from datetime import date
from functools import lru_cache

from msgspec import Struct

from workup.answers import Answer, Answers, At, Gap, Slot
from workup.protocol import TIERS, Flag, FlagRule, Library, Tier
from workup.reasoning.weighing import Weigher
from workup.texts import _

BANNER: tuple[Tier, ...] = ("E", "U")
ACTION, OVERRIDE = "flag_action", "flag_override"


class Raised(Struct, frozen=True):
    """One red flag today: the rules that fire, what fired them, what is open, and what was done about it.

    `tier` is that of the most urgent rule, None while nothing fires; `again` why a recorded answer no longer holds.
    """

    flag: Flag
    tier: Tier | None
    rules: tuple[FlagRule, ...]
    because: tuple[Slot, ...]
    asks: tuple[Slot, ...]
    open_asks: tuple[Slot, ...]
    unknown_asks: tuple[Slot, ...] = ()
    answer: Answer | None = None
    overridden: bool = False
    again: str = ""

    @property
    def open(self) -> bool:
        """Not fired, and not all asked."""
        return self.tier is None and bool(self.open_asks)

    @property
    def unknown(self) -> bool:
        """Not fired and all asked, but an answer is unknown or not examined: not the same as absent."""
        return self.tier is None and not self.open_asks and bool(self.unknown_asks)

    @property
    def banner(self) -> bool:
        """Fired at a tier that is shown as a banner."""
        return self.tier in BANNER

    @property
    def waiting(self) -> bool:
        """Fired as a banner, and nothing valid recorded about it."""
        return self.banner and (self.answer is None or bool(self.again))


class Lent(Struct, frozen=True):
    """The flags of the reasoning before, what was asked then, and the items and conditions touched since."""

    flags: Mapping[str, Raised]
    asked: Mapping[str, tuple[At, ...]]
    changed: Set[str]
    touched: Set[str]


def raised(
    library: Library,
    weigher: Weigher,
    answers: Answers,
    asked: Mapping[str, tuple[At, ...]],
    waiting: Collection[Slot],
    order: Callable[[Slot], int],
    lent: Lent | None = None,
) -> tuple[Raised, ...]:
    """Every flag that applies, in the order of the content.

    `waiting` holds the slots that are open today, `order` tells which of two slots was entered later; `lent` lends
    what nothing has touched since.
    """
    found: list[Raised] = []
    for flag in library.flags.values():
        if lent is not None and _is_left(library, flag, lent, asked):
            found += [lent.flags[flag.id]] if flag.id in lent.flags else []
            continue
        if flag.when and weigher.holds(f"flag:{flag.id}") is not True:
            continue
        rules = [rule for rule in flag.rule if weigher.holds(f"flag:{flag.id}/{rule.id}") is True]
        rules.sort(key=lambda rule: TIERS.index(rule.tier))
        because = sorted({slot for rule in rules for slot in weigher.because(f"flag:{flag.id}/{rule.id}")}, key=str)
        asks = tuple(Slot(item, at) for item in _asks(flag, weigher) for at in asked.get(item, ()))
        answer, overridden = _answer(answers, flag, order)
        again = _again(flag, answer, because, order) if rules else ""
        found.append(
            Raised(
                flag,
                rules[0].tier if rules else None,
                tuple(rules),
                tuple(because),
                asks,
                tuple(slot for slot in asks if slot in waiting),
                tuple(slot for slot in asks if isinstance(answers.value(slot.item, slot.at), Gap)),
                answer,
                overridden,
                again,
            )
        )
    return tuple(found)


def _is_left(library: Library, flag: Flag, lent: Lent, asked: Mapping[str, tuple[At, ...]]) -> bool:
    """Whether nothing has touched a flag; one whose answer no longer holds is worded anew."""
    keys, items = _read(library)[flag.id]
    if not (lent.touched.isdisjoint(keys) and lent.changed.isdisjoint(items)):
        return False
    if any(asked.get(item) is not lent.asked.get(item) for item in items):
        return False
    return flag.id not in lent.flags or not lent.flags[flag.id].again


@lru_cache(maxsize=10)
def _read(library: Library) -> Mapping[str, tuple[frozenset[str], frozenset[str]]]:
    """The conditions of each flag, and the items that it looks at besides."""
    found = {}
    for flag in library.flags.values():
        parts = (*(rule.id for rule in flag.rule), *(f"ask {number}" for number in range(len(flag.ask))))
        keys = frozenset((f"flag:{flag.id}", *(f"flag:{flag.id}/{part}" for part in parts)))
        items = frozenset((*flag.asks, *(name for ask in flag.ask for name in ask.items), ACTION, OVERRIDE))
        found[flag.id] = keys, items
    return found


def _asks(flag: Flag, weigher: Weigher) -> tuple[str, ...]:
    """The items that settle a flag today."""
    further = (
        ask.items for number, ask in enumerate(flag.ask) if weigher.holds(f"flag:{flag.id}/ask {number}") is True
    )
    return (*flag.asks, *(name for items in further for name in items))


def _answer(answers: Answers, flag: Flag, order: Callable[[Slot], int]) -> tuple[Answer | None, bool]:
    """What was recorded about a flag last: an action, or why none is needed."""
    at = At(place=flag.id)
    given = {name: answers.of_item(name).get(at) for name in (ACTION, OVERRIDE)}
    known = [name for name, one in given.items() if one is not None and one.value != ""]
    if not known:
        return None, False
    last = max(known, key=lambda name: order(Slot(name, at)))
    return given[last], last == OVERRIDE


def _again(flag: Flag, answer: Answer | None, because: list[Slot], order: Callable[[Slot], int]) -> str:
    """Why a recorded answer no longer holds: the facts were entered anew after it, or the rule changed."""
    if answer is None:
        return ""
    if answer.at.date() < date.fromisoformat(flag.since):
        return _("The rule has changed since this was recorded.")
    recorded = max(order(Slot(name, At(place=flag.id))) for name in (ACTION, OVERRIDE))
    newer = any(order(slot) > recorded for slot in because)
    return _("The findings have changed since this was recorded.") if newer else ""
