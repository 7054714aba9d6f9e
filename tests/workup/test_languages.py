"""A language changes words: never what is reasoned, what is kept, or what a record proves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from msgspec.structs import replace
from pypdf import PdfReader

from tests.workup.notes import COVER, assessed_case, case, figure, flat, library, pages_of, style
from tests.workup.signatures import SIGNED
from tests.workup.signed import preferences
from tests.workup.vaults import Made
from workup import texts, typed, words
from workup.answers import PartialDate
from workup.assess import Assessment
from workup.fhir import Origin, bundle, canonical
from workup.note import compose
from workup.paper import pdf
from workup.protocol import Number
from workup.record import patient_log
from workup.session import Session, enter_case
from workup.session.retold import in_record, retold, told_in
from workup.texts import ENGLISH, language

SAMPLE = "sample-patient"
SPANISH = "es"


@pytest.fixture(params=[ENGLISH, SPANISH])
def screen(request: pytest.FixtureRequest) -> Iterator[str]:
    """What the screen speaks."""
    code = str(request.param)
    texts.speak(code)
    yield code
    texts.speak(ENGLISH)


def reasoned(assessment: Assessment) -> object:
    """All that follows from the answers, without a word."""
    found = assessment.reasoning
    return (
        [(one.cause.id, one.at, one.balance, one.phrase, one.equal, one.pinned) for one in found.candidates],
        [(one.flag.id, one.open, one.waiting, one.open_asks) for one in found.flags],
        [(step.by, step.slots, [cause.id for cause in step.causes]) for step in found.steps],
        (found.stability.share, found.stability.word),
        assessment.findings, assessment.open, dict(assessment.computed), dict(assessment.records),
        [(order.number, order.state, order.separates) for order in assessment.orders.all],
    )  # fmt: skip


def test_the_reasoning_is_the_same_in_every_language() -> None:
    english = assessed_case(SAMPLE)
    spanish = retold(english, SPANISH)
    assert spanish.library.causes["foraminal_stenosis"].title != english.library.causes["foraminal_stenosis"].title
    assert reasoned(spanish) == reasoned(english)
    assert retold(spanish, ENGLISH).library is english.library


def test_the_bundle_is_the_same_whatever_the_screen_speaks(screen: str) -> None:
    cover = replace(COVER, language=ENGLISH)
    own = retold(assessed_case(SAMPLE), screen)
    with in_record(own) as told:
        record = canonical(bundle(told, cover, Origin("p", "e"), compose(told.library, told, cover)))
    with language(ENGLISH):
        plain = assessed_case(SAMPLE)
        assert record == canonical(bundle(plain, cover, Origin("p", "e"), compose(plain.library, plain, cover)))


def test_the_log_is_the_same_whatever_the_screen_speaks(screen: str, made: Made) -> None:
    opened = made.open()
    enter_case(retold(assessed_case(SAMPLE), screen).library, opened, case(SAMPLE), UTC)
    found = opened.lists().drafts[0]
    kept = [(str(one.slot), one.value, one.cause) for one in opened.read(patient_log(found.person.patient))]
    session = Session(library(), opened, lambda: datetime(2025, 11, 25, 9, tzinfo=UTC))
    session.open(found.person.patient, found.evaluation.evaluation)
    assert session.assessment.answers.value("reason") == "Right leg pain after L4–S1 fusion"
    with told_in(session.assessment, ENGLISH):
        assert kept == [(str(one.slot), one.value, one.cause) for one in opened.read(patient_log(found.person.patient))]
    session.close()
    opened.close(datetime(2025, 11, 25, 9, tzinfo=UTC))


def test_a_page_speaks_its_own_language_and_says_in_which_state_that_is(screen: str) -> None:
    english = assessed_case(SAMPLE)
    with told_in(retold(english, screen), SPANISH) as told:
        spanish = compose(told.library, told, replace(COVER, language=SPANISH))
        review = texts._("Spanish: awaits clinical review.")
    assert review != "Spanish: awaits clinical review."
    assert spanish.foot.startswith(review)
    page = pdf(spanish, style(), figure(), replace(COVER, language=SPANISH))
    assert str(PdfReader(BytesIO(page)).root_object["/Lang"]) == SPANISH
    with told_in(retold(english, screen), ENGLISH) as told:
        plain = compose(told.library, told, replace(COVER, language=ENGLISH))
    assert "Spanish" not in plain.foot
    assert pages_of(plain, replace(COVER, language=ENGLISH)) != pages_of(spanish, replace(COVER, language=SPANISH))


def test_the_check_codes_are_named_in_the_language_of_the_page(screen: str) -> None:
    cover = replace(SIGNED, language=SPANISH)
    with told_in(retold(assessed_case(SAMPLE), screen), SPANISH) as told:
        said = flat(compose(told.library, told, cover))
    assert "historia 7F3A 91C2" in said
    assert "clave 0123 ABCD" in said


def test_dates_and_numbers_are_written_as_the_language_writes_them() -> None:
    day, moment = date(2025, 11, 25), datetime(2025, 11, 25, 9, 41, tzinfo=UTC)
    with language(SPANISH):
        assert words.calendar_day(day) == "25 nov 2025"
        assert words.moment_in_full(moment) == "Martes, 25 de noviembre de 2025, 09:41"
        assert (words.decimal(-4.5), words.signed(1.25), words.measure(0.5, "mg")) == ("−4,5", "+1,2", "0,5 mg")
        assert words.month_and_year(day) == "Noviembre 2025"
    assert words.calendar_day(day) == "25 Nov 2025"
    assert words.moment_in_full(moment) == f"{moment:%A} {moment.day} {moment:%B %Y, %H:%M}"
    assert (words.decimal(-4.5), words.measure(0.5, "mg")) == ("−4.5", "0.5 mg")


@pytest.mark.parametrize(
    ("text", "read"),
    [("3 sep 2024", PartialDate(2024, 9, 3)), ("3 de enero de 2024", PartialDate(2024, 1, 3)),
     ("ayer", PartialDate(2025, 11, 24)), ("hace 3 semanas", PartialDate(2025, 11, 4)),
     ("3s", PartialDate(2025, 11, 4)),
     ("14 meses", PartialDate(2024, 9)), ("2 años", PartialDate(2023)), ("dic 2024", PartialDate(2024, 12)),
     ("august 2024", PartialDate(2024, 8)), ("-3w", PartialDate(2025, 11, 4))],
)  # fmt: skip
def test_typed_dates_are_understood_in_the_language_and_in_english(text: str, read: PartialDate) -> None:
    with language(SPANISH):
        assert typed.when(text, date(2025, 11, 25)) == read


def test_a_decimal_comma_is_understood() -> None:
    item = Number(id="crp", text="CRP", unit="mg", decimals=1)
    with language(SPANISH):
        assert typed.number("0,5", item) == typed.number("0.5", item) == 0.5
        assert typed.unknown("desconocido") == typed.unknown("u") != None  # noqa: E711 - both are the gap


def test_the_language_of_the_page_is_a_setting() -> None:
    assert preferences().page_code == ENGLISH
    assert replace(preferences(), page_language="spanish").page_code == SPANISH
