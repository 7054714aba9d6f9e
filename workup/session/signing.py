"""Signing, amending and handing over an evaluation: who may, what stands against it, and what is kept."""

from collections.abc import Callable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from workup.assess import Assessment, assess
from workup.content.overlay import library_in
from workup.note import Cover, Note
from workup.note.blocks import Amendment, Signature
from workup.paper.metadata import Attachment
from workup.protocol import Library
from workup.record import Amended, HandedOver, Signed, Version
from workup.rights import may
from workup.seal import SigningKey, sealed
from workup.session.cover import note_of
from workup.session.frozen import amended as what_changed
from workup.session.frozen import answers_of, entries_of, results_since
from workup.session.opened import IMPORTED, VOID
from workup.session.sealing import key_id_of, sealed_record, vault_key
from workup.session.session import Refused, Session
from workup.session.unresolved import unresolved
from workup.settings import Preferences
from workup.store import Person
from workup.texts import N_, _, language, spoken
from workup.words import choosing

Build = Callable[[Note, Cover, Sequence[Attachment]], bytes]
NOT_YOURS = N_("This is not your password. Nothing was signed. Type it again.")
MOVED = N_("Something was entered while the page was built, so nothing was signed. Look at the page and sign again.")
NOT_BUILT = N_("The page could not be built, so nothing was signed. The draft is as it was. Try again.")


class Prepared(Struct, frozen=True):
    """A version that is about to be signed: its page as blocks, the ends of its logs, what it carries and seals it."""

    note: Note
    cover: Cover
    signed: Signed
    attachments: tuple[Attachment, ...]
    key: SigningKey
    record_signature: bytes


def against_signing(session: Session) -> str:
    """Why the present user may not sign this evaluation; empty when they may."""
    opened = session.opened
    if opened.status == "void":
        return _(VOID)
    if opened.standing.imported is not None:
        return _(IMPORTED)
    if opened.status == "signed":
        return _("This workup is signed already. Amend it to change it.")
    if not session.may("sign"):
        return _("Only a clinician may sign a workup. What you entered is stored.")
    signers = opened.standing.signers
    if session.who.id not in signers and not is_orphan(session):
        names = choosing([person.name for person in session.vault.people if person.id in signers])
        return _("Only {names} may sign this workup, or somebody it is handed over to.").format(
            names=names or _("the author")
        )
    return ""


def is_orphan(session: Session) -> bool:
    """Whether nobody who may sign this evaluation has an account any more."""
    able = {person.id for person in session.vault.people if may(person, "sign")}
    return not able.intersection(session.opened.standing.signers)


def sign(session: Session, password: str, preferences: Preferences, build: Build) -> Assessment:
    """Sign the evaluation as it stands, in one go; a failure at any place leaves the draft as it was.

    A window that stays alive takes the same steps one by one: `check`, `answered`, `prepare`, `keep`.
    """
    check(session)
    answered(session, session.vault.is_password(password))
    prepared = prepare(session, preferences)
    return keep(session, prepared, build(prepared.note, prepared.cover, prepared.attachments))


def check(session: Session) -> None:
    """Refuse what cannot be signed, or not by the present user."""
    sentence = against_signing(session)
    stops = [one.text for one in unresolved(session) if one.blocks]
    if sentence or stops:
        raise Refused(sentence or stops[0])


def answered(session: Session, good: bool) -> None:
    """Refuse a wrong password, which is audited."""
    if not good:
        session.vault.audit("denied", session.who.id, f"signing:{session.opened.evaluation}", session.clock())
        raise Refused(_(NOT_YOURS))


def keep(session: Session, prepared: Prepared, built: bytes) -> Assessment:
    """Store the built page with its signature in one transaction; signed is only what stood there when it was built."""
    page = signed_page(prepared, built)
    shared, own = entries_of(session.opened)
    if (shared[-1].seq if shared else 0, own[-1].seq) != (prepared.signed.patient_seq, prepared.signed.evaluation_seq):
        raise Refused(_(MOVED))
    digest = session.documents.hold(page)
    try:
        return session.act(replace(prepared.signed, page=digest), at=prepared.cover.dated)
    finally:
        session.documents.release()


def prepare(session: Session, preferences: Preferences) -> Prepared:
    """The page that would be signed now, and what it was made from."""
    if session.assessment.today != session.today():
        session.refresh()
    opened, now, draft = session.opened, session.clock(), session.cover(preferences)
    number, key = opened.standing.version + 1, vault_key(session, now)
    shared, own = entries_of(opened)
    own_name = session.who.name
    signature = Signature(
        name=own_name,
        at=now,
        version=number,
        profession=draft.profession,
        licence=draft.licence,
        audit_head=session.vault.end().seal,
        amendment=draft.amendment,
    )
    cover = replace(
        draft, author=own_name, status="AMENDED" if number > 1 else "SIGNED", version=number, printed_at=now, dated=now,
        signature=signature,
    )  # fmt: skip
    plain = session.cover(replace(preferences, page_language="english"))
    of_record = replace(signature, amendment=plain.amendment)
    carried = sealed_record(session, key, replace(cover, amendment=plain.amendment, signature=of_record))
    cover = replace(cover, signature=replace(carried.shown, amendment=signature.amendment))
    content = f"{session.library.version} {session.library.digest}"
    last = shared[-1].seq if shared else 0
    signed = Signed(number, last, own[-1].seq, "", carried.shown.record_digest, content)
    note = note_of(session.assessment, cover)
    return Prepared(note, cover, signed, (carried.attachment,), key, carried.signature)


def signed_page(prepared: Prepared, built: bytes) -> bytes:
    """The bytes that are kept and leave the room: the built page with its record, sealed last."""
    if not built.startswith(b"%PDF-") or b"%%EOF" not in built[-1024:]:
        raise Refused(_(NOT_BUILT))
    try:
        return sealed(built, prepared.key, prepared.record_signature)
    except ValueError:
        raise Refused(_(NOT_BUILT)) from None


def amend(session: Session, reason: str) -> Assessment:
    """Open a signed evaluation for its next version; who amends it may sign that."""
    session.need("amend")
    if not reason.strip():
        raise Refused(_("A reason is needed to amend a signed workup; it is printed on the first page."))
    if session.opened.status == "void":
        raise Refused(_(VOID))
    if session.opened.status != "signed":
        raise Refused(_("Only a signed workup is amended; a draft is changed as it is."))
    return session.act(Amended(reason.strip()))


def receivers(session: Session) -> tuple[Person, ...]:
    """Whom the open evaluation can be handed over to."""
    signers = session.opened.standing.signers
    return tuple(person for person in session.vault.people if may(person, "sign") and person.id not in signers)


def may_hand_over(session: Session) -> bool:
    """Whether the present user has it to give, and somebody to give it to."""
    own = session.who.id in session.opened.standing.signers or is_orphan(session)
    return session.opened.writable and session.may("hand_over") and own and bool(receivers(session))


def hand_over(session: Session, person: str, reason: str) -> Assessment:
    """Let somebody else finish and sign the evaluation, with a reason."""
    session.need("hand_over")
    if not session.opened.writable:
        raise Refused(_("Only a draft is handed over. Amend a signed workup first."))
    if session.who.id not in session.opened.standing.signers and not is_orphan(session):
        raise Refused(_("Only somebody who may sign this workup can hand it over."))
    if person not in {each.id for each in receivers(session)}:
        raise Refused(_("A workup is handed over to a clinician with an account here who cannot sign it yet."))
    if not reason.strip():
        raise Refused(_("A reason is needed to hand a workup over."))
    return session.act(HandedOver(person, reason.strip()))


def results_since_signing(session: Session) -> tuple[int, ...]:
    """The orders with a result recorded after the last signing."""
    return results_since(session.library, session.opened)


def page_of(session: Session, version: Version) -> bytes:
    """The page of a signed version as it was signed; that somebody looked at it is audited."""
    session.need("view")
    page = session.vault.document(version.signed.page)
    opened = f"{session.opened.evaluation}/{version.signed.version}"
    session.vault.audit("viewed", session.who.id, opened, session.clock())
    return page


def note_as_signed(session: Session, version: Version, preferences: Preferences) -> Note:
    """A signed version as blocks, for its words; refused when the content has moved on since."""
    if session.opened.standing.imported is not None:
        raise Refused(_("This workup came from another vault, so only the page signed there can leave."))
    if not is_as_signed(session, version):
        raise Refused(_("The content has changed since this was signed, so only the signed page itself can leave."))
    then, cover = as_signed(session, version, preferences)
    return note_of(then, cover)


def is_as_signed(session: Session, version: Version) -> bool:
    """Whether a signed version still reads as it was signed: the content is the same."""
    return version.signed.content == f"{session.library.version} {session.library.digest}"


def as_signed(session: Session, version: Version, preferences: Preferences) -> tuple[Assessment, Cover]:
    """What a signed version means by the content of today, and its cover, in the language of the page."""
    with language(preferences.page_code):
        return _as_signed(session, library_in(session.library, spoken()), version, preferences)


def _as_signed(
    session: Session, library: Library, version: Version, preferences: Preferences
) -> tuple[Assessment, Cover]:
    opened, number = session.opened, version.signed.version
    _rest, own = entries_of(opened, version)
    numbers = {entry.visit for entry in own if entry.slot is not None}
    seen = tuple(visit for visit in opened.visits if visit.number in numbers)
    answers = answers_of(library, opened, version)
    then = assess(library, answers, version.at.date(), seen, own[-1].visit, opened.former)
    who = session.vault.names.get(version.who, "")
    signature = Signature(
        name=who, at=version.at, version=number, record_digest=version.signed.record,
        key_id=key_id_of(session), amendment=_amendment_to(session, library, version),
    )  # fmt: skip
    cover = replace(
        session.cover(preferences), author=who, status="AMENDED" if number > 1 else "SIGNED", version=number,
        reason="", printed_at=version.at, dated=version.at, signature=signature, amendment=None,
    )  # fmt: skip
    return then, cover


def _amendment_to(session: Session, library: Library, version: Version) -> Amendment | None:
    """What a signed version changed against the one before."""
    opened, amended = session.opened, version.amended
    former = next((one for one in opened.standing.versions if one.signed.version == version.signed.version - 1), None)
    if amended is None or former is None:
        return None
    after = answers_of(library, opened, version)
    by = session.vault.names.get(amended.who, "")
    told = what_changed(library, opened, former, after, version)
    return Amendment(told, by, amended.at, amended.reason, former.signed.version)
