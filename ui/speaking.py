"""The window in another language: its pages are made anew where they stand, and nothing that was entered is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.preferences import PreferencesPage
from workup.texts import _

if TYPE_CHECKING:
    from ui.window import Window
    from workup.protocol import Library

LANGUAGE = "language"


def say_anew(window: Window, library: Library) -> None:
    """Show Home, the worklist, the open workup and the preferences in the language that is spoken now."""
    window.close_notice.set_label(_("Close"))
    old, worklist, shown = window.home, window.worklist, window.pages.currentWidget()
    if old is None or window.vault is None:
        return
    window.ready_to_close()  # what is being typed becomes an entry, or is kept
    window.take_library(library)
    window.make_home(library, window.vault)
    if worklist is not None:
        worklist.stop()
        window.worklist = None
    if isinstance(shown, PreferencesPage):
        window.pages.removeWidget(shown)
        window.show_preferences()
        place = window.pages.currentWidget()
        if isinstance(place, PreferencesPage):
            place.rows[LANGUAGE].begin()
    for page in (old, worklist, shown if isinstance(shown, PreferencesPage) else None):
        if page is not None:
            window.pages.removeWidget(page)
            page.hide()
            page.deleteLater()
