"""Keys as the keyboard of the reader's language names them: `Ctrl Mayús O` for `Ctrl Shift O`."""

import re

from workup.texts import ENGLISH, _p, spoken

_WORD = re.compile(r"Page Up|Page Down|PgUp|PgDn|[A-Z][a-z]+")


def key_said(key: str) -> str:
    """The name of a key, or of several, in the language in force; what no language changes stays."""
    return key if spoken() == ENGLISH else _WORD.sub(lambda hit: _names().get(hit[0], hit[0]), key)


def _names() -> dict[str, str]:
    return {
        "Enter": _p("key", "Enter"),
        "Shift": _p("key", "Shift"),
        "Delete": _p("key", "Delete"),
        "Space": _p("key", "Space"),
        "Up": _p("key", "Up"),
        "Down": _p("key", "Down"),
        "Left": _p("key", "Left"),
        "Right": _p("key", "Right"),
        "Home": _p("key", "Home"),
        "End": _p("key", "End"),
        "Page Up": _p("key", "Page Up"),
        "Page Down": _p("key", "Page Down"),
        "PgUp": _p("key", "PgUp"),
        "PgDn": _p("key", "PgDn"),
    }
