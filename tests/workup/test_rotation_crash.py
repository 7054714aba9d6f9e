"""Killed at any moment while the data key is changed: the vault opens with every password, whole."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.workup.vaults import FIRST, NOW, PASSWORD, Made, drafts
from workup import vault
from workup.store import Batch
from workup.vault import header

ROOT = Path(__file__).parents[2]
KILLS = 8
ROTATING = """
import sys, time
from pathlib import Path
sys.path.insert(0, {root!r})
from tests.workup.vaults import NOW
from workup import vault
from workup.vault import rotation
opened = vault.open_with_password(Path({folder!r}), {who!r}, {password!r}, NOW)
print("go", flush=True)
rotation.change_data_key(opened, NOW)
print("done", flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is for systems that have it")
def test_killed_while_the_data_key_changes_the_vault_opens_whole(made: Made) -> None:
    dice = random.Random(20261128)
    opened = made.open()
    for _ in range(30):
        entries = drafts(FIRST, {"reason": "x" * 400_000, "other": "y" * 400_000})
        opened.append(Batch(FIRST, opened.last_seq(FIRST), entries))
    count = len(opened.read(FIRST))
    opened.close(NOW)
    both = cut = 0
    longest = 0.4
    for _ in range(KILLS):
        script = ROTATING.format(root=str(ROOT), folder=str(made.folder), who=made.person.id, password=PASSWORD)
        command = [sys.executable, "-c", script]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout is not None
            assert child.stdout.readline() == "go\n"
            begun = time.perf_counter()
            pause = dice.uniform(0, longest)
            while time.perf_counter() - begun < pause and child.poll() is None:
                time.sleep(0.001)
            child.send_signal(signal.SIGKILL)
            done = "done" in child.stdout.read()
        cut += not done
        both += bool(header.read(made.folder)[0].coming)
        again = vault.open_with_password(made.folder, made.person.id, PASSWORD, NOW)
        assert len(again.read(FIRST)) == count
        assert not again.header.coming
        assert vault.verify(again, made.sheet.audit_start).sound
        again.close(NOW)
        longest *= 0.6 if done else 1
    assert cut >= KILLS // 3, "some were to be cut short"
    assert both, "none was cut short while both keys stood in the key file"
