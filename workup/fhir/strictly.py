"""JSON from outside, read strictly: bounded in size and depth, no key twice, no number that is none."""

import json
from math import isfinite
from typing import Any, NoReturn

from workup.errors import WorkupError
from workup.fhir.names import Json

MOST_BYTES = 20 * 1024 * 1024
MOST_DEPTH = 64
MOST_DIGITS = 18
_NESTED = (dict, list)
SENTENCE = "The attached record is not one that Workup wrote, or it was changed."


class NotOurs(WorkupError):
    """Text that is no JSON as we write it."""


def parsed(data: bytes) -> Json:
    """The object that the text holds. Raises NotOurs."""
    if len(data) > MOST_BYTES:
        raise NotOurs(f"The attached record is larger than {MOST_BYTES // 1024 // 1024} MB; nothing was read.")
    try:
        whole = json.loads(
            data.decode(), object_pairs_hook=_once, parse_constant=_no_number, parse_float=_finite, parse_int=_short
        )
        if not isinstance(whole, dict):
            raise NotOurs(SENTENCE)
        _shallow(whole)
    except (ValueError, RecursionError):
        raise NotOurs(SENTENCE) from None
    return whole


def _shallow(whole: Any) -> None:
    """Refuses what is nested deeper than any record; the parser itself has stopped at what no memory would hold."""
    layer, depth = [whole], 0
    while layer:
        depth += 1
        if depth > MOST_DEPTH:
            raise ValueError("nested too deep")
        inner: list[Any] = []
        for value in layer:
            inner += value.values() if isinstance(value, dict) else value
        layer = [value for value in inner if isinstance(value, _NESTED)]


def _once(pairs: list[tuple[str, Any]]) -> Json:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _no_number(_: str) -> NoReturn:
    raise ValueError("not a number")


def _finite(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        raise ValueError("not finite")
    return number


def _short(text: str) -> int:
    if len(text) > MOST_DIGITS:
        raise ValueError("a number too long")
    return int(text)
