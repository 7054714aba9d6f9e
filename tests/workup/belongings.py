"""Two patients with a workup each, and all that is told of them, for tests of moving and merging."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from tests.workup.patients import library
from tests.workup.sessions import give
from tests.workup.signed import KNOWN
from tests.workup.vaults import Clock
from workup.answers import PartialDate, Value
from workup.note import Note, plain_text
from workup.record import (
    evaluation_log,
    patient_log,
    replay,
)
from workup.session import Session
from workup.session.belonging import Belonging
from workup.session.counting import EVERYBODY
from workup.vault import Vault

OTHER: dict[str, Value | None] = {
    "family_name": "Oquist", "given_name": "Amara", "birth_date": PartialDate(1971, 6, 15), "mrn": "777-1",
    "operations@1": "added", "operation_date@1": PartialDate(2019, 3), "reason": "back pain", "leg_pain_now@right": 3,
}  # fmt: skip


def begun(
    vault: Vault, clock: Clock, values: Mapping[str, Value | None], patient: str | None = None
) -> tuple[str, str]:
    session = Session(library(), vault, clock)
    session.begin(patient)
    give(session, values)
    ids = session.opened.patient, session.opened.evaluation
    session.close()
    return ids


def belonging(vault: Vault, clock: Clock) -> Belonging:
    return Belonging(library(), vault, clock)


def values_of(vault: Vault, patient: str, *evaluations: str) -> dict[str, object]:
    """All answers in force of a patient, with the visits they were given at."""
    logs = [vault.read(patient_log(patient)), *(vault.read(evaluation_log(one)) for one in evaluations)]
    found = replay([], [entry for log in logs for entry in log])
    return {
        f"{name} {at}": (answer.value, answer.visit, answer.at, answer.who)
        for name in library().items
        for at, answer in found.of_item(name).items()
    }


def told(vault: Vault, *patients: str) -> list[object]:
    """All that is told of these patients, but not when they were changed last."""
    files: list[object] = []
    for patient in patients:
        file = vault.patient(patient)
        assert file is not None
        rows = sorted(
            (row.evaluation, row.patient, row.state, row.visits, row.seen, row.progress) for row in file.evaluations
        )
        files.append((file.person, rows, file.work, file.visits, file.merged))
        files.append(values_of(vault, patient, *(row[0] for row in rows)))
    work = sorted(str((one.person, one.row, one.words)) for one in vault.work())
    found = [sorted(row.patient for row in vault.search(text)) for text in ("okoye", "oquist", "777-1", "004-9999")]
    recent = sorted(one.person.patient for one in vault.lists(EVERYBODY).recent)
    return [files, work, found, recent]


def raw(vault: Vault) -> list[tuple[object, ...]]:
    """What is stored, packed or not, without the acts of these tests."""
    query = "SELECT seq, log, visit, at, who, item, record, place, side, value, mac FROM entry ORDER BY seq"
    return vault.database.rows(query)


def words_of(note: Note) -> str:
    return " ".join(plain_text(note).split())


def two(vault: Vault, clock: Clock) -> tuple[str, str, str, str]:
    next_visit = PartialDate(2025, 12, 1)
    known = {**KNOWN, "mrn": "004-9999", "operations@1": "added", "next_visit": next_visit}
    one, first = begun(vault, clock, known)
    clock.now += timedelta(days=1)
    other, second = begun(vault, clock, OTHER)
    clock.now += timedelta(days=1)
    return one, first, other, second
