"""All checks of the bench, in the order of the table in SECURITY.md."""

from __future__ import annotations

from tests.torture import (
    clock,
    damage,
    drill,
    engine_floor,
    exports,
    full_disk,
    headers,
    imports,
    io_errors,
    key_change,
    key_life,
    kills,
    large_copy,
    leaks,
    locking,
    lost_update,
    offline,
    passwords,
    power,
    print_text,
    scale,
    screen_full,
    screen_text,
    single,
    trail,
    unsaved,
)
from tests.torture.outcome import Check
from tests.torture.suite import of_tests

_ROLES = (
    "tests/workup/test_rights.py", "tests/ui/test_tests_roles.py", "tests/ui/test_whole_record.py",
    "tests/ui/test_counting.py", "tests/workup/test_accounts.py",
)  # fmt: skip
_LOCKS = (
    "tests/ui/test_handover.py", "tests/ui/test_journey.py", "tests/ui/test_preferences.py", "tests/ui/test_sitting.py",
    "tests/ui/test_summary.py", "tests/workup/test_settings.py",
)  # fmt: skip

CHECKS = (
    Check("engine", "K01", "refused 5 of 5, nothing in clear, no file made anew", 5, 5, engine_floor.run),
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
        "screen-full", "K05", "what was typed stays on the screen, is said to wait, is stored with room", 500, 5_000,
        screen_full.run,
    ),
    Check(
        "key-change", "K12", "old or new, never a mix; a copy of the former version; the same entries", 100, 1_000,
        key_change.run,
    ),
    Check(
        "backups", "K07", "each restored with the recovery sheet alone, equal; save p99 <= 100 ms", 100, 1_000,
        drill.run
    ),
    Check(
        "large-copy", "K07", "740 MB copied <= 15 s, save p99 <= 100 ms meanwhile; 1 GB restored <= 60 s, equal", 1_000,
        1_000, large_copy.run,
    ),
    Check("single", "K08", "refused within 1 s, free after a kill, no other hand on the files", 100, 1_000, single.run),
    Check("lost-update", "K09", "an older state is refused, nothing is written over", 1_000, 20_000, lost_update.run),
    Check(
        "unsaved", "K10", "at most 1 s of typing lost, offered to its typist only", 200, 2_000, unsaved.run,
        in_memory=True,
    ),
    Check(
        "clock", "K11", "order by number, right ages, each jump one row of the trail, waits not shortened", 50, 500,
        clock.run,
    ),
    Check(
        "scale", "K13", "search and time line p99 <= 100 ms, save p99 <= 50 ms, no stall > 200 ms; all pages sound",
        100_000, 1_000_000, scale.run,
    ),
    Check(
        "headers", "K14", "no other role, cost or key; refused <= 50 ms; unlocked in 0.25 to 1.5 s, above the floor",
        300, 10_000, headers.run, in_memory=True,
    ),
    Check(
        "passwords", "K15", "known passwords refused however made longer; no guess before its wait is over", 10_000,
        20_000, passwords.run,
    ),
    Check(
        "key-life", "K16", "the sheet opens, who was removed does not, nor a former key file; password change <= 1 s",
        100, 1_000, key_life.run, in_memory=True,
    ),
    Check(
        "trail", "K17", "each edit is seen, >= 100,000 rows verified in a second, each kind of row, no typed text",
        10_000, 100_000, trail.run, in_memory=True,
    ),
    Check(
        "roles", "K18", "each role may what was decided, unknown may nothing, the password again before leaving", 1, 1,
        of_tests(*_ROLES),
    ),
    Check("leaks", "K19", "no word of a patient but in the records; no file written elsewhere", 100, 1_000, leaks.run),
    Check(
        "locking", "K20", "gone <= 2 s, no word or key in the next process, no core dump; cold start <= 3 s", 2, 20,
        locking.run,
    ),
    Check("auto-lock", "K21", "locks when idle, never off; what was copied is taken away", 1, 1, of_tests(*_LOCKS)),
    Check(
        "screen-text", "K22", "shown letter by letter, no mark-up, no picture, no error", 200, 2_000, screen_text.run
    ),
    Check(
        "print-text", "K23", "each letter or its code, no picture or link, page x of y, <= 2 s", 200, 2_000,
        print_text.run,
    ),
    Check(
        "imports", "K24", "read or refused with a sentence, <= 2 s and +<= 300 MB, nothing written", 50_000, 1_000_000,
        imports.run,
    ),
    Check(
        "exports", "K25", "no cell runs, files for their user alone, no planted link followed, a changed page shows",
        2_000, 50_000, exports.run,
    ),
    Check("offline", "K26", "the same without a network; packages as locked", 1, 2, offline.run),
    Check("soak", "K13", "save p99 <= 50 ms; memory +<= 50 MB, files +0, log <= 64 MB", 1_000, 100_000, scale.soak),
)  # fmt: skip
