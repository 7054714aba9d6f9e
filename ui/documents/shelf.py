"""What a field of documents reaches beyond itself: the record they are kept in, its limits, and whose it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from workup.documents import Limits
from workup.session.documents import Documents
from workup.settings import Preferences


@dataclass(frozen=True, slots=True)
class Shelf:
    """`limits` and `whose` are asked each time: preferences and the name of the patient change."""

    documents: Documents
    limits: Callable[[], Limits]
    whose: Callable[[], str]


def limits_of(preferences: Preferences) -> Limits:
    """How large a document may be, as the clinic has it."""
    million = 1_000_000
    return Limits(
        preferences.document_mb * million, preferences.document_pages, preferences.document_megapixels * million
    )
