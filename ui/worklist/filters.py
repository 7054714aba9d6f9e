"""What narrows the worklist: the kinds as chips with their counts, the clinician, and the order."""

from __future__ import annotations

from collections.abc import Mapping

from ui.theme import Theme
from ui.widgets import Chips, ChipState, Option
from workup.texts import N_, _
from workup.worklist import KINDS, UNSAFE, Sort, Standing

SORTS: dict[Sort, str] = {"kind": N_("Urgency"), "due": N_("Date"), "patient": N_("Patient")}
# What fits beside five others in the smallest window.
SHORT: dict[Standing, str] = {
    "unread": N_("Result in"),
    "overdue": N_("Overdue"),
    "booked": N_("This week"),
    "due": N_("Actions due"),
    "missed": N_("Missed visits"),
    "waiting": N_("Waiting"),
}
EVERYBODY = "everybody"


class KindChips(Chips):
    """Chips that are on or off; none on shows every kind. The last narrows every kind to what is unsafe."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, _("Kinds shown"), kind_options(dict.fromkeys(KINDS, 0), 0), rest=False)

    @property
    def kinds(self) -> tuple[Standing, ...]:
        """The kinds that are on."""
        return tuple(kind for kind in KINDS if kind in self.states)

    @property
    def unsafe(self) -> bool:
        """Whether only what is unsafe is shown."""
        return UNSAFE in self.states

    def toggle(self, place: int) -> None:
        """Turn the chip at a place on or off, as a click does."""
        self._move_to(place)
        self._toggle(place)

    def clear(self) -> None:
        """Turn all off; says nothing."""
        self.set_states({})

    def _set(self, place: int, state: ChipState | None) -> None:
        """A filter knows neither absent nor unknown."""
        super()._set(place, state if state == "present" else None)

    def _announce(self) -> None:
        option = self._options[self._current]
        on = _("on") if option.id in self._states else _("off")
        self.setAccessibleName(f"{self._name}, {option.label}, {on}")


def kind_options(found: Mapping[Standing, int], unsafe: int) -> tuple[Option, ...]:
    """Each kind with how many there are, and what is unsafe of them."""
    return (
        *(Option(kind, f"{_(SHORT[kind])}  {found[kind]}") for kind in KINDS),
        Option(UNSAFE, f"{_(UNSAFE)}  {unsafe}"),
    )


def sort_options() -> tuple[Option, ...]:
    """The orders to choose from."""
    return tuple(Option(name, _(text)) for name, text in SORTS.items())
