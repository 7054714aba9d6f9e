"""A disk that loses power: what was flushed is there, of the rest any part may be.

A write that was not followed by a flush of its file is kept or lost sector by sector, in any combination. A name that
was made, moved or removed is sure only once its folder was flushed; until then a folder shows any moment since.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.torture.recording import Event

SECTOR = 512


@dataclass(eq=False)
class File:
    """The bytes that are sure, and what was done since."""

    sure: bytearray = field(default_factory=bytearray)
    since: list[tuple[int, bytes | None]] = field(default_factory=list)  # offset and data; None cuts there

    def sync(self) -> None:
        """Everything done so far is sure."""
        for offset, data in self.since:
            _apply(self.sure, offset, data)
        self.since.clear()

    def after_power_cut(self, chance: Random) -> bytes:
        """One of the contents that may be found."""
        content, keep = bytearray(self.sure), chance.choice((0.0, 0.1, 0.5, 0.9, 1.0))
        for offset, data in self.since:
            if data is None:
                if chance.random() < keep:
                    _apply(content, offset, None)
                continue
            at = 0
            while at < len(data):
                size = SECTOR - (offset + at) % SECTOR
                if chance.random() < keep:
                    _apply(content, offset + at, data[at : at + size])
                at += size
            if chance.random() < 0.3 and len(content) < offset + len(data):
                content.extend(bytes(offset + len(data) - len(content)))  # the length was kept, the bytes were not
        return bytes(content)


@dataclass(eq=False)
class Folder:
    """Names as they are for the running system."""

    names: dict[str, File | Folder] = field(default_factory=dict)


@dataclass(frozen=True)
class Naming:
    """A change of names that is not sure yet: what goes away, what comes."""

    gone: tuple[Folder, str] | None
    come: tuple[Folder, str, File | Folder] | None

    def touches(self, folder: Folder) -> bool:
        """Whether flushing this folder makes it sure."""
        return any(each is not None and each[0] is folder for each in (self.gone, self.come))


class Disk:
    """All files below one folder; names as they are now, and as they are surely found."""

    def __init__(self, start: Path) -> None:
        self.root = Folder()
        self.sure: dict[Folder, dict[str, File | Folder]] = {}
        self.waiting: list[Naming] = []
        self._load(start, self.root)

    def _load(self, path: Path, into: Folder) -> None:
        for each in path.iterdir():
            found: File | Folder = Folder() if each.is_dir() else File(bytearray(each.read_bytes()))
            into.names[each.name] = found
            if isinstance(found, Folder):
                self._load(each, found)
        self.sure[into] = dict(into.names)

    def do(self, event: Event) -> None:
        """Let one call happen."""
        match event.kind:
            case "write":
                self._file(event.path).since.append((event.offset, event.data))
            case "truncate":
                self._file(event.path).since.append((event.offset, None))
            case "sync":
                found = self._at(event.path)
                if isinstance(found, File):
                    found.sync()
                elif found is not None:
                    self._sync_names(found)
            case "create" | "mkdir":
                folder, name = self._place(event.path)
                if name not in folder.names:
                    self._named(None, (folder, name, File() if event.kind == "create" else Folder()))
            case "unlink":
                self._named(self._place(event.path), None)
            case "rename":
                folder, name = self._place(event.path)
                self._named((folder, name), (*self._place(event.to), folder.names[name]))

    def after_power_cut(self, into: Path, chance: Random) -> None:
        """Write one of the states that may be found when the power comes back."""
        names = {folder: dict(each) for folder, each in self.sure.items()}
        kept = chance.choice((0, len(self.waiting), chance.randint(0, len(self.waiting))))
        for naming in self.waiting[:kept]:
            _rename(names, naming)
        self._write(self.root, names, into, chance)

    def _write(
        self, folder: Folder, names: dict[Folder, dict[str, File | Folder]], into: Path, chance: Random
    ) -> None:
        into.mkdir()
        for name, found in names.get(folder, {}).items():
            if isinstance(found, Folder):
                self._write(found, names, into / name, chance)
            elif name.endswith("-shm"):  # written through memory, not by calls; the engine makes it anew
                (into / name).write_bytes(chance.choice((b"", chance.randbytes(32_768))))
            else:
                (into / name).write_bytes(found.after_power_cut(chance))

    def _named(self, gone: tuple[Folder, str] | None, come: tuple[Folder, str, File | Folder] | None) -> None:
        if gone is not None:
            del gone[0].names[gone[1]]
        if come is not None:
            come[0].names[come[1]] = come[2]
        self.waiting.append(Naming(gone, come))

    def _sync_names(self, folder: Folder) -> None:
        for naming in [each for each in self.waiting if each.touches(folder)]:
            _rename(self.sure, naming)
            self.waiting.remove(naming)

    def _place(self, path: str) -> tuple[Folder, str]:
        parent, _, name = path.rpartition("/")
        folder = self._at(parent)
        if not isinstance(folder, Folder):
            raise RuntimeError(f"the replay knows no folder {parent!r}")
        return folder, name

    def _at(self, path: str) -> File | Folder | None:
        found: File | Folder | None = self.root
        for name in path.split("/") if path else ():
            found = found.names.get(name) if isinstance(found, Folder) else None
        return found

    def _file(self, path: str) -> File:
        found = self._at(path)
        return found if isinstance(found, File) else File()  # removed while it was open: nobody finds it


def _apply(content: bytearray, offset: int, data: bytes | None) -> None:
    if data is None:
        del content[offset:]
        content.extend(bytes(offset - len(content)))
        return
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    content[offset : offset + len(data)] = data


def _rename(names: dict[Folder, dict[str, File | Folder]], naming: Naming) -> None:
    if naming.gone is not None:
        names.setdefault(naming.gone[0], {}).pop(naming.gone[1], None)
    if naming.come is not None:
        names.setdefault(naming.come[0], {})[naming.come[1]] = naming.come[2]
