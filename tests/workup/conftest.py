"""Vaults for the tests that need one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.workup.vaults import NOW, Made, make
from workup.vault import Vault


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The vault all others are copies of: deriving its key takes a moment."""
    return make(tmp_path_factory.mktemp("vault") / "once")


@pytest.fixture
def made(made_once: Made, tmp_path: Path) -> Made:
    """A closed vault of one's own."""
    return made_once.copy(tmp_path)


@pytest.fixture
def opened(made: Made) -> Iterator[Vault]:
    """An open vault of one's own."""
    vault = made.open()
    yield vault
    vault.close(NOW)
