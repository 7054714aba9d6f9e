"""One spelling for every JSON value (RFC 8785), so that a digest can be worked out again."""

import json
from typing import Any


def canonical(value: dict[str, Any]) -> bytes:
    """Keys sorted, nothing between the parts, UTF-8, whole numbers without a fraction.

    All our keys are ASCII, so the order of code points is that of the standard; all our numbers are short decimals.
    """
    text = json.dumps(_plain(value), ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return value
