"""Starts Workup.

A small parent, which never sees a key or a patient, starts the window as a process of its own. When that process ends
because it was locked, the parent starts a clean one that shows the lock window; nothing of a patient is left in
memory. Commands that need no window go to workup.__main__; demo and bench need one and stay here.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

LOCKED = 75
# What would load somebody else's code into the window: the libraries and plugins named there are not ours.
FOREIGN = (
    "PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "PYTHONUSERBASE", "PYTHONINSPECT", "PYTHONBREAKPOINT",
    "PYTHONPYCACHEPREFIX", "PYTHONPLATLIBDIR", "PYTHONWARNINGS", "QT_PLUGIN_PATH", "QT_QPA_PLATFORM_PLUGIN_PATH",
    "LD_LIBRARY_PATH", "LD_PRELOAD", "LD_AUDIT",
    "DYLD_LIBRARY_PATH", "DYLD_FRAMEWORK_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "DYLD_INSERT_LIBRARIES",
)  # fmt: skip
COMMANDS = (
    "check", "items", "case", "knowledge", "questionnaire", "checklist", "backup", "restore", "audit", "cohort",
    "record", "verify", "import",
)  # fmt: skip
USAGE = (
    "main.py [--vault FOLDER] | demo | check [FOLDER] [--coverage] | items [--json] | "
    "case FILE.toml --json|--text|--pdf OUT|--fhir OUT | questionnaire --out OUT | knowledge --text|--pdf OUT | "
    "checklist --out FILE.pdf [--step STEP] | "
    "backup VAULT --to FOLDER | restore FILE --into FOLDER | audit VAULT | cohort VAULT --out FILE.csv | "
    "record VAULT --patient MRN --out FILE [--fhir] | verify FILE.pdf | import VAULT FILE.pdf --patient MRN|--new | "
    "bench [--json]"
)


def main(arguments: Sequence[str]) -> int:
    """Hand a command on, or open the application and keep it open across locks."""
    if arguments and arguments[0] in COMMANDS:
        from workup import __main__ as command_line  # the window starts without it

        return command_line.main(arguments)
    if arguments and arguments[0] in ("-h", "--help"):
        print(USAGE)
        return 0
    if arguments and arguments[0] == "bench":
        from tests.bench.run import main as bench

        return bench(arguments[1:])
    if arguments and arguments[0] == "window":
        from ui.app import run

        return run(arguments[1:])
    wrong = _misuse(arguments)
    if wrong:
        print(f"main.py: {wrong} Usage: {USAGE}", file=sys.stderr)
        return 2
    if not _has_display():
        print(
            "There is no display here, so no window can open. "
            "Without one these work: main.py check, items, case FILE.toml --json, --text, --pdf OUT or --fhir OUT, "
            "knowledge, questionnaire, backup, restore, audit.",
            file=sys.stderr,
        )
        return 2
    if list(arguments) == ["demo"]:
        with TemporaryDirectory(prefix="workup-demo-") as folder:
            return _keep_open(["--demo", str(Path(folder) / "Demo.workup")])
    return _keep_open(list(arguments))


def _misuse(arguments: Sequence[str]) -> str:
    match list(arguments):
        case [] | ["demo"] | ["--vault", _]:
            return ""
        case ["--vault"]:
            return "--vault needs a folder."
        case [word, *_]:
            return f"“{word}” is not a command."
    return ""


def _has_display() -> bool:
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _keep_open(arguments: list[str]) -> int:
    """Start the window; after each lock start a clean one, told only which vault it was, whose, and why."""
    command = [sys.executable, str(Path(__file__).resolve()), "window"]
    own = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    again: list[str] = []
    while True:
        # The window speaks to its parent once, on its standard output, and never of a patient.
        with subprocess.Popen([*command, *arguments, *again], stdout=subprocess.PIPE, text=True, env=own) as window:
            assert window.stdout is not None
            try:
                said = window.stdout.read().strip().splitlines()
                status = window.wait()
            except KeyboardInterrupt:  # Ctrl C in the terminal went to the window too; every entry is stored
                window.terminate()
                return 130
        if status != LOCKED or not said:
            return status
        again = ["--again", said[-1]]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
