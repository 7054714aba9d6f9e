"""The window of the program, started as `main.py window` is; says when the unlock screen is painted, and ends."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import main
from ui import app


def watched_start(shell: app.Shell) -> None:
    """Start as ever, with an eye on the unlock page."""
    from tests.bench.bare_window import Painted

    painted = Painted(shell)
    shell.window.unlock.installEventFilter(painted)
    start(shell)


if __name__ == "__main__":
    start = app.Shell.start
    app.Shell.start = watched_start  # type: ignore[method-assign, assignment]
    sys.exit(main.main(["window", *sys.argv[1:]]))
