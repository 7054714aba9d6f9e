"""The narrow interface between the session and what stores its records: the vault here, a server some day."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Protocol

from workup.answers import Slot
from workup.record import Entry, Imported
from workup.store.rows import (
    Batch,
    End,
    Follows,
    Lists,
    OpenWork,
    PatientFile,
    Pending,
    Person,
    PersonRow,
    Trace,
)


class Store(Protocol):
    """Fifteen operations on records, each whole or not at all; what the present user may not do is refused.

    A test counts them. What keeps one kind of store going (files, keys, copies, migrations) is no part of it.
    """

    def append(
        self, *batches: Batch, contents: Mapping[str, bytes] | None = None, names: Mapping[str, str] | None = None
    ) -> int:
        """Store entries of one log or several and what follows from them in the lists; the seq of the last one.

        All or nothing, durable on return. `contents` holds the bytes of documents that the entries attach and that
        are not stored yet, by digest; `names` those of authors who have no account here. Refuses when a log no longer
        ends where its batch expects, and anything but an amendment of a signed evaluation, which is packed. Pending
        text of the same author and slots is dropped.
        """
        ...

    def read(self, log: str, until: int | None = None) -> list[Entry]:
        """All entries of a log, oldest first, with what joined it; of a patient also as it stood at a seq."""
        ...

    def document(self, digest: str) -> bytes:
        """The bytes of an attached document; refuses when they are not what was attached."""
        ...

    def patient(self, patient: str) -> PatientFile | None:
        """All that the lists hold of one patient, or of whom a merged one goes on in; None when unknown."""
        ...

    def lists(self, limit: int = 50) -> Lists:
        """Drafts and recent patients."""
        ...

    def search(self, wanted: str | PersonRow, limit: int = 50) -> tuple[PersonRow, ...]:
        """Patients by name in any order, birth date in any common form, or record number.

        For a row, all who may be that person already, itself left out.
        """
        ...

    def work(self) -> tuple[OpenWork, ...]:
        """All that is open, over all patients, by their names; next visits only while the patient was not seen."""
        ...

    def imports(self) -> tuple[Imported, ...]:
        """The import of each workup that came from elsewhere and was not made void since."""
        ...

    def keep_pending(self, who: str, log: str, slot: Slot, text: str | None, at: datetime) -> None:
        """Keep what is being typed; the newest text of a slot replaces the former, None forgets it."""
        ...

    def pending(self, who: str) -> tuple[Pending, ...]:
        """What this author was typing when the window ended, oldest first."""
        ...

    def setting(self, name: str) -> str | None:
        """A clinic-wide setting as JSON text; None when it was never set."""
        ...

    def set_setting(
        self, name: str, value: str, who: str, at: datetime, noted: tuple[str, str] | None = None
    ) -> None:
        """Set a clinic-wide setting; that it changed is audited, as this action on this object where they are given."""
        ...

    def audit(self, action: str, who: str, what: str, at: datetime) -> None:
        """Note an action on an object by its ids; never clinical text."""
        ...

    def traces(self, ids: Collection[str]) -> tuple[Trace, ...]:
        """What was done with these objects, the oldest first, for the access report of one patient's record."""
        ...

    def end(self) -> End:
        """Where the record ends at this moment."""
        ...


class Accounts(Protocol):
    """Who works here now, and who else has an account; how they are kept is the affair of each store."""

    @property
    def id(self) -> str:
        """The permanent id of the store."""
        ...

    @property
    def person(self) -> Person:
        """The present user, with the roles that count."""
        ...

    @property
    def since(self) -> int:
        """The seq when the present user unlocked; undo goes back to there."""
        ...

    @property
    def people(self) -> tuple[Person, ...]:
        """Everybody with an account."""
        ...

    @property
    def names(self) -> dict[str, str]:
        """Who is who by id, with those who have no account any more or never had one here."""
        ...

    def is_password(self, text: str) -> bool:
        """Whether this is the password of the present user; takes the half second that guessing is meant to cost.

        Refuses to look while there is a wait after wrong ones.
        """
        ...

    def password_try(self) -> Callable[[str], bool]:
        """The same in two steps: this one counts the try, and what it gives back only computes, in any thread."""
        ...

    def password_tried(self, good: bool) -> bool:
        """What came of a try; a right password forgets the wrong ones before it."""
        ...


class OpenStore(Store, Accounts, Protocol):
    """A store that somebody unlocked: what the session and the pages of the records are given."""


class Filling(Protocol):
    """Goes through all logs in slices; `done` of about `total` logs are through."""

    @property
    def done(self) -> int: ...

    @property
    def total(self) -> int: ...

    def go_on(self, seconds: float) -> bool:
        """Fill for so long, one log at least; True when all are through."""
        ...


class WorkTable(Protocol):
    """A store whose table of open work may follow from rules of another version."""

    def filling(self, rules: str, follows: Follows) -> Filling | None:
        """Fill the table from the logs, in slices; None when these rules filled it before."""
        ...
