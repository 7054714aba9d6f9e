"""Who may know whom: the contracts of pyproject.toml, and the same seen from a running Python."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent

IMPORT_ALL = """
import importlib, pkgutil, sys
import workup
names = {module.name for module in pkgutil.walk_packages(workup.__path__, "workup.")} - {"workup.__main__"}
for name in names:
    importlib.import_module(name)
strangers = sorted(name for name in sys.modules if name.partition(".")[0] in {"PySide6", "shiboken6", "ui"})
print(len(names), *strangers)
"""


def run(*command: str) -> subprocess.CompletedProcess[str]:
    """Run at the root of the repository and keep what it says."""
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


def test_the_import_contracts_hold() -> None:
    linter = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = run(sys.executable, "-c", linter, "--no-logo", "--no-cache")
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_module_of_the_domain_loads_without_qt() -> None:
    done = run(sys.executable, "-W", "error", "-c", IMPORT_ALL)
    assert done.returncode == 0, done.stderr
    count, *strangers = done.stdout.split()
    assert int(count) > 0
    assert strangers == []


def test_the_window_before_unlocking_loads_no_content() -> None:
    """It has settings and accounts to show, and whoever waits for it waits for every module it brings along."""
    code = "import sys, ui.app; print(sorted({'workup.protocol', 'workup.expr', 'workup.content'} & set(sys.modules)))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert said.stdout.strip() == "[]"
