"""A clinic room for every test that opens the window: one vault, made once and copied for each."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.answering import RESOURCES, real_library
from tests.ui.room import MORNING, PASSWORD, PERSON, Clock, Room, press
from tests.ui.signing_hands import BUILT_MS, KNOWN
from tests.workup.vaults import Made
from ui.guide import HelpButton
from ui.preview import SummaryPage
from workup import vault
from workup.answers import slot
from workup.cases import read_case
from workup.manuals import TOUR_SEEN, tour_of
from workup.session import enter_case


@pytest.fixture(scope="session")
def empty_vault(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A vault without patients, closed."""
    folder = tmp_path_factory.mktemp("vault") / "Clinic.workup"
    opened, sheet = vault.create(folder, PASSWORD, PERSON, MORNING, kdf=vault.FLOOR)
    made = Made(opened.folder, opened.data_key, opened.person, sheet)
    opened.close(MORNING)
    return made


@pytest.fixture(autouse=True)
def no_tour(monkeypatch: pytest.MonkeyPatch) -> None:
    """Accounts that a test makes have no tour coming over what it looks at; a test of the tour has its own of this."""
    monkeypatch.setattr(HelpButton, "_tour", lambda _button: None)


@pytest.fixture
def room(qapp: QApplication, empty_vault: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    """A room with its own vault and its own settings on the morning of 25 Nov 2025, closed afterwards."""
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "settings"))
    (tmp_path / "vault").mkdir()
    room = Room(qapp, empty_vault.copy(tmp_path / "vault"), Clock())
    yield room
    room.close()


@pytest.fixture(scope="session")
def sample_vault(empty_vault: Made, tmp_path_factory: pytest.TempPathFactory) -> tuple[Made, datetime]:
    """A closed vault with the fictional sample patient, whose clinician has seen the tour; the morning of the case."""
    case = read_case(real_library(), RESOURCES / "cases" / "sample-patient.toml")
    morning = MORNING.replace(year=case.today.year, month=case.today.month, day=case.today.day)
    made = empty_vault.copy(tmp_path_factory.mktemp("sample"))
    opened = made.open()
    enter_case(real_library(), opened, case)
    opened.set_setting(tour_of(opened.person.id), TOUR_SEEN, opened.person.id, morning)
    opened.close(morning)
    return made, morning


@pytest.fixture
def sample(room: Room, sample_vault: tuple[Made, datetime]) -> Room:
    """The room with the sample patient open on the day of the case, at the History step."""
    made, room.clock.now = sample_vault
    shutil.rmtree(room.made.folder)
    room.made = made.copy(room.made.folder.parent)
    room.open()
    press("Down", "Return", "Alt+2")
    return room


@pytest.fixture
def signable(room: Room, qtbot: QtBot) -> SummaryPage:
    """The page of a workup that can be signed."""
    room.open()
    press("Ctrl+N")
    for address, value in KNOWN.items():
        room.live.answer(slot(address), value)
    press("Alt+7")
    shown = room.workspace.summary
    qtbot.waitUntil(lambda: bool(shown.page), timeout=BUILT_MS)
    return shown
