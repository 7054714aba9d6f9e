"""What the benches measure on: the content, the sample patient, and a vault on disk that holds both visits."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from workup import vault as vaults
from workup.assess import Assessment, assess
from workup.cases import Case, read_case
from workup.content import load
from workup.manuals import TOUR_SEEN, tour_of
from workup.protocol import Library
from workup.session import enter_case
from workup.store import Person
from workup.vault import FLOOR, Vault

ROOT = Path(__file__).parents[2]
RESOURCES = ROOT / "resources"
PASSWORD = "only for measuring"
NOW = datetime(2025, 11, 25, 9, 0, tzinfo=UTC)
SCREEN = {"name": "bench", "x": 0, "y": 0, "width": 1366, "height": 768, "logicalDpi": 96, "dpr": 1.0}


def library() -> Library:
    """All content."""
    return load(RESOURCES)[0]


def sample(content: Library) -> tuple[Case, Assessment]:
    """The sample patient with both visits."""
    case = read_case(content, RESOURCES / "cases" / "sample-patient.toml")
    return case, assess(content, case.answers, case.today, case.visits)


def sample_vault(folder: Path) -> Path:
    """Make a vault with the sample patient and close it; its password costs as little as it may."""
    content = library()
    made, _ = vaults.create(folder, PASSWORD, Person("Dr Ann Example", "Pain medicine"), NOW, kdf=FLOOR)
    made.set_setting(tour_of(made.person.id), TOUR_SEEN, made.person.id, NOW)
    enter_case(content, made, sample(content)[0])
    made.close(NOW)
    return made.folder


def open_vault(folder: Path) -> Vault:
    """Open the vault as a person with the password does."""
    return vaults.open_with_password(folder, vaults.people(folder)[0].id, PASSWORD, NOW)


def environment(folder: Path) -> dict[str, str]:
    """Where the children run: own settings, and a screen of 1366 by 768 in memory where there is none."""
    found = dict(os.environ)
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "APPDATA", "LOCALAPPDATA"):
        found[name] = str(folder / "home")
    bare = sys.platform.startswith("linux") and not (found.get("DISPLAY") or found.get("WAYLAND_DISPLAY"))
    if bare or found.get("QT_QPA_PLATFORM") == "offscreen":
        (folder / "screen.json").write_text(json.dumps({"screens": [SCREEN]}), encoding="utf-8")
        found["QT_QPA_PLATFORM"] = f"offscreen:configfile={folder / 'screen.json'}"
    return found


def quantile(values: Sequence[float], share: float) -> float:
    """The value that the given share of all values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def tell(found: dict[str, Any]) -> None:
    """Hand figures to the parent process."""
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()
