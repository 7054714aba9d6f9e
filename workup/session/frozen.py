"""What a signed version was made from: the two logs up to their frozen ends, and what came to them since."""

from collections.abc import Iterator

from workup.answers import Answers
from workup.note.amendment import changes
from workup.orders.expect import result_slots
from workup.orders.order import RECORDS, STATE
from workup.protocol import Library
from workup.protocol.states import REPORTED
from workup.record import Entry, Version, evaluation_log, patient_log, replay
from workup.session.opened import OpenWorkup, renamed
from workup.texts import _


def entries_of(opened: OpenWorkup, version: Version | None = None) -> tuple[list[Entry], list[Entry]]:
    """The entries of the patient log and of the evaluation log: those of a version, else all."""
    shared, own = opened.logs[patient_log(opened.patient)], opened.logs[evaluation_log(opened.evaluation)]
    if version is None:
        return shared, own
    signed = version.signed
    shared = opened.shared_then.get(signed.version, shared)
    return (
        [entry for entry in shared if entry.seq <= signed.patient_seq],
        [entry for entry in own if entry.seq <= signed.evaluation_seq],
    )


def answers_of(library: Library, opened: OpenWorkup, version: Version) -> Answers:
    """The answers that a version was signed with."""
    shared, own = entries_of(opened, version)
    return replay(*([renamed(entry, library) for entry in log] for log in (shared, own)))


def amended(
    library: Library, opened: OpenWorkup, former: Version, after: Answers, later: Version | None = None
) -> tuple[str, ...]:
    """What is different from a former version, in the answers of now or of a `later` one, a line each.

    Where the workup was another patient's then, that leads, and nothing is told of what is kept with either patient.
    """
    move = opened.standing.moved_since(former)
    if move is None or (later is not None and move.seq > later.signed.evaluation_seq):
        return changes(library, answers_of(library, opened, former), after)
    before = _own(library, opened, former)
    said = _("Version {number} was recorded under another patient by mistake and does not count.")
    return (said.format(number=former.signed.version), *changes(library, before, _own(library, opened, later)))


def _own(library: Library, opened: OpenWorkup, version: Version | None) -> Answers:
    return replay([], [renamed(entry, library) for entry in entries_of(opened, version)[1]])


def results_since(library: Library, opened: OpenWorkup) -> tuple[int, ...]:
    """The orders of the patient on which a result was recorded after the last signing, by their numbers."""
    if opened.status != "signed":
        return ()
    return tuple(dict.fromkeys(_with_results(library, opened)))


def _with_results(library: Library, opened: OpenWorkup) -> Iterator[int]:
    shared, _rest = entries_of(opened)
    since = opened.standing.versions[-1].signed.patient_seq
    for entry in (renamed(entry, library) for entry in shared if entry.seq > since):
        slot, number = entry.slot, entry.slot.at.record if entry.slot is not None else None
        item = library.items.get(slot.item) if slot is not None else None
        if slot is None or number is None or item is None or (item.record or slot.item) != RECORDS:
            continue
        if (slot.item == STATE and entry.value in REPORTED) or result_slots(library, [slot], number):
            yield number
