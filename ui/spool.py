"""A page that another program shall show: in a folder that only this user can read, and gone afterwards.

There is one such folder for each user, emptied before the next page, when Workup locks or closes, and when it is
unlocked: what a killed process left behind does not outlive that.
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
from contextlib import suppress
from pathlib import Path

from platformdirs import user_cache_path
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from workup.texts import N_, _

NAME = "page.pdf"
HANDED = (
    N_("Opened in the PDF program of this computer: print or look at it there. "
    "The file is not encrypted; Workup removes it when it locks or closes.")
)
NOT_HANDED = N_("This computer has no program for PDF files. Export the page instead, and print it elsewhere.")
UNSAFE = N_("The page was not handed to another program: {reason}. Export it instead.")


def folder() -> Path:
    """Where such pages lie: in memory where the system has a place like that."""
    own = os.environ.get("XDG_RUNTIME_DIR", "")
    if own and sys.platform.startswith("linux"):
        return Path(own) / "workup" / "print"
    # Without a place that the system empties by itself, the user's own cache; never a folder that others share.
    return user_cache_path("workup", appauthor=False) / "print"


def open_elsewhere(page: bytes) -> tuple[bool, str]:
    """Write the page there and have the system open it; whether it did, and what to tell."""
    try:
        place = _private_folder()
        empty()
        target = _fresh(place, page)
    except OSError as error:
        return False, _(UNSAFE).format(reason=error.strerror or _("its folder is not private"))
    if QDesktopServices.openUrl(QUrl.fromLocalFile(str(target))):
        return True, _(HANDED)
    empty()
    return False, _(NOT_HANDED)


def empty() -> None:
    """Remove all pages that were handed over; one that another program holds open goes at the next start."""
    place = folder()
    if place.is_symlink() or not place.is_dir():
        return
    with suppress(OSError):
        for found in place.iterdir():
            if found.is_dir() and not found.is_symlink():
                shutil.rmtree(found, ignore_errors=True)
            else:
                found.unlink(missing_ok=True)


def _private_folder() -> Path:
    """The folder, made if need be; refused where anybody else could read it or put something into it."""
    place = folder()
    for each in (place.parent, place):
        each.mkdir(mode=0o700, parents=each is not place, exist_ok=True)
        if sys.platform != "win32":
            found = each.lstat()
            if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
                raise OSError(0, _("its folder belongs to somebody else"), str(each))
            if found.st_mode & 0o077:
                each.chmod(0o700)
    return place


def _fresh(place: Path, page: bytes) -> Path:
    """A new file each time, in a folder of its own name: nothing planted there is written through."""
    inner = place / os.urandom(8).hex()
    inner.mkdir(mode=0o700)
    target = inner / NAME
    with os.fdopen(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(page)
    return target
