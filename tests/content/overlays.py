"""Writes the overlay files: every text of the content with its place for the other language, what was told kept.

`python -m tests.content.overlays es` after the English has changed; then fill in what is empty.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache

from tests import shipped
from workup.check.overlay import texts_of
from workup.content.overlay import Pair, overlay_files, read_overlay
from workup.content.walk import Address
from workup.settings import load_settings
from workup.texts import ENGLISH, LOCALES

RESOURCES = LOCALES.parent
SINGLE = {
    "protocol": "protocol/protocol.toml", "step": "protocol/protocol.toml", "place": "protocol/protocol.toml",
    "region": "figures/body.toml", "scope": "protocol/scope.toml", "report": "protocol/report.toml",
    "plain": "plain.toml", "flag": "flags.toml", "gate": "gates.toml", "engine": "engine.toml",
    "ordering": "ordering.toml", "hazard": "hazards.toml", "setting": "settings.toml",
}  # fmt: skip
BESIDE = ("protocol", "instruments", "causes", "manoeuvres", "definitions", "evidence")
WHOLE = frozenset({"protocol", "region", "plain", "engine", "ordering"})
BARE = re.compile(r"[A-Za-z0-9_-]+")
HEAD = """# {name} in the language “{code}”. Marked for clinical review: no clinician who speaks it has read these.
# Each text stands beside the English it was made from; where that has changed since, the program shows the English.
"""
WORKING = "# Questions are a working translation, not a validated version of the questionnaire.\n"


def _ids(table: object, word: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(table, list):
        for one in table:
            yield from _ids(one, word)
    elif isinstance(table, dict):
        if isinstance(table.get("id"), str):
            yield word, table["id"]
        for key, value in table.items():
            yield from _ids(value, key)


@cache
def _where() -> dict[tuple[str, str], str]:
    """In which file of the content each id stands."""
    found: dict[tuple[str, str], str] = {}
    for folder in BESIDE:
        for path in sorted((RESOURCES / folder).rglob("*.toml")):
            name = path.relative_to(RESOURCES).as_posix()
            for word, one in _ids(tomllib.loads(path.read_text(encoding="utf-8"))):
                found.setdefault((word or folder.rstrip("s"), one), name)
    return found


def file_of(where: Address) -> str:
    """The overlay file of a text, named as the file of its English."""
    if where[:2] == ("engine", "reminder"):
        return "reminders.toml"
    word = {"evidence": "row"}.get(where[0], where[0])
    return SINGLE.get(where[0]) or _where()[word, where[1]]


def _key(parts: Address) -> str:
    return ".".join(part if BARE.fullmatch(part) else json.dumps(part, ensure_ascii=False) for part in parts)


def written(code: str) -> dict[str, str]:
    """What each overlay file holds, in the order of the content; texts told for ids that are gone stay at the end."""
    library, problems = shipped.read()
    assert not problems, problems
    texts = texts_of(library, load_settings(RESOURCES / "settings.toml"))
    told = read_overlay(code).pairs
    files: dict[str, dict[str, list[str]]] = {}
    for where in [*texts, *(gone for gone in told if gone not in texts)]:
        old = told.get(where)
        pair = old if old is not None and old.text else Pair(texts[where], "", "")
        file = file_of(where) if where in texts else pair.file.split("/", 2)[2]
        depth = 1 if where[0] in WHOLE else 2
        line = f"{_key(where[depth:])} = {{ {ENGLISH} = {_quoted(pair.english)}, {code} = {_quoted(pair.text)} }}"
        files.setdefault(file, {}).setdefault(_key(where[:depth]), []).append(line)
    return {file: _text(file, code, tables) for file, tables in files.items()}


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _text(file: str, code: str, tables: dict[str, list[str]]) -> str:
    head = HEAD.format(name=file, code=code) + (WORKING if file.startswith("instruments/") else "")
    return head + "".join(f"\n[{name}]\n" + "\n".join(lines) + "\n" for name, lines in tables.items())


def main() -> None:
    for code in sys.argv[1:]:
        folder = LOCALES / code
        files = written(code)
        for path in overlay_files(folder):
            if path.relative_to(folder).as_posix() not in files:
                path.unlink()
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
