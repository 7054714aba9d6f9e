"""A file someone chose, read whole: an ordinary file of sensible size, never a link, a folder or a device."""

import errno
import hashlib
import os
import stat
from pathlib import Path

from workup.documents.verdict import Limits, Unfit
from workup.texts import N_, _

_FLAGS = ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY")


def digest_of(content: bytes) -> str:
    """The address of a document: the SHA-256 of its bytes."""
    return hashlib.sha256(content).hexdigest()


def read_chosen(path: Path, limits: Limits) -> bytes:
    """The bytes of the file. Raises Unfit with a sentence when they cannot or should not be read."""
    if path.is_symlink():  # also where the system has no O_NOFOLLOW
        raise Unfit(_(_LINK))
    flags = os.O_RDONLY
    for name in _FLAGS:
        flags |= getattr(os, name, 0)
    try:
        handle = os.open(path, flags)
    except OSError as error:
        raise Unfit(_refused(error, path)) from None
    kind = os.fstat(handle).st_mode
    if not stat.S_ISREG(kind):
        os.close(handle)
        raise Unfit(_(_FOLDER) if stat.S_ISDIR(kind) else _(_DEVICE))
    with os.fdopen(handle, "rb") as file:
        try:
            content = file.read(limits.size + 1)
        except OSError as error:
            raise Unfit(_refused(error, path)) from None
    if not content:
        raise Unfit(_("This file is empty, so there is nothing to attach. Save the report again and choose that file."))
    if len(content) > limits.size:
        raise Unfit(
            _(
                "This file is larger than {size} MB, so it was not attached. Save it with less "
                "resolution, or raise the limit in Preferences."
            ).format(size=limits.size // 1000000)
        )
    return content


_LINK = N_("This is a link to another file, so it was not followed. Choose the report itself.")
_DEVICE = N_("This is not a file but a device or a pipe, so it was not read. Choose the report itself.")
_FOLDER = N_("This is a folder, so nothing was attached. Choose one file: a PDF, PNG or JPEG.")


def _refused(error: OSError, path: Path) -> str:
    match error.errno:
        case errno.ELOOP:
            return _(_LINK)
        case errno.ENOENT:
            return _("This file is no longer there, so nothing was attached. Choose it again.")
        case errno.EISDIR:
            return _(_FOLDER)
        case errno.EACCES | errno.EPERM:
            if path.is_dir():
                return _(_FOLDER)
            return _(
                "You have no right to read this file, so nothing was attached. Ask for it, or choose another copy."
            )
        case _:
            reason = error.strerror or _("the system gives no reason")
            return _(
                "This file cannot be read ({reason}), so nothing was attached. Copy it to this computer first."
            ).format(reason=reason)
