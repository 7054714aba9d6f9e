"""Reads what is printed where."""

from collections.abc import Mapping

from msgspec.structs import replace

from workup.content.folder import Folder
from workup.content.references import name_of, unknown
from workup.protocol import AnyItem, ReportSection, Row

FILE = "protocol/report.toml"


def report_of(folder: Folder, items: Mapping[str, AnyItem]) -> tuple[ReportSection, ...]:
    """The printed sections, without the items that the content does not have."""
    if not (folder.folder / FILE).exists():
        return ()
    sections: list[ReportSection] = []
    for number, raw in enumerate(folder.toml(folder.folder / FILE).get("section", []), 1):
        path = f"section {name_of(raw, number)}"
        table = {("rows" if key == "row" else key): value for key, value in raw.items()}
        section = folder.convert(table, ReportSection, FILE, path)
        if section is None:
            continue
        rows: list[Row] = []
        for row in section.rows:
            strange = [name for name in row.items if name not in items]
            folder.problems += [unknown(FILE, f"{path}, row {row.label}", name, "item", items) for name in strange]
            options = {option: "" for name in row.items for option in getattr(items.get(name), "options", {})}
            odd = [name for name in row.names if name not in options]
            folder.problems += [unknown(FILE, f"{path}, row {row.label}", name, "option", options) for name in odd]
            rows.append(replace(row, items=tuple(name for name in row.items if name in items)))
        sections.append(replace(section, rows=tuple(rows)))
    return tuple(sections)
