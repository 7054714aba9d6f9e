"""Signing in tests: a vault with a password, a session with an impression, and pages without the paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone

from tests.workup.patients import RESOURCES
from tests.workup.sessions import vault_of
from tests.workup.vaults import PASSWORD
from workup.answers import PartialDate, Value
from workup.note import Cover, Note, plain_text
from workup.paper.metadata import SEAL_LENGTH, SEAL_OPENS, Attachment
from workup.record import evaluation_log
from workup.session import Session
from workup.session.signing import sign
from workup.settings import Preferences, load_settings, preferences_of

FIRST_DAY = datetime(2025, 11, 25, 9, 41, tzinfo=timezone(timedelta(hours=1)))
KNOWN: dict[str, Value | None] = {
    "family_name": "Okoye",
    "given_name": "Amara",
    "birth_date": PartialDate(1971, 6, 14),
    "mrn": "004-2318",
    "sex": "female",
    "reason": "leg pain",
    "leg_pain_now@right": 7,
    "impression": "Right L5 root pain.",
}


def preferences() -> Preferences:
    """Those of a fresh installation."""
    return preferences_of(load_settings(RESOURCES / "settings.toml"), {}, {})[0]


def page(note: Note, cover: Cover, attachments: Sequence[Attachment] = ()) -> bytes:
    """The words of a page in the dress of a PDF: what is kept is compared, not drawn."""
    words = f"{cover.status} {cover.version} {cover.dated.isoformat()}\n{plain_text(note)}"
    return b"%PDF-1.7\n" + words.encode() + SEAL_OPENS + b"0" * SEAL_LENGTH + b"\n%%EOF\n"


def signed(session: Session) -> Session:
    """The session with its evaluation signed."""
    sign(session, PASSWORD, preferences(), page)
    return session


def log_of(session: Session) -> str:
    """The log of the open evaluation."""
    return evaluation_log(session.opened.evaluation)


def audited(session: Session) -> list[str]:
    """The actions in the audit trail."""
    return [str(row[0]) for row in vault_of(session).database.rows("SELECT action FROM audit ORDER BY seq")]


def reopened(session: Session) -> Session:
    """The session with its evaluation opened anew."""
    session.open(session.opened.patient, session.opened.evaluation)
    return session
