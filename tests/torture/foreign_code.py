"""Libraries and modules that somebody put in the way: none of them is loaded by the window."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from tests.torture.outcome import ROOT

PATIENCE_S = 30
LIBRARIES = ("libz.so.1", "libstdc++.so.6", "libglib-2.0.so.0", "libQt6Core.so.6", "libQt6Gui.so.6")
MODULES = ("msgspec", "sqlcipher3", "PySide6", "reportlab", "ui", "workup", "sitecustomize")


def loaded(folder: Path) -> tuple[int, list[str]]:
    """How many files the window has in its memory when started among planted ones, and which of them were planted."""
    planted, vault = folder / "planted", folder / "nothing"
    (planted / "platforms").mkdir(parents=True)
    (planted / "qt.conf").write_text(f"[Paths]\nPlugins = {planted}\n", encoding="utf-8")
    for name in MODULES[:-1]:
        (planted / f"{name}.py").write_text("open(__file__ + '.ran', 'w').close()\nraise SystemExit(9)\n", "utf-8")
    for library in _plugins():
        shutil.copy(library, planted / "platforms")
    for library in _libraries():
        shutil.copy(library, planted)
    names = ("PYTHONPATH", "QT_PLUGIN_PATH", "QT_QPA_PLATFORM_PLUGIN_PATH", "PYTHONUSERBASE")
    hostile = {name: str(planted / "platforms" if "PLATFORM_" in name else planted) for name in names}
    hostile["LD_LIBRARY_PATH"] = str(planted)
    own = {name: str(folder / "own") for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    parent = subprocess.Popen(
        [sys.executable, str(ROOT / "main.py"), "--vault", str(vault)], cwd=planted, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        env={**os.environ, **own, **hostile, "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    try:
        maps = _of_window(parent)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(parent.pid, signal.SIGKILL)
        parent.wait()
    bad = [f"{path} was loaded" for path in sorted(maps) if path.startswith(str(planted))]
    bad += [f"{ran.name} was run" for ran in planted.glob("*.ran")]
    if not any("libqoffscreen" in path for path in maps):
        bad.append("the window did not start, or has no plugin: the check is blind")
    return len(maps), bad


def _plugins() -> list[Path]:
    import PySide6

    return sorted((Path(PySide6.__path__[0]) / "Qt" / "plugins" / "platforms").glob("libqoffscreen*"))


def _libraries() -> list[Path]:
    """What the window is linked to: the same files, but not from where they belong."""
    import PySide6

    places = [*Path("/lib").glob("*-linux-gnu"), Path("/lib64"), Path(PySide6.__path__[0]) / "Qt" / "lib"]
    return [place / name for name in LIBRARIES for place in places if (place / name).exists()]


def _of_window(parent: subprocess.Popen[bytes]) -> set[str]:
    """The files in the memory of the window, once it has its platform."""
    end, found = time.monotonic() + PATIENCE_S, set[str]()
    while time.monotonic() < end and parent.poll() is None:
        for child in Path(f"/proc/{parent.pid}/task/{parent.pid}/children").read_text().split():
            lines = Path(f"/proc/{child}/maps").read_text().splitlines() if Path(f"/proc/{child}").exists() else []
            found = {line.split(maxsplit=5)[5] for line in lines if "/" in line}
        if any("libqoffscreen" in path for path in found):
            break
        time.sleep(0.05)
    return found
