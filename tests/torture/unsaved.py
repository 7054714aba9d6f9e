"""Typing in the real window that is cut off: killed, closed, locked, or followed by another person."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from importlib import import_module
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from tests.torture.children import ended_within, forked
from tests.torture.outcome import Outcome, Skipped, of_process
from tests.torture.work import DAY, PASSWORD, Ticking, made_vault, opened
from tests.workup.patients import library
from tests.workup.vaults import Made
from workup import vault as vaults
from workup.answers import slot
from workup.session import Session
from workup.store import Person
from workup.vault import accounts

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

LONGEST_LOSS_S = 1.0
WHERE = slot("reason")
ENDS = ("kill", "kill", "close", "lock")  # a person who takes over comes after a lock, and looks after each of them


def run(folder: Path, count: int, chance: Random) -> Outcome:
    """Type, end it, and look what is kept; in a process of its own, for its screen in memory."""
    if not hasattr(os, "fork"):
        raise Skipped("kill -9 needs a system with fork")
    place = {name: str(folder) for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")}
    return of_process("tests.torture.unsaved", folder, count, chance, {**place, "QT_QPA_PLATFORM": "offscreen"})


class Trial:
    """A workup with two people who may open it, copied for each trial."""

    def __init__(self, app: QApplication, folder: Path) -> None:
        self.app, self.folder = app, folder
        self.made = made_vault(folder / "Typed")
        with opened(self.made) as vault:
            other = Person("Dr Bea Example", "Pain medicine", roles=("clinician",))
            self.other = accounts.add(vault, other, PASSWORD, DAY, temporary=False, kdf=vaults.FLOOR).id
            session = Session(library(), vault, Ticking())
            session.begin()
            session.answer(slot("family_name"), "Okoye")
            self.place = session.opened.patient, session.opened.evaluation
            session.close()

    def typed(self, end: str, pause: float, chance: Random) -> tuple[float, list[str]]:
        """Seconds of typing that were lost, and what else is wrong."""
        copy = self.folder / "trial"
        shutil.rmtree(copy, ignore_errors=True)
        copy.mkdir()
        made = self.made.copy(copy)
        reading, writing = os.pipe()
        seed = chance.randrange(1 << 30)
        child = forked(lambda: self._type(made, writing, end, pause, Random(seed)))
        os.close(writing)
        with os.fdopen(reading, "rb", buffering=0) as pipe:
            begun = pipe.read(1)  # the window is open and the first key was pressed
            if end == "kill":
                ended_within(child, pause)
            times = [float(line) for line in (begun + pipe.readall()).split()]
        if end != "kill" and os.waitpid(child, 0)[1]:
            return 0.0, [f"{end}: the window ended with an error"]
        return self._lost(made, times, end)

    def _type(self, made: Made, pipe: int, end: str, pause: float, chance: Random) -> None:
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QApplication

        from tests.ui.room import Clock, Room

        room = Room(self.app, made, Clock())
        room.open().open_workup(*self.place)
        room.workspace.go_to(WHERE)
        until = time.monotonic() + (60 if end == "kill" else pause)
        while time.monotonic() < until:
            focused = QApplication.focusWidget()
            assert focused is not None
            QTest.keyClicks(focused, chance.choice("abcdefgh "))
            os.write(pipe, f"{time.monotonic()}\n".encode())
            rest = time.monotonic() + chance.uniform(0.02, 0.15)
            while time.monotonic() < rest:
                QApplication.processEvents()
                time.sleep(0.002)
        assert room.shell is not None
        if end == "lock":
            room.shell.lock("")
        else:
            room.close()

    def _lost(self, made: Made, times: list[float], end: str) -> tuple[float, list[str]]:
        bad = []
        with opened(made) as vault:
            session = Session(library(), vault, Ticking())
            session.open(*self.place)
            kept = [text.text for text in session.typed() if text.slot == WHERE]
            answered = session.assessment.answers.value(WHERE.item, WHERE.at)
            text = kept[0] if kept else answered if isinstance(answered, str) else ""
        other = vaults.open_with_password(made.folder, self.other, PASSWORD, DAY)
        if other.pending(self.other):
            bad.append(f"{end}: offered to somebody else")
        session = Session(library(), other, Ticking())
        session.open(*self.place)
        if session.typed():
            bad.append(f"{end}: shown to somebody else")
        other.close(DAY)
        unkept = times[len(text) :]
        lost = unkept[-1] - unkept[0] if unkept else 0.0
        if end != "kill" and len(text.rstrip()) < len(times) - 3:  # blanks at the end are no text
            bad.append(f"{end}: {len(times) - len(text)} of {len(times)} letters are lost")
        if lost > LONGEST_LOSS_S:
            bad.append(f"{end}: {lost:.2f} s of typing are lost")
        return (lost if end == "kill" else 0.0), bad


def main(folder: str, count: str, seed: str) -> None:
    """All trials in turn; what a window is made of is read before it is forked."""
    from PySide6.QtWidgets import QApplication

    from tests.ui.answering import real_library

    for part in ("tests.ui.room", "ui.home", "ui.workspace"):
        import_module(part)

    chance, trial = Random(int(seed)), Trial(QApplication([]), Path(folder))
    real_library()
    lost: list[float] = []
    bad: list[str] = []
    done: dict[str, int] = {}
    for number in range(int(count)):
        end = ENDS[number % len(ENDS)]
        seconds, found = trial.typed(end, chance.uniform(0.3, 2.5), chance)
        lost.append(seconds)
        done[end] = done.get(end, 0) + 1
        bad += [f"{number}: {one}" for one in found]
    ends = ", ".join(f"{end} {times}" for end, times in done.items())
    sys.stdout.write(json.dumps([int(count), f"{ends}; at most {max(lost):.2f} s of typing lost", bad]) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
