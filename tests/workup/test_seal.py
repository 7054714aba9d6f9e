"""A signed page is checked: what holds of file, record and signer after each way of changing it."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pikepdf
import pytest

from tests.workup.notes import figure, style
from tests.workup.patients import library
from tests.workup.sessions import give
from tests.workup.signed import FIRST_DAY, KNOWN, preferences
from tests.workup.test_command_line import run
from tests.workup.vaults import NOW, PASSWORD, Clock, Made
from workup.answers import slot
from workup.documents import RECORD_NAME
from workup.documents.reading import carried
from workup.fhir import read_bundle
from workup.note import Cover, Note
from workup.paper import pdf
from workup.paper.archive import faults, sealed_place
from workup.paper.metadata import SEAL_OPENS, Attachment
from workup.seal import Signer, SigningKey, Statement, Verdict, code_of, judged, read_code, seal_in, sealed
from workup.session import Session
from workup.session.sealing import vault_key
from workup.session.sealingkey import kept_seed
from workup.session.signing import amend, page_of, sign
from workup.vault import open_with_password
from workup.vault.rotation import change_data_key

GOOD = ("file: unchanged", "record: unchanged")
OWN = SigningKey(b"k" * 32)
SIGNER = Signer(OWN.public.hex(), "Dr Ann Example", date(2025, 11, 25))


def build(note: Note, cover: Cover, attachments: Sequence[Attachment]) -> bytes:
    return pdf(note, style(), figure(), cover, attachments)


@pytest.fixture(scope="module")
def pages(made_once: Made, tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes, SigningKey]:
    """Two versions of one evaluation as they were signed, and the key."""
    vault, clock = made_once.copy(tmp_path_factory.mktemp("sealed")).open(), Clock(FIRST_DAY)
    session = Session(library(), vault, clock)
    session.begin()
    give(session, KNOWN)
    sign(session, PASSWORD, preferences(), build)
    clock.now += timedelta(days=1)
    amend(session, "The other value was meant.")
    session.answer(slot("leg_pain_now@right"), 4)
    sign(session, PASSWORD, preferences(), build)
    first, second = (page_of(session, one) for one in session.opened.standing.versions)
    key = vault_key(session, clock())
    vault.close(FIRST_DAY)
    return first, second, key


def verdict(page: bytes, known: tuple[Signer, ...] = (), own: bytes = b"") -> Verdict:
    return judged(page, carried(page), known, own)


def altered(page: bytes, place: int, bit: int) -> bytes:
    return page[:place] + bytes([page[place] ^ 1 << bit]) + page[place + 1 :]


def record_of(page: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(page)) as file:
        return bytes(file.attachments[RECORD_NAME].get_file().read_bytes())


def test_a_signed_page_is_whole_and_its_signer_known_once_accepted(pages: tuple[bytes, bytes, SigningKey]) -> None:
    first, second, key = pages
    for page in (first, second):
        assert verdict(page).lines == (*GOOD, "signer: unknown")
        assert not verdict(page).good
        known = verdict(page, (Signer(key.public.hex(), "Dr Ann Example", date(2025, 11, 25)),))
        assert known.lines == (*GOOD, "signer: known, first seen 2025-11-25")
        assert known.good
        assert verdict(page, own=key.public).lines == (*GOOD, "signer: this vault")
        assert verdict(page, (SIGNER,)).lines[2] == "signer: unknown"
        assert faults(page) == ()


def test_the_record_on_the_page_is_what_was_answered(pages: tuple[bytes, bytes, SigningKey]) -> None:
    read = read_bundle(library(), record_of(pages[1]), date(2025, 11, 26))
    values = {str(where): getattr(step, "value", None) for where, step in read.entries}
    assert values == {**KNOWN, "leg_pain_now@right": 4}


def test_every_flipped_bit_shows(pages: tuple[bytes, bytes, SigningKey]) -> None:
    page, _, key = pages
    chance, known = random.Random(7), (Signer(key.public.hex(), "Ann", date(2025, 11, 25)),)
    place = sealed_place(page)
    spots = [chance.randrange(len(page)) for _ in range(60)]
    spots += [chance.randrange(place.start, place.stop) for _ in range(40)]
    for spot in spots:
        found = verdict(altered(page, spot, chance.randrange(8)), known)
        assert found.file != "unchanged", spot
        assert not found.good


def test_a_change_of_the_page_and_one_of_the_record_are_told_apart(pages: tuple[bytes, bytes, SigningKey]) -> None:
    page, other, key = pages
    known = (Signer(key.public.hex(), "Ann", date(2025, 11, 25)),)
    date_at = page.index(b"<xmp:CreateDate>") + 20
    assert verdict(altered(page, date_at, 0), known).lines[:2] == ("file: changed", "record: unchanged")
    swapped = rewritten(page, record_of(other))
    assert verdict(swapped, known).lines == ("file: changed", "record: changed", "signer: unknown")
    assert verdict(rewritten(page, record_of(page)), known).lines[:2] == ("file: changed", "record: unchanged")
    assert verdict(rewritten(page, None), known).lines[:2] == ("file: changed", "record: missing")


def rewritten(page: bytes, record: bytes | None, name: str = RECORD_NAME, more: str = "") -> bytes:
    """The page written anew with another record in it, under its old seal."""
    with pikepdf.open(io.BytesIO(page)) as file:
        if record is None:
            del file.Root.Names
            del file.Root.AF
        else:
            description = file.Root.Names.EmbeddedFiles.Names[1]
            stream = description.EF.F
            stream.write(record)
            description.UF = description.F = name
            file.Root.Names.EmbeddedFiles.Names[0] = pikepdf.String(name)
        if more:
            file.attachments[more] = b"{}"
        out = io.BytesIO()
        file.save(out, fix_metadata_version=False)
    return out.getvalue()


def test_another_installation_cannot_pass_for_the_known_one(pages: tuple[bytes, bytes, SigningKey]) -> None:
    page, _, key = pages
    place, known = sealed_place(page), (Signer(key.public.hex(), "Ann", date(2025, 11, 25)),)
    blank = page[: place.start] + b"0" * 512 + page[place.stop :]
    assert verdict(blank, known).lines[0] == "file: not sealed"
    seal, found = seal_in(page), carried(page)
    assert seal is not None
    forged = sealed(blank, OWN, OWN.sign(Statement(found.version, found.document, found.digest).message))
    assert verdict(forged, known).lines == (*GOOD, "signer: unknown")
    half = sealed(blank, OWN, seal.record)  # the record of the known signer under another's seal
    assert verdict(half, known).lines == ("file: unchanged", "record: changed", "signer: unknown")


def test_cut_or_appended_bytes_show(pages: tuple[bytes, bytes, SigningKey]) -> None:
    page = pages[0]
    for changed in (page + b"\n", page + b"%%EOF\n", page[:-1], page[: len(page) // 2], page + SEAL_OPENS, page + page):
        assert verdict(changed).file != "unchanged"


@pytest.mark.parametrize("text", ['{"a":' * 5000 + "1" + "}" * 5000, '{"a":NaN}', '{"a":1,"a":2}', "[]", "{", "\ud800"])
def test_a_hostile_record_is_refused_with_a_sentence(pages: tuple[bytes, bytes, SigningKey], text: str) -> None:
    found = carried(rewritten(pages[0], text.encode("utf-8", "surrogatepass")))
    assert (found.there, found.version) == (True, 0)
    assert found.sentence.endswith(".")


def test_renamed_further_and_hidden_files_are_refused(pages: tuple[bytes, bytes, SigningKey]) -> None:
    page, record = pages[0], record_of(pages[0])
    for changed in (
        rewritten(page, record, name="../../record.fhir.json"),
        rewritten(page, record, name="other.json"),
        rewritten(page, record, more="second.json"),
        rewritten(page, record, more="record.fhir.json."),
        rewritten(page, b" " * (21 * 1024 * 1024)),
    ):
        found = carried(changed)
        assert not found.there
        assert found.sentence.endswith("read.")


def test_a_locked_page_and_one_with_a_program_are_refused(pages: tuple[bytes, bytes, SigningKey]) -> None:
    with pikepdf.open(io.BytesIO(pages[0])) as file:
        locked, scripted = io.BytesIO(), io.BytesIO()
        file.save(locked, encryption=pikepdf.Encryption(owner="x", user=""))
        file.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        file.save(scripted)
    assert "password" in carried(locked.getvalue()).sentence
    assert "program" in carried(scripted.getvalue()).sentence
    assert not carried(locked.getvalue()).there


def test_the_code_on_paper_reads_back_and_no_other_does() -> None:
    statement = Statement(2, "004-2318-W2", "7f" * 32)
    text = code_of(statement, OWN.sign(statement.message), OWN)
    assert read_code(text) == (statement, OWN.sign(statement.message), OWN.id)
    assert len(text) < 260
    assert [read_code(other) for other in ("", "WORKUP1:", text[:-3], text.lower(), "WORKUP1:::::::")] == [None] * 5


def test_verify_on_the_command_line(
    pages: tuple[bytes, bytes, SigningKey], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("HOME", str(tmp_path))
    file = tmp_path / "page.pdf"
    file.write_bytes(pages[0])
    done = run("verify", file)
    assert (done.returncode, done.stdout.splitlines()[:3]) == (1, [*GOOD, "signer: unknown"])
    done = run("verify", file, "--accept", "Dr Ann Example")
    assert done.returncode == 0
    assert done.stdout.splitlines()[2].startswith("signer: known, first seen ")
    assert run("verify", file).returncode == 0
    file.write_bytes(altered(pages[0], pages[0].index(b"<xmp:CreateDate>") + 20, 0))
    done = run("verify", file)
    assert (done.returncode, done.stdout.splitlines()[:2]) == (1, ["file: changed", "record: unchanged"])
    file.write_bytes(b"no page")
    assert run("verify", file).returncode == 2


def test_the_key_is_made_once_and_outlives_a_change_of_the_data_key(made: Made) -> None:
    vault = open_with_password(made.folder, made.person.id, PASSWORD, NOW)
    assert kept_seed(vault) is None
    key = vault_key(Session(library(), vault, Clock(NOW)), NOW)
    change_data_key(vault, NOW)
    assert vault_key(Session(library(), vault, Clock(NOW)), NOW).id == key.id
    vault.close(NOW)
    again = open_with_password(made.folder, made.person.id, PASSWORD, NOW)
    assert kept_seed(again) is not None
    assert [row[0] for row in again.database.rows("SELECT action FROM audit")].count("sealing key made") == 1
    again.close(NOW)
