"""A content folder as it is read: its files as typed values, what does not fit as Problems, and a digest of it all."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from workup.content.files import table_of
from workup.content.references import misfit, name_of
from workup.protocol import Problem

T = TypeVar("T")
Table = dict[str, Any]


class Folder:
    """Reads files below a folder; `hash` covers every file read, `problems` what could not be used."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.hash = hashlib.sha256()

    def toml(self, path: Path) -> Table:
        name = path.relative_to(self.folder).as_posix()
        raw, table, sentence = table_of(path)
        if sentence:
            self.problems.append(Problem(name, "", sentence))
        self.hash.update(name.encode() + b"\0" + raw + b"\0")
        return table

    def files(self, folder: str) -> Iterator[tuple[str, Table]]:
        for path in sorted((self.folder / folder).glob("*.toml")):
            yield path.relative_to(self.folder).as_posix(), self.toml(path)

    def convert(self, table: object, kind: type[T], name: str, path: str) -> T | None:
        try:
            return msgspec.convert(table, kind, strict=True)
        except msgspec.ValidationError as error:
            self.problems.append(misfit(name, path, str(error), kind))
            return None

    def single(self, file: str, kind: type[T]) -> T:
        """One file that is one table; what does not fit is a Problem, and an empty one stands in."""
        path = self.folder / file
        value = self.convert(self.toml(path), kind, file, "") if path.exists() else None
        return value if value is not None else kind()

    def each(self, folder: str, kind: type[T]) -> dict[str, T]:
        found: dict[str, T] = {}
        for name, table in self.files(folder):
            stem = Path(name).stem
            value = self.convert(table, kind, name, stem) if table else None
            if value is not None:
                if table["id"] != stem:
                    self.problems.append(Problem(name, table["id"], "The id and the file name differ."))
                found[table["id"]] = value
        return found

    def tables(self, file: str, key: str, kind: type[T]) -> list[T]:
        path = self.folder / file
        if not path.exists():
            return []
        tables = self.toml(path).get(key, [])
        found: dict[str, T] = {}
        for number, table in enumerate(tables, 1):
            where = f"{key} {name_of(table, number)}"
            value = self.convert(table, kind, file, where)
            if value is None:
                continue
            if table["id"] in found:
                self.problems.append(Problem(file, where, f"The id “{table['id']}” is used twice."))
            found[table["id"]] = value
        return list(found.values())
