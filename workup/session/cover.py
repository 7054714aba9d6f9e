"""What the page says besides the answers: who writes, in which state, on what paper."""

from datetime import datetime

from msgspec.structs import replace

from workup import words
from workup.assess import Assessment
from workup.note import Cover, Note, compose
from workup.note.blocks import Amendment
from workup.paper.logo import read_logo
from workup.protocol import Library
from workup.session.frozen import amended
from workup.session.opened import OpenWorkup
from workup.session.retold import told_in
from workup.settings import Preferences
from workup.store import OpenStore, Person
from workup.texts import _


def author_of(vault: OpenStore, opened: OpenWorkup) -> Person:
    """Whose the evaluation is: the present user where it is theirs too, else who may sign it."""
    signers = opened.standing.signers
    if not signers or vault.person.id in signers:
        return vault.person
    gone = Person(vault.names.get(signers[-1], ""), "", signers[-1])
    return next((person for person in vault.people if person.id == signers[-1]), gone)


def amendment_of(library: Library, vault: OpenStore, opened: OpenWorkup, assessment: Assessment) -> Amendment | None:
    """What is different from the version signed before; None where there is none, or nothing was amended."""
    amending, versions = opened.standing.amending, opened.standing.versions
    if amending is None or not versions:
        return None
    by = vault.names.get(amending.who, "")
    told = amended(library, opened, versions[-1], assessment.answers)
    return Amendment(told, by, amending.at, amending.reason, versions[-1].signed.version)


def note_of(assessment: Assessment, cover: Cover) -> Note:
    """The page as blocks, in the language of its cover."""
    with told_in(assessment, cover.language) as told:
        return compose(told.library, told, cover)


def cover_of(
    vault: OpenStore, opened: OpenWorkup, assessment: Assessment, now: datetime, preferences: Preferences
) -> Cover:
    """The cover of the open evaluation as it stands, without a signature, in the language of the page."""
    with told_in(assessment, preferences.page_code) as told:
        return _cover_of(vault, opened, told, now, preferences)


def _cover_of(
    vault: OpenStore, opened: OpenWorkup, assessment: Assessment, now: datetime, preferences: Preferences
) -> Cover:
    mrn, author = assessment.answers.value("mrn"), author_of(vault, opened)
    came = opened.standing.imported
    if came is not None:
        author = Person(vault.names.get(came.author, ""), "", came.author)
    alone = len(vault.people) == 1  # the settings are theirs; of several, each account has its own
    cover = Cover(
        author=author.name,
        names=vault.names,
        profession=(preferences.profession if alone else "") or author.profession,
        clinic=preferences.clinic_name,
        address=preferences.clinic_address,
        phone=preferences.clinic_phone,
        licence=author.licence or (preferences.licence if alone else ""),
        document=f"{mrn if isinstance(mrn, str) and mrn else opened.patient}-W{opened.ordinal}",
        version=opened.standing.version + int(opened.writable or not opened.standing.versions),
        status="VOID" if opened.status == "void" else "DRAFT",
        reason=opened.reason,
        printed_at=now,
        dated=opened.newest or now,
        paper=preferences.paper,
        letterhead_mm=preferences.letterhead_mm if preferences.letterhead == "leave_space" else 0,
        logo=read_logo(preferences.logo)[0],
        references=preferences.print_references,
        amendment=amendment_of(assessment.library, vault, opened, assessment),
    )
    if came is None or opened.status == "void":
        return cover
    day = words.calendar_day(came.signed.astimezone(now.tzinfo).date())
    reason = _("Imported from a page that {signer} signed on {day}").format(signer=came.signer, day=day)
    return replace(
        cover, clinic="", address="", phone="", licence="", profession="", logo=b"", document=came.document,
        version=came.version, status="IMPORTED", reason=reason,
    )  # fmt: skip
