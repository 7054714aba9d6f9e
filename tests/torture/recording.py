"""What a process does to the files below one folder, call by call, as strace sees it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.torture.outcome import Skipped

ROOT = Path(__file__).parents[2]
_CALLS = (
    "openat,creat,lseek,write,pwrite64,ftruncate,truncate,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,"
    "mkdir,mkdirat,rmdir,close,link,linkat,symlink,writev,pwritev,pwritev2,fallocate,copy_file_range,sendfile,dup"
)
_LINE = re.compile(r"\d+ +(?P<call>\w+)\((?P<arguments>.*)\) += (?P<result>-?\d+)(?:<(?P<at>[^>]*)>)?")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_HANDLE = re.compile(r"(?P<number>-?\w+)<(?P<path>(?:\\x[0-9a-f]{2})*|[^>]*)>")


@dataclass(frozen=True, slots=True)
class Event:
    """One call that changes or secures something; paths are relative to the folder. `said` is a line on stdout."""

    kind: str
    path: str = ""
    to: str = ""
    offset: int = 0
    data: bytes = b""
    said: str = ""


def recorded(folder: Path, log: Path, *command: str) -> list[Event]:
    """Run a module of ours under strace; what it did below `folder`, in order."""
    if sys.platform != "linux" or shutil.which("strace") is None:
        raise Skipped("strace is not installed")
    tracing = ["strace", "-f", "-xx", "-y", "-s", "100000000", "--seccomp-bpf", "-e", f"trace={_CALLS}", "-o", str(log)]
    done = subprocess.run(
        [*tracing, sys.executable, "-m", *command], cwd=ROOT, capture_output=True, check=False
    )
    if done.returncode:
        reason = done.stderr.decode(errors="replace")
        if "ptrace" in reason or "Operation not permitted" in reason:
            raise Skipped("this system lets no process be traced")
        raise RuntimeError(reason)
    with log.open(encoding="ascii") as lines:
        return list(_events(lines, str(folder.resolve())))


def _events(lines: Iterator[str], root: str) -> Iterator[Event]:
    at: dict[str, int] = {}
    for line in lines:
        found = _LINE.match(line)
        if found is None or int(found["result"]) < 0:
            if "unfinished" in line and root.encode().hex() in line.replace("\\x", ""):
                raise RuntimeError("two threads wrote at once; their order is not known")
            continue
        call, given = found["call"], found["arguments"]
        handle = _HANDLE.match(given)
        number = handle["number"] if handle else ""
        path = _decoded(handle["path"]) if handle else ""
        texts = [bytes.fromhex(text.replace("\\x", "")) for text in _TEXT.findall(given)]
        if call == "write" and number == "1" and texts and texts[0].startswith(b"{"):
            yield Event("said", said=texts[0].decode())
            continue
        if call == "openat" or call == "creat":
            yield from _opening(given, _decoded(found["at"] or ""), root)
            at[found["result"]] = 0
            continue
        yield from _change(call, given, number, path, texts, int(found["result"]), at, root)


def _opening(given: str, path: str, root: str) -> Iterator[Event]:
    inside = _inside(path, root)
    if inside is not None and "O_DIRECTORY" not in given:
        if "O_CREAT" in given:
            yield Event("create", inside)
        if "O_TRUNC" in given:
            yield Event("truncate", inside, offset=0)
        if "O_RDONLY" not in given and "O_APPEND" in given:
            raise RuntimeError("a file is appended to, which the replay does not model")


def _change(
    call: str, given: str, number: str, path: str, texts: list[bytes], result: int, at: dict[str, int], root: str
) -> Iterator[Event]:
    inside = _inside(path, root)
    match call:
        case "lseek":
            at[number] = result
        case "write" if inside is not None:
            yield Event("write", inside, offset=at.get(number, 0), data=texts[0][:result] if texts else b"")
            at[number] = at.get(number, 0) + result
        case "pwrite64" if inside is not None:
            yield Event("write", inside, offset=int(given.rsplit(", ", 1)[1]), data=texts[0][:result])
        case "ftruncate" if inside is not None:
            yield Event("truncate", inside, offset=int(given.rsplit(", ", 1)[1]))
        case "fsync" | "fdatasync" if inside is not None:
            yield Event("sync", inside)
        case "rename" | "renameat" | "renameat2" | "unlink" | "unlinkat" | "mkdir" | "mkdirat" | "rmdir":
            names = [_inside(str(Path(path, text.decode())), root) for text in texts]
            if names and all(name is not None for name in names):
                kind = {"rena": "rename", "unli": "unlink", "mkdi": "mkdir", "rmdi": "unlink"}[call[:4]]
                yield Event(kind, names[0] or "", to=(names[1] or "") if len(names) > 1 else "")
        case "close" | "dup":
            pass
        case _ if inside is not None or any(_inside(text.decode(errors="replace"), root) for text in texts):
            raise RuntimeError(f"{call} is not modelled by the replay")


def _decoded(text: str) -> str:
    return bytes.fromhex(text.replace("\\x", "")).decode() if text.startswith("\\x") else text


def _inside(path: str, root: str) -> str | None:
    """The path below the root, "" for the root itself; None for anything else."""
    path = path.removesuffix(" (deleted)")
    if path == root:
        return ""
    return path[len(root) + 1 :] if path.startswith(f"{root}/") else None
