"""TOML files as plain tables."""

import tomllib
from pathlib import Path
from typing import Any

from workup.errors import ContentError


def table_of(path: Path) -> tuple[bytes, dict[str, Any], str]:
    """The bytes of a file, its table, and a sentence when there is none."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return b"", {}, "The file is missing."
    except OSError as error:
        return b"", {}, f"The file cannot be read ({error.strerror})."
    try:
        return raw, tomllib.loads(raw.decode("utf-8")), ""
    except UnicodeDecodeError:
        return raw, {}, "The file is not UTF-8 text."
    except tomllib.TOMLDecodeError as error:
        return raw, {}, f"This is not valid TOML: {error}."
    except RecursionError:
        return raw, {}, "This is not usable TOML: lists or tables are nested too deeply."


def read_toml(path: Path) -> dict[str, Any]:
    """One TOML file as plain tables; raises ContentError with a sentence."""
    _, table, sentence = table_of(path)
    if sentence:
        raise ContentError(f"{path}: {sentence}")
    return table
