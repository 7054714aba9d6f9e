"""Bad input: each kind of it, in each kind of field, gets its sentence, and nothing entered before is lost."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdf
import pytest

from tests.mistreated import PRIOR, Room, assert_nothing_is_lost, refused
from tests.workup.contents import write
from tests.workup.full_disk import full_disk
from tests.workup.patients import RESOURCES, library
from tests.workup.test_vault_opening import as_nobody
from tests.workup.vaults import NOW, make
from workup import typed, vault
from workup.answers import Answer, Answers, Finding, Gap, Levels, Marks, Painted, PartialDate, Value, slot
from workup.assess import assess
from workup.body import load_body
from workup.cases import read_case
from workup.content import load
from workup.note import Cover, compose, plain_text
from workup.paper import pdf
from workup.protocol import Number, Text
from workup.record import Visit
from workup.session import Session
from workup.settings import load_settings, preferences_of
from workup.style import load_style
from workup.typed import Refused

TODAY = NOW.date()


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Room:
    """The room all others are copies of."""
    made = make(tmp_path_factory.mktemp("bad") / "once")
    opened = made.open()
    session = Session(library(), opened, lambda: NOW)
    session.begin()
    session.answer_all([(slot(address), value) for address, value in PRIOR.items()])
    workup = session.opened
    opened.close(NOW)
    return Room(made, workup.patient, workup.evaluation, made.folder.parent)


@pytest.fixture
def room(once: Room, tmp_path: Path) -> Room:
    return Room(once.made.copy(tmp_path), once.patient, once.evaluation, tmp_path)


# Places: folders, files, disks

Attempt = Callable[[Room], str]


def wrong_password(room: Room) -> str:
    return refused(lambda: vault.open_with_password(room.made.folder, room.made.person.id, "not this one", NOW))


def password_with_a_nul(room: Room) -> str:
    return refused(lambda: vault.open_with_password(room.made.folder, room.made.person.id, "\0", NOW))


def wrong_recovery_key(room: Room) -> str:
    return refused(lambda: vault.open_with_recovery(room.made.folder, "ABCD-EFGH", NOW))


def foreign_folder(room: Room) -> str:
    (room.beside / "letters").mkdir()
    return refused(lambda: vault.people(room.beside / "letters"))


def newer_version(room: Room) -> str:
    database = room.made.database()
    known = database.rows("PRAGMA user_version")[0][0]
    database.run("PRAGMA user_version = 99")
    database.close()
    said = refused(room.made.open)
    database = room.made.database()
    database.run(f"PRAGMA user_version = {known}")
    database.close()
    return said


def read_only_folder(room: Room) -> str:
    if sys.platform == "win32":
        pytest.skip("Windows has no such rights")
    with TemporaryDirectory() as parent:
        Path(parent).chmod(0o755)
        locked = room.made.copy(Path(parent))
        (locked.folder / "lock").unlink(missing_ok=True)
        for path in (*locked.folder.iterdir(), locked.folder):
            path.chmod(0o555 if path.is_dir() else 0o444)
        with as_nobody():
            assert vault.people(locked.folder) == (room.made.person,)
            said = refused(locked.open)
        locked.folder.chmod(0o755)
    return said


def vault_in_use(room: Room) -> str:
    with room.session():
        return refused(room.made.open)


def full_while_answering(room: Room) -> str:
    with room.session() as session, full_disk():
        return refused(lambda: session.answer(slot("reason"), "lost"))


def full_while_typing(room: Room) -> str:
    with room.session() as session, full_disk():
        return refused(lambda: session.typing(slot("reason"), "lost"))


def full_while_undoing(room: Room) -> str:
    with room.session() as session:
        session.answer(slot("reason"), "another")
        session.undo()
        with full_disk():
            return refused(session.redo)


def content_that_is_not_there(room: Room) -> str:
    return refused(lambda: load(room.beside))


def broken_toml(room: Room) -> str:
    _, problems = load(write(room.beside / "content", {"protocol/exam.toml": ("[step]", "[step")}))
    assert len(problems) == 1
    return str(problems[0])


def broken_case(room: Room) -> str:
    (room.beside / "case.toml").write_text("today = soon", encoding="utf-8")
    return refused(lambda: read_case(library(), room.beside / "case.toml"))


PLACES: list[tuple[Attempt, tuple[str, ...]]] = [
    (wrong_password, ("does not open the vault", "Nothing was changed", "recovery key")),
    (password_with_a_nul, ("does not open the vault",)),
    (wrong_recovery_key, ("recovery key", "Nothing was changed")),
    (foreign_folder, ("not a Workup vault", ".workup")),
    (newer_version, ("newer version", "safe")),
    (read_only_folder, ("no right to write", "safe")),
    (vault_in_use, ("already open", "safe", "Close or lock")),
    (full_while_answering, ("disk is full", "not stored yet", "safe", "Free some space")),
    (full_while_typing, ("disk is full", "safe")),
    (full_while_undoing, ("disk is full", "safe")),
    (content_that_is_not_there, ("protocol/protocol.toml",)),
    (broken_toml, ("protocol/exam.toml", "not valid TOML")),
    (broken_case, ("case.toml", "TOML")),
]


@pytest.mark.parametrize(("attempt", "said"), PLACES, ids=lambda part: getattr(part, "__name__", ""))
def test_a_place_that_cannot_be_used(room: Room, attempt: Attempt, said: tuple[str, ...]) -> None:
    sentence = attempt(room)
    assert [word for word in said if word not in sentence] == []
    assert sentence.endswith((".", "?", ")"))
    assert_nothing_is_lost(room)


def test_answers_outlive_the_questions_of_a_broken_content_folder(room: Room) -> None:
    content, _ = load(write(room.beside / "content", {"protocol/exam.toml": ("[step]", "[step")}))
    with room.session(content) as session:
        found = session.assessment
        assert found.answers.value("family_name") == "Okoye"
        assert slot("leg_pain_now@right") in found.earlier
        session.answer(slot("sex"), "female")
    with room.session() as session:
        session.answer(slot("sex"), None)
    assert_nothing_is_lost(room)


# Values: kind of field by what is wrong with it

VALUES: list[tuple[str, Value, str]] = [
    ("birth_date", PartialDate(2031, 5, 1), "1 May 2031 lies in the future."),
    ("birth_date", PartialDate(1980, 2, 30), "1980-02-30 is not a day of the calendar."),
    ("operation_date@1", PartialDate(2024, 13), "is not a day of the calendar."),
    ("height", 1720, "1720 cm is above 272 cm, the most that can be right."),
    ("height", 1.72, "1.72 cm is below 50 cm, the least that can be right."),
    ("weight", float("inf"), "takes a number"),
    ("leg_pain_now@right", 70, "70 is above 10, the most that can be right."),
    ("strength@L5/right", 9, "“9” is not an option"),
    ("sex", "<b>female</b>", "is not an option of “Sex”"),
    ("anticoagulant", "=1+1", "is not an option"),
    ("procedure@1", Marks(("\0",)), "is not an option"),
    ("operation_levels@1", Levels("S1", "L4"), "Name the upper level first."),
    ("slr@right", Finding("positive", 400), "400° is outside"),
    ("pain_map@back.buttock/right", Painted(("burning",), 70), "Intensity goes from 0 to 10."),
    ("operations@1", "deleted", "is not an option"),
    ("leg_share", 50, "is computed"),
    ("reason", "x" * 10_000_000, "10000000 characters are too many; 2000 fit here."),
    ("family_name", "x" * 10_000_000, "characters are too many"),
    ("impression", "x" * 10_000_000, "characters are too many"),
    ("reason", "half a character \ud83d", "broken character"),
    ("sex", Gap("not_examined", "refused"), "is asked, not examined"),
]


@pytest.mark.parametrize(("address", "value", "said"), VALUES, ids=lambda part: str(part)[:24])
def test_a_value_that_cannot_be_right(room: Room, address: str, value: Value, said: str) -> None:
    with room.session() as session:
        sentence = refused(lambda: session.answer(slot(address), value))
    assert said in sentence
    assert sentence.endswith(".")
    assert_nothing_is_lost(room)


def test_surgery_before_birth_is_kept_and_questioned(room: Room) -> None:
    with room.session() as session:
        session.answer(slot("operation_date@1"), PartialDate(1975))
        assert "1975 is before 29 Feb 1980" in session.assessment.doubts[slot("operation_date@1")]
        session.undo()
    assert_nothing_is_lost(room)


# Typed text: what stands in a line of dates, numbers and levels

TYPED: list[tuple[str, str, str]] = [
    ("birth_date", "31/2/1980", "February 1980 has 29 days."),
    ("birth_date", "14/6", ""),
    ("birth_date", "0/0/0000", "not a"),
    ("birth_date", "yesterweek", "is not a date that can be read"),
    ("birth_date", "=1+1", "is not a date"),
    ("birth_date", "\0", "is not a date"),
    ("height", "172 mg", "The unit “mg” is not known."),
    ("height", "1,2,3", "cannot be read"),
    ("height", "1.720", "can be read in two ways"),
    ("height", "<b>172</b>", "is not a number"),
    ("height", "１７２ ｃｍ", ""),
    ("height", "מאה", "is not a number"),
    ("operation_levels@1", "L4-L9", "L9 is not one of the levels here"),
    ("operation_levels@1", "🙂", "is not a level"),
    ("operation_levels@1", "{}", "is not a level"),
]


@pytest.mark.parametrize(("address", "text", "said"), TYPED)
def test_typed_text_is_read_or_explained_beside_the_field(address: str, text: str, said: str) -> None:
    item = library().items[slot(address).item]
    if address.startswith("operation_levels"):
        found: object = typed.levels(text, item.places)
    elif isinstance(item, Number):
        found = typed.number(text, item)
    else:
        found = typed.when(text, TODAY)
    if said:
        assert isinstance(found, Refused)
        assert said in found.sentence
    elif isinstance(found, Refused):
        assert found.sentence.endswith(".")


# Hostile text: kept to the letter, and printed as it was typed

HOSTILE = {
    "markup": "<b>bold</b> <script>alert(1)</script> & &amp; </para>",
    "template": "{braces} {0} %s ${x} {{y}}",
    "formula": "=1+1 +A1 @SUM(A1) -2",
    "right to left": "שלום \u202eneht",
    "emoji": "🙂 👩🏽‍⚕️",
    "other script": "名前 Ωμέγα Việt Łódź",
    "nul": "before\0after",
    "control": "bell\x07 escape\x1b[31m\r\n\ttab",
    "quotes": "\"'`; DROP TABLE entry; --",
}


def text_items() -> list[str]:
    """A text item of one line, of several, and of a record."""
    items = [item for item in library().items.values() if isinstance(item, Text)]
    found = {(item.lines > 1, bool(item.record)): item.id for item in items}
    return [f"{name}@1" if record else name for (_, record), name in sorted(found.items())]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_kept_to_the_letter_in_every_text(room: Room, name: str) -> None:
    text = HOSTILE[name]
    with room.session() as session:
        for address in ("mrn", *text_items()):
            session.answer(slot(address), text)
        session.answer(slot("strength@L4/left"), Gap("not_examined", text))
        session.typing(slot("reason"), text)
    with room.session() as session:
        for address in ("mrn", *text_items()):
            assert session.assessment.answers[slot(address)].value == text
        assert session.assessment.answers[slot("strength@L4/left")].value == Gap("not_examined", text)
        assert [kept.text for kept in session.typed()] == [text]
        session.vault.search(text)
        session.void(text)
        assert session.opened.reason == text
    assert {str(w): a.value for w, a in room.answers().items()}.items() >= PRIOR.items()


@pytest.fixture(scope="module")
def printed() -> tuple[str, str]:
    """The page with all hostile text on it: as plain text, and as read from the PDF."""
    values: dict[str, Value] = {**PRIOR, "reason": "\n".join(HOSTILE.values()), "given_name": HOSTILE["markup"]}
    moment = datetime(2025, 11, 25, 12, tzinfo=UTC)
    answers = Answers((slot(address), Answer(value, 1, moment, "ann")) for address, value in values.items())
    found = assess(library(), answers, TODAY, (Visit(1, TODAY, "ann"),))
    preferences = preferences_of(load_settings(RESOURCES / "settings.toml"), {"clinic_name": HOSTILE["markup"]}, {})[0]
    cover = Cover(author=HOSTILE["template"], printed_at=moment, clinic=preferences.clinic_name)
    note = compose(library(), found, cover)
    page = pdf(note, load_style(RESOURCES / "style.toml"), load_body(RESOURCES / "figures" / "body.svg"), cover)
    read = "\n".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(page)).pages)
    return plain_text(note), " ".join(read.split())


@pytest.mark.parametrize("piece", ["<b>bold</b>", "<script>alert(1)</script>", "&amp;", "{braces}", "%s", "=1+1"])
def test_what_looks_like_markup_prints_literally(printed: tuple[str, str], piece: str) -> None:
    text, page = printed
    assert piece in text
    assert piece in page


@pytest.mark.parametrize("letter", ["名", "🙂"])
def test_what_the_font_lacks_prints_as_its_code(printed: tuple[str, str], letter: str) -> None:
    text, page = printed
    assert letter in text
    assert f"U+{ord(letter):04X}" in page
