"""Waiting after wrong passwords: it slows whoever stands at the computer; who copies the files meets Argon2id alone.

Time is counted since the computer was started, never by the clock, which anybody can move.
"""

from __future__ import annotations

import time
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from workup.vault import refusals

WAITS_FROM = 5
STOPS_AT = 20
SHORTEST_S, LONGEST_S = 30, 3600
_BOOT = Path("/proc/sys/kernel/random/boot_id")


class Tries(Struct, frozen=True):
    """Wrong passwords of one person since the last right one; `untold` of them are not in the audit trail yet."""

    who: str
    count: int
    boot: str
    ticks: int
    untold: int


def now_ticks() -> int:
    """Nanoseconds since the computer was started, asleep or not where the system counts that."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic_ns() if clock is None else time.clock_gettime_ns(clock)


def boot() -> str:
    """Which start of the computer this is; empty where the system does not say."""
    try:
        return _BOOT.read_text(encoding="ascii").strip()
    except OSError:
        return ""


def wait_of(count: int) -> int:
    """How many seconds have to pass after so many wrong passwords."""
    return 0 if count < WAITS_FROM else min(SHORTEST_S << (count - WAITS_FROM), LONGEST_S)


def left(tries: Tries | None, ticks: int) -> int:
    """The seconds still to wait. After a restart only the time since then counts: it is sure to have passed."""
    if tries is None:
        return 0
    same = tries.boot == boot() and ticks >= tries.ticks
    passed = (ticks - tries.ticks if same else ticks) // 1_000_000_000
    return max(wait_of(tries.count) - passed, 0)


def of(all_tries: tuple[Tries, ...], who: str) -> Tries | None:
    """What stands against one person."""
    return next((tries for tries in all_tries if tries.who == who), None)


def check(all_tries: tuple[Tries, ...], who: str, ticks: int) -> None:
    """Refuse to try while the wait lasts, and for good once there were too many."""
    tries = of(all_tries, who)
    if tries is not None and tries.count >= STOPS_AT:
        raise refusals.AccountStopped
    seconds = left(tries, ticks)
    if seconds:
        raise refusals.TooManyTries(seconds)


def counted(all_tries: tuple[Tries, ...], who: str, ticks: int) -> tuple[Tries, ...]:
    """With one more try, unless one has to wait; counted before the password is looked at, so a kill gains nothing."""
    check(all_tries, who, ticks)
    former = of(all_tries, who) or Tries(who, 0, "", 0, 0)
    tried = Tries(who, former.count + 1, boot(), ticks, former.untold + 1)
    return (*(tries for tries in all_tries if tries.who != who), tried)


def right(all_tries: tuple[Tries, ...], who: str) -> tuple[Tries, ...]:
    """The last try was right: nothing stands against this person, but those before are still to be told."""
    tries = of(all_tries, who)
    others = tuple(other for other in all_tries if other.who != who)
    if tries is None or tries.untold <= 1:
        return others
    return (*others, Tries(who, 0, "", 0, tries.untold - 1))


def told(all_tries: tuple[Tries, ...]) -> tuple[Tries, ...]:
    """All of them stand in the audit trail now."""
    return tuple(replace(tries, untold=0) for tries in all_tries if tries.count)


def freed(all_tries: tuple[Tries, ...], who: str) -> tuple[Tries, ...]:
    """A new password was set: nothing stands against this person."""
    tries = of(all_tries, who)
    others = tuple(other for other in all_tries if other.who != who)
    return others if tries is None or not tries.untold else (*others, replace(tries, count=0, boot="", ticks=0))
