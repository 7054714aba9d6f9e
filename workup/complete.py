"""Whether typed text can only mean one value: nothing that could be typed behind it would make another one."""

import re
from collections.abc import Sequence

from workup.protocol import Number

# Ends in a year of four digits, after a month or a day and a month; or the other way round with all its digits.
_WHOLE = re.compile(r"\d{4}-\d\d-\d\d|(\d{1,2}[./])?\d{1,2}[./][12]\d{3}")


def is_complete_number(text: str, item: Number) -> bool:
    """Whether one more digit would be too many; never where another unit may be typed behind the number."""
    if item.units or item.most is None:
        return False
    if item.decimals:
        return re.fullmatch(rf"\d+[.,]\d{{{item.decimals}}}", text) is not None
    return text.isascii() and text.isdecimal() and int(text) * 10 > item.most


def is_complete_date(text: str) -> bool:
    """Whether the text names a day or a month of a year written out."""
    return _WHOLE.fullmatch(text.strip()) is not None


def is_complete_span(text: str, places: Sequence[str]) -> bool:
    """Whether the text names two levels, and no level is longer than the last one typed: `T1` may become `T12`."""
    named = re.findall(r"[a-z]+ ?\d{1,2}", text.casefold())
    if len(named) != 2:
        return False
    last = named[-1].replace(" ", "").upper()
    return last in places and not any(place != last and place.startswith(last) for place in places)
