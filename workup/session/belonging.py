"""Putting right whose a workup is: moved to another patient, two merged, a merge undone. Entries, in one append."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from workup.note.wording import value_words
from workup.protocol import Library
from workup.record import (
    Act,
    Amended,
    Entry,
    Joined,
    Merged,
    Moved,
    Parted,
    Unmerged,
    Visit,
    WorkupCame,
    WorkupLeft,
    evaluation_log,
    joins,
    patient_log,
    replay,
    standing,
    visit_number,
)
from workup.record.belonging import brought_along, visits_there
from workup.rights import need
from workup.session.opened import renamed
from workup.session.rows import IDENTITY, person_of
from workup.session.session import Refused
from workup.session.work import follows
from workup.store import Batch, Index, OpenStore, PatientFile, PersonRow
from workup.texts import N_, _

REASON = N_("A reason is needed. It stays in the record of both.")
SAME = N_("This is the same patient.")
GONE = N_("This patient is no longer here. Search again.")
IMPORTED = N_("A workup from another vault is not moved. Mark it void here and import its page for the right patient.")
VOIDED = N_("A void workup does not count for anybody, so it is not moved.")
NOT_THEIRS = N_("This workup does not belong to this patient any more. Search again.")
NOT_MERGED = N_("These two patients are not merged, so there is nothing to undo.")


class Both(Struct, frozen=True):
    """Two patients as they are shown before anything is done."""

    one: PatientFile
    other: PatientFile


class Belonging:
    """Moves and merges; raises Refused with a sentence where that cannot be. Nothing of it opens a workup."""

    def __init__(self, library: Library, vault: OpenStore, clock: Callable[[], datetime]) -> None:
        self.library, self.vault, self.clock = library, vault, clock

    def both(self, one: str, other: str) -> Both:
        """The two patients; refused when they are the same or one of them is not here."""
        found = [self.vault.patient(name) for name in (one, other)]
        if found[0] is None or found[1] is None:
            raise Refused(_(GONE))
        if found[0].person.patient == found[1].person.patient:
            raise Refused(_(SAME))
        return Both(found[0], found[1])

    # -- moving ------------------------------------------------------------------------------------------------------

    def move(self, evaluation: str, former: str, to: str, reason: str) -> None:
        """The workup was recorded under the wrong patient: it is the other's from here on. A signed one is amended."""
        reason = self._allowed("move", reason)
        pair = self.both(former, to)
        row = next((row for row in pair.one.evaluations if row.evaluation == evaluation), None)
        if row is None:
            raise Refused(_(NOT_THEIRS))
        log = self.vault.read(evaluation_log(evaluation))
        stands = standing(log)
        if stands.imported is not None or stands.state == "void":
            raise Refused(_(IMPORTED if stands.imported is not None else VOIDED))
        leaving, coming = pair.one.person.patient, pair.other.person.patient
        moved = Moved(coming, leaving, reason, visits_there(self.vault.read, log, pair.other.visits, coming))
        own: tuple[Act, ...] = (Amended(reason), moved) if stands.state == "signed" else (moved,)
        row = replace(row, patient=coming, state="amending" if stands.state == "signed" else row.state)
        self.vault.append(
            self._batch(patient_log(leaving), pair.one.visits, (WorkupLeft(evaluation, reason),)),
            self._batch(patient_log(coming), pair.other.visits, (WorkupCame(evaluation, reason),)),
            self._batch(evaluation_log(evaluation), pair.other.visits, own, Index(evaluation=row)),
        )

    # -- merging -----------------------------------------------------------------------------------------------------

    def merge(self, gone: str, stays: str, reason: str) -> None:
        """Two records of one person: everything goes on in that of who `stays`, who is found by both names."""
        reason = self._allowed("merge", reason)
        pair = self.both(gone, stays)
        one, other = (file.person.patient for file in (pair.one, pair.other))
        shared, others = (self.vault.read(patient_log(name)) for name in (other, one))
        highest = max((visit.number for visit in pair.other.visits), default=0)
        joined = Joined(one, reason, highest, most_records(shared))
        along = brought_along(shared, others, patient_log(other), joined)
        self.vault.append(
            self._batch(patient_log(one), pair.one.visits, (Merged(other, reason),)),
            self._batch(patient_log(other), pair.other.visits, (joined,), self._index(other, (*shared, *along))),
        )

    def unmerge(self, gone: str, stays: str, reason: str) -> None:
        """They are two people after all: each has again what was entered for them; what came since is with `stays`."""
        reason = self._allowed("merge", reason)
        file = self.vault.patient(stays)
        shared, others = (self.vault.read(patient_log(name)) for name in (stays, gone))
        if file is None or gone not in {joined.patient for _seq, joined in joins(shared)}:
            raise Refused(_(NOT_MERGED))
        theirs = {entry.seq for entry in others}
        rest = [entry for entry in shared if entry.seq not in theirs]
        self.vault.append(
            self._batch(patient_log(gone), file.visits, (Unmerged(stays, reason),), self._index(gone, others)),
            self._batch(patient_log(stays), file.visits, (Parted(gone, reason),), self._index(stays, rest)),
        )

    def parted_by(self, patient: str) -> tuple[tuple[PersonRow, ...], ...]:
        """The merges that can be undone at this patient: who would go, and after it those who had joined that one."""
        file, own = self.vault.patient(patient), joins(self.vault.read(patient_log(patient)))
        direct, found = {joined.patient for _seq, joined in own}, list[tuple[PersonRow, ...]]()
        for row in file.merged if file is not None else ():  # each is followed by those who had joined it
            if row.patient in direct:
                found.append((row,))
            else:
                found[-1] = (*found[-1], row)
        return tuple(found)

    # -- what is shown before ----------------------------------------------------------------------------------------

    def staying(self, evaluation: str, former: str) -> tuple[str, ...]:
        """What was entered at the visits of a workup and is kept with the patient: it does not move along."""
        log = self.vault.read(evaluation_log(evaluation))
        visits, began = {entry.visit for entry in log if entry.slot is not None}, log[0].seq if log else 0
        items = self.library.items
        found = (
            items[items[entry.slot.item].record or entry.slot.item].label
            for entry in self._entries(patient_log(former))
            if entry.slot is not None and entry.visit in visits and entry.seq > began
            if entry.slot.item in items and entry.slot.item not in IDENTITY
        )
        return tuple(dict.fromkeys(found))

    def differing(self, gone: str, stays: str) -> tuple[str, ...]:
        """Where the two were asked the same and differ: what stands with who stays counts."""
        one, other = (replay(self._entries(patient_log(name))) for name in (gone, stays))
        told = []
        for name, item in self.library.items.items():
            for at in other.of_item(name):
                was, counts = one.value(name, at), other.value(name, at)
                if at.record is None and was is not None and counts is not None and was != counts:
                    said, not_said = (value_words(self.library, item, value) for value in (counts, was))
                    line = _("{label}: {counts}, not {was}")
                    told.append(line.format(label=item.label, counts=said, was=not_said))
        return tuple(told)

    # -- entries -----------------------------------------------------------------------------------------------------

    def _allowed(self, action: str, reason: str) -> str:
        need(self.vault.person, action)
        if not reason.strip():
            raise Refused(_(REASON))
        return reason.strip()

    def _batch(self, log: str, known: Iterable[Visit], acts: Sequence[Act], change: Index | None = None) -> Batch:
        now, who, before = self.clock(), self.vault.person.id, self.vault.read(log)
        visit = visit_number(known, now.date(), who)
        entries = [Entry(0, log, visit, now, who, None, act) for act in acts]
        return Batch(log, before[-1].seq if before else 0, entries, change)

    def _entries(self, log: str) -> list[Entry]:
        return [renamed(entry, self.library) for entry in self.vault.read(log)]

    def _index(self, patient: str, entries: Sequence[Entry]) -> Index:
        """Who the patient is and what is open, from all that then belongs to the record."""
        whole = sorted((renamed(entry, self.library) for entry in entries), key=lambda entry: entry.seq)
        work = follows(self.library, whole).work if whole else ()
        return Index(person=person_of(replay(whole), patient), work=work)


def most_records(entries: Iterable[Entry]) -> int:
    """The highest number of any record in a log."""
    return max((entry.slot.at.record or 0 for entry in entries if entry.slot is not None), default=0)
