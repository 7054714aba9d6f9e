"""A signed page of another vault becomes a workup here: read only, beside what is known, whole or not at all."""

import os
from collections.abc import Callable
from datetime import datetime

from msgspec import Struct

from workup import words
from workup.assess import assess
from workup.documents import Brought, OpenedPage, digest_of
from workup.protocol import Library
from workup.record import Entry, Imported, Opened, evaluation_log, new_id, patient_log, visits
from workup.rights import need
from workup.seal import Verdict
from workup.session import brought
from workup.session.rows import person_row
from workup.session.session import Refused
from workup.session.signers import judged_here
from workup.session.work import follows
from workup.store import Batch, EvaluationRow, Index, OpenStore, PersonRow
from workup.texts import N_, _

NOT_WHOLE = N_("The page is not as it was signed, so it is not imported. Ask for the page once more.")
UNKNOWN = N_("Nobody here has accepted the signer of this page yet. Accept the signer first, then import.")
UNREAD = N_("The record in this page cannot be read by this version of Workup, so it is not imported.")
HERE = N_("This workup is in this vault already, so there is nothing to import.")
TWICE = N_("This page was imported already, so nothing was imported.")
GONE = N_("This patient is no longer here. Open the page again.")
MOST_TOLD = 50


class Done(Struct, frozen=True):
    """What was imported: whose it is, its id here, and what stayed behind, in sentences."""

    patient: str
    evaluation: str
    remarks: tuple[str, ...] = ()


class Importing:
    """One page on its way into this vault; nothing is stored before `store`. Raises Refused where it cannot be."""

    def __init__(
        self, library: Library, vault: OpenStore, clock: Callable[[], datetime], page: bytes, found: OpenedPage,
        entropy: Callable[[int], bytes] = os.urandom,
    ) -> None:  # fmt: skip
        need(vault.person, "import")
        self.library, self.vault, self.clock, self.page, self.found = library, vault, clock, page, found
        self.entropy = entropy
        self.verdict: Verdict = judged_here(vault, page, found.carried)
        self.workup: Brought = self._checked()
        answers = brought.laid(self.workup.entries)
        self.person: PersonRow = person_row(assess(library, answers, self.workup.signed.date()), "")
        self.missing = brought.documents_missing(library, answers)

    def _checked(self) -> Brought:
        """The workup on the page, once everything that speaks against taking it does not hold."""
        if not self.verdict.whole:
            raise Refused(_(NOT_WHOLE))
        if self.verdict.signer == "unknown":
            raise Refused(_(UNKNOWN))
        workup = self.found.workup
        if workup is None:
            raise Refused(self.found.sentence or _(UNREAD))
        if self.verdict.signer == "this vault" and self.vault.read(evaluation_log(workup.evaluation)):
            raise Refused(_(HERE))
        if any(came.record == self.found.carried.digest for came in self.vault.imports()):
            raise Refused(_(TWICE))
        brought.checked(self.library, workup, self.clock().date())
        return workup

    def same(self) -> tuple[PersonRow, ...]:
        """Patients here who may be the one on the page."""
        return self.vault.search(self.person)

    def store(self, patient: str | None) -> Done:
        """Take it into the record of a patient, or of a new one; what is known of a patient here stays as it is."""
        self._checked()  # somebody may have imported it since
        file = self.vault.patient(patient) if patient is not None else None
        if patient is not None and file is None:
            raise Refused(_(GONE))
        whose, name = patient or new_id(self.entropy), new_id(self.entropy)
        log, now = evaluation_log(name), self.clock()
        before = max((visit.number for visit in file.visits), default=0) if file is not None else 0
        entries = brought.entries_here(self.library, self.workup, self.verdict.key_id, log, before)
        came = self._act()
        content = Opened(whose, self.workup.content, self.workup.digest)
        visit = before + 1
        acts = [Entry(0, log, visit, now, self.vault.person.id, None, act) for act in (content, came)]
        own = (acts[0], *entries, acts[1])
        batches = [Batch(log, 0, own, Index(evaluation=self._row(whose, name, entries, came, now), work=()))]
        if patient is None:
            batches.insert(0, self._of_patient(whose, entries))
        names = brought.authors(self.verdict.key_id, self.workup.names)
        self.vault.append(*(one for one in batches if one.entries), contents={came.page: self.page}, names=names)
        return Done(whose, name, self._remarks(came))

    def _act(self) -> Imported:
        workup, carried = self.workup, self.found.carried
        signer = self.verdict.name or workup.names[workup.author]
        author = brought.author_id(self.verdict.key_id, workup.author)
        return Imported(
            digest_of(self.page), carried.digest, self.verdict.key_id, signer, workup.evaluation, carried.document,
            carried.version, author, workup.signed.astimezone(self.clock().tzinfo), self.missing[:MOST_TOLD],
            workup.left_out[:MOST_TOLD],
        )  # fmt: skip

    def _row(
        self, patient: str, evaluation: str, entries: tuple[Entry, ...], came: Imported, now: datetime
    ) -> EvaluationRow:
        answers, days = brought.laid(entries), visits(entries)
        steps = assess(self.library, answers, came.signed.date(), days).steps
        progress = tuple((tally.done, tally.total) for tally in steps.values())
        last = self.library.steps[-1].id
        return EvaluationRow(
            evaluation, patient, last, progress, now, "imported", max(len(days), 1), None, came.version, came.signed
        )

    def _of_patient(self, patient: str, entries: tuple[Entry, ...]) -> Batch:
        log = patient_log(patient)
        facts = brought.of_patient(self.library, entries, brought.laid(entries), log)
        work = follows(self.library, facts).work if facts else ()
        one = self.person
        row = PersonRow(patient, one.family_name, one.given_name, one.birth_date, one.sex, one.mrn)
        return Batch(log, 0, facts, Index(person=row, work=work))

    def _remarks(self, came: Imported) -> tuple[str, ...]:
        """What did not come along, by name."""
        told = []
        if self.missing:
            told.append(
                _("These documents stayed where they were attached: {value}.").format(
                    value=words.listing([*self.missing])
                )
            )
        return (*told, *came.left_out)
