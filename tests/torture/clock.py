"""A clock that is set back, forward or to another zone: the order of the record and what it means stay right."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tests.torture.outcome import Outcome
from tests.torture.work import DAY, PASSWORD, made_vault
from tests.workup.patients import library
from tests.workup.vaults import Clock, Made
from workup import vault as vaults
from workup.answers import At, PartialDate, slot
from workup.record import evaluation_log
from workup.session import Session
from workup.vault import throttle

BORN = PartialDate(1980, 2, 29)


def _moves(chance: Random) -> list[tuple[str, datetime]]:
    """Clocks that are wrong in the ways that happen."""
    moved = [
        ("ten years back", DAY - timedelta(days=3652)), ("an hour back", DAY - timedelta(hours=1)),
        ("a year on", DAY + timedelta(days=365)), ("another zone", DAY.astimezone(timezone(timedelta(hours=-11)))),
        ("a minute back", DAY - timedelta(minutes=1)),
    ]  # fmt: skip
    try:
        zone = ZoneInfo("Europe/Berlin")
    except ZoneInfoNotFoundError:
        return moved
    for hour, fold in ((1, 0), (2, 0), (2, 1), (3, 0)):
        moved.append(("the night the hour comes twice", datetime(2025, 10, 26, hour, 30, tzinfo=zone, fold=fold)))
    moved.append(("the night an hour is missing", datetime(2026, 3, 29, 3, chance.randrange(60), tzinfo=zone)))
    return moved


def run(folder: Path, count: int, chance: Random) -> Outcome:
    """Answer, move the clock, answer, go back; and wait after wrong passwords meanwhile."""
    bad: list[str] = []
    done: dict[str, int] = {}
    made = made_vault(folder / "Clock")
    moves = _moves(chance)
    for number in range(count):
        name, moved = moves[number % len(moves)]
        moved = moved.replace(tzinfo=timezone(moved.utcoffset() or timedelta()))  # as the program asks the system
        bad += [f"{name}: {one}" for one in _moved(made, moved + timedelta(seconds=chance.randrange(50)))]
        bad += [f"{name}: {one}" for one in _noted(made, moved)]
        done[name] = done.get(name, 0) + 1
    bad += _throttled(made)
    return Outcome(count, ", ".join(f"{name} {times}" for name, times in done.items()), tuple(bad))


def _moved(made: Made, moved: datetime) -> list[str]:
    """One workup over a clock that jumps and comes back."""
    bad: list[str] = []
    clock = Clock(DAY)
    vault = vaults.open_with_password(made.folder, made.person.id, PASSWORD, DAY)
    session = Session(library(), vault, clock)
    session.begin()
    session.answer(slot("birth_date"), BORN)
    session.answer(slot("reason"), "first")
    log = evaluation_log(session.opened.evaluation)
    clock.now = moved
    if (session.clock_behind is not None) != (moved < DAY):
        bad.append("a clock that stands before the last entry is not noticed")
    session.answer(slot("reason"), "second")
    age = session.refresh().facts.value("age")
    years = moved.year - 1980 - ((moved.month, moved.day) < (3, 1))
    if age != years:
        bad.append(f"the age is {age}, not {years}")
    clock.now = DAY + timedelta(minutes=5)
    session.answer(slot("reason"), "third")
    texts = [entry.value for entry in vault.read(log) if entry.slot is not None and entry.slot.item == "reason"]
    if texts != ["first", "second", "third"] or session.refresh().answers.value("reason", At()) != "third":
        bad.append("the order of the record follows the clock")
    at = next(entry.at for entry in vault.read(log) if entry.value == "second")
    if at != moved:
        bad.append("the time the clock showed is not what is kept")
    if not vaults.verify(vault, made.sheet.audit_start).sound:
        bad.append("the chain is broken")
    vault.close(DAY)
    return bad


def _noted(made: Made, moved: datetime) -> list[str]:
    """The window's own watch writes one row for a jump, and none for a zone or a small step."""
    from PySide6.QtCore import QCoreApplication, QObject

    from ui.sitting import BACK, COUNTS_SLEEP, FORWARD, JUMP, Sitting

    app = QCoreApplication.instance() or QCoreApplication([])
    clock = Clock(DAY)
    vault = vaults.open_with_password(made.folder, made.person.id, PASSWORD, DAY)
    watch = Sitting(QObject(app), clock, lambda _title, _text: None, lambda _why: None)
    watch.begin(vault)
    ((before,),) = vault.database.rows("SELECT max(seq) FROM audit")
    clock.now = moved
    watch.look()
    watch.look()
    rows = vault.database.rows("SELECT action FROM audit WHERE seq > ?", (before,))
    watch.stop()
    vault.close(DAY)
    apart = moved - DAY
    wanted = [(BACK,)] if apart < -JUMP else [(FORWARD,)] if apart > JUMP and COUNTS_SLEEP else []
    return [] if rows == wanted else [f"the trail says {rows} of the jump"]


def _throttled(made: Made) -> list[str]:
    """The wait after wrong passwords is counted since the computer was started: its clock takes no part in it."""
    bad = []
    ticks = throttle.now_ticks()
    for _ in range(throttle.WAITS_FROM):
        try:
            vaults.open_with_password(made.folder, made.person.id, "a wrong battery horse", DAY, lambda: ticks)
        except vaults.WrongPassword:
            continue
    for moved in (DAY + timedelta(days=365), DAY - timedelta(days=3652), DAY + timedelta(hours=1)):
        try:
            vaults.open_with_password(made.folder, made.person.id, PASSWORD, moved, lambda: ticks).close(moved)
            bad.append("a moved clock shortens the wait")
        except vaults.TooManyTries:
            continue
    later = ticks + (throttle.SHORTEST_S + 1) * 1_000_000_000
    vaults.open_with_password(made.folder, made.person.id, PASSWORD, DAY, lambda: later).close(DAY)
    return bad
