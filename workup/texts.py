"""Texts in the language of whoever reads them: English stands in the source, the others in `resources/locale`.

The screen has one language for the whole process. A page may be made in another: `with language("es"):`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from gettext import GNUTranslations

LOCALES = Path(__file__).resolve().parent.parent / "resources" / "locale"
DOMAIN = "workup"
LANGUAGES = {"en": "English", "es": "Español"}
ENGLISH = "en"


class Spoken(NamedTuple):
    """A language by its code, with its texts; English needs none."""

    code: str
    texts: GNUTranslations | None


@cache
def spoken_in(code: str) -> Spoken:
    """The language with this code, read once; one that is not known is English."""
    if code == ENGLISH or code not in LANGUAGES:
        return Spoken(ENGLISH, None)
    from gettext import GNUTranslations

    path = LOCALES / code / "LC_MESSAGES" / f"{DOMAIN}.mo"
    try:
        with path.open("rb") as file:
            return Spoken(code, GNUTranslations(file))
    except (OSError, ValueError, UnicodeDecodeError):  # a damaged installation still opens its records
        return Spoken(ENGLISH, None)


_screen = Spoken(ENGLISH, None)
_here: ContextVar[Spoken | None] = ContextVar("language", default=None)


def speak(code: str) -> None:
    """Set the language of the screen, for all of this process."""
    global _screen  # noqa: PLW0603 - one process, one screen
    _screen = spoken_in(code)


@contextmanager
def language(code: str) -> Iterator[None]:
    """Everything worded inside is in this language, whatever the screen speaks."""
    token = _here.set(spoken_in(code))
    try:
        yield
    finally:
        _here.reset(token)


def spoken() -> str:
    """The code of the language in force here."""
    return (_here.get() or _screen).code


def _(message: str) -> str:
    """The message in the language in force."""
    texts = (_here.get() or _screen).texts
    return message if texts is None or not message else texts.gettext(message)


def _p(context: str, message: str) -> str:
    """The message where one English word has several meanings: `_p("to the rear", "Back")`."""
    texts = (_here.get() or _screen).texts
    return message if texts is None else texts.pgettext(context, message)


def _n(one: str, many: str, n: int, **values: object) -> str:
    """The message for this number, filled in: `_n("{n} day", "{n} days", 3)`."""
    texts = (_here.get() or _screen).texts
    chosen = (one if n == 1 else many) if texts is None else texts.ngettext(one, many, n)
    return chosen.format(n=n, **values)


def N_(message: str) -> str:  # noqa: N802 - the name gettext's tools look for
    """Marks a constant for translation, which happens where it is shown: `_(CONSTANT)`."""
    return message
