"""The record of a page as it is read from outside: its digest, and which document it says it is."""

import hashlib
from typing import Any

from workup.documents.carried import record_in
from workup.documents.verdict import Carried, Unfit
from workup.errors import WorkupError
from workup.fhir.strictly import parsed

OTHER = "The record in this PDF is not one that Workup wrote, or it was changed."
MOST_DIGITS = 6
_BAD = (KeyError, ValueError, TypeError, AttributeError, IndexError)


def carried(content: bytes) -> Carried:
    """The record that a page carries."""
    try:
        data = record_in(content)
    except Unfit as refusal:
        return Carried(sentence=refusal.sentence)
    if data is None:
        return Carried()
    digest = hashlib.sha256(data).hexdigest()
    try:
        document, version = _named(parsed(data))
    except WorkupError as refusal:
        return Carried(True, digest, sentence=refusal.sentence)
    except _BAD:
        return Carried(True, digest, sentence=OTHER)
    return Carried(True, digest, document, version)


def _named(whole: dict[str, Any]) -> tuple[str, int]:
    """The document and its version, as the first resource says."""
    document, _, version = str(whole["entry"][0]["resource"]["identifier"]["value"]).rpartition(" v")
    if not document or not version.isdecimal() or len(version) > MOST_DIGITS:
        raise ValueError("no document with a version")
    return document, int(version)
