"""Which backups stay: the newest of each day, week and month that is kept, and only those of this vault go."""

from __future__ import annotations

import shutil
from datetime import date, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.workup.vaults import NOW, PASSWORD, Made
from workup import vault
from workup.vault.backup import Kept, Retention


def named(at: datetime) -> Kept:
    return Kept(at, Path(f"{at}"), 1, "0" * 16)


@given(
    hours=st.lists(st.integers(0, 24 * 500), min_size=1, max_size=60, unique=True),
    days=st.integers(1, 14), weeks=st.integers(0, 8), months=st.integers(0, 12),
)  # fmt: skip
def test_the_newest_stays_and_so_does_the_newest_of_each_kept_day_week_and_month(
    hours: list[int], days: int, weeks: int, months: int
) -> None:
    backups = [named(datetime(2025, 1, 1) + timedelta(hours=hour)) for hour in hours]  # noqa: DTZ001 - local
    stay = vault.spared(backups, Retention(days, weeks, months))
    assert stay[0] == max(backups)
    assert len(stay) <= days + weeks + months
    by_day: dict[date, Kept] = {}
    for kept in sorted(backups):
        by_day[kept.at.date()] = kept
    assert {by_day[day] for day in sorted(by_day)[-days:]} <= set(stay)
    by_month = {(kept.at.year, kept.at.month): kept for kept in sorted(backups)}
    assert {by_month[month] for month in sorted(by_month)[len(by_month) - min(months, len(by_month)) :]} <= set(stay)
    assert vault.spared(stay, Retention(days, weeks, months)) == stay, "thinning out twice takes no more"


def test_only_backups_of_this_vault_are_thinned_out(made: Made, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    live = made.open()
    old = vault.back_up(live, stick, NOW - timedelta(days=1))
    older = vault.back_up(live, stick, NOW - timedelta(days=2))
    new = vault.back_up(live, stick, NOW)
    other = stick / older.file.name.replace(" 09.12", " 08.12")
    foreign, _ = vault.create(tmp_path / "copy2", PASSWORD, made.person, NOW, kdf=vault.FLOOR)
    shutil.copy(vault.back_up(foreign, tmp_path, NOW).file, other)
    foreign.close(NOW)
    (stick / "letter.txt").write_text("mine")
    assert set(vault.thin_out(live, stick, Retention(1, 0, 0))) == {old.file, older.file}
    live.close(NOW)
    assert {path.name for path in stick.iterdir()} == {new.file.name, other.name, "letter.txt"}
