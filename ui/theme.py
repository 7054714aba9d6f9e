"""The look on screen: colours by token, fonts by role, lengths at the chosen scale; one object, handed down."""

from __future__ import annotations

from functools import cache
from math import floor
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import (
    QAccessibilityHints,
    QColor,
    QFont,
    QFontDatabase,
    QFontMetrics,
    QFontMetricsF,
    QGuiApplication,
    QIcon,
    QPalette,
    QPixmap,
    QStaticText,
    QStyleHints,
)
from PySide6.QtWidgets import QApplication

from ui.icons import Icons
from ui.sheet import palette, sheet
from workup.style import ContrastRole, Height, Radius, Role, Space, Style, Token, Weight
from workup.texts import _

Scheme = Literal["system", "light", "dark", "contrast"]
FONT_FILES = ("SourceSansPro-Regular.ttf", "SourceSansPro-Semibold.ttf", "SourceSansPro-Bold.ttf")
_SYSTEM_ROLES: dict[ContrastRole, QPalette.ColorRole] = {
    "canvas": QPalette.ColorRole.Window,
    "text": QPalette.ColorRole.WindowText,
    "selected": QPalette.ColorRole.Highlight,
    "on_selected": QPalette.ColorRole.HighlightedText,
    "link": QPalette.ColorRole.Link,
    "alarm": QPalette.ColorRole.WindowText,
    "on_alarm": QPalette.ColorRole.Window,
}
_EFFECTS = (
    Qt.UIEffect.UI_AnimateMenu,
    Qt.UIEffect.UI_FadeMenu,
    Qt.UIEffect.UI_AnimateCombo,
    Qt.UIEffect.UI_AnimateTooltip,
    Qt.UIEffect.UI_FadeTooltip,
)


@cache
def system_hints() -> tuple[QStyleHints, QAccessibilityHints]:
    """What the system wants. Kept for good: PySide 6 invalidates the second with the wrapper of the first."""
    hints = QGuiApplication.styleHints()
    return hints, hints.accessibility()


class Theme(QObject):
    """What every widget asks for its colours, fonts and lengths; `changed` says they are different now."""

    changed = Signal()
    focus_moved = Signal()

    def __init__(self, style: Style, icons: Path, app: QApplication) -> None:
        super().__init__()
        self.style = style
        self.icons = Icons(icons)
        self.scheme: Scheme = "system"
        self.scale = style.scale.steps[0]
        self.touch = False
        self.letter_keys = self.go_on = True
        self.high_contrast = False
        self.edge = style.edge.normal
        self.font_problem = ""
        self._app = app
        # The system's own colours can only be read before ours are set; they serve if it wants high contrast now.
        self._system_palette = QPalette(app.palette()) if self._system_contrast() else None
        app.setStyle("Fusion")
        for effect in _EFFECTS:
            QApplication.setEffectEnabled(effect, False)
        self._family = self._load_fonts()
        self._colours: dict[Token, QColor] = {}
        self._fonts: dict[tuple[Role, int], QFont] = {}
        self._metrics: dict[tuple[Role, int], QFontMetrics] = {}
        self._laid_out: dict[tuple[str, Role, int], QStaticText] = {}
        self._advances: dict[tuple[str, Role, int], int] = {}
        self._rises: dict[tuple[Role, int], tuple[float, float, int]] = {}
        hints, access = system_hints()
        hints.colorSchemeChanged.connect(self._follow_system)
        access.contrastPreferenceChanged.connect(self._follow_system)
        self._refresh()

    # What it is set to

    def set_scheme(self, scheme: Scheme) -> None:
        """Follow the system or keep to one look; window frames and system dialogs go along where they can."""
        self.scheme = scheme
        hints, _ = system_hints()
        match scheme:
            case "light":
                hints.setColorScheme(Qt.ColorScheme.Light)
            case "dark":
                hints.setColorScheme(Qt.ColorScheme.Dark)
            case _:
                hints.unsetColorScheme()
        self._refresh()

    def set_scale(self, percent: int) -> None:
        """Enlarge everything; steps outside the style's list take the nearest one."""
        self.scale = min(self.style.scale.steps, key=lambda step: abs(step - percent))
        self._refresh()

    def set_touch(self, touch: bool) -> None:
        """Heights for the finger instead of the mouse."""
        self.touch = touch
        self._refresh()

    @property
    def dark(self) -> bool:
        """Whether light text stands on a dark ground."""
        if self.scheme in ("system", "contrast"):
            return system_hints()[0].colorScheme() == Qt.ColorScheme.Dark
        return self.scheme == "dark"

    # What widgets ask for

    def color(self, token: Token) -> QColor:
        """The colour of a token now."""
        return self._colours[token]

    def font(self, role: Role, weight: Weight | None = None) -> QFont:
        """The font of a role at the present scale, in its own weight unless another is named."""
        chosen = weight or self.style.type.role[role].weight
        found = self._fonts.get((role, chosen))
        if found is None:
            found = QFont(self._family)
            found.setPixelSize(self.px(self.style.type.role[role].size))
            found.setWeight(QFont.Weight(chosen))
            found.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
            self._fonts[role, chosen] = found
        return found

    def metrics(self, role: Role, weight: Weight | None = None) -> QFontMetrics:
        """Widths of text in a role; kept, because measuring anew is slow."""
        chosen = weight or self.style.type.role[role].weight
        found = self._metrics.get((role, chosen))
        if found is None:
            found = self._metrics[role, chosen] = QFontMetrics(self.font(role, weight))
        return found

    def laid_out(self, text: str, role: Role, weight: Weight | None = None) -> QStaticText:
        """Text laid out once and kept; only for words of the program and its content, never for a patient's."""
        chosen = weight or self.style.type.role[role].weight
        found = self._laid_out.get((text, role, chosen))
        if found is None:
            found = QStaticText(text)
            found.setTextFormat(Qt.TextFormat.PlainText)
            found.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
            found.prepare(font=self.font(role, weight))
            self._laid_out[text, role, chosen] = found
        return found

    def advance(self, text: str, role: Role, weight: Weight | None = None) -> int:
        """The width of a text, measured once; only for words of the program and its content."""
        chosen = weight or self.style.type.role[role].weight
        found = self._advances.get((text, role, chosen))
        if found is None:
            found = self._advances[text, role, chosen] = self.metrics(role, weight).horizontalAdvance(text)
        return found

    def drop(self, role: Role, weight: Weight | None, room: int, *, at_bottom: bool = False) -> int:
        """How far below the top of a line of this height laid out text begins, to stand where drawn text would."""
        chosen = weight or self.style.type.role[role].weight
        found = self._rises.get((role, chosen))
        if found is None:
            exact = QFontMetricsF(self.font(role, weight))
            found = exact.height(), exact.ascent(), self.metrics(role, weight).ascent()
            self._rises[role, chosen] = found
        height, exact_ascent, ascent = found
        spare = room - height
        return floor((spare if at_bottom else spare / 2) + exact_ascent + 0.5) - ascent

    def px(self, length: float) -> int:
        """A length of the design at the present scale."""
        return round(length * self.scale / 100)

    def line(self, role: Role) -> int:
        """The line height of a role."""
        return self.px(self.style.type.role[role].line)

    def space(self, name: Space) -> int:
        """One of the seven spaces."""
        return self.px(self.style.space[name])

    def radius(self, name: Radius) -> int:
        """The corner of a tag, control, card or dialog."""
        return self.px(self.style.radius[name])

    def height(self, name: Height) -> int:
        """The height of a control, row, pill or tag, for mouse or touch."""
        reach = self.style.height[name]
        return self.px(reach.touch if self.touch else reach.mouse)

    def target(self, length: float) -> int:
        """A length of something that is pressed and is no control: in touch mode no finger misses it."""
        return max(self.px(length), self.height("control")) if self.touch else self.px(length)

    def icon(self, name: str, token: Token = "ink2", size: int = 16) -> QIcon:
        """An icon for a plain Qt control."""
        return self.icons.icon(name, self.color(token), self.px(size))

    def pixmap(self, name: str, token: Token = "ink2", size: int = 16, ratio: float = 1.0) -> QPixmap:
        """An icon for painting; `ratio` is the device pixel ratio of what is painted on."""
        return self.icons.pixmap(name, self.color(token), self.px(size), ratio)

    # How it follows

    def _follow_system(self) -> None:
        if self.scheme in ("system", "contrast"):
            self._refresh()

    def _system_contrast(self) -> bool:
        return system_hints()[1].contrastPreference() == Qt.ContrastPreference.HighContrast

    def _refresh(self) -> None:
        self.high_contrast = self.scheme == "contrast" or (self.scheme == "system" and self._system_contrast())
        self.edge = self.style.edge.contrast if self.high_contrast else self.style.edge.normal
        self._colours = {token: self._resolve(token) for token in self.style.colour}
        self._fonts.clear()
        self._metrics.clear()
        self._laid_out.clear()
        self._advances.clear()
        self._rises.clear()
        self._app.setFont(self.font("question"))
        self._app.setPalette(palette(self._colours))
        rules = sheet(self._colours, self.px, self.edge, touch=self.touch)
        if rules != self._app.styleSheet():  # every widget there is would be polished anew
            self._app.setStyleSheet(rules)
        self.changed.emit()

    def _resolve(self, token: Token) -> QColor:
        if not self.high_contrast:
            shade = self.style.colour[token]
        else:
            role = self.style.contrast.role[token]
            if self._system_palette is not None and self._system_contrast():
                return self._system_palette.color(_SYSTEM_ROLES[role])
            shade = self.style.contrast.colour[role]
        return QColor(shade.dark if self.dark else shade.light)

    def _load_fonts(self) -> str:
        """Register the shipped typeface; without it the system's own is used and `font_problem` says so."""
        try:
            from font_source_sans_pro import font_directory
        except ImportError:
            font_directory = ""
        loaded = [QFontDatabase.addApplicationFont(str(Path(font_directory) / name)) for name in FONT_FILES
                  if (Path(font_directory) / name).is_file()]
        if len(loaded) == len(FONT_FILES) and -1 not in loaded:
            return self.style.type.family
        self.font_problem = _(
            "The typeface {name} is missing, so the system's typeface is used. "
            "Nothing else is affected. Install the packages in requirements again."
        ).format(name=self.style.type.family)
        return QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
