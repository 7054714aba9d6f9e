"""Texts that are written often: a short trigger, and the text with places to fill."""

import re
from collections.abc import Mapping, Sequence

import msgspec
from msgspec import Struct

from workup.errors import WorkupError
from workup.texts import _

MOST = 200
LONGEST = 4000
PLACEHOLDERS = ("side", "level", "age", "sex", "date")
_TRIGGER = re.compile(r"[^\s{}\[\]]{2,24}")
_PLACE = re.compile(r"\{([^{}\n]{0,60})\}")
_STOP = re.compile(r"\[[^\[\]\n]{0,60}\]")


class BadMacro(WorkupError):
    """A text that cannot be kept as it stands."""


class Macro(Struct, frozen=True):
    """A trigger and what it stands for; `{side}` and the like are filled in, any other `{words}` is a place to fill."""

    trigger: str
    text: str


def read(kept: str | None) -> tuple[Macro, ...]:
    """The texts of an account as the vault has them."""
    if not kept:
        return ()
    try:
        return msgspec.json.decode(kept, type=tuple[Macro, ...])
    except msgspec.DecodeError:
        return ()


def written(macros: Sequence[Macro]) -> str:
    """The texts as the vault keeps them; raises BadMacro with a sentence."""
    if len(macros) > MOST:
        raise BadMacro(_("{most} texts can be kept; these are {count}.").format(most=MOST, count=len(macros)))
    seen = set[str]()
    for macro in macros:
        if not _TRIGGER.fullmatch(macro.trigger):
            raise BadMacro(
                _("“{trigger}” is no trigger: 2 to 24 letters, digits or signs without a space.").format(
                    trigger=macro.trigger
                )
            )
        if macro.trigger in seen:
            raise BadMacro(
                _("“{trigger}” stands for two texts. Give one of them another trigger.").format(trigger=macro.trigger)
            )
        if not macro.text.strip() or len(macro.text) > LONGEST:
            raise BadMacro(
                _("The text of “{trigger}” can have 1 to {longest} characters.").format(
                    trigger=macro.trigger, longest=LONGEST
                )
            )
        seen.add(macro.trigger)
    return msgspec.json.encode(tuple(macros)).decode()


def trigger_before(text: str, cursor: int) -> str:
    """The word that ends at the cursor."""
    found = re.search(r"[^\s{}\[\]]+$", text[:cursor])
    return found.group() if found else ""


def filled(text: str, known: Mapping[str, str]) -> str:
    """The text with what is known in it; what is not stays in brackets, to be filled by hand."""

    def fill(place: re.Match[str]) -> str:
        name = place.group(1).strip()
        return known.get(name.casefold()) or f"[{name or '…'}]"

    return _PLACE.sub(fill, text)


def left_open(text: str, written: Sequence[str] = ()) -> list[str]:
    """The places still to fill: those that only a text macro writes, and others that stood in what it wrote."""
    own = {f"[{name}]" for name in (*PLACEHOLDERS, "…")}
    own |= {found for one in written for found in _STOP.findall(one)}
    return [found for found in _STOP.findall(text) if found.casefold() in own or found in own]


def next_stop(text: str, start: int) -> tuple[int, int] | None:
    """Where the next place to fill begins and ends, from a position on and then from the start."""
    found = _STOP.search(text, start) or _STOP.search(text)
    return found.span() if found else None
