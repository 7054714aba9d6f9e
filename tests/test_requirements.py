"""The locks and the set-up: complete, checked by hash, bound to no package index, clear about what is missing."""

from __future__ import annotations

import importlib.util
import json
import re
import tomllib
from importlib import import_module
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest
from packaging.markers import Marker

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "requirements"
PIN = re.compile(r"^([a-z0-9-]+)==[\w.]+(?: ; [^\\]+)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}(?: \\)?$")


def script(name: str) -> ModuleType:
    """A script of this folder, loaded but not run."""
    spec = importlib.util.spec_from_file_location(f"requirements_{name}", FOLDER / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def setup() -> ModuleType:
    """The set-up script."""
    return script("setup")


def pins(name: str) -> list[str]:
    """The packages of a lock, with version and marker."""
    return [line for line in (FOLDER / name).read_text("utf-8").splitlines() if PIN.match(line)]


@pytest.mark.parametrize("name", ["runtime.txt", "test.txt"])
def test_a_lock_holds_pins_and_hashes_and_nothing_else(name: str) -> None:
    lines = (FOLDER / name).read_text("utf-8").splitlines()
    assert [line for line in lines if not PIN.match(line) and not HASH.match(line)] == []
    assert all(HASH.match(after) for line, after in pairwise(lines) if PIN.match(line))


@pytest.mark.parametrize(("chosen", "lock"), [("runtime.in", "runtime.txt"), ("test.in", "test.txt")])
def test_what_was_chosen_is_locked(chosen: str, lock: str) -> None:
    lines = (FOLDER / chosen).read_text("utf-8").splitlines()
    names = {re.split(r"[\[<>=;]", line)[0].strip().lower() for line in lines if line and line[0] not in "#-"}
    assert names <= {pin.partition("==")[0] for pin in pins(lock)}


def test_the_tests_run_with_what_the_application_runs_with() -> None:
    assert {pin.partition(" ;")[0].rstrip(" \\") for pin in pins("runtime.txt")} <= {
        pin.partition(" ;")[0].rstrip(" \\") for pin in pins("test.txt")
    }


def test_the_oldest_python_is_the_same_everywhere(setup: ModuleType) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["requires-python"] == f">={setup.dotted(setup.OLDEST)}"
    assert project["tool"]["mypy"]["python_version"] == setup.dotted(setup.OLDEST)


@pytest.mark.parametrize(
    ("version", "fits"), [((3, 10, 13), False), ((3, 11, 2), True), ((3, 14, 0), True), ((4, 0), False)]
)
def test_which_pythons_fit(setup: ModuleType, version: tuple[int, ...], fits: bool) -> None:
    assert setup.fits(version) is fits


def test_one_command_brings_all_that_is_missing(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    here = setup.dotted(setup.sys.version_info[:2])
    missing = ["libgthread-2.0.so.0", "libEGL.so.1", "libglib-2.0.so.0"]
    assert setup.debian_packages(missing, venv=True) == ["libegl1", "libglib2.0-0", f"python{here}-venv"]
    monkeypatch.setattr(setup.shutil, "which", lambda name: "/usr/bin/dnf" if name == "dnf" else None)
    assert setup.advice(missing, venv=False) == "sudo dnf install glib2 libglvnd-egl"


def test_an_environment_of_another_lock_is_not_ready(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(setup, "VENV", tmp_path)
    python = setup.python_in(tmp_path)
    python.parent.mkdir()
    python.touch()
    stamp = tmp_path / "made-from-runtime"
    stamp.write_text("another lock\n")
    assert not setup.ready("runtime")
    stamp.write_text(setup.digest(FOLDER / "runtime.txt") + "\n")
    assert setup.ready("runtime")
    assert not setup.ready("test")


def test_the_list_of_components_is_that_of_the_lock_and_of_what_is_built_in() -> None:
    own = script("components")
    assert json.loads((FOLDER / "components.json").read_text("utf-8")) == own.components()


def test_what_is_listed_is_what_is_installed() -> None:
    """Each package this system needs, and each library in it that can be asked, has the version of the list."""
    listed = json.loads((FOLDER / "components.json").read_text("utf-8"))["components"]
    here = [one for one in listed if all(Marker(each["value"]).evaluate() for each in one.get("properties", ())
                                         if each["name"] == "where")]  # fmt: skip
    assert len({one["name"] for one in here}) == len(here) > 20
    assert {one["name"]: one["version"] for one in here} == {one["name"]: version(one["name"]) for one in here}
    told = {(one["name"], part["name"]): part["version"] for one in here for part in one.get("components", ())
            if "version" in part}  # fmt: skip
    assert told == built_in()


def built_in() -> dict[tuple[str, str], str]:
    """What the packages of this computer say of the libraries in them."""
    import pikepdf
    from cryptography.hazmat.backends.openssl import backend
    from PIL import features
    from PySide6.QtCore import qVersion
    from sqlcipher3 import dbapi2

    etree = import_module("lxml.etree")
    database = dbapi2.connect(":memory:")
    database.execute("PRAGMA key = 'x'")
    told = {name: database.execute(f"PRAGMA cipher_{name}").fetchone()[0] for name in ("version", "provider_version")}
    database.close()
    return {
        ("sqlcipher3", "SQLite"): dbapi2.sqlite_version,
        ("sqlcipher3", "SQLCipher"): told["version"].split()[0],
        ("sqlcipher3", "OpenSSL"): told["provider_version"].split()[1],
        ("cryptography", "OpenSSL"): backend.openssl_version_text().split()[1],
        ("pikepdf", "qpdf"): pikepdf.__libqpdf_version__,
        ("lxml", "libxml2"): ".".join(map(str, etree.LIBXML_COMPILED_VERSION)),
        ("lxml", "libxslt"): ".".join(map(str, etree.LIBXSLT_COMPILED_VERSION)),
        ("pyside6-essentials", "Qt"): qVersion(),
        **{("pillow", name): str(features.version(asked)) for name, asked in PICTURES.items()},
    }


# As the list names it -> as Pillow does.
PICTURES = {
    "libjpeg-turbo": "libjpeg_turbo", "zlib-ng": "zlib_ng", "libtiff": "libtiff", "OpenJPEG": "jpg_2000",
    "libwebp": "webp", "libavif": "avif", "LittleCMS": "littlecms2", "FreeType": "freetype2", "Raqm": "raqm",
    "HarfBuzz": "harfbuzz", "FriBiDi": "fribidi",
}  # fmt: skip
