"""The manuals of one page and the tour: read from content, and composed as a note to be printed."""

import tomllib
from pathlib import Path
from typing import Literal

import msgspec

from workup.errors import ContentError
from workup.note.blocks import Bullets, Cover, Identity, Note, Part, Run
from workup.texts import _, spoken

TOUR_SEEN = "1"
Which = Literal["user", "administrator", "tour"]


class Chapter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A heading with its lines; the tour has an icon for each."""

    title: str
    lines: tuple[str, ...]
    icon: str = ""


class Manual(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One page of help."""

    title: str
    subtitle: str
    section: tuple[Chapter, ...]


def tour_of(person: str) -> str:
    """The setting of a vault that says whether an account has seen the tour."""
    return f"tour_seen/{person}"


def load_manual(resources: Path, which: Which) -> Manual:
    """Read one, in the language in force where it has been written; refuses an unusable file with a sentence."""
    file = resources / "manuals" / f"{which}.toml"
    own = resources / "locale" / spoken() / "manuals" / f"{which}.toml"
    file = own if own.exists() else file
    try:
        return msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8")), Manual)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise ContentError(
            _("This page of help cannot be read: {error}. Install Workup again.").format(error=error)
        ) from error


def manual_note(manual: Manual, cover: Cover) -> Note:
    """The manual as a page; a pure function of its arguments."""
    parts = tuple(
        Part(f"manual_{number}", chapter.title, (Bullets(tuple((Run(line),) for line in chapter.lines)),))
        for number, chapter in enumerate(manual.section, 1)
    )
    identity = Identity(name=manual.title, remark=_("Help"))
    return Note(manual.title, cover.status, manual.title, manual.subtitle, identity, parts, single=True)


def manual_cover(cover: Cover) -> Cover:
    """What its page says besides: no patient, no author, no draft."""
    return msgspec.structs.replace(cover, author="", status="MANUAL", document="", references=False)
