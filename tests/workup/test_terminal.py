"""Backup, restore and audit from the command line: what they do, and that no password stands in an argument."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from tests.workup.test_command_line import Done, one_line, run
from tests.workup.vaults import NOW, PASSWORD, Made
from workup import vault

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(os.name == "nt", reason="file descriptors are handed on otherwise there")


def told(*secrets: str) -> list[int]:
    """File descriptors from which these lines are read."""
    ends = []
    for secret in secrets:
        reading, writing = os.pipe()
        os.write(writing, secret.encode() + b"\n")
        os.close(writing)
        ends.append(reading)
    return ends


def backed_up(made: Made, folder: Path, password: str = PASSWORD) -> Done:
    (end,) = told(password)
    return run("backup", made.folder, "--to", folder, "--password-fd", str(end))


def test_a_backup_and_its_restore_without_a_window(made: Made, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    done = backed_up(made, stick)
    assert (done.returncode, done.stderr) == (0, "")
    (file,) = stick.iterdir()
    assert done.stdout.startswith(f"{file}: read back and whole, up to row ")
    done = run("restore", file, "--into", tmp_path / "Again")
    assert done.returncode == 0
    assert made.person.name in done.stdout
    again = vault.open_with_password(tmp_path / "Again.workup", made.person.id, PASSWORD, NOW)
    assert again.patient("maria0000000") is not None
    again.close(NOW)
    live = made.open()
    last = vault.last_backup(live)
    live.close(NOW)
    assert last is not None
    assert last.name == file.name
    assert abs((datetime.now().astimezone() - last.at).total_seconds()) < 600


def test_a_wrong_password_makes_no_backup_and_says_so_in_one_line(made: Made, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    assert one_line(backed_up(made, stick, "not the password")).startswith("This password does not open the vault.")
    assert list(stick.iterdir()) == []


def test_without_a_terminal_the_option_is_named_that_gives_what_is_asked(made: Made) -> None:
    (password,) = told(PASSWORD)
    done = run("audit", made.folder, "--password-fd", str(password))
    assert done.returncode == 2
    assert "Start of the audit chain, from the recovery sheet: give it with --start-fd." in done.stderr
    assert "give it with --password-fd." in run("audit", made.folder).stderr


def test_the_audit_says_whether_the_record_stands_and_exits_1_when_it_does_not(made: Made) -> None:
    password, start = told(PASSWORD, made.sheet.audit_start)
    done = run("audit", made.folder, "--password-fd", str(password), "--start-fd", str(start))
    assert (done.returncode, done.stderr) == (0, "")
    assert "rows of the record stand as they were written" in done.stdout
    database = made.database()
    database.run("DROP TRIGGER entry_update")
    database.run("UPDATE entry SET value = '\"Schmitt\"' WHERE value = '\"Schmidt\"'")
    database.close()
    password, start = told(PASSWORD, made.sheet.audit_start)
    done = run("audit", made.folder, "--password-fd", str(password), "--start-fd", str(start))
    assert done.returncode == 1
    assert "has been altered or cut" in done.stdout


def test_with_several_people_the_name_says_whose_password_it_is(made: Made, tmp_path: Path) -> None:
    (end,) = told(PASSWORD)
    done = run("backup", made.folder, "--to", tmp_path, "--as", "Nobody", "--password-fd", str(end))
    os.close(end)
    assert "--as" in one_line(done)
    assert made.person.name in done.stderr


def test_without_a_terminal_or_a_descriptor_nothing_is_asked_and_nothing_waited_for(made: Made, tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "main.py"), "backup", str(made.folder), "--to", str(tmp_path)]
    done = subprocess.run(
        command, input=PASSWORD, capture_output=True, encoding="utf-8", timeout=60, check=False,
        env={**os.environ, "WORKUP_PASSWORD": PASSWORD},
    )  # fmt: skip
    assert done.returncode == 2
    assert "--password-fd" in done.stderr
    assert "--password-fd 99" not in one_line(run("backup", made.folder, "--to", tmp_path, "--password-fd", "99"))
    assert "unrecognized arguments" in one_line(run("backup", made.folder, "--to", tmp_path, "--password", PASSWORD))
