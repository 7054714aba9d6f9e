"""Nothing of a patient is anywhere but in the encrypted vault and in the page that was asked for."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from tests.workup.vaults import NOW, Made
from workup.answers import Slot, Value
from workup.content import load
from workup.note import Cover, compose
from workup.protocol import Library, Text
from workup.session import Session
from workup.settings import load_settings, preferences_of

ROOT = Path(__file__).resolve().parents[2]
MARKER = "Zyxmarker"


def marked_answers(library: Library) -> list[tuple[Slot, Value]]:
    """A marker of its own for every text of every item that stands alone."""
    return [
        (Slot(item.id), f"{MARKER}{number:04d}")
        for number, item in enumerate(library.items.values())
        if isinstance(item, Text) and not item.record and not item.axis and not item.side and item.most >= 20
    ]


def files_with_marker(folder: Path) -> list[str]:
    """The files below a folder that hold the marker, as UTF-8 or UTF-16."""
    needles = (MARKER.encode(), MARKER.encode("utf-16-le"), MARKER.lower().encode())
    return [
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and any(needle in path.read_bytes() for needle in needles)
    ]


def test_markers_stay_in_the_vault(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    home, temp = tmp_path / "home", tmp_path / "tmp"
    home.mkdir()
    temp.mkdir()
    for name, value in (("HOME", home), ("TMPDIR", temp), ("XDG_CONFIG_HOME", home / "config")):
        monkeypatch.setenv(name, str(value))
    library, _ = load(ROOT / "resources")
    vault = made.open()
    session = Session(library, vault, lambda: NOW, os.urandom)
    session.begin()
    pairs = marked_answers(library)
    assert len(pairs) > 20
    with caplog.at_level(logging.DEBUG):
        session.answer_all(pairs)
        session.typing(Slot("reason"), f"{MARKER} typed")
        page = build_page(library, session)
    vault.close(NOW)
    assert MARKER in page
    assert files_with_marker(tmp_path) == []
    assert MARKER not in caplog.text
    said = capfd.readouterr()
    assert MARKER not in said.out + said.err


def build_page(library: Library, session: Session) -> str:
    """The page as the window builds it, in a process of its own; its text."""
    import io

    import pypdf

    preferences, _ = preferences_of(load_settings(ROOT / "resources" / "settings.toml"), {}, {})
    cover: Cover = session.cover(preferences)
    note = compose(library, session.assessment, cover)
    job = msgspec.msgpack.encode({"note": note, "cover": cover, "resources": str(ROOT / "resources")})
    done = subprocess.run([sys.executable, "-m", "workup.paper"], input=job, capture_output=True, cwd=ROOT, check=True)
    assert done.stderr == b""
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(done.stdout)).pages)


def test_the_scan_can_see(tmp_path: Path) -> None:
    (tmp_path / "log.txt").write_text(f"family name is {MARKER}0001", encoding="utf-8")
    (tmp_path / "settings.bin").write_bytes(f"{MARKER}".encode("utf-16-le"))
    assert sorted(files_with_marker(tmp_path)) == ["log.txt", "settings.bin"]
