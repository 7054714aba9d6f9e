"""The demonstration: it can be made, and its password opens it again after a lock."""

from datetime import UTC, datetime
from pathlib import Path

from ui.demo import PASSWORD, PERSON, demo_clock, make_demo
from workup import vault as vaults


def test_the_demonstration_is_made_and_its_password_opens_it(tmp_path: Path) -> None:
    clock = demo_clock(lambda: datetime(2026, 1, 2, 15, tzinfo=UTC))
    made = make_demo(tmp_path / "demo", clock)
    assert made.person.name == PERSON.name
    assert made.database.row("SELECT count(*) FROM person") == (3,)
    folder, who = made.folder, made.person.id
    made.close(clock())
    vaults.open_with_password(folder, who, PASSWORD, clock()).close(clock())
