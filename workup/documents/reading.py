"""The record of a page as it is read from outside: which document it is, and its entries."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from workup.answers import Answer
from workup.content import load
from workup.documents.carried import record_in
from workup.documents.verdict import Carried, Line, Told, Unfit
from workup.errors import WorkupError
from workup.fhir import read_bundle
from workup.fhir.strictly import parsed

OTHER = "The record in this PDF is not one that Workup wrote, or it was changed."
_BAD = (KeyError, ValueError, TypeError, AttributeError, IndexError)


def carried(content: bytes, resources: str = "", today: date | None = None) -> Carried:
    """The record that a page carries, with its entries where the content to read them by is named."""
    try:
        data = record_in(content)
    except Unfit as refusal:
        return Carried(sentence=refusal.sentence)
    if data is None:
        return Carried()
    digest = hashlib.sha256(data).hexdigest()
    try:
        whole = parsed(data)
        document, version = _named(whole)
        told = _told(data, whole, Path(resources), today) if today is not None else None
    except WorkupError as refusal:
        return Carried(True, digest, sentence=refusal.sentence)
    except _BAD:
        return Carried(True, digest, sentence=OTHER)
    return Carried(True, digest, document, version, told=told)


def _named(whole: dict[str, Any]) -> tuple[str, int]:
    """The document and its version, as the first resource says."""
    document, _, version = str(_composition(whole)["identifier"]["value"]).rpartition(" v")
    if not document or not version.isdecimal() or len(version) > 6:
        raise ValueError("no document with a version")
    return document, int(version)


def _composition(whole: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = whole["entry"][0]["resource"]
    return found


def _told(data: bytes, whole: dict[str, Any], resources: Path, today: date) -> Told:
    library, _ = load(resources)
    read = read_bundle(library, data, today)
    first = _composition(whole)
    author = first["author"][0]["reference"]
    signed_by = next(one["resource"] for one in whole["entry"] if one["fullUrl"] == author)
    lines = tuple(
        Line(where, step.value if isinstance(step, Answer) else None, step.visit, step.at, step.who)
        for where, step in read.entries
    )
    return Told(
        read.patient, read.evaluation, str(signed_by["name"][0]["text"]), str(first["date"]), read.version, read.digest,
        lines, read.names, tuple(_short(read.left_out)),
    )  # fmt: skip


def _short(sentences: tuple[str, ...]) -> Iterator[str]:
    """A few of them; a hostile record could leave out very much."""
    yield from (one[:300] for one in sentences[:50])
