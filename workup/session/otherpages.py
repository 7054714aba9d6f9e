"""Other pages of the open workup: that for the patient; and that they left the program."""

from workup.note import Cover, Note
from workup.note.patientpage import patient_cover, patient_page
from workup.session.retold import told_in
from workup.session.session import Session
from workup.settings import Preferences


def page_for_patient(session: Session, preferences: Preferences) -> tuple[Note, Cover]:
    """The page in plain words, and its cover."""
    with told_in(session.assessment, preferences.page_code) as told:
        cover = patient_cover(session.cover(preferences))
        return patient_page(told.library, told, cover), cover


def page_for_patient_left(session: Session, what: str) -> None:
    """Write to the audit trail that the page was printed, exported or copied; never what is on it."""
    session.need("print" if what == "printed" else "export")
    session.vault.audit(what, session.who.id, f"patient-page:{session.opened.evaluation}", session.clock())
