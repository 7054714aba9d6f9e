"""Preferences: the shipped list, refusals, thresholds that move bands, and the file of this computer."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from msgspec.structs import fields

from tests.shipped import library as shipped_library
from workup.answers import Answer, Answers
from workup.assess import assess
from workup.cases import read_answer
from workup.errors import ContentError
from workup.protocol import Band, Computed, Number
from workup.settings import (
    BadSetting,
    Preferences,
    Setting,
    SettingsNotStored,
    checked,
    in_force,
    load_settings,
    preferences_of,
    read_workstation,
    with_thresholds,
    write_workstation,
)

SHIPPED = Path(__file__).parents[2] / "resources" / "settings.toml"


def shipped(name: str) -> Setting:
    """One setting of the shipped list."""
    return next(setting for setting in load_settings(SHIPPED) if setting.id == name)


def test_every_setting_has_one_field_and_every_field_one_setting() -> None:
    settings = load_settings(SHIPPED)
    ids = [setting.id for setting in settings]
    assert len(ids) == len(set(ids))
    plain = {setting.id for setting in settings if not (setting.item or setting.constant)}
    assert plain == {field.name for field in fields(Preferences)} - {"thresholds"}


def test_presets_are_in_force_without_any_file() -> None:
    preferences, sentences = preferences_of(load_settings(SHIPPED), {}, {})
    assert sentences == ()
    assert (preferences.paper, preferences.idle_minutes, preferences.clipboard_seconds) == ("A4", 10, 30)
    assert preferences.thresholds["h_reflex_difference"] == 1.5


def test_each_scope_is_read_from_its_own_place() -> None:
    settings = load_settings(SHIPPED)
    preferences, _ = preferences_of(settings, {"paper": "Letter", "theme": "dark"}, {"paper": "A4", "touch": "on"})
    assert (preferences.paper, preferences.theme, preferences.touch) == ("Letter", "system", "on")


def test_a_kept_value_out_of_range_gives_a_sentence_and_the_preset() -> None:
    preferences, sentences = preferences_of(load_settings(SHIPPED), {"idle_minutes": 60}, {})
    assert preferences.idle_minutes == 10
    assert len(sentences) == 1
    assert "1 to 15 min" in sentences[0]


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("idle_minutes", "5", 5),
        ("screw_lucency", "1,5", 1.5),
        ("print_references", "no", False),
        ("scale", 130, "130"),
        ("clinic_address", " 1 Elm Road\nFernhill ", "1 Elm Road\nFernhill"),
        ("logo", "", ""),
    ],
)
def test_values_are_read_as_typed(name: str, value: object, kept: object) -> None:
    assert checked(shipped(name), value) == kept


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("idle_minutes", 0, "outside"),
        ("idle_minutes", "soon", "not a number"),
        ("idle_minutes", "nan", "outside"),
        ("idle_minutes", "1e999", "outside"),
        ("paper", "A3", "Letter"),
        ("print_references", 3, "on or off"),
        ("clinic_name", "x" * 121, "120 characters"),
        ("clinic_phone", "1\n2", "1 line"),
        ("logo", "C:/logo.exe", "PNG"),
    ],
)
def test_values_that_cannot_be_are_refused_with_a_sentence(name: str, value: object, word: str) -> None:
    with pytest.raises(BadSetting, match=word):
        checked(shipped(name), value)


def test_every_threshold_names_a_band_of_an_item_at_its_preset_border() -> None:
    library = shipped_library()
    settings = load_settings(SHIPPED)
    for setting in settings:
        if setting.item:
            item = library.items[setting.item]
            assert isinstance(item, Number | Computed)
            assert isinstance(setting.default, int | float)
            assert item.bands[setting.band].upto == setting.default - setting.below, setting.id
    preferences, _ = preferences_of(settings, {}, {})
    assert with_thresholds(library.items, settings, preferences) == library.items


def test_a_threshold_moves_the_border_of_its_band() -> None:
    bands = (Band(49, "below 50"), Band(100, "50 or more of 100", finding=True))
    relief = Number(id="block_relief", text="Relief", bands=bands)
    settings = load_settings(SHIPPED)
    preferences, _ = preferences_of(settings, {"block_relief_cut_off": 80}, {})
    moved = with_thresholds({"block_relief": relief}, settings, preferences)["block_relief"]
    assert isinstance(moved, Number)
    assert [band.upto for band in moved.bands] == [79, 100]
    assert [band.label for band in moved.bands] == ["below 80", "80 or more of 100"]
    assert relief.bands[0].upto == 49


@pytest.mark.parametrize(
    ("line", "broken"), [('default = "A4"', 'default = "A5"'), ("most = 15\n", ""), ("[[setting]]", "[[setting")]
)
def test_a_broken_list_is_refused_with_the_file_name(tmp_path: Path, line: str, broken: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(SHIPPED.read_text(encoding="utf-8").replace(line, broken), encoding="utf-8")
    with pytest.raises(ContentError, match=r"settings\.toml"):
        load_settings(file)
    with pytest.raises(ContentError, match="cannot be read"):
        load_settings(tmp_path / "absent.toml")


def test_the_file_of_this_computer_is_written_whole_and_read_back(tmp_path: Path) -> None:
    path = tmp_path / "new" / "workstation.json"
    assert read_workstation(path) == ({}, "")
    write_workstation(path, {"theme": "dark", "cover_names": True})
    assert read_workstation(path) == ({"theme": "dark", "cover_names": True}, "")
    assert [file.name for file in path.parent.iterdir()] == ["workstation.json"]


@pytest.mark.parametrize("content", [b"{", b"[1]", b"\xff\xfe"])
def test_a_broken_file_of_this_computer_gives_a_sentence_and_the_presets(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "workstation.json"
    path.write_bytes(content)
    values, sentence = read_workstation(path)
    assert values == {}
    assert "preset" in sentence


def test_a_folder_that_cannot_be_written_is_a_refusal(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(SettingsNotStored, match="holds until Workup closes"):
        write_workstation(tmp_path / "file" / "workstation.json", {})


def test_the_relief_that_makes_a_block_positive_is_the_clinics() -> None:
    content, settings = shipped_library(), load_settings(SHIPPED)
    given: dict[str, object] = {
        "procedure@1": ["microdiscectomy"], "operation_levels@1": "L4-L5", "fortin_finger@right": "yes",
        "order_kind@1": "block", "order_state@1": "reviewed", "performed_on@1": "2025-11-01",
        "block_kind@1": "si_joint", "block_side@1": "block_right", "block_relief@1": 65, "block_pain_before@1": 7,
        "block_spread@1": "as_intended", "block_sedation@1": "no",
    }
    day = date(2025, 11, 25)
    moment = datetime.combine(day, time(12), UTC)
    read = (read_answer(content, address, raw, day) for address, raw in given.items())
    answers = Answers((where, Answer(value, 1, moment, "ann")) for where, value in read)

    def block(relief: int) -> float:
        preferences, _ = preferences_of(settings, {"joint_block_relief": relief}, {})
        library = in_force(content, settings, preferences)
        weighed = assess(library, answers, day).reasoning.weighed
        return next(one for one in weighed if one.cause.id == "sacroiliac_joint").best.groups["block"]

    assert (block(75), block(60)) == (-2.3, 1.3)
