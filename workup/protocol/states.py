"""The states of an order, and the groups of them that are asked about; the reasoning reads them as well."""

from typing import Literal, get_args

State = Literal["proposed", "ordered", "scheduled", "performed", "resulted", "reviewed", "cancelled"]
STATES: tuple[State, ...] = get_args(State)
# Sent, and nobody has looked at the result: what an evaluation waits for.
WAITING: tuple[State, ...] = ("ordered", "scheduled", "performed", "resulted")
OPEN: tuple[State, ...] = ("proposed", *WAITING)
REPORTED: tuple[State, ...] = ("resulted", "reviewed")
# Its result is still to come: another of the same is no next step.
TO_COME: tuple[State, ...] = ("proposed", "ordered", "scheduled", "performed")
# Not done yet: its safety questions still count.
BEFORE: tuple[State, ...] = ("proposed", "ordered", "scheduled")
