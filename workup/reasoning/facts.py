"""Facts: named, typed, pure functions of the answers and the day; unknown in, unknown out."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from msgspec import Struct

from workup.answers import NOWHERE, Answers, At, Levels, PartialDate
from workup.expr import Between, Context, FactValue, Kept, Truth, truth
from workup.protocol import FACT_PLACED, Library, Optioned
from workup.reasoning.bloods import Dated, newest
from workup.words import age_on, months_between


class Facts:
    """The facts of one patient on one day, computed when asked for; with `kept` they stay, as no answer moves.

    `context` is what conditions are evaluated against, with these facts.
    """

    def __init__(
        self,
        library: Library,
        answers: Answers,
        today: date,
        records: Mapping[str, tuple[int, ...]],
        kept: Kept | None = None,
    ) -> None:
        self.library, self.answers, self.today, self.records = library, answers, today, records
        self.context = Context(answers, self.value, NOWHERE, kept)
        self._kept: dict[str, dict[At, FactValue]] | None = None if kept is None else {}

    def value(self, name: str, at: At = NOWHERE) -> FactValue:
        """The value of a fact; inside an operation record it speaks of that operation."""
        if self._kept is None:
            return FACTS[name](self, at)
        values = self._kept.setdefault(name, {})
        if at not in values:
            parts = FACT_PLACED.get(name, frozenset())
            here = At(at.record if "record" in parts else None, at.place if "place" in parts else None)
            if here not in values:
                values[here] = FACTS[name](self, at)
            values[at] = values[here]
        return values[at]

    def at_rest(self, kept: Kept) -> "Facts":
        """The same facts, kept once computed: for when all answers are in."""
        return Facts(self.library, self.answers, self.today, self.records, kept)

    def all(self) -> dict[str, FactValue]:
        """Every fact of the patient as a whole."""
        return {name: compute(self, NOWHERE) for name, compute in FACTS.items()}

    def number(self, item: str, at: At = NOWHERE) -> float | None:
        """A numeric answer."""
        value = self.answers.value(item, at)
        return value if isinstance(value, (int, float)) else None

    def day(self, item: str, at: At = NOWHERE) -> PartialDate | None:
        """A date answer."""
        value = self.answers.value(item, at)
        return value if isinstance(value, PartialDate) else None

    def operation(self, at: At) -> PartialDate | None:
        """The date of the operation at hand, else of the latest one with a date at or next to the place, if any is."""
        if at.record is not None and self.day("operation_date", at) is not None:
            return self.day("operation_date", At(record=at.record))
        if at.place is not None:
            here = self.latest_operation(near=at.place)[1]
            if here is not None:
                return here
        return self.latest_operation()[1]

    def latest_operation(
        self, near: str | None = None, until: date | None = None
    ) -> tuple[int | None, PartialDate | None]:
        """Record number and date of the latest operation that has a date, at or next to a segment, up to a day."""
        dated = [
            (day.last, number, day)
            for number in self.records.get("operations", ())
            if (day := self.day("operation_date", At(record=number))) is not None
            and (until is None or day.first <= until)
            and (near is None or self.holds("operates_near", At(number, near)))
        ]
        if not dated:
            return None, None
        _, number, day = max(dated)
        return number, day

    def holds(self, term: str, at: At) -> Truth:
        """Whether a definition of the content holds at a place; unknown where the content has none."""
        condition = self.library.conditions.get(f"term:{term}")
        return None if condition is None else truth(condition.recalled(term, self.context.moved(at)))


def _between(day: PartialDate | None, measure: Callable[[date], float]) -> FactValue:
    if day is None:
        return None
    low, high = measure(day.last), measure(day.first)
    return low if low == high else Between(low, high)


def _age(facts: Facts, at: At) -> FactValue:
    return _between(facts.day("birth_date"), lambda birth: age_on(birth, facts.today))


def _bmi(facts: Facts, at: At) -> FactValue:
    height, weight = facts.number("height"), facts.number("weight")
    if not height or not weight:
        return None
    metres = height / 100
    return round(weight / (metres * metres), 1)


def _days_since(facts: Facts, at: At) -> FactValue:
    return _between(facts.operation(at), lambda day: (facts.today - day).days)


def _weeks_since(facts: Facts, at: At) -> FactValue:
    return _between(facts.operation(at), lambda day: (facts.today - day) // timedelta(weeks=1))


def _months_since(facts: Facts, at: At) -> FactValue:
    return _between(facts.operation(at), lambda day: months_between(day, facts.today))


def _operation_count(facts: Facts, at: At) -> FactValue:
    recorded = len(facts.records.get("operations", ()))
    stated = facts.number("operation_total")
    if stated is not None:
        return max(stated, recorded)
    none = facts.answers.value("operations") == "none"
    return recorded if recorded or none else None


def _region_of_operation(facts: Facts, at: At) -> FactValue:
    """The region as answered, else as the levels tell it: C, T, T to L, L, L to S1, or below."""
    record = at.record if at.record is not None else facts.latest_operation()[0]
    stated = facts.answers.value("operation_region", At(record=record))
    if isinstance(stated, str):
        return stated
    levels = facts.answers.value("operation_levels", At(record=record))
    if not isinstance(levels, Levels):
        return None
    upper, lower = levels.upper[0], levels.lower[0]
    if upper in "Sp":
        return "sacroiliac"
    if upper == "L":
        return "lumbar" if lower == "L" else "lumbosacral"
    if lower in "CT":
        return "cervical" if upper == "C" else "thoracic"
    return "thoracolumbar"


def _today(facts: Facts, at: At) -> FactValue:
    return facts.today.toordinal()


def _pain_free_weeks(facts: Facts, at: At) -> FactValue:
    return facts.number("free_interval_weeks")


def _leg_share(facts: Facts, at: At) -> FactValue:
    back = facts.number("back_share")
    return None if back is None else 100 - back


class Equivalent(Struct, frozen=True):
    """Oral morphine milligram equivalents a day of the opioids recorded.

    `counted` opioids have a factor in the content, of `unclear` ones the drug or its dose is not known, and `left_out`
    ones have no factor. `total` is unknown while a dose is, and where every opioid is left out.
    """

    total: float | None
    counted: int = 0
    unclear: int = 0
    left_out: int = 0


def morphine_equivalent(facts: Facts) -> Equivalent:
    """The equivalent by the factor that stands with each opioid in the content."""
    item = facts.library.items.get("opioid_drug")
    numbers = facts.records.get("opioids", ())
    if not isinstance(item, Optioned) or not numbers:
        return Equivalent(0 if facts.answers.value("opioids") == "none" else None)
    total, counted, unclear, left_out = 0.0, 0, 0, 0
    for number in numbers:
        drug = facts.answers.value("opioid_drug", At(record=number))
        if not isinstance(drug, str):
            unclear += 1
            continue
        if drug not in item.factors:
            left_out += 1
            continue
        counted += 1
        given = (facts.number(name, At(record=number)) for name in ("opioid_daily_dose", "opioid_patch_rate"))
        dose = next((one for one in given if one is not None), None)
        if dose is None:
            unclear += 1
        else:
            total += dose * item.factors[drug]
    known = counted and not unclear
    return Equivalent(round(total, 1) if known else None, counted, unclear, left_out)


def _mme(facts: Facts, at: At) -> FactValue:
    return morphine_equivalent(facts).total


# -- of tests and fusions ------------------------------------------------------------------------------------------


def _test_day(facts: Facts, at: At) -> date | None:
    """The day a test was done, else reported, reviewed or ordered, else the day its state was entered."""
    where = At(record=at.record)
    for item in ("performed_on", "resulted_on", "reviewed_on", "ordered_on"):
        day = facts.day(item, where)
        if day is not None:
            return min(day.last, facts.today)
    answer = facts.answers.of_item("order_state").get(where)
    return None if answer is None else min(answer.at.date(), facts.today)


def _since_test(facts: Facts, at: At) -> FactValue:
    day = None if at.record is None else _test_day(facts, at)
    return None if day is None else (facts.today - day).days


def _days_after(facts: Facts, at: At) -> FactValue:
    """Days from the latest operation before a test to that test."""
    day = None if at.record is None else _test_day(facts, at)
    if day is None:
        return None
    start = facts.latest_operation(until=day)[1]
    return _between(start, lambda begun: (day - begun).days)


def _crp_before(facts: Facts, at: At) -> FactValue:
    """The C-reactive protein before this blood test, in mg/L."""
    day = None if at.record is None else _test_day(facts, at)
    if day is None:
        return None
    earlier = [
        (taken, value)
        for where, answer in facts.answers.of_item("lab_crp").items()
        if where.record != at.record and isinstance(value := answer.value, (int, float))
        and (taken := _test_day(facts, where)) is not None and taken < day
    ]
    return max(earlier)[1] if earlier else None


def _newest(facts: Facts, name: str) -> Dated | None:
    reported = [
        (PartialDate.of(taken), answer.value)
        for at, answer in facts.answers.of_item(f"lab_{name}").items()
        if isinstance(answer.value, (int, float)) and (taken := _test_day(facts, at)) is not None
    ]
    told = facts.number(f"known_{name}")
    return newest(name, None if told is None else (facts.day(f"known_{name}_date"), told), reported)


def _value_of(name: str) -> Callable[[Facts, At], FactValue]:
    return lambda facts, at: None if (found := _newest(facts, name)) is None else found[1]


def _since_egfr(facts: Facts, at: At) -> FactValue:
    found = _newest(facts, "egfr")
    return None if found is None else _between(found[0], lambda taken: (facts.today - taken).days)


def onset(facts: Facts) -> PartialDate | None:
    """When the present pain began: when it came back, when something new came, or at an operation that never helped."""
    for item in ("return_date", "new_symptom_date"):
        day = facts.day(item)
        if day is not None:
            return day
    never = facts.answers.value("free_interval") == "none"
    same = {facts.answers.value(item) for item in ("early_result", "early_back_result")} & {"same", "worse"}
    return facts.latest_operation()[1] if never or same else None


def _since_onset(facts: Facts, at: At) -> FactValue:
    return _between(onset(facts), lambda begun: (facts.today - begun) // timedelta(weeks=1))


def _after_onset(facts: Facts, at: At) -> FactValue:
    day = None if at.record is None else _test_day(facts, at)
    return None if day is None else _between(onset(facts), lambda begun: (day - begun) // timedelta(weeks=1))


def _fusion(facts: Facts, at: At) -> PartialDate | None:
    """The date of the latest fusion that has one; with a segment, of the latest that includes it, else of any."""
    numbers = [n for n in facts.records.get("operations", ()) if facts.holds("fusion_procedure", At(n)) is True]
    if at.place is not None:
        here = [n for n in numbers if facts.holds("fuses_here", At(n, at.place)) is True]
        numbers = here or numbers
    days = [day for n in numbers if (day := facts.day("operation_date", At(record=n))) is not None]
    return max(days, key=lambda day: day.last, default=None)


def _since_fusion(facts: Facts, at: At) -> FactValue:
    return _between(_fusion(facts, at), lambda day: months_between(day, facts.today))


def _after_fusion(facts: Facts, at: At) -> FactValue:
    day = None if at.record is None else _test_day(facts, at)
    return None if day is None else _between(_fusion(facts, at), lambda begun: months_between(begun, day))


def _levels_from_fusion(facts: Facts, at: At) -> FactValue:
    """How many mobile segments a segment lies from the nearest fused one: 1 is the next; 0 inside; unknown without."""
    segments = list(facts.library.axes.get("segment", ()))
    if at.place not in segments:
        return None
    inside = [facts.holds("fusion_intended", At(place=one)) is True for one in segments]
    here = segments.index(at.place)
    away = [abs(number - here) for number, fused in enumerate(inside) if fused]
    return min(away, default=None)


FACTS: Mapping[str, Callable[[Facts, At], FactValue]] = {
    "today": _today,
    "age": _age,
    "bmi": _bmi,
    "days_since_operation": _days_since,
    "weeks_since_operation": _weeks_since,
    "months_since_operation": _months_since,
    "operation_count": _operation_count,
    "pain_free_weeks": _pain_free_weeks,
    "region_of_operation": _region_of_operation,
    "leg_share": _leg_share,
    "mme_per_day": _mme,
    "days_since_test": _since_test,
    "crp_before": _crp_before,
    "newest_egfr": _value_of("egfr"),
    "newest_platelets": _value_of("platelets"),
    "newest_inr": _value_of("inr"),
    "days_since_egfr": _since_egfr,
    "days_after_operation": _days_after,
    "weeks_since_onset": _since_onset,
    "weeks_after_onset": _after_onset,
    "months_since_fusion": _since_fusion,
    "months_after_fusion": _after_fusion,
    "levels_from_fusion": _levels_from_fusion,
}
