"""A clinician at work, without a screen: mixed saves through the session, each told once it is durable."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from tests.workup.patients import library
from tests.workup.vaults import Made
from workup import vault as vaults
from workup.answers import UNKNOWN, Attached, AttachedFile, Finding, Marks, Painted, PartialDate, Value, slot
from workup.errors import WorkupError
from workup.record import Signed
from workup.session import Refused, Session
from workup.session.ordering import draft, send
from workup.session.signing import amend
from workup.store import Person
from workup.vault import Vault, chain, header, keys

PASSWORD, OTHER_PASSWORD = "correct horse battery", "another horse battery"
DAY = datetime(2025, 11, 25, 9, 12, tzinfo=UTC)
TYPED = slot("history_note")


@cache
def _stretched(password: str, salt: bytes, kdf: keys.Kdf) -> bytes:
    return _SLOW(password, salt, kdf)


def _slot_of_one_salt(
    vault: str, person: Person, password: str, data_key: bytes, kdf: keys.Kdf, entropy: keys.Entropy,
    *, temporary: bool = False,
) -> keys.KeySlot:  # fmt: skip
    def drawn(size: int) -> bytes:
        return _SALT if size == len(_SALT) else entropy(size)

    return _SLOT(vault, person, password, data_key, kdf, drawn, temporary=temporary)


_SLOW, _SLOT = keys.stretched, keys.password_slot
_SALT = bytes(range(16))


def without_waiting() -> None:
    """Work out each password once, with one salt: what is tried a thousand times here is not the cost of guessing."""
    keys.stretched, keys.password_slot = _stretched, _slot_of_one_salt


class Ticking:
    """A clock that goes on a second each time it is looked at."""

    def __init__(self, now: datetime = DAY) -> None:
        self.now = now

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@dataclass
class Known:
    """What was acknowledged: it has to be there from now on."""

    seq: int = 0
    mac: str = ""
    generation: int = 0
    typed: int = 0
    log: str = ""
    backups: tuple[str, ...] = ()
    accounts: str = ""

    def line(self) -> str:
        """As one line for a pipe."""
        return json.dumps(self.__dict__) + "\n"


def read_known(line: str) -> Known:
    """The same from a line."""
    found: dict[str, Any] = json.loads(line)
    return Known(**{**found, "backups": tuple(found["backups"])})


def made_vault(folder: Path) -> Made:
    """A closed vault without a patient, with all its secrets."""
    without_waiting()
    person = Person("Dr Ann Example", "Pain medicine")
    opened, sheet = vaults.create(folder, PASSWORD, person, DAY, kdf=vaults.FLOOR)
    opened.close(DAY)
    return Made(opened.folder, opened.data_key, opened.person, sheet)


def unlocked(made: Made, *passwords: str) -> Vault:
    """Open as the program does, with the first of these passwords that is right."""
    for password in passwords or (PASSWORD, OTHER_PASSWORD):
        try:
            return vaults.open_with_password(made.folder, made.person.id, password, DAY)
        except vaults.WrongPassword:
            continue
    raise vaults.WrongPassword


@contextmanager
def opened(made: Made, *passwords: str) -> Iterator[Vault]:
    """The vault open, and let go of whatever happens."""
    vault = unlocked(made, *passwords)
    try:
        yield vault
    finally:
        vault.close(DAY)


class Work:
    """Endless mixed work on one vault. `say` is told what has to be there after each step."""

    def __init__(self, vault: Vault, chance: Random, say: Callable[[Known], object], backups: Path) -> None:
        self.vault, self.chance, self.say, self.backups = vault, chance, say, backups
        self.session = Session(library(), vault, Ticking())
        self.known = Known(accounts=vault.header.accounts)
        self.orders = 0
        self.begin()

    def begin(self) -> None:
        """A new patient."""
        self.session.close()
        self.session.begin()
        self.orders = 0
        self._give({"family_name": f"Okoye-{self.chance.randrange(10_000)}", "birth_date": PartialDate(1980, 2, 29)})
        self.told()

    def reopen(self) -> None:
        """Begin again where a workup could not be begun: what was not stored is not open."""
        if self.session._open is None:
            self.begin()

    def told(self) -> None:
        """Say what is durable now."""
        end = chain.Chain(self.vault.database)
        self.known.seq, self.known.mac, self.known.generation = end.seq, end.mac.hex(), self.vault.header.generation
        self.say(self.known)

    def go_on(self) -> None:
        """One more thing a clinician does; what is refused with a sentence about the workup is part of a day."""
        self.reopen()
        what = self.chance.choices(list(_STEPS), list(_STEPS.values()))[0]
        with suppress(Refused):
            what(self)
        self.told()

    def _give(self, values: dict[str, Value | None]) -> None:
        self.session.answer_all([(slot(address), value) for address, value in values.items()])

    def answer(self) -> None:
        """One answer, or one taken back."""
        number = self.chance.randrange(11)
        address, value = self.chance.choice(
            (
                ("leg_pain_now@right", number), ("back_pain_now", number), ("strength@L5/right", number % 6),
                ("slr@right", Finding("positive", 30 + number)), ("fever_sweats", UNKNOWN), ("height", 150 + number),
                ("pain_map@back.buttock/right", Painted(("burning",), number)), ("leg_pain_now@right", None),
            )
        )  # fmt: skip
        self.session.answer(slot(address), value)

    def write(self) -> None:
        """A longer text."""
        self.session.answer(slot("reason"), "Leg pain after fusion. " * self.chance.randrange(1, 85))

    def operation(self) -> None:
        """Answers of a record of the patient, with one of the workup: two logs."""
        number, year = self.chance.randrange(1, 4), 2010 + self.chance.randrange(12)
        self._give(
            {
                f"operation_date@{number}": PartialDate(year), f"procedure@{number}": Marks(("plif",)),
                "leg_pain_now@right": year % 11,
            }
        )  # fmt: skip

    def type(self) -> None:
        """Text that is not an answer yet."""
        self.session.typing(TYPED, f"{self.known.typed + 1} " + "typed " * self.chance.randrange(200))
        self.known.typed += 1
        self.known.log = self.session._log_of(TYPED)

    def walk(self) -> None:
        """Go to another step."""
        self.session.at_step(self.chance.choice(self.session.library.steps).id)

    def back(self) -> None:
        """Undo, and sometimes redo."""
        self.session.undo()
        if self.chance.random() < 0.5:
            self.session.redo()

    def order(self) -> None:
        """A test is drafted or sent."""
        if self.orders and self.chance.random() < 0.5:
            send(self.session, self.orders)
        else:
            given: dict[str, Value | None] = {"order_priority": "routine", "order_question": "Recurrent disc or scar?"}
            self.orders = draft(self.session, "mri", "with_contrast", given=given)

    def attach(self) -> None:
        """A report is attached to an order."""
        content = b"%PDF-" + self.chance.randbytes(self.chance.randrange(100, 60_000))
        file = AttachedFile("MRI report", "application/pdf", len(content), self.session.documents.hold(content), 1)
        self._give({"order_kind@9": "mri", "result_documents@9": Attached((file,))})

    def sign(self) -> None:
        """The workup is signed with its page, and mostly amended at once."""
        page = b"%PDF-" + self.chance.randbytes(30_000)
        _, own = self.session.opened.logs.values()
        version = self.session.opened.standing.version + 1
        self.session.act(Signed(version, 0, own[-1].seq, self.session.documents.hold(page), "r", "c"))
        self.session.documents.release()
        self.told()
        if self.chance.random() < 0.7:
            amend(self.session, "A result came in")
        else:
            self.begin()

    def move_log_on(self) -> None:
        """What the window does every twenty seconds."""
        self.vault.checkpoint()

    def set(self) -> None:
        """A setting of the clinic."""
        self.vault.set_setting("clinic_name", json.dumps("x" * self.chance.randrange(300)), self.vault.person.id, DAY)

    def copy(self) -> None:
        """A backup, noted in the vault."""
        made = vaults.back_up(self.vault, vaults.made(self.backups), self.session.clock())
        self.known.backups = (*self.known.backups, made.file.name)
        self.told()
        vaults.remember(self.vault, made, self.session.clock())

    def change_password(self) -> None:
        """The key file is written anew."""
        for former, new in ((PASSWORD, OTHER_PASSWORD), (OTHER_PASSWORD, PASSWORD)):
            slot_ = self.vault.header.password_slot(self.vault.person.id)
            if slot_ is not None and keys.with_password(self.vault.id, slot_, former) == self.vault.data_key:
                vaults.change_password(self.vault, former, new, DAY)
                self.known.accounts = self.vault.header.accounts
                return


_STEPS: dict[Callable[[Work], None], float] = {
    Work.answer: 40, Work.write: 8, Work.operation: 8, Work.type: 14, Work.walk: 4, Work.back: 6, Work.order: 5,
    Work.attach: 3, Work.sign: 2, Work.move_log_on: 4, Work.set: 2, Work.copy: 0.4, Work.change_password: 0.6,
    Work.begin: 2,
}  # fmt: skip


def faults(made: Made, known: Known, backups: Path, *, whole: bool = True) -> list[str]:
    """What is wrong with a vault after it was mistreated: empty when it opens and all that was said is there."""
    try:
        with opened(made) as vault:
            return [*_lost(vault, known), *_broken(vault, made), *(_halves(vault) if whole else ())] + [
                f"backup {name} is gone or damaged" for name in known.backups if not _is_backup(backups / name)
            ]
    except WorkupError as error:
        return [f"does not open: {type(error).__name__}"]


def _lost(vault: Vault, known: Known) -> Iterator[str]:
    if vault.warning:
        yield "warns of older records"
    if known.seq and (chain.mac_at(vault.database, known.seq) or b"").hex() != known.mac:
        yield f"acknowledged row {known.seq} is lost"
    if vault.header.generation < known.generation:
        yield "an acknowledged key file is lost"
    texts = [kept.text for kept in vault.pending(vault.person.id) if kept.slot == TYPED and kept.log == known.log]
    if known.typed and max((int(text.split()[0]) for text in texts), default=0) < known.typed:
        yield "acknowledged typing is lost"


def _broken(vault: Vault, made: Made) -> Iterator[str]:
    verdict = vaults.verify(vault, made.sheet.audit_start)
    if not verdict.sound:
        yield f"chain: {verdict.sentence[:60]}"
    if vault.database.rows("PRAGMA quick_check") != [("ok",)]:
        yield "structure of the records is damaged"


def _halves(vault: Vault) -> Iterator[str]:
    """The lists against the logs they follow from; each workup opens."""
    for draft_ in vault.lists(3).drafts:
        evaluation = draft_.evaluation.evaluation
        session = Session(library(), vault, Ticking())
        session.look(draft_.person.patient, evaluation)
        last = max(log[-1].seq if log else 0 for log in session.opened.logs.values())
        stored = vault.database.row("SELECT seq FROM evaluation WHERE evaluation = ?", (evaluation,))
        own = vault.last_seq(f"evaluation:{evaluation}")
        if stored is None or not own <= stored[0] <= last:
            yield "the lists and the log of a workup disagree"
        session.close()


def _is_backup(file: Path) -> bool:
    import zipfile

    try:
        with zipfile.ZipFile(file) as archive:
            return archive.testzip() is None and bool(header)
    except (OSError, zipfile.BadZipFile):
        return False
