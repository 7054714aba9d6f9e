"""What can be turned against the program is done in one place each: mark-up, JSON from outside, files written."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.shape import SOURCES, modules, named, tree

# What the paper may know of reportlab: it draws strings, and none of these reads mark-up. Paragraph, XPreformatted and
# all of platypus do, and would take `<b>` or `<img src=…>` in an answer for an order.
DRAWING = {
    "reportlab.rl_config", "reportlab.pdfgen.canvas.Canvas", "reportlab.pdfbase.pdfmetrics",
    "reportlab.pdfbase.ttfonts.TTFont", "reportlab.lib.pagesizes.A4", "reportlab.lib.pagesizes.LETTER",
    "reportlab.lib.units.mm", "reportlab.lib.colors.HexColor", "reportlab.lib.utils.ImageReader",
    "reportlab.graphics.barcode.qrencoder.QRCode", "reportlab.graphics.barcode.qrencoder.QRErrorCorrectLevel",
}  # fmt: skip
# Text from outside is read by `strictly`; anything else is read into a type, which refuses what does not fit. Two read
# what the program wrote itself and may hold a name that is no UTF-8: what the parent hands on at a lock, and settings.
READS = re.compile(r"msgspec\.(json|msgpack)\.(decode|Decoder)")
JSON = {"workup/fhir/strictly.py", "workup/settings.py", "ui/app.py"}
# `whole` goes through no link and over no file without being asked; the others make fresh files of their own.
WRITING = {
    "workup/whole.py", "workup/vault/header.py", "workup/vault/backup.py", "workup/vault/restoring.py", "ui/spool.py"
}  # fmt: skip
ASKING = "ui/leaving.py"  # whoever asks for a place asks before replacing what is there
MAKING = {"write_text", "write_bytes", "hardlink_to", "symlink_to", "mkstemp", "QSaveFile", "QFile"}
FLAGS = ("O_WRONLY", "O_RDWR", "O_CREAT")
COPYING = {"copy", "copy2", "copyfile", "copytree", "move", "copyfileobj"}


def from_reportlab(module: ast.Module) -> Iterator[str]:
    """Every name of reportlab that a module takes."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names if one.name.partition(".")[0] == "reportlab")
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "reportlab":
            yield from (f"{node.module}.{one.name}" for one in node.names)


def loose_json(module: ast.Module) -> Iterator[int]:
    """Lines where JSON is read by `json`, or by msgspec into no type."""
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom) and node.module == "json":
            yield node.lineno
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        typed = bool(node.args) if called.endswith("Decoder") else any(one.arg == "type" for one in node.keywords)
        if called in ("json.loads", "json.load") or (READS.fullmatch(called) and not typed):
            yield node.lineno


def writes(module: ast.Module) -> Iterator[int]:
    """Lines where a file is made or written over."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            name = called.rpartition(".")[2]
            said = {one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)}
            opens = name in ("open", "fdopen") and any(set(mode) & set("wax+") for mode in said if len(mode) < 4)
            whole = ast.unparse(node)
            flags = called == "os.open" and "devnull" not in whole and any(flag in whole for flag in FLAGS)
            copies = called.startswith("shutil.") and name in COPYING
            if opens or flags or copies or name in MAKING:
                yield node.lineno


def test_nothing_on_paper_reads_mark_up() -> None:
    assert not [
        f"{named(path)}: {name}"
        for path in modules(*SOURCES)
        for name in from_reportlab(tree(path))
        if name not in DRAWING
    ]


def test_json_is_read_strictly_or_into_a_type() -> None:
    assert not [
        f"{named(path)}:{line}"
        for path in modules(*SOURCES)
        if named(path) not in JSON
        for line in loose_json(tree(path))
    ]


def test_files_are_written_where_links_and_taken_names_are_refused() -> None:
    assert not [
        f"{named(path)}:{line}"
        for path in modules(*SOURCES)
        if named(path) not in WRITING
        for line in writes(tree(path))
    ]


def test_a_place_is_asked_for_where_replacing_is_asked_for() -> None:
    assert [named(path) for path in modules(*SOURCES) if "getSaveFileName" in path.read_text("utf-8")] == [ASKING]


@pytest.mark.parametrize(
    ("find", "line"),
    [
        (from_reportlab, "from reportlab.platypus import Paragraph"), (from_reportlab, "import reportlab.platypus"),
        (loose_json, "json.loads(text)"), (loose_json, "from json import loads"), (loose_json, "json.load(file)"),
        (loose_json, "msgspec.json.decode(text)"), (loose_json, "msgspec.json.Decoder()"),
        (writes, "target.write_text(said)"), (writes, "open(target, 'w')"), (writes, "target.open('ab')"),
        (writes, "os.open(target, os.O_WRONLY | os.O_CREAT)"), (writes, "shutil.move(part, target)"),
        (writes, "QSaveFile(name)"),
    ],
)  # fmt: skip
def test_the_lints_see(find: object, line: str) -> None:
    assert callable(find)
    assert list(find(ast.parse(line)))


@pytest.mark.parametrize(
    ("find", "line"),
    [
        (loose_json, "msgspec.json.decode(text, type=dict[str, str])"), (loose_json, "json.dumps(told)"),
        (loose_json, "data.decode()"), (writes, "path.open('rb')"), (writes, "open(target)"),
        (writes, "os.open(target, os.O_RDONLY)"),
    ],
)  # fmt: skip
def test_and_let_pass_what_is_harmless(find: object, line: str) -> None:
    assert callable(find)
    assert not list(find(ast.parse(line)))


def test_the_places_named_here_are_there() -> None:
    there = {named(path) for path in modules(*SOURCES)}
    assert {*JSON, ASKING, *WRITING} <= there
    assert all(list(writes(tree(Path(__file__).parent.parent / name))) for name in WRITING)
