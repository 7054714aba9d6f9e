"""The settings in force: read from the vault and this computer, applied to the look, written back at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from ui.resources import RESOURCES
from ui.theme import Theme
from workup.errors import WorkupError
from workup.settings import (
    CODES,
    Preferences,
    Setting,
    clinic_values,
    in_force,
    kept_under,
    load_settings,
    preferences_of,
    read_workstation,
    write_workstation,
)
from workup.texts import ENGLISH, speak, spoken

if TYPE_CHECKING:
    from workup.body import BodyFigure
    from workup.protocol import Library
    from workup.store import OpenStore


class ChosenSettings(QObject):
    """Every setting and its value; `changed` says that one took effect."""

    changed = Signal()

    def __init__(self, theme: Theme, file: Path, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self.theme, self.file, self.clock = theme, file, clock
        self.known = load_settings(RESOURCES / "settings.toml")
        self.workstation, self.problem = read_workstation(file)
        self.clinic: dict[str, object] = {}
        self.vault: OpenStore | None = None
        self.preferences: Preferences
        self._resolve()

    @cached_property
    def figure(self) -> BodyFigure:
        """The body chart, read when it is first needed."""
        from workup.body import load_body

        return load_body(RESOURCES / "figures" / "body.svg")

    @property
    def shown_by(self) -> tuple[dict[str, float], str]:
        """By what the content is shown: the thresholds of the clinic and the language of the screen."""
        return dict(self.preferences.thresholds), spoken()

    def applied_to(self, library: Library) -> Library:
        """The content with the thresholds of this clinic, in the language of the screen."""
        library = in_force(library, self.known, self.preferences)
        if spoken() == ENGLISH:
            return library
        from workup.content.overlay import library_in

        return library_in(library, spoken())

    @property
    def told(self) -> tuple[Setting, ...]:
        """What can be set, in the language of the screen."""
        if spoken() == ENGLISH:
            return self.known
        from workup.content.overlay import told_in

        return told_in(self.known, "setting", spoken())

    @property
    def values(self) -> dict[str, object]:
        """All kept values by setting."""
        return {**self.workstation, **self.clinic}

    def enter(self, vault: OpenStore) -> None:
        """Take over the settings of the clinic from its vault."""
        self.vault = vault
        self.clinic = clinic_values(vault.setting)
        self._resolve()
        self.changed.emit()

    def set(self, setting: Setting, value: object) -> str:
        """Store one value and let it take effect; a sentence when it could not be stored."""
        sentence = ""
        try:
            if setting.scope == "workstation":
                self.workstation[setting.id] = value
                write_workstation(self.file, self.workstation)
            elif self.vault is not None:
                self._keep(self.vault, setting, value)
        except WorkupError as error:
            sentence = error.sentence
        self._resolve()
        self.changed.emit()
        return sentence

    def _keep(self, vault: OpenStore, setting: Setting, value: object) -> None:
        """Store a setting of the clinic: all in one, but for those that have a right of their own."""
        name, changed = kept_under(setting.id), {**self.clinic, setting.id: value}
        kept = {one: each for one, each in changed.items() if kept_under(one) == name}
        vault.set_setting(name, json.dumps(kept), vault.person.id, self.clock())
        self.clinic = changed

    def step_scale(self, direction: int) -> None:
        """The next larger or smaller scale that fits this screen."""
        steps = self.theme.style.scale.allowed(self._screen_width())
        near = min(range(len(steps)), key=lambda n: abs(steps[n] - self.theme.scale))
        chosen = steps[max(0, min(near + direction, len(steps) - 1))]
        self.choose("scale", str(chosen))

    def choose(self, name: str, value: object) -> None:
        """Set one by its id, from the place where it takes effect."""
        self.set(next(each for each in self.known if each.id == name), value)

    def _resolve(self) -> None:
        speak(CODES.get(str(self.workstation.get("language")), ENGLISH))
        self.preferences, refused = preferences_of(self.told, self.clinic, self.workstation)
        self.remarks = tuple(filter(None, (self.problem, *refused)))
        theme, chosen = self.theme, self.preferences
        width = self._screen_width()
        steps = theme.style.scale
        wanted = steps.automatic(width) if chosen.scale == "automatic" else int(chosen.scale)
        scale = min(wanted, max(steps.allowed(width)))
        theme.letter_keys, theme.go_on = chosen.single_keys, chosen.go_on
        if theme.scale != scale:
            theme.set_scale(scale)
        if theme.scheme != chosen.theme:
            theme.set_scheme(chosen.theme)
        if chosen.touch != "automatic" and theme.touch != (chosen.touch == "on"):
            theme.set_touch(chosen.touch == "on")

    def touched(self) -> None:
        """The first finger makes targets larger once it is lifted: what it was put on stays in its place till then."""
        if self.preferences.touch == "automatic" and not self.theme.touch:
            self.theme.set_touch(True)

    def _screen_width(self) -> int:
        return QGuiApplication.primaryScreen().availableGeometry().width()
