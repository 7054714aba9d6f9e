"""What opens over the window: named for a screen reader, read and tabbed in order, in contrast, whole at every size."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QWidget

from tests.ui import dialogs
from tests.ui.accessible import can_listen, listening
from tests.ui.geometry import faults as misplaced
from tests.ui.room import Room
from tests.ui.screens import Look, of_dialogs
from tests.ui.test_accessibility import faults as unnamed
from tests.ui.test_reading import Written, backwards, faint
from tests.workup.foreign import foreign_page

ONE_THING = ("palette", "the patient", "giving")  # one list, one figure: Tab does not lead on


@pytest.fixture(scope="session")
def page(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return foreign_page(tmp_path_factory.mktemp("other"))


def walk(room: Room, look: Look, monkeypatch: pytest.MonkeyPatch, page: bytes) -> None:
    """All of it; the patient's chart last, for only a password leads back."""
    dialogs.of_signing(room, look)
    dialogs.of_documents(room, look)
    dialogs.of_small_dialogs(room, look, monkeypatch)
    dialogs.of_pages_of_paper(room, look, monkeypatch)
    dialogs.of_patients(room, look)
    dialogs.of_pages_from_outside(room, look, page)
    dialogs.of_the_palette(room, look)
    dialogs.of_the_patients_chart(room, look)


@pytest.mark.skipif(not can_listen(), reason="Qt's update handler has another name here")
def test_every_control_is_named_reached_in_order_and_written_in_contrast(
    sample: Room, monkeypatch: pytest.MonkeyPatch, page: bytes
) -> None:
    written, pairs, found, seen = Written(monkeypatch), set[tuple[str, str]](), list[str](), set[str]()

    def look(where: str, root: QWidget) -> None:
        seen.add(where)
        found.extend(unnamed(where, root))
        found.extend(faint(where, root, written, pairs))
        if not where.startswith(ONE_THING):
            found.extend(backwards(where, root))

    with listening():
        walk(sample, look, monkeypatch, page)
    assert not found, "\n".join(dict.fromkeys(found))
    assert len(seen) >= 15, seen
    assert len(pairs) > 8


def test_in_the_dark_every_text_has_the_contrast_it_needs(
    sample: Room, monkeypatch: pytest.MonkeyPatch, page: bytes
) -> None:
    written, pairs, found = Written(monkeypatch), set[tuple[str, str]](), list[str]()
    sample.window.theme.set_scheme("dark")
    walk(sample, lambda where, root: found.extend(faint(where, root, written, pairs)), monkeypatch, page)
    assert not found, "\n".join(sorted(set(found)))
    assert len(pairs) > 8


@pytest.mark.parametrize(
    ("size", "scale"), [(QSize(900, 460), 100), (QSize(1024, 768), 100), (QSize(1366, 768), 150)],
    ids=["smallest", "narrow", "150"],
)  # fmt: skip
def test_nothing_is_cut_covered_or_higher_than_the_window(
    sample: Room, monkeypatch: pytest.MonkeyPatch, page: bytes, size: QSize, scale: int
) -> None:
    found, kinds = list[str](), set[type[QWidget]]()
    theme = sample.window.theme
    theme.set_scale(scale)
    sample.window.resize(size)

    def look(where: str, root: QWidget) -> None:
        kinds.add(type(root))
        if isinstance(root, QDialog) and (root.height() > size.height() or root.width() > size.width()):
            found.append(f"{where}: {root.width()} x {root.height()} in a window of {size.width()} x {size.height()}")
        found.extend(f"{where}: {fault}" for fault in misplaced(theme, root))

    of_dialogs(sample, look, monkeypatch)
    walk(sample, look, monkeypatch, page)
    assert not found, "\n".join(dict.fromkeys(found))
    assert not dialogs.every_kind() - kinds, "a dialog that nobody walks: add it to tests/ui/dialogs.py"
