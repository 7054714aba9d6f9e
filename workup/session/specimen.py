"""A page about nobody, to see how letterhead, paper and signature print before a patient's page does."""

from datetime import datetime

from msgspec.structs import replace

from workup.answers import Answers
from workup.assess import assess
from workup.content.overlay import library_in
from workup.note import Cover, Note, compose
from workup.note.blocks import Identity
from workup.paper.logo import read_logo
from workup.protocol import Library
from workup.settings import Preferences
from workup.store import Person
from workup.texts import N_, _, language, spoken

NUMBER = N_("Specimen")


def specimen(library: Library, person: Person, preferences: Preferences, now: datetime) -> tuple[Note, Cover]:
    """The page about nobody, in the language of the page."""
    with language(preferences.page_code):
        return _specimen(library, person, preferences, now)


def _specimen(library: Library, person: Person, preferences: Preferences, now: datetime) -> tuple[Note, Cover]:
    """The page of an evaluation in which nothing was answered, by this person, with these preferences."""
    cover = Cover(
        author=person.name,
        profession=preferences.profession or person.profession,
        licence=preferences.licence,
        clinic=preferences.clinic_name,
        address=preferences.clinic_address,
        phone=preferences.clinic_phone,
        document=_(NUMBER),
        printed_at=now,
        paper=preferences.paper,
        letterhead_mm=preferences.letterhead_mm if preferences.letterhead == "leave_space" else 0,
        logo=read_logo(preferences.logo)[0],
        references=preferences.print_references,
    )
    library = library_in(library, spoken())
    note = compose(library, assess(library, Answers(), now.date(), ()), cover)
    return replace(
        note, title=_("Specimen page"), identity=Identity(_("SPECIMEN, Page"), remark=_("A page about nobody"))
    ), cover
