"""Beside the page of a signed workup: results that came since, and every version that was signed."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets import Button, Label, Notice, PillKind
from ui.widgets.tips import plain_tip
from workup import words
from workup.record import Standing, State, Version
from workup.texts import _

LOOKS: dict[State, tuple[PillKind, str]] = {
    "draft": ("draft", "pencil"),
    "amending": ("draft", "pencil"),
    "signed": ("good", "lock"),
    "void": ("cancelled", ""),
    "imported": ("neutral", "import"),
}


def said_of(version: Version, names: Mapping[str, str]) -> str:
    """`Version 2, 26 Nov 2025, 09:41, Dr Okafor`."""
    who = names.get(version.who, "")
    return ", ".join(
        filter(
            None, (_("Version {version}").format(version=version.signed.version), words.day_and_time(version.at), who)
        )
    )


def status_words(standing: Standing) -> str:
    """`Signed 25 Nov 2025`, `Amended 1`, `Amending version 1`, `Void`, `Draft`."""
    signed = standing.versions[-1] if standing.versions else None
    if standing.state == "void":
        return _("Void")
    if standing.state == "imported" and signed is not None:
        return _("Imported, signed {day}").format(day=words.calendar_day(signed.at.date()))
    if standing.state == "amending":
        return _("Amending version {version}").format(version=standing.version)
    if standing.state == "signed" and signed is not None:
        day = words.calendar_day(signed.at.date())
        if signed.signed.version > 1:
            return _("Amended {version}, signed {day}").format(version=signed.signed.version - 1, day=day)
        return _("Signed {day}").format(day=day)
    return _("Draft, not signed")


class VersionList(QWidget):
    """Results since the signing with what to do about them, and a button for each version that can be looked at."""

    amend_wanted = Signal()
    new_wanted = Signal()
    version_wanted = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.since = Notice(theme, "caution", "", "", icon="import")
        self.amend = Button(theme, "secondary", _("Amend"), icon="pencil")
        self.new = Button(theme, "secondary", _("New evaluation"), icon="plus")
        self.amend.clicked.connect(self.amend_wanted)
        self.new.clicked.connect(self.new_wanted)
        self._pair = QWidget()
        pair = QHBoxLayout(self._pair)
        pair.setContentsMargins(0, theme.px(6), 0, theme.px(6))
        pair.addWidget(self.amend)
        pair.addWidget(self.new)
        pair.addStretch(1)
        self.title = Label(theme, "card_title", _("Versions"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, theme.px(8), 0, 0)
        self._column.setSpacing(theme.px(2))
        for widget in (self.since, self._pair, self.title):
            self._column.addWidget(widget)
        self.buttons: list[Button] = []
        self._shown: tuple[tuple[str, bool], ...] = ()

    def show_versions(
        self, standing: Standing, names: Mapping[str, str], results: int, shown: Version | None
    ) -> None:
        """Show these; `shown` is the version on the screen, None where it is the page as it stands now."""
        self.setVisible(bool(standing.versions))
        self.since.setVisible(results > 0)
        self._pair.setVisible(results > 0)
        if results:
            said = (
                _("1 result since signing")
                if results == 1
                else _("{results} results since signing").format(results=results)
            )
            place = _("It is on its order") if results == 1 else _("They are on their orders")
            self.since.set("caution", said, _("{place}, not on this page.").format(place=place), "import")
        rows = tuple((said_of(version, names), version is shown) for version in reversed(standing.versions))
        if standing.state in ("amending", "void") and standing.versions:
            rows = ((_("As it stands now"), shown is None), *rows)
        if rows != self._shown:
            self._shown = rows
            self._fill(standing, rows)

    def _fill(self, standing: Standing, rows: tuple[tuple[str, bool], ...]) -> None:
        for old in self.buttons:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.buttons = []
        versions: list[Version | None] = list(reversed(standing.versions))
        if len(rows) > len(versions):
            versions.insert(0, None)
        for (said, is_shown), version in zip(rows, versions, strict=True):
            name = _("{said}, shown").format(said=said) if is_shown else said
            short = said.rpartition(", ")[0] if version is not None else said
            button = Button(self.theme, "quiet", short, icon="check" if is_shown else "document", name=name)
            button.setToolTip(plain_tip(said))
            button.setAccessibleName(name)
            button.clicked.connect(lambda _rest=False, version=version: self.version_wanted.emit(version))
            self._column.addWidget(button)
            self.buttons.append(button)
