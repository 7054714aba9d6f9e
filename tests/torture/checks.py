"""All checks of the bench, in the order of the table in SECURITY.md."""

from __future__ import annotations

from tests.torture import (
    clock,
    damage,
    drill,
    engine_floor,
    full_disk,
    io_errors,
    key_change,
    kills,
    lost_update,
    power,
    scale,
    single,
    unsaved,
)
from tests.torture.outcome import Check

CHECKS = (
    Check("engine", "K01", "refused 4 of 4, nothing in clear, no file made anew", 4, 4, engine_floor.run),
    Check("kills", "K02", "no acknowledged save lost, none by halves, start <= 2 s", 300, 10_000, kills.run),
    Check(
        "power", "K03", "0 lost, 0 damaged; NORMAL shows losses and OFF damage", 8_000, 200_000, power.run,
        in_memory=True,
    ),
    Check(
        "damage", "K06", "all reported, no wrong value shown, no traceback; an older file is noticed", 1_000, 10_000,
        damage.run, in_memory=True,
    ),
    Check(
        "io-errors", "K04", "each call fails once and for good: nothing acknowledged lost, only refusals", 500, 10_000,
        io_errors.run, in_memory=True,
    ),
    Check(
        "full-disk", "K05", "nothing lost, a sentence each time, goes on when there is room, no empty file", 500, 5_000,
        full_disk.run,
    ),
    Check(
        "key-change", "K12", "old or new, never a mix; a copy of the former version; the same entries", 100, 1_000,
        key_change.run,
    ),
    Check(
        "backups", "K07", "each restored with the recovery sheet alone, equal; save p99 <= 100 ms", 100, 1_000,
        drill.run
    ),
    Check("single", "K08", "refused within 1 s, free after a kill, no other hand on the files", 100, 1_000, single.run),
    Check("lost-update", "K09", "an older state is refused, nothing is written over", 1_000, 20_000, lost_update.run),
    Check(
        "unsaved", "K10", "at most 1 s of typing lost, offered to its typist only", 200, 2_000, unsaved.run,
        in_memory=True,
    ),
    Check("clock", "K11", "order by number, right ages, waits not shortened", 50, 500, clock.run),
    Check(
        "scale", "K13", "search and time line p99 <= 100 ms, save p99 <= 50 ms, no stall > 200 ms; all pages sound",
        100_000, 1_000_000, scale.run,
    ),
    Check("soak", "K13", "save p99 <= 50 ms; memory +<= 50 MB, files +0, log <= 64 MB", 1_000, 100_000, scale.soak),
)  # fmt: skip
