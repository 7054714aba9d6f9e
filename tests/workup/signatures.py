"""Signing in tests: a vault with a password, a session with an impression, and pages without the paper."""

from __future__ import annotations

from tests.workup.patients import RESOURCES
from tests.workup.vaults import PASSWORD
from workup.note import Cover, Note, plain_text
from workup.session import Session
from workup.session.signing import sign
from workup.settings import Preferences, load_settings, preferences_of


def preferences() -> Preferences:
    """Those of a fresh installation."""
    return preferences_of(load_settings(RESOURCES / "settings.toml"), {}, {})[0]


def page(note: Note, cover: Cover) -> bytes:
    """The words of a page in the dress of a PDF: what is kept is compared, not drawn."""
    words = f"{cover.status} {cover.version} {cover.dated.isoformat()}\n{plain_text(note)}"
    return b"%PDF-1.7\n" + words.encode() + b"\n%%EOF\n"


def signed(session: Session) -> Session:
    """The session with its evaluation signed."""
    sign(session, PASSWORD, preferences(), page)
    return session
