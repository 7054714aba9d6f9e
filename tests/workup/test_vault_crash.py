"""Killed while writing, and a disk that fills up: what was acknowledged is there, and nothing by halves."""

from __future__ import annotations

import hashlib
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.workup.vaults import FIRST, NOW, Made, drafts
from workup import vault
from workup.record import Amended, Entry, standing
from workup.store import Batch
from workup.vault import VaultInUse, packed

ROOT = Path(__file__).parents[2]

# A window process in small: it stores three answers at a time and says the last seq once they are stored.
WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, {root!r})
from tests.workup.vaults import FIRST, NOW, Made, drafts
from workup.store import Batch, Index, Person, PersonRow
made = Made(Path({folder!r}), bytes.fromhex({key!r}), Person("Dr Ann Example", "", {who!r}, ("clinician",)), None)
opened = made.open()
{then}
"""

FULL_AT_THE_END = """
import resource
opened.append(Batch(FIRST, opened.last_seq(FIRST), drafts(FIRST, {"a": "kept"})))
resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
opened.checkpoint()
opened.close(NOW)
assert not opened._lock.is_locked
"""

FOREVER = """
last = opened.last_seq(FIRST)
number = 0
while True:
    number += 1
    change = Index(PersonRow(f"p{number % 50}", f"Name{number}", "X", "1970", "female", str(number)))
    entries = drafts(FIRST, {"a": number, "b": number, "c": "x" * (number % 3000)})
    last = opened.append(Batch(FIRST, last, entries, change))
    opened.keep_pending("ann", FIRST, drafts(FIRST, {"d": 1})[0].slot, "typing " * number, NOW)
    print(last, flush=True)
    if number % 7 == 0:
        opened.checkpoint()
"""

SIGNING = """
import hashlib
from workup.record import Amended, Entry, Signed
def act(what):
    return Entry(0, FIRST, 1, NOW, made.person.id, None, what)
last = opened.last_seq(FIRST)
number = 0
while True:
    number += 1
    page = b"%PDF-" + bytes([number % 256]) * 40_000
    digest = hashlib.sha256(page).hexdigest()
    last = opened.append(Batch(FIRST, last, drafts(FIRST, {"a": number, "b": "x" * (number % 3000)})))
    last = opened.append(Batch(FIRST, last, [act(Signed(number, 1, last, digest, "r", "c"))]), contents={digest: page})
    print(last, flush=True)
    last = opened.append(Batch(FIRST, last, [act(Amended(f"reason {number}"))]))
    print(last, flush=True)
"""

UNTIL_FULL = """
import resource
from workup.vault import DiskFull
last = stored = opened.last_seq(FIRST)
for round in range(3):
    wal = (opened.folder / "records.db-wal").stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (max(wal, 106496) + 150_000, resource.RLIM_INFINITY))
    try:
        while True:
            last = opened.append(Batch(FIRST, last, drafts(FIRST, {"a": round, "b": "x" * 3000})))
    except DiskFull as full:
        print(full.sentence)
    try:
        opened.append(Batch(FIRST, last, drafts(FIRST, {"a": "x" * 400_000})))
    except DiskFull:
        pass
    assert opened.last_seq(FIRST) == last > stored
    assert opened.read(FIRST)[-1].seq == last
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    stored = last = opened.append(Batch(FIRST, last, drafts(FIRST, {"a": "after"})))
print(last)
opened.close(NOW)
"""


def writer(made: Made, then: str) -> subprocess.Popen[str]:
    """The vault opened by another process."""
    source = WRITER.format(
        root=str(ROOT), folder=str(made.folder), key=made.data_key.hex(), who=made.person.id, then=then
    )
    return subprocess.Popen([sys.executable, "-c", source], stdout=subprocess.PIPE, text=True)


def killed(made: Made, then: str, lines: int) -> list[int]:
    """Kill the writer after so many lines; the seqs it had acknowledged beyond them."""
    process = writer(made, then)
    assert process.stdout is not None
    for _ in range(lines):
        process.stdout.readline()
    with pytest.raises(VaultInUse):
        made.open()
    process.send_signal(signal.SIGKILL)
    acknowledged = [int(line) for line in process.stdout.read().split()]
    process.wait()
    process.stdout.close()
    return acknowledged


def test_killed_while_writing_loses_nothing_acknowledged_and_keeps_nothing_by_halves(made: Made) -> None:
    dice = random.Random(7)
    for _ in range(5):
        acknowledged = killed(made, FOREVER, dice.randrange(1, 120))
        opened = made.open()
        entries = opened.read(FIRST)
        assert entries[-1].seq >= max(acknowledged, default=0)
        steps: dict[int, int] = {}
        for entry in entries[3:]:
            steps[entry.step] = steps.get(entry.step, 0) + 1
        assert set(steps.values()) == {3}
        assert opened.warning == ""
        assert vault.verify(opened, made.sheet.audit_start).sound
        numbers = [entry.value for entry in entries if entry.slot is not None and entry.slot.item == "a"]
        newest = opened.search(f"name{numbers[-1]}")
        assert [row.mrn for row in newest][:1] == [str(numbers[-1])]
        opened.close(NOW)


def test_killed_while_signing_leaves_a_draft_or_a_signed_version_with_its_page(made: Made) -> None:
    dice = random.Random(11)
    for _ in range(6):
        acknowledged = killed(made, SIGNING, dice.randrange(1, 40))
        opened = made.open()
        entries = opened.read(FIRST)
        assert entries[-1].seq >= max(acknowledged, default=0)
        assert entries[-1].seq == opened.last_seq(FIRST)
        stands = standing(entries)
        (loose,) = opened.database.rows("SELECT count(*) FROM entry WHERE log = ?", (FIRST,))[0]
        assert packed.is_packed(opened.database, FIRST) == (stands.state == "signed") == (loose == 0)
        for version in stands.versions:
            assert hashlib.sha256(opened.document(version.signed.page)).hexdigest() == version.signed.page
        (kept,) = opened.database.rows("SELECT count(*) FROM document")[0]
        assert kept == len({version.signed.page for version in stands.versions})
        assert vault.verify(opened, made.sheet.audit_start).sound
        if stands.state == "signed":
            amended = Entry(0, FIRST, 1, NOW, made.person.id, None, Amended("goes on"))
            opened.append(Batch(FIRST, entries[-1].seq, [amended]))
        opened.close(NOW)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot limit the size of files")
def test_a_full_disk_refuses_in_a_sentence_and_the_vault_goes_on_when_there_is_room(made: Made) -> None:
    process = writer(made, UNTIL_FULL)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    *sentences, last = output.splitlines()
    assert sentences == [vault.DiskFull().sentence] * 3
    opened = made.open()
    entries = opened.read(FIRST)
    assert entries[-1].seq == int(last)
    assert [entry.value for entry in entries].count("after") == 3
    assert not [entry for entry in entries if isinstance(entry.value, str) and len(entry.value) > 3000]
    assert vault.verify(opened, made.sheet.audit_start).sound
    opened.append(Batch(FIRST, int(last), drafts(FIRST, {"reason": "goes on"})))
    opened.close(NOW)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot limit the size of files")
def test_a_full_disk_does_not_keep_the_vault_from_closing(made: Made) -> None:
    process = writer(made, FULL_AT_THE_END)
    process.communicate(timeout=60)
    assert process.returncode == 0
    opened = made.open()
    assert opened.warning == ""
    assert opened.read(FIRST)[-1].value == "kept"
    assert vault.verify(opened, made.sheet.audit_start).sound
    opened.close(NOW)
