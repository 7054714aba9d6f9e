"""A vault of every version there ever was opens in this one, with all that was entered and every document."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workup.patients import library
from tests.workup.vaults import NOW, STORED, of_version
from workup import vault
from workup.answers import slot
from workup.session import Session
from workup.vault import documents, schema
from workup.vault.records import RECORDS


def test_there_is_a_stored_vault_of_every_version() -> None:
    assert list(range(1, schema.VERSION + 1)) == STORED


@pytest.mark.parametrize("version", STORED)
def test_it_opens_reads_goes_on_and_opens_again(version: int, tmp_path: Path) -> None:
    opened = of_version(version, tmp_path)
    people = opened.database.rows("SELECT patient FROM person")
    logs = [str(row[0]) for row in opened.database.rows("SELECT DISTINCT log FROM entry UNION SELECT log FROM packed")]
    assert people
    assert all(opened.read(log) for log in logs)
    count, damaged = documents.damaged(opened.database, opened.folder / RECORDS, opened.data_key)
    assert not damaged
    assert bool(count) == (version in (2, 4, 5, 6))
    assert opened.warning == ""
    session = Session(library(), opened, lambda: NOW)
    session.begin()
    session.answer(slot("reason"), "goes on")
    before = {log: opened.read(log) for log in logs}
    session.close()
    opened.close(NOW)
    again = vault.open_with_password(opened.folder, opened.person.id, "only for a test", NOW)
    assert {log: again.read(log) for log in logs} == before
    assert again.person.roles == ("clinician", "administrator")
    again.close(NOW)
