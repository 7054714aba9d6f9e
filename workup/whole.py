"""A file written as a whole: the new one, or the old one where writing failed; never half of either."""

import os
from pathlib import Path
from tempfile import mkstemp


def write_whole(target: Path, content: bytes) -> None:
    """Write beside the target, then rename over it; OSError leaves what was there. Never through a planted link."""
    if target.is_symlink():
        raise OSError(0, "the name is a link to another file", str(target))
    handle, name = mkstemp(dir=target.parent, prefix=".workup-")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)  # closed by now: Windows renames no open file
    except OSError:
        part.unlink(missing_ok=True)
        raise
