"""Facts: named, typed, pure functions of the answers and the day; unknown in, unknown out."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from msgspec import Struct

from workup.answers import NOWHERE, Answers, At, Levels, PartialDate
from workup.expr import Between, FactValue
from workup.protocol import Library, Optioned
from workup.words import age_on, months_between


class Facts:
    """The facts of one patient on one day, computed when asked for and kept."""

    def __init__(
        self, library: Library, answers: Answers, today: date, records: Mapping[str, tuple[int, ...]]
    ) -> None:
        self.library, self.answers, self.today, self.records = library, answers, today, records

    def value(self, name: str, at: At = NOWHERE) -> FactValue:
        """The value of a fact; inside an operation record it speaks of that operation."""
        return FACTS[name](self, at)

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
        """The date of the operation at hand, else of the latest one with a date."""
        if at.record is not None and self.day("operation_date", at) is not None:
            return self.day("operation_date", At(record=at.record))
        return self.latest_operation()[1]

    def latest_operation(self) -> tuple[int | None, PartialDate | None]:
        """Record number and date of the latest operation that has a date."""
        dated = [
            (day.last, number, day)
            for number in self.records.get("operations", ())
            if (day := self.day("operation_date", At(record=number))) is not None
        ]
        if not dated:
            return None, None
        _, number, day = max(dated)
        return number, day


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


FACTS: Mapping[str, Callable[[Facts, At], FactValue]] = {
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
}
