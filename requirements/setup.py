"""Make the environment that Workup runs in: `.venv` beside this folder, from locked packages.

    python3 requirements/setup.py           what the application needs
    python3 requirements/setup.py --tests   and what the tests need

Needs nothing but Python itself. It parses under old Pythons too (no newer syntax, annotations in quotes), so that they
say which version to install instead of failing on a line of grammar.
"""

import ctypes
import hashlib
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
OLDEST = (3, 11)
NEWEST = (3, 14)  # packages with compiled parts exist up to here
OLDEST_GLIBC = {"x86_64": (2, 34), "aarch64": (2, 39)}  # of Qt's own packages
NEW_ENOUGH = {"x86_64": "Debian 12, Ubuntu 22.04 or Fedora 36", "aarch64": "Debian 13, Ubuntu 24.04 or Fedora 40"}

# What Qt loads from a Linux system: file -> Debian and Ubuntu package, Fedora package.
LIBRARIES = {
    "libEGL.so.1": ("libegl1", "libglvnd-egl"),
    "libGL.so.1": ("libgl1", "libglvnd-glx"),
    "libX11-xcb.so.1": ("libx11-xcb1", "libX11-xcb"),
    "libcups.so.2": ("libcups2", "cups-libs"),
    "libdbus-1.so.3": ("libdbus-1-3", "dbus-libs"),
    "libfontconfig.so.1": ("libfontconfig1", "fontconfig"),
    "libglib-2.0.so.0": ("libglib2.0-0", "glib2"),
    "libgssapi_krb5.so.2": ("libgssapi-krb5-2", "krb5-libs"),
    "libgthread-2.0.so.0": ("libglib2.0-0", "glib2"),
    "libwayland-client.so.0": ("libwayland-client0", "libwayland-client"),
    "libwayland-cursor.so.0": ("libwayland-cursor0", "libwayland-cursor"),
    "libxcb-cursor.so.0": ("libxcb-cursor0", "xcb-util-cursor"),
    "libxcb-glx.so.0": ("libxcb-glx0", "libxcb"),
    "libxcb-icccm.so.4": ("libxcb-icccm4", "xcb-util-wm"),
    "libxcb-image.so.0": ("libxcb-image0", "xcb-util-image"),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1", "xcb-util-keysyms"),
    "libxcb-randr.so.0": ("libxcb-randr0", "libxcb"),
    "libxcb-render.so.0": ("libxcb-render0", "libxcb"),
    "libxcb-render-util.so.0": ("libxcb-render-util0", "xcb-util-renderutil"),
    "libxcb-shape.so.0": ("libxcb-shape0", "libxcb"),
    "libxcb-shm.so.0": ("libxcb-shm0", "libxcb"),
    "libxcb-sync.so.1": ("libxcb-sync1", "libxcb"),
    "libxcb-util.so.1": ("libxcb-util1", "xcb-util"),
    "libxcb-xfixes.so.0": ("libxcb-xfixes0", "libxcb"),
    "libxcb-xkb.so.1": ("libxcb-xkb1", "libxcb"),
    "libxkbcommon.so.0": ("libxkbcommon0", "libxkbcommon"),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0", "libxkbcommon-x11"),
}


def say(sentence: str) -> None:
    """One line to whoever waits."""
    print(sentence, flush=True)


def stop(sentence: str) -> NoReturn:
    """End with a sentence that says what to do."""
    sys.stderr.write("\n" + sentence + "\n")
    raise SystemExit(1)


def dotted(version: "tuple[int, ...]") -> str:
    """(3, 11) as 3.11."""
    return ".".join(str(part) for part in version)


# --------------------------------------------------------------------------------------------------- this computer


def fits(version: "tuple[int, ...]") -> bool:
    """Whether a Python of this version can run Workup."""
    return OLDEST <= version[:2] <= NEWEST


def another_python() -> "list[str]":
    """The command of another Python on this computer that fits, newest first; empty when there is none."""
    asks = "import sys; print('%d %d' % sys.version_info[:2])"
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        command = ["py", f"-3.{minor}"] if sys.platform == "win32" else [f"python3.{minor}"]
        if shutil.which(command[0]) is None:
            continue
        answer = subprocess.run([*command, "-c", asks], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
        words = answer.stdout.decode().split()
        if answer.returncode == 0 and len(words) == 2 and fits((int(words[0]), int(words[1]))):
            return command
    return []


def go_on_with_a_python_that_fits() -> None:
    """Return when this Python fits; otherwise run again under one that does, or say which to install."""
    if fits(sys.version_info[:2]):
        return
    other = another_python()
    if other:
        raise SystemExit(subprocess.run([*other, *sys.argv], check=False).returncode)
    here, wanted = dotted(sys.version_info[:2]), f"{dotted(OLDEST)} to {dotted(NEWEST)}"
    stop(f"Workup needs Python {wanted}; this one is {here}. Install one of these and run the same command again.")


def refuse_a_system_that_qt_cannot_use() -> None:
    """Say plainly what the package installer would only say as 'no matching distribution'."""
    machine = platform.machine()
    if sys.maxsize < 2**32:
        stop("Workup needs a 64-bit Python; this one is 32-bit. Install the 64-bit one and run the same command again.")
    if sys.platform == "linux":
        needed = OLDEST_GLIBC.get(machine)
        library, version = platform.libc_ver()
        if needed is None or library != "glibc":
            stop(f"Qt has no package for this Linux ({machine}). A desktop Linux on x86_64 or aarch64 works.")
        if tuple(int(part) for part in version.split(".")[:2]) < needed:
            stop(
                f"Qt needs a Linux with glibc {dotted(needed)} or newer; this one has {version}. "
                f"{NEW_ENOUGH[machine]} is new enough."
            )
    if sys.platform == "win32" and machine.upper() == "ARM64" and "ARM64" in sys.version.upper():
        stop("On Windows for ARM, Workup needs the 64-bit Intel Python (Windows runs it). Install that one.")


# ------------------------------------------------------------------------------------------------- system packages


def missing_libraries() -> "list[str]":
    """The files of LIBRARIES that this system cannot load."""
    missing = []
    for name in LIBRARIES:
        try:
            ctypes.CDLL(name)
        except OSError:
            missing.append(name)
    return missing


def may_install() -> bool:
    """Whether this is root on Debian or Ubuntu."""
    return sys.platform == "linux" and os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_install(packages: "list[str]") -> bool:
    """Install system packages; say whether that worked."""
    say("Installing system packages: " + " ".join(packages))
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    for command in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        if subprocess.run(["apt-get", "-q", *command], env=quiet, stdin=subprocess.DEVNULL, check=False).returncode:
            return False
    return True


def missing_venv() -> bool:
    """Whether this Python lacks what makes environments; Debian and Ubuntu ship it separately."""
    importlib.invalidate_caches()
    return importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None


def debian_packages(libraries: "list[str]", venv: bool) -> "list[str]":
    """What is missing, as Debian and Ubuntu name it."""
    own = [f"python{dotted(sys.version_info[:2])}-venv"] if venv else []
    return sorted({LIBRARIES[name][0] for name in libraries}) + own


def advice(libraries: "list[str]", venv: bool) -> str:
    """The one command that brings what is missing on this kind of system."""
    if shutil.which("apt-get"):
        return "sudo apt-get install " + " ".join(debian_packages(libraries, venv))
    if shutil.which("dnf"):
        own = ["python3-pip"] if venv else []
        return "sudo dnf install " + " ".join(sorted({LIBRARIES[name][1] for name in libraries}) + own)
    own = ["venv and pip of this Python"] if venv else []
    return "(with your system's package tool) " + ", ".join(libraries + own)


def bring_system_packages() -> None:
    """Install what Qt and the environment need of the system where we may; otherwise name the one command."""
    libraries = missing_libraries() if sys.platform == "linux" else []
    venv = missing_venv()
    if (libraries or venv) and may_install() and apt_install(debian_packages(libraries, venv)):
        libraries, venv = missing_libraries(), missing_venv()
    if not libraries and not venv:
        return
    lacks = ([f"venv or pip (for {sys.executable})"] if venv else []) + (
        ["libraries that Qt needs"] if libraries else []
    )
    command = advice(libraries, venv)
    stop(f"This computer lacks {' and '.join(lacks)}. Install them, then run the same again:\n\n  {command}")


# ------------------------------------------------------------------------------------------------- the environment


def python_in(venv: Path) -> Path:
    """The interpreter of an environment."""
    return venv / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def works(python: Path) -> bool:
    """Whether the environment's interpreter starts, has pip and is of a version that fits."""
    if not python.exists():
        return False
    asks = "import sys, pip; print('%d %d' % sys.version_info[:2])"
    answer = subprocess.run([str(python), "-c", asks], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    words = answer.stdout.decode().split()
    return answer.returncode == 0 and fits((int(words[0]), int(words[1])))


def make_venv() -> None:
    """Make `.venv`, anew when the one that is there does not start."""
    if VENV.exists() and not os.access(str(VENV), os.W_OK):
        stop(f"{VENV} belongs to another user. Run this as that user, or remove the folder.")
    if works(python_in(VENV)):
        return
    say("Making .venv with Python " + dotted(sys.version_info[:3]))
    done = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=False)
    if done.returncode or not works(python_in(VENV)):
        stop(f"The environment could not be made in {VENV}. The lines above say why.")


def install(lock: Path) -> None:
    """Install exactly the locked packages, each checked against its hash, none built here."""
    say(f"Installing the packages of requirements/{lock.name} (the first time takes some minutes)")
    pip = [str(python_in(VENV)), "-m", "pip", "--disable-pip-version-check", "--no-input"]
    wanted = ["install", "--quiet", "--require-hashes", "--only-binary", ":all:", "-r", str(lock)]
    if subprocess.run([*pip, *wanted], check=False).returncode:
        stop(
            "The packages could not be installed; the lines above say why. Nothing is half done: with a network "
            "connection to your package index, run the same command again."
        )


def digest(lock: Path) -> str:
    """What a finished environment was made from."""
    return hashlib.sha256(lock.read_bytes() + Path(__file__).read_bytes()).hexdigest()


def ready(name: str) -> bool:
    """Whether this environment already holds exactly these packages."""
    stamp = VENV / f"made-from-{name}"
    return (
        python_in(VENV).exists()
        and stamp.exists()
        and stamp.read_text().strip() == digest(ROOT / "requirements" / f"{name}.txt")
    )


def main() -> None:
    """Make the environment, or find it made."""
    name = "test" if "--tests" in sys.argv[1:] else "runtime"
    if ready(name) or (name == "runtime" and ready("test")):
        return
    go_on_with_a_python_that_fits()
    refuse_a_system_that_qt_cannot_use()
    bring_system_packages()
    make_venv()
    lock = ROOT / "requirements" / f"{name}.txt"
    install(lock)
    for stamp in VENV.glob("made-from-*"):
        stamp.unlink()
    (VENV / f"made-from-{name}").write_text(digest(lock) + "\n")
    say("Ready.")


if __name__ == "__main__":
    main()
