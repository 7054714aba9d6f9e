"""One spelling for every JSON value (RFC 8785), so that a digest can be worked out again."""

from typing import Any

import msgspec


def canonical(value: dict[str, Any]) -> bytes:
    """Keys sorted, nothing between the parts, UTF-8, whole numbers without a fraction.

    All our keys are ASCII, so any order of characters is that of the standard; `plain_number` takes care of numbers.
    """
    return msgspec.json.encode(value, order="sorted")


def plain_number(value: float) -> float:
    """A number as the standard writes it: a whole one without a fraction."""
    return int(value) if value == int(value) and abs(value) < 1e21 else value
