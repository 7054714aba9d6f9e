"""What an assessment says in another language than the screen's: the same answers, ids and numbers, other words."""

from collections.abc import Iterator
from contextlib import contextmanager

from workup.assess import Assessment, assess
from workup.content.overlay import library_in
from workup.texts import ENGLISH, language

TOLD = "told in another language"


def retold(assessment: Assessment, code: str) -> Assessment:
    """The assessment with the content in this language; itself where it is in it already."""
    library = library_in(assessment.library, code)
    if library is assessment.library:
        return assessment
    own, known = assessment, assessment.__dict__.get(TOLD)
    if known is None or known.library is not library:
        known = assess(library, own.answers, own.today, own.visits, own.visit, own.former)
        own.__dict__[TOLD] = known  # as a cached property is kept; cover and note ask one after the other
    assert isinstance(known, Assessment)
    return known


@contextmanager
def told_in(assessment: Assessment, code: str) -> Iterator[Assessment]:
    """The assessment in a language, and everything worded inside in it too."""
    with language(code):
        yield retold(assessment, code)


@contextmanager
def in_record(assessment: Assessment) -> Iterator[Assessment]:
    """As the sealed record has it, and whatever else may not depend on who looks at it: in English."""
    with told_in(assessment, ENGLISH) as told:
        yield told
