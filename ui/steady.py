"""Keeps Python 3.11 alive under PySide6 6.12, whose calls give back references to None and True they never took.

From Python 3.12 on these objects are immortal and nothing is to be done. On 3.11 their counts would reach zero after
some thousand calls and end the process ("deallocating None"); a large head start lasts longer than any session.
"""

from __future__ import annotations

import ctypes
import sys

HEAD_START = 1 << 60


def keep_constants_alive() -> None:
    """Give None, True and False more references than a session can drop."""
    if sys.version_info >= (3, 12):
        return
    for constant in (None, True, False):
        if sys.getrefcount(constant) < HEAD_START // 2:
            ctypes.c_ssize_t.from_address(id(constant)).value += HEAD_START
