"""What stands at the foot of every page: what it is for, where its limits are, and in which state its language is."""

from workup.protocol import Library
from workup.texts import ENGLISH, _, spoken


def foot_of(library: Library) -> str:
    """In a language other than English it begins with what is true of that: no clinician has looked it over yet."""
    review = "" if spoken() == ENGLISH else _("Spanish: awaits clinical review.")
    return " ".join(part for part in (review, library.intended_use, library.limits) if part)
