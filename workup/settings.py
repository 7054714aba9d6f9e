"""Preferences: what can be set, where it is kept, and the values in force."""

import json
import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec
from msgspec.structs import replace

from workup.errors import ContentError, WorkupError
from workup.rights import OF_SETTINGS
from workup.texts import ENGLISH, N_, _, _n
from workup.whole import write_whole
from workup.words import MINUS, decimal

if TYPE_CHECKING:  # the window before unlocking has settings and no content: it need not wait for these
    from workup.protocol import AnyItem, Library

Scope = Literal["clinic", "workstation"]
Setpoint = str | int | float | bool
CODES = {"english": ENGLISH, "spanish": "es"}
GROUND = N_("No patient file is touched.")


class BadSetting(WorkupError):
    """A value that a setting cannot take."""


class SettingsNotStored(WorkupError):
    """The settings of this computer could not be written."""


class Setting(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One preference. With `item` and `band` it is a threshold: `band` of that item ends `below` under the value.

    With `constant` it is that constant of the reasoning.
    """

    id: str
    group: str
    scope: Scope
    kind: Literal["text", "choice", "number", "switch", "image", "folder"]
    text: str
    default: Setpoint
    help: str = ""
    options: dict[str, str] = {}
    least: float | None = None
    most: float | None = None
    decimals: int = 0
    unit: str = ""
    lines: int = 1
    unverified: bool = False
    item: str = ""
    band: int = 0
    below: float = 0
    constant: str = ""
    source: tuple[str, ...] = ()


class Preferences(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The values in force, typed; `thresholds` holds those that move a band, by setting id."""

    clinic_name: str
    clinic_address: str
    clinic_phone: str
    profession: str
    licence: str
    paper: Literal["A4", "Letter"]
    page_language: Literal["english", "spanish"]
    letterhead: Literal["print", "leave_space"]
    letterhead_mm: int
    logo: str
    print_references: bool
    text_ascii: bool
    theme: Literal["system", "light", "dark", "contrast"]
    language: Literal["english", "spanish"]
    scale: Literal["automatic", "100", "115", "130", "150", "175", "200"]
    touch: Literal["automatic", "on", "off"]
    single_keys: bool
    walk_by_posture: bool
    go_on: bool
    cover_names: bool
    names_in_files: bool
    small_groups: int
    idle_minutes: int
    clipboard_seconds: int
    retention_years: int
    backup_folder: str
    backup_days: int
    backup_weeks: int
    backup_months: int
    document_mb: int
    document_pages: int
    document_megapixels: int
    thresholds: dict[str, float]

    @property
    def page_code(self) -> str:
        """The language of the page by its code."""
        return CODES[self.page_language]


def load_settings(path: Path) -> tuple[Setting, ...]:
    """Read what can be set, in the order shown; refuses a file whose defaults contradict it."""
    try:
        settings = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), dict[str, tuple[Setting, ...]])
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(
            _(
                "The list of preferences cannot be read from {path}. {ground} Install Workup again, or "
                "restore this file."
            ).format(path=path, ground=_(GROUND))
        ) from error
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise ContentError(
            _("{name} is not usable: {error}. {ground} Correct or restore the file.").format(
                name=path.name, error=error, ground=_(GROUND)
            )
        ) from error
    known = settings.get("setting", ())
    try:
        preferences_of(known, {}, {})
        for setting in known:
            if setting.kind == "number" and None in (setting.least, setting.most):
                raise BadSetting(_("{id} is a number without least and most").format(id=setting.id))
            checked(setting, setting.default)
    except (BadSetting, msgspec.ValidationError) as error:
        raise ContentError(
            _("{name} is not usable: {error}. {ground} Correct or restore the file.").format(
                name=path.name, error=error, ground=_(GROUND)
            )
        ) from error
    return known


def checked(setting: Setting, value: object) -> Setpoint:
    """The value as it is stored, read from what was typed or kept; raises BadSetting with a sentence."""
    match setting.kind:
        case "switch":
            return _switch(setting, value)
        case "number":
            return _number(setting, value)
        case "choice":
            if str(value) in setting.options:
                return str(value)
            raise BadSetting(
                _("{text}: “{value}” is not one of {values}.").format(
                    text=setting.text, value=value, values=", ".join(setting.options.values())
                )
            )
        case "text" | "image" | "folder":
            return _text(setting, value)


def _switch(setting: Setting, value: object) -> bool:
    if isinstance(value, bool):
        return value
    if value in ("yes", "no"):
        return value == "yes"
    raise BadSetting(_("{text} is either on or off.").format(text=setting.text))


def _number(setting: Setting, value: object) -> int | float:
    unit = f" {setting.unit}" if setting.unit else ""
    try:
        number = round(float(str(value).strip().replace(",", ".").replace(MINUS, "-")), setting.decimals)
    except (ValueError, OverflowError):
        raise BadSetting(_("{text}: “{value}” is not a number.").format(text=setting.text, value=value)) from None
    least, most = setting.least, setting.most
    if not (least is None or number >= least) or not (most is None or number <= most):
        raise BadSetting(
            _("{text} can be {least} to {most}{unit}; {number}{unit} is outside.").format(
                text=setting.text, least=_border(least), most=_border(most), unit=unit, number=decimal(number)
            )
        )
    return number if setting.decimals else int(number)


def _border(number: float | None) -> str:
    return "–" if number is None else decimal(number)


def _text(setting: Setting, value: object) -> str:
    text = str(value).strip()
    if setting.most is not None and len(text) > setting.most:
        raise BadSetting(
            _("{text} can hold {most} characters; this has {count}.").format(
                text=setting.text, most=decimal(setting.most), count=len(text)
            )
        )
    if len(text.splitlines()) > setting.lines:
        raise BadSetting(
            _n("{text} can hold {n} line.", "{text} can hold {n} lines.", setting.lines, text=setting.text)
        )
    if setting.kind == "image" and text and Path(text).suffix.lower() not in (".png", ".jpg", ".jpeg"):
        raise BadSetting(_("{text}: choose a PNG or JPEG picture.").format(text=setting.text))
    if setting.kind == "folder" and text and not Path(text).is_absolute():
        raise BadSetting(_("{text}: choose a folder, with its whole path.").format(text=setting.text))
    return text


def preferences_of(
    settings: tuple[Setting, ...], clinic: Mapping[str, object], workstation: Mapping[str, object]
) -> tuple[Preferences, tuple[str, ...]]:
    """The values in force, and a sentence for each kept value that could not be used and gave way to its default."""
    values: dict[str, Setpoint] = {}
    thresholds: dict[str, Setpoint] = {}
    sentences: list[str] = []
    for setting in settings:
        kept = (clinic if setting.scope == "clinic" else workstation).get(setting.id, setting.default)
        try:
            value = checked(setting, kept)
        except BadSetting as refusal:
            sentences.append(
                _("{refusal} The preset value is used until you choose one in Preferences.").format(refusal=refusal)
            )
            value = setting.default
        (thresholds if setting.item or setting.constant else values)[setting.id] = value
    return msgspec.convert({**values, "thresholds": thresholds}, Preferences), tuple(sentences)


def with_thresholds(
    items: "Mapping[str, AnyItem]", settings: tuple[Setting, ...], preferences: Preferences
) -> "dict[str, AnyItem]":
    """The items with the borders of their bands, and the numbers in their names, as the clinic set them."""
    from workup.protocol import Computed, Number, Scale

    moved = dict(items)
    for setting in settings:
        item = moved.get(setting.item)
        if isinstance(item, (Number, Scale, Computed)) and setting.band + 1 < len(item.bands):
            value = preferences.thresholds[setting.id]
            bands = list(item.bands)
            bands[setting.band] = replace(bands[setting.band], upto=value - setting.below)
            shipped = re.compile(rf"(?<![\d.,]){re.escape(decimal(float(setting.default)))}(?![\d.,]*\d)")
            for place in (setting.band, setting.band + 1):
                bands[place] = replace(bands[place], label=shipped.sub(decimal(float(value)), bands[place].label))
            moved[setting.item] = replace(item, bands=tuple(bands))
    return moved


def in_force(library: "Library", settings: tuple[Setting, ...], preferences: Preferences) -> "Library":
    """The content with the borders and constants that the clinic set."""
    constants = dict(library.engine.constant)
    for setting in settings:
        if setting.constant in constants:
            value = float(preferences.thresholds[setting.id])
            constants[setting.constant] = replace(constants[setting.constant], value=value)
    items = with_thresholds(library.items, settings, preferences)
    return replace(library, items=items, engine=replace(library.engine, constant=constants))


def clinic_values(setting: Callable[[str], str | None]) -> dict[str, object]:
    """What the clinic set, from the texts that are kept with its records; None is nothing set yet."""
    found: dict[str, object] = {}
    for kept in map(setting, OF_SETTINGS):
        found |= {} if kept is None else json.loads(kept)  # the half of a pair of characters comes back, too
    return found


def kept_under(setting: str) -> str:
    """The name a setting of the clinic is kept under: its own where it has a right of its own, else that of all."""
    return setting if setting in OF_SETTINGS else "clinic"


def read_workstation(path: Path) -> tuple[dict[str, object], str]:
    """What this computer keeps, and a sentence when its file cannot be used; no file yet is nothing kept."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, object]), ""
    except FileNotFoundError:
        return {}, ""
    except (OSError, msgspec.DecodeError):
        return {}, (
            _(
                "The settings of this computer in {path} cannot be read, so the preset ones are in use. "
                "{ground} The file is written anew when you change a setting."
            ).format(path=path, ground=_(GROUND))
        )


def write_workstation(path: Path, values: Mapping[str, object]) -> None:
    """Replace the file of this computer's settings as a whole; a failure leaves the old one."""
    text = json.dumps(dict(values), ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(path, text.encode())
    except OSError as error:
        raise SettingsNotStored(
            _(
                "The setting could not be stored in {parent}: {strerror}. It holds until Workup closes. "
                "Free some space or make the folder writable, then change it again."
            ).format(parent=path.parent, strerror=error.strerror)
        ) from error
