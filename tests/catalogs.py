"""The catalogs of the interface: what the source says, gathered by Babel, and the files of each language.

`python -m tests.catalogs` brings every `workup.po` up to the source and writes the `.mo` the program reads.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from workup.texts import DOMAIN, ENGLISH, LANGUAGES, LOCALES

ROOT = Path(__file__).parent.parent
KEYWORDS = {"_": None, "N_": None, "_n": (1, 2), "_p": ((1, "c"), 2)}
NOBODY = (b'"Report-Msgid', b'"POT-Creation', b'"PO-Revision', b'"Last-Trans', b'"Language-Team', b'"Generated-By')
OTHERS = tuple(code for code in LANGUAGES if code != ENGLISH)


def gathered() -> Catalog:
    """Every message that stands in the source, without translation."""
    catalog = Catalog(fuzzy=False)
    for package in ("ui", "workup"):
        for path in sorted((ROOT / package).rglob("*.py")):
            found = extract_from_file("python", str(path), keywords=KEYWORDS, options={"encoding": "utf-8"})
            for _line, message, _comments, context in found:
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
