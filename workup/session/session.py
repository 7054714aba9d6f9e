"""The only place where anything changes: one clinician, one patient, at most one evaluation."""

import os
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import partial

from workup.answers import Answers, Cause, Slot, Value
from workup.assess import Assessment, assess
from workup.errors import WorkupError
from workup.limits import refusal
from workup.note import Cover, Note
from workup.protocol import Library
from workup.record import (
    Act,
    Amended,
    ContentMoved,
    Entry,
    Opened,
    Refusal,
    Standing,
    Step,
    Visit,
    Void,
    evaluation_log,
    laid,
    new_id,
    numbered,
    patient_log,
    redo_step,
    replay,
    standing,
    step_here,
    undo_step,
    visit_number,
)
from workup.rights import may
from workup.rights import refusal as role_refusal
from workup.session.cover import cover_of, note_of
from workup.session.documents import Documents
from workup.session.guard import guarded
from workup.session.opened import PLACE, VOID, OpenWorkup, left_at, renamed, shared_when_signed, with_visit
from workup.session.rights import denied
from workup.session.rows import evaluation_row, person_row
from workup.session.work import work_in
from workup.settings import Preferences
from workup.store import Batch, Index, OpenStore, Pending
from workup.texts import _

Change = tuple[Slot | None, Value | Act | None, Cause]


class Refused(WorkupError):
    """The entry cannot be made; the sentence says why."""


class Session:
    """Records what the clinician did and says what it means. Nothing is in force before the vault has it."""

    def __init__(
        self, library: Library, vault: OpenStore, clock: Callable[[], datetime],
        entropy: Callable[[int], bytes] = os.urandom,
    ) -> None:  # fmt: skip
        self.library, self.vault, self.clock, self.entropy = library, vault, clock, entropy
        self.who = vault.person
        self.documents = Documents(vault, clock)
        self._open: OpenWorkup | None = None
        self._assessment: Assessment | None = None
        self._answers = Answers()
        self._step = library.steps[0].id

    def may(self, action: str) -> bool:
        """Whether the role of the present user includes this."""
        return may(self.who, action)

    def need(self, action: str) -> None:
        """Refuse what the present user may not do."""
        if not may(self.who, action):
            raise Refused(role_refusal(self.who, action))

    # -- opening -------------------------------------------------------------------------------------------------

    @property
    def assessment(self) -> Assessment:
        """What the answers mean now. Raises Refused when nothing is open."""
        if self._assessment is None:
            raise Refused(_("No workup is open."))
        return self._assessment

    @property
    def opened(self) -> OpenWorkup:
        """The open workup. Raises Refused when there is none."""
        if self._open is None:
            raise Refused(_("No workup is open."))
        return self._open

    def begin(self, patient: str | None = None) -> Assessment:
        """Begin a new evaluation: of a new patient, or of a known one whose patient log stands."""
        self.need("answer")
        patient_id = patient or new_id(self.entropy)
        evaluation = new_id(self.entropy)
        self._load(patient_id, evaluation)
        begun = Opened(patient_id, self.library.version, self.library.digest)
        try:
            self._append(evaluation_log(evaluation), [(None, begun, "typed")])
        except WorkupError:
            self.close()  # what is not stored is not open
            raise
        return self.assessment

    def open(self, patient: str, evaluation: str) -> Assessment:
        """Open an evaluation where it was left; a draft moves to the present content."""
        self.need("view")
        self._load(patient, evaluation)
        self.vault.audit("opened", self.who.id, evaluation, self.clock())
        own = self.opened.logs[evaluation_log(evaluation)]
        acts = [entry.value for entry in own if isinstance(entry.value, Opened | ContentMoved)]
        if acts and acts[-1].digest != self.library.digest and self.opened.writable:
            moved = ContentMoved(self.library.version, self.library.digest)
            self._append(evaluation_log(evaluation), [(None, moved, "typed")])
        return self.refresh()

    def look(self, patient: str, evaluation: str) -> Assessment:
        """What an evaluation means, for what is told of many; nothing is noted of it and no draft is moved."""
        self._load(patient, evaluation)
        return self.refresh()

    def _load(self, patient: str, evaluation: str) -> None:
        file = self.vault.patient(patient)
        own = self.vault.read(evaluation_log(evaluation))
        stands = standing(own)
        # What was imported is a record of its own: what this vault knows of the patient is no part of it.
        shared = [] if stands.imported is not None else self.vault.read(patient_log(patient))
        # A workup begun by mistake, without an answer, takes no number.
        rows = {row.evaluation: row for row in file.evaluations} if file else {}
        logs = [self.vault.read(evaluation_log(name)) for name, row in rows.items() if row.visits]
        before = [log for log in logs if log and (not own or log[0].seq < own[0].seq)]
        before.sort(key=lambda log: log[0].seq)
        former = self._replayed(*(log for log in before if standing(log).state not in ("void", "imported")))
        self._answers = self._replayed(shared, own)
        self._open = OpenWorkup(
            patient=patient,
            evaluation=evaluation,
            logs={patient_log(patient): shared, evaluation_log(evaluation): own},
            former=former,
            ordinal=len(before) + 1,
            visits=file.visits if file else (),
            standing=stands,
            answered=evaluation in rows and rows[evaluation].visits > 0,
            merged=tuple(row.patient for row in file.merged) if file else (),
            shared_then=shared_when_signed(self.vault, patient, shared, own, stands),
        )
        known = rows[evaluation].step if evaluation in rows else ""
        self._step = left_at(self.vault, self.library, evaluation) or known or self.library.steps[0].id

    def _replayed(self, *logs: list[Entry]) -> Answers:
        return replay([renamed(entry, self.library) for log in logs for entry in log])

    def close(self) -> None:
        """Leave the open workup; everything is already stored."""
        self._open = self._assessment = None
        self.documents.release()

    # -- changing ------------------------------------------------------------------------------------------------

    def answer(self, where: Slot, value: Value | None, cause: Cause = "typed") -> Assessment:
        """Store one answer, or take it back with None; durable when this returns."""
        return self.answer_all([(where, value)], cause)

    def answer_all(self, pairs: Sequence[tuple[Slot, Value | None]], cause: Cause = "typed") -> Assessment:
        """Store several answers as one undo step for each log they belong to."""
        opened = self._taking(where.item for where, _rest in pairs)
        logs: dict[str, list[Change]] = {}
        against = denied(self.library, self._answers, self.who, pairs)
        if not against:
            pairs, against = guarded(self.library, self._answers, pairs, self.clock(), self.who.id)
        if against:
            raise Refused(against)
        for where, value in pairs:
            item = self.library.items[where.item]
            sentence = "" if value is None else refusal(self.library, item, where.at, value, self.clock().date())
            if sentence:
                raise Refused(sentence)
            log = patient_log(opened.patient) if item.keep == "patient" else evaluation_log(opened.evaluation)
            logs.setdefault(log, []).append((where, value, cause))
        for log, changes in logs.items():
            self._append(log, changes)
        return self.assessment

    def _taking(self, items: Iterable[str]) -> OpenWorkup:
        """The open workup, unless it is closed and one of these is its own: what is kept with the patient goes on."""
        own = any(self.library.items[name].keep != "patient" for name in items)
        if against := self.opened.against(own=own):
            raise Refused(against)
        return self.opened

    def undo(self) -> Assessment:
        """Take back the newest own step since unlocking. Raises Refused with the reason when there is none."""
        return self._stepped(undo_step)

    def redo(self) -> Assessment:
        """Put back what was undone last. Raises Refused with the reason when there is nothing."""
        return self._stepped(redo_step)

    def step_here(self, where: Slot, *, back: bool) -> Assessment:
        """Undo, or redo, at one place only."""
        return self._stepped(partial(step_here, where=where, back=back))

    def _stepped(self, find: Callable[..., Step | Refusal]) -> Assessment:
        self.need("answer")
        shared, own = self.opened.logs.values()
        names = self.vault.names
        since = max(self.vault.since, self.opened.standing.behind, *(one.seq for one in shared if one.slot is None))
        found = find(shared, own, self.who.id, since, self._visit(), names)
        if isinstance(found, Refusal):
            raise Refused(found.sentence)
        self._taking(where.item for where, _rest, _rest2 in found.changes)
        self._store(found.log, found.entries(self._visit(), self.clock(), self.who.id))
        return self.assessment

    def act(self, *acts: Act, at: datetime | None = None) -> Assessment:
        """Store what happens to the evaluation as a whole, in one step; `at` where the page says the time already."""
        self._append(evaluation_log(self.opened.evaluation), [(None, act, "typed") for act in acts], at)
        return self.assessment

    def void(self, reason: str) -> Assessment:
        """Mark the evaluation void, with a reason; it stays readable and prints as VOID."""
        self.need("void")
        if not reason.strip():
            raise Refused(_("A reason is needed to mark a workup void."))
        if self.opened.status == "void":
            raise Refused(_(VOID))
        void = Void(reason.strip())
        return self.act(Amended(void.reason), void) if self.opened.closed else self.act(void)

    @property
    def step(self) -> str:
        """The step that is shown; reopening lands there."""
        return self._step

    def at_step(self, step: str) -> None:
        """Remember the step that is shown, so that reopening lands there."""
        if step != self._step and self.opened.writable:
            log = evaluation_log(self.opened.evaluation)
            self.vault.keep_pending(self.who.id, log, PLACE, step, self.clock())
        self._step = step

    def _append(self, log: str, changes: Sequence[Change], at: datetime | None = None) -> None:
        now, visit = at or self.clock(), self._visit()
        self._store(
            log, [Entry(0, log, visit, now, self.who.id, where, value, cause) for where, value, cause in changes]
        )

    def _store(self, log: str, drafts: Sequence[Entry]) -> None:
        """Draft, store durably, accept: what is in force changes only when the vault has it."""
        opened, now, visit = self.opened, drafts[0].at, self._visit()
        own = opened.logs[log]
        answers = self._answers
        for draft in drafts:
            answers = laid(answers, renamed(draft, self.library))
        with_this, answered = opened.visits, opened.answered
        if any(draft.slot is not None for draft in drafts):
            answered = True
            with_this = with_visit(with_this, Visit(visit, now.date(), self.who.id))
        assessment = self._assess(answers, with_this, visit)
        acts = any(draft.slot is None for draft in drafts)
        index = self._index(assessment, log, standing([*own, *drafts]) if acts else opened.standing, answered, now)
        batch = Batch(log, own[-1].seq if own else 0, drafts, index)
        last = self.vault.append(batch, contents=self.documents.held)
        self.documents.release()
        own.extend(numbered(drafts, last))
        opened.visits, opened.answered = with_this, answered
        opened.standing = standing(own) if acts else opened.standing
        self._answers, self._assessment = answers, assessment

    def _assess(self, answers: Answers, all_visits: tuple[Visit, ...], visit: int) -> Assessment:
        opened = self.opened
        opened.read_on()
        here = {*opened.visits_answered.get(evaluation_log(opened.evaluation), ()), visit}
        shown = tuple(v for v in all_visits if v.number in here)
        return assess(self.library, answers, self.today(), shown, visit, opened.former, self._assessment)

    def refresh(self) -> Assessment:
        """Assess anew, for a new day or new preferences."""
        self._assessment = self._assess(self._answers, self.opened.visits, self._visit())
        return self._assessment

    def today(self) -> date:
        """The local date now."""
        return self.clock().date()

    @property
    def clock_behind(self) -> datetime | None:
        """The time of the latest entry here when the clock of this computer stands before it, else None."""
        self.opened.read_on()
        latest = self.opened.newest
        return latest if latest is not None and self.clock() < latest else None

    def _visit(self) -> int:
        return visit_number(self.opened.visits, self.today(), self.who.id)

    # -- the small tables ----------------------------------------------------------------------------------------

    def _index(self, assessment: Assessment, log: str, stands: Standing, answered: bool, at: datetime) -> Index:
        opened, void = self.opened, stands.state == "void"
        evaluation = evaluation_row(assessment, opened, self._step, at, stands, answered=answered)
        shared = log == patient_log(opened.patient)
        person = person_row(assessment, opened.patient) if shared or self._is_new else None
        return Index(person, evaluation, work_in(log, assessment, opened, at.date(), void=void))

    @property
    def _is_new(self) -> bool:
        return not any(self.opened.logs.values())

    # -- typing --------------------------------------------------------------------------------------------------

    def typing(self, where: Slot, text: str) -> None:
        """Keep text that is being typed, so that a crash loses at most the last second."""
        self.vault.keep_pending(self.who.id, self._log_of(where), where, text, self.clock())

    def typed(self) -> tuple[Pending, ...]:
        """Text of the present user that was being typed here when the program ended."""
        logs = set(self.opened.logs)
        mine = self.vault.pending(self.who.id)
        return tuple(kept for kept in mine if kept.log in logs and kept.slot != PLACE)

    def drop_typed(self, where: Slot) -> None:
        """Forget kept text: it was taken over or discarded by name."""
        self.vault.keep_pending(self.who.id, self._log_of(where), where, None, self.clock())

    def _log_of(self, where: Slot) -> str:
        item = self.library.items.get(where.item)
        keep_patient = item is not None and item.keep == "patient"
        return patient_log(self.opened.patient) if keep_patient else evaluation_log(self.opened.evaluation)

    # -- the page ------------------------------------------------------------------------------------------------

    def cover(self, preferences: Preferences) -> Cover:
        """What the page says besides the answers."""
        return cover_of(self.vault, self.opened, self.assessment, self.clock(), preferences)

    def note(self, preferences: Preferences) -> Note:
        """The page as blocks."""
        return note_of(self.assessment, self.cover(preferences))

    def left(self, what: str) -> None:
        """Write to the audit trail that the page was printed, exported or copied."""
        self.need("print" if what == "printed" else "export")
        self.vault.audit(what, self.who.id, self.opened.evaluation, self.clock())
