"""The newest of the values of one blood test, told by the patient or reported here."""

from collections.abc import Callable, Iterable, Mapping

from workup.answers import PartialDate

Dated = tuple[PartialDate | None, float]
# Of two values of one day the worse counts.
_WORSE: Mapping[str, Callable[[Iterable[float]], float]] = {"egfr": min, "platelets": min, "inr": max}


def newest(name: str, told: Dated | None, reported: Iterable[tuple[PartialDate, float]]) -> Dated | None:
    """The newest value with its day; one told without a day only where nothing is dated."""
    dated = list(reported)
    if told is not None and told[0] is not None:
        dated.append((told[0], told[1]))
    if not dated:
        return told
    last = max((taken for taken, _ in dated), key=lambda taken: taken.last)
    return last, _WORSE[name](value for taken, value in dated if taken.last == last.last)
