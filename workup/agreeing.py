"""Words put together so that they agree in every language, whatever gender and order the things have."""

from __future__ import annotations

from workup import words
from workup.texts import _, _p


def placed(place: str, name: str) -> str:
    """A thing at a place: `L5–S1 foramen`, `hamstring reflex`; elsewhere the thing comes first."""
    if not place or not name:
        return place or name
    return _p("a place and what is there", "{place} {name}").format(place=place, name=name)


def place_first() -> bool:
    """Whether the place leads: `L4–S1 fusion`, where Spanish says the fusion first."""
    return placed("1", "2").startswith("1")


def found_at(found: str, place: str) -> str:
    """What was found and where: `light touch reduced right top of foot`."""
    if not place or not found:
        return place or found
    return _p("what was found and where", "{found} {place}").format(found=found, place=place)


def asked(label: str) -> str:
    """A question without its marks, as it stands before its answer."""
    return label.rstrip("?").lstrip("¿")


def quoted(text: str) -> str:
    """Somebody's own words."""
    return _("“{title}”").format(title=text)


def of_side(value: object) -> str:
    """A chosen side beside the thing it belongs to: `right`, `both sides`; nothing where no side is told."""
    if value in ("both", "both_sides"):
        return _("both sides")
    side = value.removeprefix("side_") if isinstance(value, str) else ""
    return words.on_side(side) if side in words.SIDES else ""
