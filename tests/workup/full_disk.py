"""A disk that is full for a moment: no file of this process may grow."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def full_disk(room: int = 0) -> Iterator[None]:
    """Refuse every byte beyond `room` to every file; only where the system can be told to."""
    import pytest

    if sys.platform == "win32":
        pytest.skip("no limit of file sizes on this system")
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
