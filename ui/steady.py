"""Keeps the window alive under PySide6 6.12, which gives back references that it never took, in two places.

Built for Python 3.12 and later, it returns None and True uncounted: there they are immortal. On 3.11 their counts would
reach zero after some thousand calls and end the process ("deallocating None").

On every Python: while an error that left one overriding method waits to be told, each further override that Qt asks
for is looked up, given up, and its function released without having been taken. A class holds its functions by one
reference, so the first such error in a close or a change of pages freed, say, a `hideEvent`, and the next use of its
class was a segmentation fault. A large head start lasts longer than any session.
"""

from __future__ import annotations

import ctypes
import sys
from types import FunctionType

HEAD_START = 1 << 60
# From Python 3.12 on a count of 32 bits has to hold it; one is lost for each object and error, not for each call.
FUNCTION_START = 1 << 24


def keep_constants_alive() -> None:
    """Give None, True and False more references than a session can drop."""
    if sys.version_info >= (3, 12):
        return
    for constant in (None, True, False):
        _keep(constant, HEAD_START)


def keep_overrides_alive() -> None:
    """Give the functions of every class of Qt objects that is made from now on more references than errors can drop."""
    from PySide6.QtCore import QObject

    def keep(cls: type) -> None:
        super(QObject, cls).__init_subclass__()  # type: ignore[misc]  # `cls` is a class of Qt objects
        for base in cls.__mro__:
            for function in vars(base).values():
                if isinstance(function, FunctionType):
                    _keep(function, FUNCTION_START)

    QObject.__init_subclass__ = classmethod(keep)  # type: ignore[assignment]  # told of each class, wherever it is made


def _keep(thing: object, start: int) -> None:
    if sys.getrefcount(thing) < start // 2:
        ctypes.c_ssize_t.from_address(id(thing)).value += start


def keep_out_of_dumps() -> None:
    """No core dump and no reading of this process by others of the same user, where the system can be told."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform.startswith("linux"):
        import ctypes

        pr_set_dumpable = 4
        ctypes.CDLL(None, use_errno=True).prctl(pr_set_dumpable, 0, 0, 0, 0)
