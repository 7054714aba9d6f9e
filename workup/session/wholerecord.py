"""One patient's whole record on its way out: every workup as signed or as it stands, and who looked at it."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import cached_property
from pathlib import Path

from msgspec.structs import replace

from workup import words
from workup.content.overlay import library_in
from workup.errors import WorkupError
from workup.fhir import Origin, bundle, canonical, collection
from workup.note import Cover, Note
from workup.note.wholerecord import Access, Change, Told, documents_of, record_cover, whole_record
from workup.paper.metadata import Attachment
from workup.protocol import Library
from workup.record import Joined, Parted, Unmerged, Version, WorkupCame, WorkupLeft, evaluation_log, patient_log
from workup.rights import need
from workup.session.access import action_words, object_words
from workup.session.frozen import amended, answers_of
from workup.session.session import Session
from workup.session.signing import as_signed, is_as_signed
from workup.settings import Preferences
from workup.store import OpenStore, PersonRow
from workup.texts import ENGLISH, N_, _, language, spoken

NAME, BUNDLE_MIME = "record.json", "application/fhir+json"
NOTHING = N_("Nothing was recorded of this patient, so there is no record to give out.")


PUT_RIGHT: Mapping[type, str] = {
    WorkupLeft: N_("A workup recorded here by mistake was moved to another patient; what it says does not count here."),
    WorkupCame: N_("A workup recorded under another patient by mistake was moved here."),
    Joined: N_("Another record of the same person was merged into this one."),
    Parted: N_("A merge with another record was undone: it is another person's."),
    Unmerged: N_("A merge of this record into another was undone: it is another person's."),
}


class NoRecord(WorkupError):
    """There is nothing to give out, or not of one patient."""


class WholeRecord:
    """The record of one patient, read once; nothing in it is moved or changed. Refuses whoever may not export."""

    def __init__(
        self, library: Library, vault: OpenStore, clock: Callable[[], datetime], patient: str, preferences: Preferences
    ) -> None:
        need(vault.person, "export")
        self.library, self.vault, self.clock, self.patient = library, vault, clock, patient
        self.told: tuple[Told, ...] = ()
        self._ids: dict[str, int] = {}
        self.preferences = preferences
        self._read(preferences)

    def _read(self, preferences: Preferences) -> None:
        with language(preferences.page_code):
            self.told = self._telling(preferences)
            self.latest = self._as_it_stands
            self.cover: Cover = record_cover(self.latest.cover, self.vault.person.name, self.clock())
            accesses = tuple(self._accesses())
            library, put_right = self.latest.assessment.library, tuple(self._put_right())
            self.note: Note = whole_record(library, self.told, self.latest, accesses, self.cover, put_right)

    def _telling(self, preferences: Preferences) -> tuple[Told, ...]:
        """Every workup, in the language in force."""
        file = self.vault.patient(self.patient)
        found = [row.evaluation for row in file.evaluations if row.visits] if file is not None else []
        self.merged = tuple(row.patient for row in file.merged) if file is not None else ()
        if not found:
            raise NoRecord(_(NOTHING))
        begun = sorted(found, key=lambda name: self.vault.read(evaluation_log(name))[0].seq)
        told = []
        for number, evaluation in enumerate(begun, 1):
            session = Session(library_in(self.library, spoken()), self.vault, self.clock)
            session.look(self.patient, evaluation)
            self._ids[evaluation] = number
            cover = replace(session.cover(preferences), references=False, private=True)
            self._as_it_stands = Told(number, session.assessment, cover)
            told.append(_told(session, number, cover, preferences))
            session.close()
        return tuple(told)

    @cached_property
    def bundle(self) -> bytes:
        """All workups as one FHIR Bundle, a document for each; in English whatever the page speaks."""
        plain = replace(self.preferences, page_language="english")
        documents = []
        with language(ENGLISH):
            for evaluation, told in zip(self._ids, self._telling(plain), strict=True):
                origin = Origin(self.patient, evaluation, merged=self.merged)
                documents.append(bundle(told.assessment, told.cover, origin))
        return canonical(collection(documents, self.patient, self.cover.dated))

    def page(self, resources: Path) -> bytes:
        """The PDF, with the Bundle in it."""
        from workup.body import load_body
        from workup.paper import pdf
        from workup.style import load_style

        style, figure = load_style(resources / "style.toml"), load_body(resources / "figures" / "body.svg")
        return pdf(self.note, style, figure, self.cover, self.attachments)

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """What the page carries."""
        return (
            Attachment(NAME, BUNDLE_MIME, self.bundle, "Data", _("All workups of the patient as a FHIR R4 Bundle")),
        )

    def left(self, what: str) -> None:
        """Write to the audit trail that the whole record was looked at, printed or exported."""
        need(self.vault.person, "export")
        self.vault.audit(what, self.vault.person.id, f"record:{self.patient}", self.clock())

    def _put_right(self) -> Iterator[str]:
        """What was moved away, moved here, merged or parted, in sentences; another patient is never named."""
        names = self.vault.names
        for entry in self.vault.read(patient_log(self.patient)):
            said = PUT_RIGHT.get(type(entry.value))
            if said is not None:
                when, who = words.day_and_time(entry.at), names.get(entry.who, entry.who)
                yield f"{when}, {who}: {_(said)} {words.sentence(getattr(entry.value, 'reason', ''))}"

    def _accesses(self) -> Iterator[Access]:
        digests = frozenset().union(*(documents_of(one.assessment) for one in (self.latest, *self.told)))
        names = self.vault.names
        for row in self.vault.traces((self.patient, *self.merged, *self._ids, *digests)):
            who, what = names.get(row.who, row.who), object_words(row.what, self._ids, digests)
            yield Access(row.at, who, action_words(row.action), what)


def _told(session: Session, number: int, cover: Cover, preferences: Preferences) -> Told:
    """A signed workup as it was signed, where the content still is the same; else as it stands."""
    versions = session.opened.standing.versions
    signed = tuple(_versions(session))
    if session.opened.status != "signed":
        return Told(number, session.assessment, cover, signed)
    then, told = as_signed(session, versions[-1], preferences)
    told = replace(told, references=False, private=True)
    return Told(number, then, told, signed, moved=not is_as_signed(session, versions[-1]))


def _versions(session: Session) -> Iterator[Change]:
    opened, names = session.opened, session.vault.names
    former: Version | None = None
    for one in opened.standing.versions:
        told: tuple[str, ...] = ()
        if former is not None:
            told = amended(session.library, opened, former, answers_of(session.library, opened, one), one)
        reason = one.amended.reason if one.amended is not None else ""
        yield Change(one.signed.version, one.at, names.get(one.who, ""), one.signed.page, reason, told)
        former = one


def patient_of(vault: OpenStore, mrn: str) -> PersonRow:
    """The one patient with this record number; refused where there is none, or more than one."""
    need(vault.person, "export")
    wanted = mrn.strip()
    found = [row for row in vault.search(wanted) if wanted in (row.mrn, former_mrn(row))] if wanted else []
    if len(found) != 1:
        many = _("More than one patient has") if found else _("No patient here has")
        raise NoRecord(_("{many} this record number, so nothing was written.").format(many=many))
    return found[0]


def former_mrn(row: PersonRow) -> str:
    """The number of the merged record by which a patient was found."""
    return row.found_as.mrn if row.found_as is not None else ""
