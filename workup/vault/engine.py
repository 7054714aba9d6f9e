"""The border to the encrypted database: the only module that knows sqlcipher3."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from workup.vault import refusals

Cell = str | int | bytes | None
SQLITE_FLOOR = (3, 51, 3)  # below this, two connections can lose committed data (WAL-reset race)
CIPHER_FLOOR = (4, 19, 0)  # below this, nobody has proved our pages past 4 GB
PLAIN_MAGIC = b"SQLite format 3\0"
_WATCHED_STEPS = 20_000  # of the engine's own, well under a millisecond
_READ_FAULTS = (266, 522)  # SQLITE_IOERR_READ, SQLITE_IOERR_SHORT_READ


class Database:
    """One keyed connection; its errors are refusals, and none repeats a value or a key."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def run(self, sql: str, values: Sequence[Cell] = ()) -> None:
        """Do one statement."""
        with _refusing():
            self._connection.execute(sql, values)

    def run_each(self, sql: str, rows: Sequence[Sequence[Cell]]) -> None:
        """Do one statement for each row of values."""
        with _refusing():
            self._connection.executemany(sql, rows)

    def rows(self, sql: str, values: Sequence[Cell] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        with _refusing():
            found: list[tuple[Any, ...]] = self._connection.execute(sql, values).fetchall()
            return found

    def each(self, sql: str, values: Sequence[Cell] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows of a long query, one after the other."""
        with _refusing():
            for found in self._connection.execute(sql, values):  # noqa: UP028 - left half read, it closes nothing late
                yield found

    def row(self, sql: str, values: Sequence[Cell] = ()) -> tuple[Any, ...] | None:
        """The first row of a query."""
        with _refusing():
            found: tuple[Any, ...] | None = self._connection.execute(sql, values).fetchone()
            return found

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, durable at the end."""
        self.run("BEGIN IMMEDIATE")
        try:
            yield
            self.run("COMMIT")
        except BaseException:
            if self._connection.in_transaction:  # a full disk has rolled back by itself already
                self.run("ROLLBACK")
            raise

    def watch(self, go_on: Callable[[], bool]) -> None:
        """Ask again and again, while a statement runs, whether it should go on; it ends as interrupted otherwise."""
        self._connection.set_progress_handler(lambda: not go_on(), _WATCHED_STEPS)

    def close(self) -> None:
        """Let go of the files."""
        with _refusing():
            self._connection.close()


def connect(file: Path, key: bytes, *, new: bool = False) -> Database:
    """Open the encrypted file with its raw key; only `new` makes one."""
    mode = "rwc" if new else "rw"
    with _refusing():
        connection = dbapi2.connect(
            f"{file.resolve().as_uri()}?mode={mode}", uri=True, isolation_level=None, check_same_thread=False, timeout=5
        )
    database = Database(connection)
    try:
        database.run("PRAGMA cipher_log_level = NONE")  # else a wrong key writes to stderr
        database.run(f"PRAGMA key = \"x'{key.hex()}'\"")
        check_engine(str(dbapi2.sqlite_version), _text(database, "cipher_version"), "1")
        database.rows("SELECT count(*) FROM sqlite_master")
        check_engine(str(dbapi2.sqlite_version), _text(database, "cipher_version"), _text(database, "cipher_status"))
        for pragma in _PRAGMAS:
            database.run(f"PRAGMA {pragma}")
        if _text(database, "journal_mode") != "wal":
            database.run("PRAGMA journal_mode = WAL")
    except BaseException:
        database.close()
        raise
    return database


_PRAGMAS = (
    "synchronous = FULL",
    "fullfsync = ON",
    "checkpoint_fullfsync = ON",
    "wal_autocheckpoint = 0",  # checkpoints come from a second connection, never in the middle of an answer
    "foreign_keys = ON",
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "secure_delete = ON",  # a used chain key is overwritten, not only unlinked
    "cache_size = -32768",
    "journal_size_limit = -1",  # a large log that is cut down holds up a commit: done in pieces, by `_shorten`
)


_LOG_MB, _PIECE_MB = 32, 8  # what the log may keep of the disk, and how much of it a commit may give back
_LONG_LOG = 12_288  # pages, 48 MB; hands that answer make pauses long before
_LONGEST_WAIT_MS = 50  # for a reader, while nobody can write


def move_log_on(second: Database, writer: Database, log: Path) -> None:
    """Move the log into the file beside whoever writes. A log that had no pause in which to begin anew is made to."""
    _shorten(writer, log)
    pages = second.rows("PRAGMA wal_checkpoint(PASSIVE)")[0][1]
    if pages > _LONG_LOG:
        second.rows("PRAGMA wal_checkpoint(PASSIVE)")  # what came in meanwhile, so that little is left for the next
        second.rows(f"PRAGMA busy_timeout = {_LONGEST_WAIT_MS}")
        second.rows("PRAGMA wal_checkpoint(RESTART)")  # in use by a backup it is left for the next time


def _shorten(writer: Database, log: Path) -> None:
    """Before a large log is moved on: let the commit that begins it anew give back one piece of its bytes, not all."""
    size = log.stat().st_size if log.exists() else 0
    writer.run(f"PRAGMA journal_size_limit = {max(_LOG_MB << 20, size - (_PIECE_MB << 20))}")


def check_engine(sqlite: str, cipher: str, status: str) -> None:
    """Refuse an engine below the floor or one that does not encrypt."""
    old = _version(sqlite) < SQLITE_FLOOR or _version(cipher.partition(" ")[0]) < CIPHER_FLOOR
    if old or status != "1":
        raise refusals.UnsafeEngine


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".") if part.isdecimal())


def _text(database: Database, pragma: str) -> str:
    found = database.row(f"PRAGMA {pragma}")
    return "" if found is None else str(found[0])


def look(file: Path) -> None:
    """Refuse a missing or unencrypted file. Only before this process connects: closing a database file by any other
    hand than the engine's silently drops the engine's locks."""
    try:
        with file.open("rb") as raw:
            head = raw.read(len(PLAIN_MAGIC))
    except FileNotFoundError:
        raise refusals.DamagedVault from None
    except OSError as error:
        raise refusals.from_os(error) from None
    if head == PLAIN_MAGIC or len(head) < len(PLAIN_MAGIC):
        raise refusals.DamagedVault


@contextmanager
def _refusing() -> Iterator[None]:
    """Turn what the user can act on into a refusal; anything else is a bug and passes through."""
    try:
        yield
    except UnicodeEncodeError:
        raise refusals.UnstorableText from None
    except MemoryError:  # so the engine tells of a page it could not read in the middle of a change
        raise refusals.FailingDisk from None
    except dbapi2.Error as error:
        refusal = _refusal(getattr(error, "sqlite_errorcode", None) or 0, str(error))
        if refusal is None:
            raise
        raise refusal from None


def _refusal(code: int, told: str = "") -> refusals.VaultError | None:
    match code & 0xFF:
        case 13:  # SQLITE_FULL
            return refusals.DiskFull()
        case 10 if code not in _READ_FAULTS:  # SQLITE_IOERR
            return refusals.DiskFull()
        case 10 | 11 | 26:  # SQLITE_CORRUPT, SQLITE_NOTADB
            return refusals.DamagedVault()
        case 19 if told.startswith("UNIQUE"):  # the next number is taken: a page of an earlier day was put back
            return refusals.DamagedVault()
        case 3 | 8 | 14:  # SQLITE_PERM, SQLITE_READONLY, SQLITE_CANTOPEN
            return refusals.ReadOnlyFolder()
        case 9:  # SQLITE_INTERRUPT
            return refusals.BackupStopped()
        case 5 | 6:  # SQLITE_BUSY, SQLITE_LOCKED
            return refusals.VaultInUse()
        case _:
            return None
