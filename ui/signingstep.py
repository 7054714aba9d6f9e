"""What the Summary does with a workup as a whole: sign it, amend it, hand it over, begin a new one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from ui.checklist import Checklist
from ui.live import Live
from ui.signing import ReasonDialog, SignDialog
from ui.signingrun import SigningRun
from ui.theme import Theme
from ui.widgets import Dialog
from workup.record import Standing
from workup.rights import refusal
from workup.session.signing import against_signing, amend, hand_over, is_orphan, may_hand_over, receivers
from workup.session.unresolved import unresolved
from workup.settings import Preferences
from workup.texts import N_, _, _n

AMEND = N_(
    "Everything can be changed again. When you sign, a new full version takes the place of this one and says on page 1 "
    "what changed, by whom and why; this one stays readable."
)
HAND_OVER = N_("Whoever it is handed over to may finish and sign this workup, and so may you.")
ORPHAN = N_(
    "Nobody who may sign this workup has an account any more. Whoever it is handed over to may finish and sign it."
)


class Signing(QObject):
    """The steps of a signature; a line of what is unresolved leads to its question."""

    slot_wanted = Signal(object)

    def __init__(
        self, theme: Theme, live: Live, side: Checklist, preferences: Callable[[], Preferences],
        length: Callable[[], str], page: QWidget,
    ) -> None:  # fmt: skip
        super().__init__(page)
        self.theme, self.live, self.side, self.preferences, self.page = theme, live, side, preferences, page
        self._length = length
        side.primary_wanted.connect(self.primary)
        side.hand_over_wanted.connect(self.hand_over)
        side.versions.amend_wanted.connect(self.amend)

    def render_standing(self, standing: Standing) -> None:
        """What the side offers for the workup as it stands."""
        session = self.live.session
        against = against_signing(session) if session.opened.writable else ""
        found = unresolved(session) if session.opened.writable and not against else ()
        line = against
        if found:
            line = _n(
                "{n} thing unresolved; signing lists them.", "{n} things unresolved; signing lists them.", len(found)
            )
        elif session.opened.writable and not against:
            line = _("Nothing is unresolved. Signing asks for your password.")
        elif standing.state == "signed" and not session.may("amend"):
            line = refusal(session.who, "amend")
        self.side.render_standing(standing, line, may_hand_over=may_hand_over(session), may=session.may)
        self.side.sign.setEnabled(not against and (session.may("amend") or standing.state != "signed"))

    def primary(self) -> None:
        """Sign a draft, amend what is signed."""
        if not self.side.sign.isEnabled() or self.live.session.opened.status in ("void", "imported"):
            return
        if self.live.session.opened.status == "signed":
            self.amend()
        else:
            self.sign()

    def sign(self) -> None:
        """Ask for the password; a line of what is unresolved leads to its question instead."""
        self.live.flush()
        session = self.live.session

        run = SigningRun(self.live, self.preferences, self)
        dialog = SignDialog(self.theme, unresolved(session), self._length(), run, self.page)
        self._ask(dialog)
        run.deleteLater()
        if dialog.slot is not None:
            self.slot_wanted.emit(dialog.slot)

    def _ask(self, dialog: Dialog) -> bool:
        """Whether it was done; the keyboard goes to the page, for what had it may be gone."""
        done = bool(dialog.exec())
        dialog.deleteLater()
        if done:
            self.page.setFocus(Qt.FocusReason.OtherFocusReason)
        return done

    def amend(self) -> None:
        """Ask why, and open the workup for its next version."""

        def now(reason: str, _rest: str) -> str:
            return self.live.now(lambda session: amend(session, reason))

        version = self.live.session.opened.standing.version
        dialog = ReasonDialog(
            self.theme,
            _("Amend version {version}").format(version=version),
            _(AMEND),
            _("Amend"),
            _("Reason, printed on page 1"),
            now,
            self.page,
        )
        self._ask(dialog)

    def hand_over(self) -> None:
        """Ask to whom and why."""

        def now(reason: str, person: str) -> str:
            return self.live.now(lambda session: hand_over(session, person, reason))

        people = receivers(self.live.session)
        text = _(ORPHAN) if is_orphan(self.live.session) else _(HAND_OVER)
        dialog = ReasonDialog(self.theme, _("Hand over"), text, _("Hand over"), _("Reason"), now, self.page, people)
        if self._ask(dialog):
            name = next(each.name for each in people if each.id == dialog.people.value)
            said = _("Handed over to {name}, who finds it on Home under Continue draft.")
            self.side.say(said.format(name=name))
