"""What is told of many patients without their names: the latest workup of each, looked at and left as it is."""

import os
from collections.abc import Callable, Iterator
from datetime import datetime

from workup.assess import Assessment
from workup.cohort import Cohort, cohort
from workup.protocol import Library
from workup.rights import need
from workup.session.session import Session
from workup.store import OpenStore

EVERYBODY = 1_000_000


def cohort_of(library: Library, vault: OpenStore, clock: Callable[[], datetime], smallest: int) -> Cohort:
    """The table of all patients; refuses whoever may not export, and where too few can be shown."""
    need(vault.person, "export")
    return cohort(library, _latest(library, vault, clock), smallest, os.urandom)


def _latest(library: Library, vault: OpenStore, clock: Callable[[], datetime]) -> Iterator[Assessment]:
    for recent in vault.lists(EVERYBODY).recent:
        file = vault.patient(recent.person.patient)
        valid = [row for row in file.evaluations if row.state != "void" and row.visits] if file is not None else []
        valid.sort(key=lambda row: row.state == "imported")  # what was done here comes before what came from elsewhere
        if valid:
            reader = Session(library, vault, clock)
            yield reader.look(recent.person.patient, valid[0].evaluation)
            reader.close()


def cohort_left(vault: OpenStore, clock: Callable[[], datetime]) -> None:
    """Write to the audit trail that such a table was exported."""
    vault.audit("exported", vault.person.id, "cohort", clock())
