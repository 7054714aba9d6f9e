"""One vault made once for all tests, copied for each, and what they say about it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

from workup import vault
from workup.answers import Value, slot
from workup.record import Entry, evaluation_log, patient_log
from workup.store import Batch, Index, Person, PersonRow
from workup.vault import opening
from workup.vault.engine import Database, connect
from workup.vault.records import RECORDS
from workup.vault.vault import Vault

NOW = datetime(2025, 11, 25, 9, 12, tzinfo=timezone(timedelta(hours=1)))
PASSWORD = "correct horse battery"
ANN = Person("Dr Ann Example", "Pain medicine")
MARIA = patient_log("maria0000000")
FIRST = evaluation_log("first0000000")


@dataclass(frozen=True, slots=True)
class Made:
    """A closed vault with all its secrets."""

    folder: Path
    data_key: bytes
    person: Person
    sheet: vault.RecoverySheet

    def copy(self, parent: Path) -> Made:
        """The same vault in another place."""
        folder = Path(shutil.copytree(self.folder, parent / "copy.workup"))
        return Made(folder, self.data_key, self.person, self.sheet)

    def open(self) -> Vault:
        """Open as the program does, but for the half second that the password costs."""
        known = opening.Unlocked
        return opening._opened(
            self.folder, lambda found: known(self.data_key, self.person, found), "opened", NOW, lambda: 0
        )

    def database(self) -> Database:
        """The closed records, for a thief who has the data key."""
        return connect(self.folder / RECORDS, self.data_key)


STORED = sorted(int(kept.name.removeprefix("version-")) for kept in (Path(__file__).parent / "stored").iterdir())


def of_version(version: int, parent: Path) -> Vault:
    """A vault that an earlier version of the program made, opened by this one."""
    kept = Path(__file__).parent / "stored" / f"version-{version}"
    folder = Path(shutil.copytree(kept, parent / "old.workup"))
    return vault.open_with_password(folder, vault.people(folder)[0].id, "only for a test", NOW)


def make(folder: Path) -> Made:
    """A new vault with a few answers, closed."""
    opened, sheet = vault.create(folder, PASSWORD, ANN, NOW, kdf=vault.FLOOR)
    opened.append(Batch(MARIA, 0, drafts(MARIA, {"family_name": "Schmidt", "given_name": "Maria"}), SCHMIDT))
    opened.append(Batch(FIRST, 0, drafts(FIRST, {"reason": "leg pain", "slr@right": 5, "leg_pain_now@right": 2.5})))
    opened.close(NOW)
    return Made(opened.folder, opened.data_key, opened.person, sheet)


SCHMIDT = Index(PersonRow("maria0000000", "Schmidt", "Maria", "1971-06-14", "female", "004-2318"))


def drafts(log: str, values: dict[str, Value | None], who: str = "ann", at: datetime = NOW) -> list[Entry]:
    """Entries not yet stored."""
    return [Entry(0, log, 1, at, who, slot(address), value) for address, value in values.items()]


class Clock:
    """A clock that stands until it is set."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now
