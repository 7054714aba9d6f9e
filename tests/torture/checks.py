"""All checks of the bench, in the order of the table in SECURITY.md."""

from __future__ import annotations

from tests.torture import damage, kills, power
from tests.torture.outcome import Check

CHECKS = (
    Check("kills", "K02", "no acknowledged save lost, none by halves, chain valid, start <= 2 s", 300, 10_000, kills.run),
    Check(
        "power", "K03", "0 lost, 0 damaged; NORMAL shows losses and OFF damage", 8_000, 200_000, power.run,
        in_memory=True,
    ),
    Check(
        "damage", "K06", "all reported, no wrong value shown, no traceback; an older file is noticed", 1_000, 10_000,
        damage.run, in_memory=True,
    ),
)  # fmt: skip
