"""The rows of the evidence table, from the tables of its files."""

from collections.abc import Container, Iterable
from typing import Any

import msgspec
from msgspec.structs import replace

from workup.content.references import misfit, name_of, unknown
from workup.protocol import EvidenceRow, Problem, Source


def rows_of(
    files: Iterable[tuple[str, dict[str, Any]]], sources: dict[str, Source], problems: list[Problem]
) -> dict[str, EvidenceRow]:
    """The usable rows by id, each with the sources that exist; what does not fit is added to `problems`."""
    rows: dict[str, EvidenceRow] = {}
    for file, table in files:
        tables = table.get("row", [])
        if not isinstance(tables, list):
            problems.append(Problem(file, "row", "Rows begin with [[row]]."))
            continue
        for number, raw in enumerate(tables, 1):
            path = f"row {name_of(raw, number)}"
            row = _row(raw, file, path, rows, problems)
            if row is None:
                continue
            strange = [key for key in row.source if key not in sources]
            problems += [unknown(file, path, key, "source", sources) for key in strange]
            rows[row.id] = replace(row, source=tuple(k for k in row.source if k not in strange)) if strange else row
    return rows


def _row(raw: object, file: str, path: str, known: Container[str], problems: list[Problem]) -> EvidenceRow | None:
    try:
        row = msgspec.convert(raw, EvidenceRow, strict=True)
    except msgspec.ValidationError as error:
        problems.append(misfit(file, path, str(error), EvidenceRow))
        return None
    if row.id in known:
        problems.append(Problem(file, path, f"The id “{row.id}” is used twice."))
        return None
    return row
