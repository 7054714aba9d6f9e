"""The referral of an order: its page, and that it left the program."""

from workup.note import Cover, Note
from workup.note.referral import referral, referral_cover
from workup.session.retold import told_in
from workup.session.session import Session
from workup.settings import Preferences


def referral_page(session: Session, number: int, preferences: Preferences) -> tuple[Note, Cover]:
    """The page of one order as blocks, and its cover. Raises KeyError for an order that is not there."""
    with told_in(session.assessment, preferences.page_code) as told:
        cover = referral_cover(session.cover(preferences), told, number)
        return referral(told.library, told, number, cover), cover


def referral_left(session: Session, number: int, what: str) -> None:
    """Write to the audit trail that the page was printed, exported or copied; never what is on it."""
    session.need("print" if what == "printed" else "export")
    order = f"referral:{session.opened.patient}/{number}"
    session.vault.audit(what, session.who.id, order, session.clock())
