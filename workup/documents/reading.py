"""The record of a page as it is read from outside: its digest, which document it says it is, and the workup in it."""

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from workup.answers import Answer, Slot, TakenBack
from workup.documents.brought import Brought, OpenedPage
from workup.documents.carried import record_in
from workup.documents.verdict import Carried, Unfit
from workup.errors import WorkupError
from workup.fhir.strictly import parsed
from workup.record import Entry
from workup.texts import N_, _

OTHER = N_("The record in this PDF is not one that Workup wrote, or it was changed.")
MOST_DIGITS = 6
_BAD = (KeyError, ValueError, TypeError, AttributeError, IndexError)


def carried(content: bytes) -> Carried:
    """The record that a page carries."""
    return _found(content)[0]


def opened(content: bytes, resources: Path, today: date) -> OpenedPage:
    """The record that a page carries, in words, and as the answers it was written from."""
    found, data = _found(content)
    if not found.version:
        return OpenedPage(found)
    try:
        return _opened(found, data, resources, today)
    except WorkupError as refusal:
        return OpenedPage(found, sentence=refusal.sentence)
    except _BAD:
        return OpenedPage(found, sentence=_(OTHER))


def _found(content: bytes) -> tuple[Carried, bytes]:
    try:
        data = record_in(content)
    except Unfit as refusal:
        return Carried(sentence=refusal.sentence), b""
    if data is None:
        return Carried(), b""
    digest = hashlib.sha256(data).hexdigest()
    try:
        document, version = _named(parsed(data))
    except WorkupError as refusal:
        return Carried(True, digest, sentence=refusal.sentence), b""
    except _BAD:
        return Carried(True, digest, sentence=_(OTHER)), b""
    return Carried(True, digest, document, version), data


def _named(whole: dict[str, Any]) -> tuple[str, int]:
    """The document and its version, as the first resource says."""
    document, _rest, version = str(whole["entry"][0]["resource"]["identifier"]["value"]).rpartition(" v")
    if not document or not version.isdecimal() or len(version) > MOST_DIGITS:
        raise ValueError("no document with a version")
    return document, int(version)


def _opened(found: Carried, data: bytes, resources: Path, today: date) -> OpenedPage:
    from workup.content import load  # late: examining a report needs no content
    from workup.fhir.reading import read_bundle
    from workup.fhir.told import told_in

    title, words = told_in(parsed(data))
    shown = OpenedPage(found, title, words)
    try:
        read = read_bundle(load(resources)[0], data, today)
    except WorkupError as refusal:
        return replace(shown, sentence=refusal.sentence)
    entries = tuple(_entry(where, step) for where, step in read.entries)
    workup = Brought(
        read.patient, read.evaluation, read.version, read.digest, read.signed, read.author, entries, read.names,
        read.left_out,
    )  # fmt: skip
    return replace(shown, workup=workup)


def _entry(where: Slot, step: Answer | TakenBack) -> Entry:
    value = step.value if isinstance(step, Answer) else None
    return Entry(0, "", step.visit, step.at, step.who, where, value, step.cause)
