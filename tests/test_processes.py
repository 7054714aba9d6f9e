"""Real processes: what is acknowledged survives a kill, a lock ends the process that knew the patient."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from tests.torture.foreign_code import loaded
from tests.workup.sessions import vault_of
from workup import vault
from workup.answers import slot
from workup.content import load
from workup.manuals import TOUR_SEEN, tour_of
from workup.session import Session
from workup.store import Person

ROOT = Path(__file__).parents[1]
NOW = datetime(2025, 11, 25, 9, 12, tzinfo=timezone(timedelta(hours=1)))
PASSWORD = "a long enough phrase"
MARKER = "Zyxwvutmarker"
PATIENCE_S = 20

# A window process that types and answers by itself: what a clinician does, where no clinician is.
DRIVEN = """
import sys
from PySide6.QtCore import QTimer
from ui import app
from workup import vault
from workup.answers import slot

class Driven(app.Shell):
    def start(self):
        super().start()
        QTimer.singleShot(0, self.drive)

    def drive(self):
        folder = self.window.unlock.folder
        self.enter(vault.open_with_password(folder, vault.people(folder)[0].id, {password!r}, self.clock()))
        self.window.begin_workup(None)
        live = self.window.live
        live.answer(slot("family_name"), {marker!r})
        live.answer(slot("back_pain_now"), 7)
        live.typing(slot("reason"), "typed and never finished")
        live.flush()
        print("acknowledged", file=sys.stderr, flush=True)
        {then}

app.Shell = Driven
sys.exit(app.run(sys.argv[1:]))
"""


@pytest.fixture
def place(tmp_path: Path) -> dict[str, str]:
    """Where the children run: without a screen, with settings of their own."""
    names = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "APPDATA", "LOCALAPPDATA", "HOME")
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT), **{n: str(tmp_path) for n in names}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A closed vault without patients."""
    made, _ = vault.create(tmp_path / "Clinic.workup", PASSWORD, Person("Ann", "Nurse"), NOW, kdf=vault.FLOOR)
    made.set_setting(tour_of(made.person.id), TOUR_SEEN, made.person.id, NOW)
    made.close(NOW)
    return made.folder


@pytest.fixture
def started(place: dict[str, str]) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start children that are ended with the test."""
    running: list[subprocess.Popen[str]] = []

    def start(*arguments: str) -> subprocess.Popen[str]:
        pipe = subprocess.PIPE
        command = [sys.executable, *arguments]
        child = subprocess.Popen(
            command, cwd=ROOT, env=place, stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe, text=True,
            start_new_session=True,
        )  # fmt: skip
        running.append(child)
        return child

    yield start
    for child in running:
        if sys.platform == "win32":
            child.kill()
        else:
            os.killpg(child.pid, signal.SIGKILL) if child.poll() is None else None
        child.communicate(timeout=PATIENCE_S)


def driven(folder: Path, then: str = "pass") -> tuple[str, ...]:
    """The command of a driven window process."""
    return "-c", DRIVEN.format(password=PASSWORD, marker=MARKER, then=then), "--vault", str(folder)


def acknowledged(child: subprocess.Popen[str]) -> None:
    """Wait until the child says that its entries are stored."""
    assert child.stderr is not None
    line = child.stderr.readline()
    assert line == "acknowledged\n", line + child.stderr.read()


def reopened(folder: Path) -> Session:
    """The one draft of the vault, opened again."""
    opened = vault.open_with_password(folder, vault.people(folder)[0].id, PASSWORD, NOW)
    session = Session(load(ROOT / "resources")[0], opened, lambda: NOW + timedelta(days=400))
    draft = opened.lists().drafts[0]
    session.open(draft.person.patient, draft.evaluation.evaluation)
    return session


def test_a_killed_window_loses_nothing_that_was_acknowledged(
    folder: Path, started: Callable[..., subprocess.Popen[str]]
) -> None:
    child = started(*driven(folder))
    acknowledged(child)
    child.kill()
    child.wait(PATIENCE_S)
    session = reopened(folder)
    answers = session.assessment.answers
    assert (answers.value("family_name"), answers.value("back_pain_now")) == (MARKER, 7)
    assert [(kept.slot, kept.text) for kept in session.typed()] == [(slot("reason"), "typed and never finished")]
    vault_of(session).close(NOW)


def test_a_lock_ends_the_process_and_tells_its_parent_only_where_to_go_on(
    folder: Path, started: Callable[..., subprocess.Popen[str]]
) -> None:
    child = started(*driven(folder, "self.lock('')"))
    out, _ = child.communicate(timeout=PATIENCE_S)
    assert child.returncode == 75
    told = json.loads(out)
    assert told["folder"] == str(folder)
    assert told["reason"].startswith("Locked at ")
    assert MARKER not in out
    session = reopened(folder)
    assert told["place"] == f"{session.opened.patient}/{session.opened.evaluation}"
    vault_of(session).close(NOW)


def test_a_second_window_on_the_same_vault_is_refused_with_a_sentence(
    folder: Path, started: Callable[..., subprocess.Popen[str]]
) -> None:
    acknowledged(started(*driven(folder)))
    with pytest.raises(vault.VaultInUse) as refused:
        vault.open_with_password(folder, vault.people(folder)[0].id, PASSWORD, NOW)
    assert "open" in refused.value.sentence


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads the memory of a child through /proc")
def test_the_window_after_a_lock_has_no_patient_in_its_memory(
    folder: Path, tmp_path: Path, started: Callable[..., subprocess.Popen[str]]
) -> None:
    if os.geteuid() != 0:
        pytest.skip("the window keeps its memory from other processes; only root may look")
    # The real parent: its first window is the driven one, the next ones are as shipped.
    once = tmp_path / "once"
    locking = driven(folder, "QTimer.singleShot(50, lambda: self.lock(''))")[1]
    script = f"""
import pathlib, subprocess, sys
import main
real = subprocess.Popen
class First(real):
    def __init__(self, command, **rest):
        once = pathlib.Path({str(once)!r})
        if not once.exists():
            once.touch()
            command = [sys.executable, "-c", {locking!r}, *command[3:]]
        super().__init__(command, **rest)
subprocess.Popen = First
sys.exit(main.main(["--vault", {str(folder)!r}]))
"""
    parent = started("-c", script)
    acknowledged(parent)
    clean = _the_clean_window(parent.pid)
    found = _memory_of(clean)
    assert b"Clinic.workup" in found, "the memory of the new window can be read"
    assert MARKER.encode() not in found
    assert MARKER.encode("utf-16-le") not in found
    assert PASSWORD.encode() not in found


def _the_clean_window(parent: int) -> int:
    """The process that the parent starts after the lock, once it has read its content."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        for status in Path("/proc").glob("[0-9]*/status"):
            try:
                command = (status.parent / "cmdline").read_bytes()
                if f"\nPPid:\t{parent}\n" in status.read_text() and b"--again" in command:
                    time.sleep(0.5)
                    return int(status.parent.name)
            except (FileNotFoundError, ProcessLookupError):
                continue
        time.sleep(0.05)
    raise AssertionError("no clean window was started")


def _memory_of(pid: int) -> bytes:
    """All readable memory of a process."""
    found = []
    with Path(f"/proc/{pid}/mem").open("rb", 0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            span, rights, *_ = line.split()
            first, last = (int(end, 16) for end in span.split("-"))
            if rights.startswith("rw"):
                try:
                    memory.seek(first)
                    found.append(memory.read(last - first))
                except (OSError, ValueError, OverflowError):
                    continue  # pages that only the kernel may read
    return b"".join(found)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into the memory of a child through /proc")
def test_a_window_loads_no_plugin_and_no_module_that_somebody_put_in_its_way(tmp_path: Path) -> None:
    files, planted = loaded(tmp_path)
    assert files > 20
    assert planted == []


def test_without_a_screen_one_sentence_says_what_works(place: dict[str, str]) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("only there a screen can be missing")
    screens = ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")
    bare = {name: value for name, value in place.items() if name not in screens}
    command = [sys.executable, "main.py"]
    done = subprocess.run(command, cwd=ROOT, env=bare, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    assert done.returncode == 2
    assert "no display" in done.stderr
    assert "main.py check" in done.stderr
    assert not done.stdout
