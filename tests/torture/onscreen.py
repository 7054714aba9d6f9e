"""The window on a screen in memory, with one workup open in it, for checks that are programs of their own."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, NoReturn

from tests.torture.outcome import Outcome, of_process
from tests.torture.work import DAY, made_vault, opened
from workup.manuals import TOUR_SEEN, tour_of

if TYPE_CHECKING:
    from tests.ui.room import Room


def of_window(module: str, folder: Path, count: int, chance: Random) -> Outcome:
    """What such a program found."""
    own = {name: str(folder / "own") for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "APPDATA", "LOCALAPPDATA")}
    return of_process(module, folder, count, chance, {"QT_QPA_PLATFORM": "offscreen", **own})


def opened_room(folder: Path) -> Room:
    """A room with a new workup."""
    from PySide6.QtWidgets import QApplication

    from tests.ui.room import Clock, Room

    made = made_vault(folder / "Screen")
    with opened(made) as vault:
        vault.set_setting(tour_of(made.person.id), TOUR_SEEN, made.person.id, DAY)
    room = Room(QApplication(["Workup"]), made, Clock(DAY))
    room.open()
    room.window.begin_workup(None)
    return room


def ended() -> NoReturn:
    """Everything was said: nothing of the window is taken down piece by piece."""
    sys.stdout.flush()
    os._exit(0)
