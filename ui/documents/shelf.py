"""What a field reaches beyond itself: the documents of the record, their limits, whose it is, what it points to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from workup.documents import Limits
from workup.reasoning.reason import Reasoning
from workup.session.documents import Documents
from workup.settings import Preferences


@dataclass(frozen=True, slots=True)
class Shelf:
    """Functions are asked each time: preferences, the name of the patient and the reasoning change."""

    documents: Documents
    limits: Callable[[], Limits]
    whose: Callable[[], str]
    reasoning: Callable[[], Reasoning]


def limits_of(preferences: Preferences) -> Limits:
    """How large a document may be, as the clinic has it."""
    million = 1_000_000
    return Limits(
        preferences.document_mb * million, preferences.document_pages, preferences.document_megapixels * million
    )
