"""An engine that is too old, does not encrypt, or a file that is plain: refused, and nothing is written in clear."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

from tests.torture.outcome import Outcome
from tests.torture.work import DAY, PASSWORD, made_vault, unlocked
from workup import vault as vaults
from workup.vault.engine import PLAIN_MAGIC
from workup.vault.records import RECORDS

ROOT = Path(__file__).parents[2]

# Each is a change of the running program that a bad package or a bad edit would be; then a vault is made.
_STDLIB = "import sqlite3; engine.dbapi2 = sqlite3"
_NO_KEY = (
    "real = engine.Database.run\n"
    "engine.Database.run = lambda self, sql, values=(): None if 'PRAGMA key' in sql else real(self, sql, values)"
)
_OLD = "engine.SQLITE_FLOOR = (99, 0, 0)"
_OLD_CIPHER = "engine.CIPHER_FLOOR = (99, 0, 0)"
_PLAINTEXT = (PLAIN_MAGIC, b"CREATE TABLE", b"INSERT INTO")
_SCRIPT = """
import sys
from datetime import datetime, UTC
from pathlib import Path
from workup import vault
from workup.store import Person
from workup.vault import engine
{change}
place = Path(sys.argv[1])
person, now = Person("Dr Ann Example", ""), datetime.now(UTC)
try:
    vault.create(place / "New", "correct horse battery", person, now, kdf=vault.FLOOR)
except vault.VaultError as error:
    print(type(error).__name__)
try:
    vault.open_with_password(place / "There.workup", sys.argv[2], "correct horse battery", now)
except vault.VaultError as error:
    print(type(error).__name__)
"""


def run(folder: Path, count: int, chance: Random) -> Outcome:
    """Take each protection away in turn."""
    cases: dict[str, Callable[[], list[str]]] = {
        "the engine of Python itself": lambda: _refused(folder / "stdlib", _STDLIB),
        "no key given": lambda: _refused(folder / "no key", _NO_KEY),
        "an old engine": lambda: _refused(folder / "old", _OLD),
        "an old cipher": lambda: _refused(folder / "old cipher", _OLD_CIPHER),
        "a plain file": lambda: _plain(folder),
    }
    bad = [f"{name}: {one}" for name, case in cases.items() for one in case()]
    return Outcome(len(cases), ", ".join(cases), tuple(bad))


def _refused(place: Path, change: str) -> list[str]:
    """Neither a new vault nor one that is there: both refused, the records of the latter as they were."""
    place.mkdir()
    there = made_vault(place / "There")
    before = (there.folder / RECORDS).read_bytes()
    command = [sys.executable, "-c", _SCRIPT.format(change=change), str(place), there.person.id]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    new, old = [*done.stdout.split(), "", ""][:2]
    bad = [] if new == "UnsafeEngine" else [f"a new vault: {new or done.stderr[-200:]}"]
    bad += [] if old in ("UnsafeEngine", "DamagedVault") else [f"a vault that was there: {old or done.stderr[-200:]}"]
    bad += [] if (there.folder / RECORDS).read_bytes() == before else ["the records that were there were touched"]
    left = [file for file in place.rglob("*") if file.is_file()]
    return bad + [f"{file.name} is in clear" for file in left if any(word in file.read_bytes() for word in _PLAINTEXT)]


def _plain(folder: Path) -> list[str]:
    made = made_vault(folder / "Plain")
    records = made.folder / RECORDS
    records.unlink()
    with sqlite3.connect(records) as plain:
        plain.execute("CREATE TABLE entry (seq)")
    plain.close()
    before = records.read_bytes()
    try:
        unlocked(made, PASSWORD).close(DAY)
        return ["a plain file was opened"]
    except vaults.DamagedVault:
        return [] if records.read_bytes() == before else ["the file was written to"]
