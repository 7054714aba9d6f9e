"""A vault of a former version gets its open work in slices: interrupted it begins anew, and nothing entered is lost."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from time import perf_counter

import pytest

from tests.workup.patients import library
from tests.workup.sessions import give
from tests.workup.test_open_work import FIRST_DAY, tables
from tests.workup.vaults import STORED, Clock, of_version
from workup import vault as vaults
from workup.answers import PartialDate
from workup.session import Session, filling, keep_up
from workup.store import Followed
from workup.vault import Vault

PATIENTS = 40
AT_ONCE = 0.0  # one log a slice


@pytest.fixture
def clock() -> Clock:
    return Clock(FIRST_DAY)


@pytest.fixture(scope="module", params=STORED)
def with_many(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault that an earlier version made, with many patients more, closed; the tests take copies."""
    clock = Clock(FIRST_DAY)
    vault = of_version(request.param, tmp_path_factory.mktemp("many"))
    session = Session(library(), vault, clock)
    for number in range(PATIENTS):
        session.begin()
        give(session, {"family_name": f"Number {number}", "orders@1": "added", "order_kind@1": "emg"})
        give(session, {"next_visit": PartialDate(2025, 11, 20)})
    session.close()
    vault.close(clock.now)
    return vault.folder


@pytest.fixture
def old(with_many: Path, tmp_path: Path, clock: Clock) -> Iterator[Vault]:
    """A vault of one's own, with many patients whose rows are of other rules."""
    folder = Path(shutil.copytree(with_many, tmp_path / "old.workup"))
    vault = vaults.open_with_password(folder, vaults.people(folder)[0].id, "only for a test", clock.now)
    with vault.database.transaction():
        vault.database.run("DELETE FROM open_work")
        vault.database.run("UPDATE evaluation SET seen = NULL")
    yield vault
    vault.close(clock.now)


def test_in_slices_it_comes_to_the_same_as_at_once(old: Vault) -> None:
    slices = filling(library(), old)
    assert slices is not None
    moved, steps = old.moved, 1
    while not slices.go_on(AT_ONCE):
        steps += 1
    assert steps >= slices.total
    assert old.moved > moved, "lists read anew"
    in_slices = tables(old)
    assert filling(library(), old) is None, "once"
    with old.database.transaction():
        old.database.run("DELETE FROM setting WHERE name = 'open_work'")
        old.database.run("DELETE FROM open_work")
    assert keep_up(library(), old)
    assert tables(old) == in_slices


def test_interrupted_it_begins_anew(old: Vault) -> None:
    whole = filling(library(), old)
    assert whole is not None
    assert not whole.go_on(AT_ONCE)
    again = filling(library(), old)
    assert again is not None
    assert again.done == 0
    while not again.go_on(AT_ONCE):
        pass
    assert len([row for row in old.work() if row.person.family_name.startswith("Number")]) == PATIENTS * 2


def test_rules_that_filled_it_before_are_forgotten_once_others_have_begun(old: Vault) -> None:
    """Half by one rule and half by another is by neither."""
    assert keep_up(library(), old)
    other = old.filling("other rules", lambda _entries: Followed())
    assert other is not None
    assert not other.go_on(AT_ONCE)
    assert filling(library(), old) is not None


def test_what_is_entered_meanwhile_stands_with_the_rest(old: Vault, clock: Clock) -> None:
    slices = filling(library(), old)
    assert slices is not None
    assert not slices.go_on(AT_ONCE)
    clock.now += timedelta(hours=1)
    session = Session(library(), old, clock)
    session.begin()
    give(session, {"family_name": "Meanwhile", "orders@1": "added", "order_kind@1": "ct"})
    session.close()
    while not slices.go_on(AT_ONCE):
        pass
    assert [row.row.what for row in old.work() if row.person.family_name == "Meanwhile"] == ["ct"]


def test_no_slice_takes_long(old: Vault) -> None:
    slices = filling(library(), old)
    assert slices is not None
    longest, through = 0.0, False
    while not through:
        begun = perf_counter()
        through = slices.go_on(0.01)
        longest = max(longest, perf_counter() - begun)
    assert longest < 0.2
