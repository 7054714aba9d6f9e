"""What an assessment says in another language than the screen's: the same answers, ids and numbers, other words."""

from collections.abc import Iterator
from contextlib import contextmanager

from workup.assess import Assessment, assess
from workup.content.overlay import library_in
from workup.texts import ENGLISH, language


def retold(assessment: Assessment, code: str) -> Assessment:
    """The assessment with the content in this language; itself where it is in it already."""
    library = library_in(assessment.library, code)
    if library is assessment.library:
        return assessment
    own = assessment
    return assess(library, own.answers, own.today, own.visits, own.visit, own.former)


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
