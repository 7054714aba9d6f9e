"""A file written as a whole: the new one, or the old one where writing failed; never half of either."""

import os
from contextlib import suppress
from pathlib import Path
from tempfile import mkstemp

from workup.texts import _


def write_whole(target: Path, content: bytes, *, new: bool = False) -> None:
    """Write beside the target, then rename over it; OSError leaves what was there. Never through a planted link.

    With `new` it is FileExistsError when something has that name, however late it came to be there.
    """
    if target.is_symlink():
        raise OSError(0, _("the name is a link to another file"), str(target))
    if new and target.exists():
        raise FileExistsError(17, _("a file of that name is already there"), str(target))
    handle, name = mkstemp(dir=target.parent, prefix=".workup-")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if new:
            _take_name(part, target)
        else:
            part.replace(target)  # closed by now: Windows renames no open file
    except OSError:
        part.unlink(missing_ok=True)
        raise


def _take_name(part: Path, target: Path) -> None:
    """Give a finished file its name unless it is taken by now; not every file system has a second name to give."""
    if os.name == "nt":
        part.rename(target)  # refuses a name that is taken
        return
    try:
        target.hardlink_to(part)
    except FileExistsError:
        raise
    except OSError:
        handle = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)  # holds the name for what follows
        os.close(handle)
        part.replace(target)
        return
    with suppress(OSError):
        part.unlink()
