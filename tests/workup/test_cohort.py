"""The table without names: nobody can be told from it, nothing in it runs, and it is counted right."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.workup.notes import assessed, laid, library
from tests.workup.vaults import NOW, PASSWORD, Made
from workup.assess import Assessment
from workup.cohort import TooFew, cohort, guarded
from workup.protocol import Text
from workup.rights import NotAllowed
from workup.session import Session
from workup.session.counting import cohort_of

ROOT = Path(__file__).resolve().parents[2]
STARTERS = "=+-@\t\r＝＋－＠"
WOMAN = {"birth_date": "1971-06-14", "sex": "female", "main_region": "back_leg"}


def patient(**given: object) -> Assessment:
    """One patient of a group that is large enough elsewhere."""
    return assessed(laid(WOMAN | given))


def read(content: bytes) -> list[dict[str, str]]:
    """The table as a spreadsheet reads it."""
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def table(found: Iterable[Assessment], smallest: int = 5) -> list[dict[str, str]]:
    return read(cohort(library(), found, smallest, os.urandom).content)


def test_what_can_be_counted_is_there_and_right() -> None:
    one = {
        "operations@1": "added", "operation_date@1": "2024-09-03", "operation_levels@1": "L4-S1",
        "leg_pain_worst@right": 9, "leg_pain_worst@left": 2, "judgement@facet_joint": "agree",
    }  # fmt: skip
    rows = table([patient(**one) for _ in range(5)])
    assert len(rows) == 5
    row = rows[0]
    assert (row["age_band"], row["sex"], row["region"]) == ("50 to 59", "female", "back_leg")
    assert (row["operations"], row["months_since_operation"], row["levels"]) == ("1", "14", "L4-S1")
    assert (row["leg_pain_worst"], row["causes_agreed"]) == ("9", "facet_joint")
    assert len({each["row"] for each in rows}) == 5


def test_the_marks_of_rows_are_other_ones_in_each_export() -> None:
    found = [patient() for _ in range(5)]
    assert not {row["row"] for row in table(found)} & {row["row"] for row in table(found)}


def test_a_small_group_is_left_out_and_a_rare_level_or_cause_is_not_named() -> None:
    common = [patient(**{"judgement@facet_joint": "agree"}) for _ in range(6)]
    rare = patient(**{
        "operations@1": "added", "operation_levels@1": "L1-L2", "judgement@malignancy": "agree",
    })  # fmt: skip
    old = assessed(laid(WOMAN | {"birth_date": "1931-01-01"}))
    made = cohort(library(), [*common, rare, old], 5, os.urandom)
    rows = read(made.content)
    assert len(rows) == 7
    assert made.left_out == 1
    text = made.content.decode()
    assert "80 and over" not in text
    assert "L1-L2" not in text
    assert "malignancy" not in text
    assert "other" in text
    assert "too small to hide in" in made.sentence
    assert "1 " not in made.sentence.split(".")[1], "how many were left out is not said"


@pytest.mark.parametrize("count", [0, 1, 4])
def test_too_few_patients_are_refused_whatever_was_asked_for(count: int) -> None:
    with pytest.raises(TooFew, match="Nothing was exported"):
        cohort(library(), [patient() for _ in range(count)], 5, os.urandom)
    with pytest.raises(TooFew):
        cohort(library(), [patient(), patient()], 0, os.urandom)


HOSTILE = st.text(min_size=1, max_size=40).map(lambda text: f"Zyxmarker{text}") | st.builds(
    "{}Zyxmarker{}".format, st.sampled_from(STARTERS), st.text(max_size=20)
)


def without_figures(size: int) -> bytes:
    """Drawn as the marks of rows are, but never the figures of a year."""
    return bytes(byte | 0xAA for byte in os.urandom(size))


@settings(max_examples=15, deadline=None)
@given(st.lists(HOSTILE, min_size=6, max_size=6))
def test_nothing_typed_no_date_and_no_number_of_a_patient_gets_into_it(texts: list[str]) -> None:
    names = ("family_name", "given_name", "mrn", "reason", "impression", "comeback_other")
    assert all(isinstance(library().items[name], Text) for name in names)
    clean = ["".join(c for c in text if c.isprintable()) or "x" for text in texts]
    typed = dict(zip(names, clean, strict=True)) | {"comeback_given": "yes", "next_visit": "2025-12-16"}
    made = cohort(library(), [patient(**typed) for _ in range(5)], 5, without_figures)
    text = made.content.decode()
    assert "Zyxmarker" not in text
    assert "2025" not in text
    assert "1971" not in text
    assert not any(cell[:1] in STARTERS for row in read(made.content) for cell in row.values() if cell)


@given(st.lists(st.text(max_size=30) | st.builds("{}{}".format, st.sampled_from(STARTERS), st.text(max_size=10))))
def test_no_cell_is_a_formula_and_none_is_lost(cells: list[str]) -> None:
    done = guarded(cells)
    for before, after in zip(cells, done, strict=True):
        assert after.removeprefix("'") == before.removeprefix("'") or after == before
        if after[:1] in STARTERS and after:
            float(after)


def test_a_number_below_zero_stays_a_number() -> None:
    assert guarded(["-2", "-2.5", "+3", "-", "-2+3", "=1"]) == ["-2", "-2.5", "+3", "'-", "'-2+3", "'=1"]


# ----------------------------------------------------------------------------------------------------- from a vault


def filled(made: Made, count: int) -> None:
    """A vault with so many patients who are alike, one of them void."""
    opened = made.open()
    session = Session(library(), opened, lambda: NOW)
    for number in range(count + 1):
        session.begin()
        for where, value in laid(WOMAN | {"family_name": f"Zyxmarker{number}"}).items():
            session.answer(where, value.value)
        if number == count:
            session.void("by mistake")
        session.close()
    opened.close(NOW)


def run(made: Made, target: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """The command, its password through a pipe."""
    end, start = os.pipe()
    os.write(start, f"{PASSWORD}\n".encode())
    os.close(start)
    command = [sys.executable, "main.py", "cohort", str(made.folder), "--out", str(target), "--password-fd", str(end)]
    done = subprocess.run([*command, *more], cwd=ROOT, pass_fds=(end,), capture_output=True, text=True, check=False)
    os.close(end)
    return done


def test_the_command_writes_it_once_audits_it_and_refuses_what_is_too_small(made: Made, tmp_path: Path) -> None:
    filled(made, 5)
    target = tmp_path / "cohort.csv"
    done = run(made, target)
    assert done.returncode == 0, done.stderr
    assert len(read(target.read_bytes())) == 5, "the void one is not counted"
    assert "Zyxmarker" not in target.read_text(encoding="utf-8")
    assert target.stat().st_mode & 0o077 == 0
    written = target.read_bytes()
    assert "already there" in run(made, target).stderr
    assert target.read_bytes() == written
    assert "Nothing was exported" in run(made, tmp_path / "other.csv", "--smallest", "6").stderr
    assert not (tmp_path / "other.csv").exists()
    opened = made.open()
    assert opened.database.rows("SELECT count(*) FROM audit WHERE action = 'exported' AND object = 'cohort'")[0][0] == 1
    opened.close(NOW)


def test_who_may_not_export_gets_nothing(made: Made) -> None:
    filled(made, 5)
    opened = made.open()
    opened.person = replace(opened.person, roles=("assistant",))
    with pytest.raises(NotAllowed):
        cohort_of(library(), opened, lambda: NOW, 5)
    opened.close(NOW)


def test_looking_at_many_changes_and_notes_nothing(made: Made) -> None:
    filled(made, 5)
    opened = made.open()
    before = opened.database.rows("SELECT count(*) FROM entry"), opened.database.rows("SELECT count(*) FROM audit")
    cohort_of(library(), opened, lambda: NOW, 5)
    after = opened.database.rows("SELECT count(*) FROM entry"), opened.database.rows("SELECT count(*) FROM audit")
    assert before == after
    assert date(2025, 1, 1) < NOW.date()
    opened.close(NOW)
