"""The demonstration: a vault that is thrown away, with three fictional patients, on the day of the first of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ui.resources import RESOURCES
from workup import vault as vaults
from workup.cases import Case, read_case
from workup.content import load
from workup.manuals import TOUR_SEEN, tour_of
from workup.session import clock_of, enter_case
from workup.store import Person
from workup.vault import FLOOR, Vault

if TYPE_CHECKING:
    from workup.protocol import Library

PASSWORD = "three fictional patients"
PERSON = Person("Dr Adaeze Okafor", "Pain medicine")


def demo_cases(library: Library) -> list[Case]:
    """The fictional patients, the sample last so that it is the latest."""
    folder = RESOURCES / "cases"
    return [read_case(library, path) for path in sorted(folder.glob("demo-*.toml"))] + [
        read_case(library, folder / "sample-patient.toml")
    ]


def demo_clock(now: Callable[[], datetime]) -> Callable[[], datetime]:
    """The clock of the demonstration: the day of the sample, the present time of day."""
    library, _ = load(RESOURCES)
    return clock_of(read_case(library, RESOURCES / "cases" / "sample-patient.toml"), now)


def make_demo(folder: Path, clock: Callable[[], datetime]) -> Vault:
    """Make the throw-away vault and enter the patients."""
    library, _ = load(RESOURCES)
    vault, _ = vaults.create(folder, PASSWORD, PERSON, clock(), kdf=FLOOR)
    for case in demo_cases(library):
        enter_case(library, vault, case, clock().tzinfo or UTC)
    vault.set_setting(tour_of(vault.person.id), TOUR_SEEN, vault.person.id, clock())  # who looks around may ask for it
    return vault
