"""The catalogs of the interface: what the source says, and the files of each language.

`python -m tests.catalogs` brings every `workup.po` up to the source and writes the `.mo` the program reads.
"""

from __future__ import annotations

import ast
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from workup.texts import DOMAIN, ENGLISH, LANGUAGES, LOCALES

ROOT = Path(__file__).parent.parent
NOBODY = (b'"Report-Msgid', b'"POT-Creation', b'"PO-Revision', b'"Last-Trans', b'"Language-Team', b'"Generated-By')
OTHERS = tuple(code for code in LANGUAGES if code != ENGLISH)


def messages(path: Path) -> Iterator[tuple[str | tuple[str, str], str | None]]:
    """What a file says, each with its context; read as Python does: Babel passes over what stands in an f-string."""
    calls = [one for one in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(one, ast.Call)]
    for call in sorted(calls, key=lambda one: (one.lineno, one.col_offset)):
        texts = [one.value if isinstance(one, ast.Constant) else None for one in call.args]
        match call.func.id if isinstance(call.func, ast.Name) else "", texts:
            case "_" | "N_", [str(text)]:
                yield text, None
            case "_n", [str(one), str(many), *_rest]:
                yield (one, many), None
            case "_p", [str(context), str(text)]:
                yield text, context


def gathered() -> Catalog:
    """Every message that stands in the source, without translation."""
    catalog = Catalog(fuzzy=False)
    for package in ("ui", "workup"):
        for path in sorted((ROOT / package).rglob("*.py")):
            for message, context in messages(path):
                catalog.add(message, context=context)
    return catalog


def po_file(code: str) -> Path:
    """The catalog of a language as people edit it."""
    return LOCALES / code / "LC_MESSAGES" / f"{DOMAIN}.po"


def read(code: str) -> Catalog:
    """The catalog of a language."""
    with po_file(code).open("rb") as file:
        catalog = read_po(file, locale=code, domain=DOMAIN)
    catalog.creation_date = datetime(2026, 1, 1, tzinfo=UTC)  # the same file at every run
    return catalog


def compiled(catalog: Catalog) -> bytes:
    """A catalog as the program reads it."""
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def written(catalog: Catalog) -> bytes:
    """A catalog as people edit it: sorted, a line a text, without places in the source, which move."""
    out = io.BytesIO()
    write_po(out, catalog, width=0, no_location=True, sort_output=True, ignore_obsolete=True)
    lines = out.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(NOBODY))


def main() -> None:
    """Bring the catalogs up to the source."""
    template = gathered()
    for code in OTHERS:
        catalog = read(code)
        catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
        po_file(code).write_bytes(written(catalog))
        po_file(code).with_suffix(".mo").write_bytes(compiled(catalog))


if __name__ == "__main__":
    main()
